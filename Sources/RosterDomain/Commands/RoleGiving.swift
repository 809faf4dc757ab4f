/// A role that is to be given.
struct WantedRole {
    /// The role.
    let role: RoleID
    /// Where to give it.
    let scope: Scope
    /// Whether it comes along with another one; then it is held for as long as that one, at least.
    let isCompanion: Bool
}

/// For which time roles hold that come along with others: they last as long as those that bring them, and what is held already stays.
struct CompanionTimes {
    private let catalog: RoleCatalog
    private var windows: [RoleID: ValidityWindow] = [:]

    init(_ catalog: RoleCatalog) { self.catalog = catalog }

    /// Notes for which time a role holds that may bring others along.
    mutating func note(_ role: RoleID, _ window: ValidityWindow?) {
        guard let window else { return }
        for companion in self.catalog.role(role)?.accompaniedBy ?? [] {
            self.windows[companion] = self.windows[companion].map { $0.hull(with: window) } ?? window
        }
    }

    /// For which time a companion is to hold; nil when it stays as it is.
    ///
    /// One that is held at another time stays so: two times of one role would have a gap in which it does not hold.
    func window(ofCompanion role: RoleID, heldNow present: ValidityWindow?) -> ValidityWindow? {
        guard let wanted = self.windows[role] else { return nil }
        guard let present else { return wanted }
        return present.covers(wanted) ? nil : present.union(wanted)
    }
}

/// For which time a role is given to a user who may hold it already.
enum RoleGiving {
    /// The role ends when the window ends, be it later or sooner than so far. Its beginning is never moved to a later moment.
    case exactly(ValidityWindow)
    /// What is held stays held, and the window comes on top.
    ///
    /// Without a window, a role that ends keeps its end, one that has ended is given for as long as before, and another one is
    /// given without an end.
    case adding(ValidityWindow?)

    /// The window that was asked for.
    var window: ValidityWindow? {
        switch self {
        case .exactly(let window): window
        case .adding(let window): window
        }
    }
}

extension Facts {
    /// For which time a role is given; nil when it stays as it is.
    ///
    /// - Parameters:
    ///   - times: For which times the companions of the roles before it hold; takes in what this role brings along.
    func window(
        _ giving: RoleGiving, of wanted: WantedRole, heldNow present: RoleAssignment?, before held: RoleAssignment?,
        _ times: inout CompanionTimes
    ) throws(RefusalReason) -> ValidityWindow? {
        if wanted.isCompanion { return times.window(ofCompanion: wanted.role, heldNow: present?.window) }
        let window = try self.window(giving, heldNow: present, before: held)
        times.note(wanted.role, window ?? present?.window)
        return window
    }

    private func window(
        _ giving: RoleGiving, heldNow present: RoleAssignment?, before held: RoleAssignment?
    ) throws(RefusalReason) -> ValidityWindow? {
        switch giving {
        case .exactly(let window):
            guard let present else { return window }
            return try self.replacement(of: present, by: window)
        case .adding(let window):
            guard let present else { return window ?? held.map(self.sameTimeAgain) ?? .always }
            guard let window = window ?? (present.window.until == nil ? .always : nil) else { return nil }
            if present.window.covers(window) { return nil }
            guard let together = present.window.union(window) else { throw self.heldApart(present) }
            return together
        }
    }

    /// When a role ends that is given anew for another time.
    private func replacement(
        of held: RoleAssignment, by window: ValidityWindow
    ) throws(RefusalReason) -> ValidityWindow {
        guard let together = held.window.union(window) else { throw self.heldApart(held) }
        let beginsLater = max(window.from ?? self.now, self.now) > max(held.window.from ?? self.now, self.now)
        let isHeld = beginsLater && !held.window.endsSooner(than: window)
        let replacement = try? ValidityWindow(from: together.from, until: window.until)
        guard let replacement, replacement != held.window, !isHeld else {
            throw .roleAlreadyHeld(role: held.role, scope: held.scope)
        }
        return replacement
    }

    /// A window from now on that is as long as the one in which a role was held before.
    private func sameTimeAgain(_ held: RoleAssignment) -> ValidityWindow {
        guard let until = held.window.until else { return .always }
        let start = max(held.window.from ?? held.grantedAt, held.grantedAt)
        let length = max(1, Int128(until.millisecondsSinceEpoch) - Int128(start.millisecondsSinceEpoch))
        let end = self.now + .milliseconds(Int64(clamping: length))
        return (try? ValidityWindow(until: end)) ?? .always
    }

    private func heldApart(_ held: RoleAssignment) -> RefusalReason {
        .roleHeldAtAnotherTime(
            role: held.role, scope: held.scope, from: held.window.from, until: held.window.until)
    }
}

extension ValidityWindow {
    /// The window from the earlier beginning to the later end.
    fileprivate func hull(with other: ValidityWindow) -> ValidityWindow {
        let from = self.from.flatMap { from in other.from.map { min(from, $0) } }
        let until = self.until.flatMap { until in other.until.map { max(until, $0) } }
        return (try? ValidityWindow(from: from, until: until)) ?? .always
    }

    /// Whether this window ends before another one does.
    func endsSooner(than other: ValidityWindow) -> Bool {
        guard let until else { return false }
        return other.until.map { until < $0 } ?? true
    }
}
