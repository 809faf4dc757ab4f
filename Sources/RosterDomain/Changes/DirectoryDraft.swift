/// A batch of changes that has been checked, and the few records it touches as they will be.
public struct DirectoryDraft: Sendable {
    /// A user whom a batch touches.
    package struct DraftedUser: Sendable {
        /// Identifies the user.
        package let id: UserID
        /// The user as it will be; nil when it is taken out.
        package fileprivate(set) var record: UserRecord?
        /// Whether the user was there before.
        package let wasThere: Bool
    }

    /// The step of history that was checked.
    public let commit: Commit
    /// The users touched, in the order in which they are first touched.
    package private(set) var users: [DraftedUser] = []
    /// The addresses given, or freed when nil.
    package private(set) var holders: [EmailAddress: UserID?] = [:]
    /// The company, when it was enrolled by this batch.
    package private(set) var company: Company?
    /// The new mark of delivered notifications, if there is one.
    package private(set) var notifiedThrough: Revision?
    /// Where each user is among those touched.
    private var positions: [UserID: Int] = [:]

    /// Checks a batch of changes against what a directory holds, without changing it.
    ///
    /// - Throws: ``ChangeError`` when a change contradicts the directory or an earlier change of the batch.
    /// - Complexity: O(changes), however much the directory holds.
    package init(of commit: Commit, over directory: borrowing some DirectoryLookup & ~Copyable) throws(ChangeError) {
        guard commit.revision == directory.revision.next else {
            throw .notNext(commit.revision, after: directory.revision)
        }
        guard !commit.changes.isEmpty else { throw .noChange }
        self.commit = commit
        for change in commit.changes { try self.take(change, over: directory) }
    }

    /// The user as the batch leaves it: nil inside when it is taken out, nil outside when it is not touched.
    package func record(_ id: UserID) -> UserRecord?? {
        self.positions[id].map { self.users[$0].record }
    }

    private mutating func take(
        _ change: Change, over directory: borrowing some DirectoryLookup & ~Copyable
    ) throws(ChangeError) {
        switch change {
        case .companyEnrolled(let company):
            guard directory.company == nil, self.company == nil else { throw .companyExists }
            self.company = company
        case .userAdded(let user): try self.add(user, over: directory)
        case .invitationRevoked(let user): try self.revokeInvitation(of: user, over: directory)
        case .refused: break
        case .notificationsDelivered(let revision):
            let mark = self.notifiedThrough ?? directory.notifiedThrough
            guard revision > mark, revision < self.commit.revision else { throw .deliveryMarkOutOfRange(revision) }
            self.notifiedThrough = revision
        default:
            guard let user = change.subject else { return }
            let position = try self.position(of: user, over: directory)
            try self.users[position].take(change, at: self.commit.at)
        }
    }

    /// Where a user is who must be there; touches one who was not touched before.
    private mutating func position(
        of id: UserID, over directory: borrowing some DirectoryLookup & ~Copyable
    ) throws(ChangeError) -> Int {
        // What is done to one user mostly stands together.
        if let last = self.users.last, last.id == id, last.record != nil { return self.users.count - 1 }
        if let position = self.positions[id] {
            guard self.users[position].record != nil else { throw .unknownUser(id) }
            return position
        }
        guard let record = directory.record(id) else { throw .unknownUser(id) }
        return self.touch(DraftedUser(id: id, record: record, wasThere: true))
    }

    private mutating func touch(_ user: DraftedUser) -> Int {
        self.positions[user.id] = self.users.count
        self.users.append(user)
        return self.users.count - 1
    }

    private mutating func add(
        _ user: User, over directory: borrowing some DirectoryLookup & ~Copyable
    ) throws(ChangeError) {
        let holder = self.holders[user.email] ?? directory.holder(of: user.email)
        if let position = self.positions[user.id] {
            guard self.users[position].record == nil else { throw .userExists(user.id) }
            if let holder { throw .emailTaken(user.email, by: holder) }
            self.users[position].record = UserRecord(user)
        } else {
            guard directory.record(user.id) == nil else { throw .userExists(user.id) }
            if let holder { throw .emailTaken(user.email, by: holder) }
            _ = self.touch(DraftedUser(id: user.id, record: UserRecord(user), wasThere: false))
        }
        self.holders[user.email] = .some(user.id)
    }

    private mutating func revokeInvitation(
        of id: UserID, over directory: borrowing some DirectoryLookup & ~Copyable
    ) throws(ChangeError) {
        let position = try self.position(of: id, over: directory)
        guard let record = self.users[position].record, record.user.status == .invited, record.invitation != nil
        else { throw .notInvited(id) }
        self.users[position].record = nil
        self.holders[record.user.email] = .some(nil)
    }
}

extension DirectoryDraft.DraftedUser {
    fileprivate mutating func take(_ change: Change, at moment: Timestamp) throws(ChangeError) {
        try self.record?.check(change)
        self.record?.apply(change, at: moment)
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
