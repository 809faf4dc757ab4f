/// A batch of changes that has been checked, and the few records it touches as they will be.
public struct DirectoryDraft: Sendable {
    /// The step of history that was checked.
    public let commit: Commit
    /// The records touched; a nil record is one that is taken out.
    private(set) var records: [UserID: UserRecord?] = [:]
    /// The addresses given, or freed when nil.
    private(set) var idsByEmail: [EmailAddress: UserID?] = [:]
    private(set) var company: Company?
    private(set) var notifiedThrough: Revision?

    init(_ commit: Commit) {
        self.commit = commit
    }

    mutating func take(_ change: Change, over state: DirectoryState) throws(ChangeError) {
        switch change {
        case .companyEnrolled(let company):
            guard state.company == nil, self.company == nil else { throw .companyExists }
            self.company = company
        case .userAdded(let user): try self.add(user, over: state)
        case .invitationRevoked(let user): try self.revokeInvitation(of: user, over: state)
        case .refused: break
        case .notificationsDelivered(let revision):
            let mark = self.notifiedThrough ?? state.notifiedThrough
            guard revision > mark, revision < self.commit.revision else {
                throw .deliveryMarkOutOfRange(revision)
            }
            self.notifiedThrough = revision
        default:
            guard let user = change.subject else { return }
            var record = try self.record(user, over: state)
            try record.check(change)
            record.apply(change, at: self.commit.at)
            self.records[user] = .some(record)
        }
    }

    private func record(_ id: UserID, over state: DirectoryState) throws(ChangeError) -> UserRecord {
        let found = self.records[id] ?? state.record(id)
        guard let found else { throw .unknownUser(id) }
        return found
    }

    private mutating func add(_ user: User, over state: DirectoryState) throws(ChangeError) {
        guard (self.records[user.id] ?? state.record(user.id)) == nil else { throw .userExists(user.id) }
        let holder = self.idsByEmail[user.email] ?? state.record(withEmail: user.email)?.id
        if let holder { throw .emailTaken(user.email, by: holder) }
        self.records[user.id] = .some(UserRecord(user))
        self.idsByEmail[user.email] = .some(user.id)
    }

    private mutating func revokeInvitation(of id: UserID, over state: DirectoryState) throws(ChangeError) {
        let record = try self.record(id, over: state)
        guard record.user.status == .invited, record.invitation != nil else { throw .notInvited(id) }
        self.records[id] = .some(nil)
        self.idsByEmail[record.user.email] = .some(nil)
    }
}

extension UserRecord {
    /// Whether a change to this user follows from the record.
    fileprivate func check(_ change: Change) throws(ChangeError) {
        switch change {
        case .roleAssigned(let assignment):
            guard self.assignment(of: assignment.role, at: assignment.scope) == nil else { throw .roleHeld(assignment) }
        case .roleRemoved(let assignment):
            guard self.assignment(of: assignment.role, at: assignment.scope) != nil else {
                throw .roleNotHeld(assignment)
            }
        case .statusChanged(let user, let expected, _):
            guard self.user.status == expected else {
                throw .statusDiffers(user, expected: expected, found: self.user.status)
            }
        case .rolesRequested(let request):
            guard !self.roleRequests.contains(where: { $0.id == request.id }) else { throw .requestDiffers(request.id) }
        case .roleRequestAnswered(let request, _):
            guard self.roleRequests.contains(where: { $0.id == request.id }) else { throw .requestDiffers(request.id) }
        default: break
        }
    }
}
