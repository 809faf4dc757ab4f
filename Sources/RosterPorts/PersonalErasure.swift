public import RosterDomain

/// What is to be erased from a history because users are purged.
///
/// A directory that takes a step with `Change.userPurged(user:)` erases every field that the stored form marks as personal, of these
/// users, from every step up to that one. It goes through the history twice: first ``note(_:)``, then ``erased(_:)`` for each step.
/// ```swift
/// guard var erasure = PersonalErasure(for: commit) else { return }
/// for step in steps { erasure.note(step) }
/// for step in steps { if let erased = erasure.erased(step) { replace(step, with: erased) } }
/// ```
/// No step, no change, no revision and no moment goes; what is personal becomes `FullName.erased`, `UserName.erased`, an empty list or
/// nothing. What the erased history amounts to is the same at every revision from the purge on. Erasing again changes nothing.
public struct PersonalErasure: Sendable {
    /// The users to erase.
    public let users: Set<UserID>
    /// Those of them whom a step that was noted has purged; nothing is erased of the others.
    public private(set) var purged: Set<UserID> = []
    /// The last of these steps: later ones can quote other people who took the names.
    private var last = Revision.start
    /// The names that the users ever had.
    private var names: Set<RecordName> = []
    /// The users, as refusals name them in words.
    private let texts: Set<String>

    /// Creates the erasure that a step calls for; nil when it purges no user.
    public init?(for commit: Commit) {
        let users = commit.changes.compactMap { change in
            if case .userPurged(let user) = change { user } else { nil as UserID? }
        }
        guard !users.isEmpty else { return nil }
        self.init(of: Set(users))
    }

    /// Creates the erasure of users whom the history purges, if it does.
    public init(of users: Set<UserID>) {
        self.users = users
        self.texts = Set(users.map(\.description))
    }

    /// Takes note of a step: of the names in it, which refusals of other steps may quote, and of the purge.
    public mutating func note(_ step: Commit) {
        for change in step.changes {
            guard let subject = change.subject, self.users.contains(subject) else { continue }
            self.names.formUnion(change.namesGiven)
            switch change {
            case .addressChangeRequested(_, let change): self.names.insert(RecordName(change.email))
            case .userPurged:
                self.purged.insert(subject)
                self.last = max(self.last, step.revision)
            // Whatever else gives names has just been asked for them.
            default: break
            }
        }
    }

    /// Whether a step is of one of the users, or may quote a name of theirs: from no other step is anything erased.
    package func mayConcern(_ step: Commit) -> Bool {
        step.changes.contains { change in
            if case .refused = change { return true }
            return change.subject.map(self.users.contains) ?? false
        }
    }

    /// A step without what is personal of the users; nil when there is nothing of it in the step.
    ///
    /// Once every step was noted.
    public func erased(_ step: Commit) -> Commit? { self.erased(step, quotesAlone: false) }

    /// The same for refusals alone, which are found by names that stand in other steps.
    ///
    /// A store that cannot replace all steps at once erases these everywhere first: what finds them is still there after a crash.
    package func erasedQuotes(in step: Commit) -> Commit? { self.erased(step, quotesAlone: true) }

    private func erased(_ step: Commit, quotesAlone: Bool) -> Commit? {
        guard step.revision <= self.last else { return nil }
        var result = step
        for position in step.changes.indices where self.concerns(step.changes[position], by: step.principal) {
            if quotesAlone, step.changes[position].subject != nil { continue }
            result.changes[position] = Self.erased(step.changes[position])
            result.unknownFieldsOfChanges[position] = nil
        }
        return result == step ? nil : result
    }

    /// Erases from steps that are in memory, the one that purges among them.
    public static func erase(for purge: Commit, from steps: inout [Commit]) {
        guard var erasure = PersonalErasure(for: purge) else { return }
        for step in steps { erasure.note(step) }
        for position in steps.indices {
            if let erased = erasure.erased(steps[position]) { steps[position] = erased }
        }
    }

    /// Whether a change is of one of the users, or quotes a name of theirs.
    private func concerns(_ change: Change, by principal: Principal) -> Bool {
        if let subject = change.subject { return self.purged.contains(subject) }
        guard case .refused(let refusal) = change else { return false }
        if case .user(let id) = principal, self.purged.contains(id) { return true }
        if let about = refusal.about, self.names.contains(RecordName(about)) { return true }
        return self.isNamed(by: refusal.reason) || self.isNamed(in: refusal.attempt)
    }

    private func isNamed(by reason: RefusalReason) -> Bool {
        switch reason {
        case .unknownUser(let user), .addressNeeded(let user), .notProvisionedBy(let user): self.purged.contains(user)
        case .memberAlready(let user, _), .notAMember(let user, _): self.purged.contains(user)
        case .attributeInvalid(_, .taken(let user)): self.purged.contains(user)
        case .nameTaken(let name), .nameRepeated(let name), .accountDeleted(let name, _):
            self.names.contains(RecordName(name))
        default: false
        }
    }

    /// Whether words name one of the users by the identifier, in backticks; they quote no name.
    private func isNamed(in words: String) -> Bool {
        words.utf8.split(separator: UInt8(ascii: "`")).contains { part in
            self.texts.contains(String(decoding: part, as: UTF8.self))
        }
    }

    private static func erased(_ change: Change) -> Change {
        do throws(StoredFormError) {
            let erased = try ErasingCoder.erased(change)
            guard case .userAdded(var user) = erased else { return erased }
            user.isErased = true
            return .userAdded(user: user)
        } catch {
            preconditionFailure("invariant: a change has a form without what is personal: \(error)")
        }
    }
}
