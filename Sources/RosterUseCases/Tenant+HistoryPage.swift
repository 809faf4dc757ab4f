public import RosterDomain
import RosterPorts

/// A step of the history, in words.
public struct HistoryEntry: Sendable, Hashable, Identifiable {
    /// The position in the history.
    public let revision: Revision
    /// When it happened.
    public let at: Timestamp
    /// Who did it.
    public let principal: Principal
    /// What happened, a sentence for each change, in order: `Ada Lovelace gave Grace Hopper the role Admin agent`.
    ///
    /// Of a step with more changes than the page was asked to tell, the first ones.
    public let sentences: [String]
    /// The changes that the sentences tell of.
    public let changes: [Change]
    /// How many changes of the step are not told here: a hundred thousand members can be added at once.
    public let untoldChangeCount: Int

    /// Identifies the step.
    public var id: Revision { self.revision }
}

/// A page of the history, newest first.
public struct HistoryPage: Sendable, Hashable {
    /// The steps.
    public let entries: [HistoryEntry]
    /// Where the next page begins; nil when there is none.
    ///
    /// A page can be empty although there is another one.
    public let next: Revision?
}

extension Tenant {
    /// A page of the history, newest first, in words, for a user who may read it.
    ///
    /// Users are called by the names that they have now, and `user` with their identifier when they are gone.
    ///
    /// - Parameters:
    ///   - user: Only what was done to or by this user; nil for everything.
    ///   - end: Only steps before this one; nil for the newest.
    ///   - window: Only steps of this time.
    ///   - isWanted: Only changes for which it says yes; of a step with others, only those are shown.
    ///   - limit: The most steps on the page, from 1 to 1,000.
    ///   - changeLimit: The most changes that are told of a step.
    ///   - principal: Who reads; needs the permission to create users, except for what was done to themselves. Reasons of requests for
    ///     roles are shown to those who may answer the request.
    /// - Throws: ``TenantError/refused(_:)``, ``TenantError/directory(_:)``.
    /// - Complexity: O(changes looked at), in at most 20 reads: a page ends when it has looked at 4,096, however few of them were
    ///   wanted.
    public func historyPage(
        of user: UserID? = nil, before end: Revision? = nil, during window: ValidityWindow = .always,
        limit: Int = 100, changesPerStep changeLimit: Int = 100, by principal: UserID,
        where isWanted: (Change) -> Bool = { _ in true }
    ) async throws(TenantError) -> HistoryPage {
        if user != principal {
            let permission = self.catalog.companyPermissions.createUsers
            try await self.require(permission, of: principal, attempt: "read the history")
        } else {
            try await self.refresh()
            let status = self.access.standing(of: principal)?.status ?? .deleted
            guard status == .active || status == .mustChangePassword else {
                let reason = RefusalReason.principalNotActive(status: status)
                throw try await self.refuse("read the history", because: reason, principal)
            }
        }
        guard let reader = self.reader(principal) else { return HistoryPage(entries: [], next: nil) }
        let (steps, next) = try await self.steps(before: end, limit: min(max(limit, 1), 1_000)) { step in
            guard window.contains(step.at), let step = step.concerning(user)?.keeping(isWanted) else { return nil }
            let told = self.view(of: step.keeping(first: max(1, changeLimit)), by: reader)
            return (told, step.changes.count - told.changes.count)
        }
        return HistoryPage(entries: try await self.entries(steps), next: next)
    }

    /// A step with what is told of it, and how many changes are not.
    private typealias Told = (step: Commit, untoldChangeCount: Int)

    /// The last steps before one that are of interest, newest first, and where to go on.
    private func steps(
        before end: Revision?, limit: Int, _ view: (Commit) -> Told?
    ) async throws(TenantError) -> (steps: [Told], next: Revision?) {
        var end = min(end ?? .latest, Revision(self.revision.number + 1))
        var found: [Told] = []
        // A step can hold as many changes as all others together, so the first reads are small.
        var (lookedAt, size): (Int, UInt64) = (0, 1)
        while end.number > 1 {
            let begin = end.number > size ? end.number - size : 1
            let chunk = try await self.history(after: Revision(begin - 1), limit: Int(end.number - begin))
            for step in chunk.reversed() {
                lookedAt += step.changes.count
                if let seen = view(step) { found.append(seen) }
                if found.count == limit || lookedAt >= Self.lookLimit {
                    return (found, step.revision.number > 1 ? step.revision : nil)
                }
            }
            end = Revision(begin)
            size = min(4 * size, Self.chunkSize)
        }
        return (found, nil)
    }

    /// How many changes a page looks at before it ends; ours.
    private static let lookLimit = 4_096
    /// The most steps that are read at once; ours.
    private static let chunkSize: UInt64 = 256

    private func entries(_ steps: [Told]) async throws(TenantError) -> [HistoryEntry] {
        let changes = steps.flatMap(\.step.changes)
        let users = Set(changes.compactMap(\.subject) + steps.flatMap(\.step.principal.users))
        let groups = Set(changes.compactMap(\.group))
        // Deleted ones, too, of which the catalog knows nothing any more.
        let roles = Set(changes.flatMap(\.rolesNamed).compactMap(\.companyRole))
        let excerpt = try await askingDirectory { () async throws(UserDirectoryError) in
            try await self.directory.read(
                RecordKeys(
                    users.map { .user($0) } + groups.map { .group($0) } + roles.map { .companyRole($0) }))
        }
        let catalog = self.catalog
        func name(_ id: UserID) -> String { excerpt.user(id)?.user.fullName.rawValue.forDisplay ?? "user \(id)" }
        func title(_ id: RoleID) -> String {
            let own = id.companyRole.flatMap(excerpt.companyRole)?.definition.title.rawValue
            return (own ?? catalog.role(id)?.title ?? id.rawValue).forDisplay
        }
        func groupName(_ id: GroupID) -> String {
            excerpt.group(id)?.profile.name.rawValue.forDisplay ?? "group \(id)"
        }
        return steps.map { step, untoldChangeCount in
            let actor = if case .user(let id) = step.principal { name(id) } else { "The system" }
            let told = step.changes.compactMap { change in
                change.titled(by: catalog).phrase(
                    naming: { step.principal == .user(id: $0) ? "their own account" : name($0) }, titling: title,
                    namingGroups: groupName
                ).map { (sentence: "\(actor) \($0)", change: change) }
            }
            return HistoryEntry(
                revision: step.revision, at: step.at, principal: step.principal, sentences: told.map(\.sentence),
                changes: told.map(\.change), untoldChangeCount: untoldChangeCount)
        }
    }
}

extension Revision {
    /// Beyond every position that a history reaches.
    fileprivate static var latest: Revision { Revision(.max) }
}

extension Change {
    /// The roles that the sentence about the change names.
    fileprivate var rolesNamed: [RoleID] {
        switch self {
        case .roleAssigned(let assignment), .roleRemoved(let assignment): [assignment.role]
        case .groupChanged(_, .roleAssigned(let role)), .groupChanged(_, .roleRemoved(let role)): [role.role]
        case .rolesRequested(let request): request.roles
        case .companyRoleChanged(let role, _): [RoleID(role)]
        default: []
        }
    }
}

extension Principal {
    fileprivate var users: [UserID] { if case .user(let id) = self { [id] } else { [] } }
}

extension Commit {
    /// The step with some of its changes; nil without any.
    fileprivate func keeping(_ isWanted: (Change) -> Bool) -> Commit? {
        let changes = self.changes.filter(isWanted)
        if changes.isEmpty { return nil }
        return Commit(revision: self.revision, at: self.at, principal: self.principal, changes: changes)
    }

    /// The step with its first changes.
    fileprivate func keeping(first count: Int) -> Commit {
        self.changes.count <= count
            ? self
            : Commit(
                revision: self.revision, at: self.at, principal: self.principal,
                changes: Array(self.changes.prefix(count)))
    }

    /// What of the step was done to a user or by them, as far as people are told of it; nil for nothing.
    fileprivate func concerning(_ user: UserID?) -> Commit? {
        var changes = self.changes.filter { change in
            if case .notificationsDelivered = change { false } else { true }
        }
        if let user, self.principal != .user(id: user) { changes = changes.filter { $0.subject == user } }
        guard !changes.isEmpty else { return nil }
        return Commit(revision: self.revision, at: self.at, principal: self.principal, changes: changes)
    }
}
