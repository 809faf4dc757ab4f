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
    /// Who was touched last, and is there, and where: what is done to one user mostly stands together.
    private var last: (id: UserID, position: Int)?

    /// Checks a batch of changes against what a directory holds, without changing it.
    ///
    /// - Throws: ``DraftError``, also when a change contradicts an earlier one of the batch.
    /// - Complexity: O(changes), however much the directory holds.
    package init<Directory: DirectoryLookup>(
        of commit: Commit, over directory: Directory
    ) throws(DraftError<Directory.Failure>) {
        guard commit.revision == directory.revision.next else {
            throw .contradiction(.notNext(commit.revision, after: directory.revision))
        }
        guard !commit.changes.isEmpty else { throw .contradiction(.noChange) }
        self.commit = commit
        for change in commit.changes { try self.take(change, over: directory) }
    }

    /// The user as the batch leaves it: nil inside when it is taken out, nil outside when it is not touched.
    package func record(_ id: UserID) -> UserRecord?? {
        self.positions[id].map { self.users[$0].record }
    }

    private mutating func take<Directory: DirectoryLookup>(
        _ change: Change, over directory: Directory
    ) throws(DraftError<Directory.Failure>) {
        switch change {
        case .companyEnrolled(let company):
            guard directory.company == nil, self.company == nil else { throw .contradiction(.companyExists) }
            self.company = company
        case .userAdded(let user): try self.add(user, over: directory)
        case .invitationRevoked(let user): try self.revokeInvitation(of: user, over: directory)
        case .refused: break
        case .notificationsDelivered(let revision):
            let mark = self.notifiedThrough ?? directory.notifiedThrough
            guard revision > mark, revision < self.commit.revision else {
                throw .contradiction(.deliveryMarkOutOfRange(revision))
            }
            self.notifiedThrough = revision
        default:
            guard let user = change.subject else { return }
            let position = try self.position(of: user, over: directory)
            let contradiction = self.users[position].take(change, at: self.commit.at)
            if let contradiction { throw .contradiction(contradiction) }
        }
    }

    /// Where a user is who must be there; touches one who was not touched before.
    private mutating func position<Directory: DirectoryLookup>(
        of id: UserID, over directory: Directory
    ) throws(DraftError<Directory.Failure>) -> Int {
        if let last = self.last, last.id == id { return last.position }
        let position: Int
        if let known = self.positions[id] {
            guard self.users[known].record != nil else { throw .contradiction(.unknownUser(id)) }
            position = known
        } else {
            guard let record = try directory.found(id) else { throw .contradiction(.unknownUser(id)) }
            position = self.touch(DraftedUser(id: id, record: record, wasThere: true))
        }
        self.last = (id, position)
        return position
    }

    private mutating func touch(_ user: DraftedUser) -> Int {
        self.positions[user.id] = self.users.count
        self.users.append(user)
        return self.users.count - 1
    }

    private mutating func add<Directory: DirectoryLookup>(
        _ user: User, over directory: Directory
    ) throws(DraftError<Directory.Failure>) {
        var position = self.positions[user.id]
        let present = if let position { self.users[position].record } else { try directory.found(user.id) }
        if present != nil { throw .contradiction(.userExists(user.id)) }
        let holder =
            if let drafted = self.holders[user.email] { drafted } else { try directory.foundHolder(of: user.email) }
        if let holder { throw .contradiction(.emailTaken(user.email, by: holder)) }
        if position == nil { position = self.touch(DraftedUser(id: user.id, record: nil, wasThere: false)) }
        if let position {
            self.users[position].record = UserRecord(user)
            self.last = (user.id, position)
        }
        self.holders[user.email] = .some(user.id)
    }

    private mutating func revokeInvitation<Directory: DirectoryLookup>(
        of id: UserID, over directory: Directory
    ) throws(DraftError<Directory.Failure>) {
        let position = try self.position(of: id, over: directory)
        guard let record = self.users[position].record, record.user.status == .invited, record.invitation != nil
        else { throw .contradiction(.notInvited(id)) }
        self.users[position].record = nil
        self.last = nil
        self.holders[record.user.email] = .some(nil)
    }
}

extension DirectoryLookup {
    fileprivate func found(_ id: UserID) throws(DraftError<Failure>) -> UserRecord? {
        do throws(Failure) { return try self.record(id) } catch { throw .failure(error) }
    }

    fileprivate func foundHolder(of email: EmailAddress) throws(DraftError<Failure>) -> UserID? {
        do throws(Failure) { return try self.holder(of: email) } catch { throw .failure(error) }
    }
}

extension DirectoryDraft.DraftedUser {
    /// Takes a change, or returns what it contradicts.
    fileprivate mutating func take(_ change: Change, at moment: Timestamp) -> ChangeError? {
        if let contradiction = self.record?.contradiction(to: change) { return contradiction }
        self.record?.apply(change, at: moment)
        return nil
    }
}

extension UserRecord {
    /// Why a change to this user does not follow from the record; nil when it does.
    fileprivate func contradiction(to change: Change) -> ChangeError? {
        switch change {
        case .roleAssigned(let assignment):
            self.assignment(of: assignment.role, at: assignment.scope) == nil ? nil : .roleHeld(assignment)
        case .roleRemoved(let assignment):
            self.assignment(of: assignment.role, at: assignment.scope) == nil ? .roleNotHeld(assignment) : nil
        case .statusChanged(let user, let expected, _):
            self.user.status == expected ? nil : .statusDiffers(user, expected: expected, found: self.user.status)
        case .rolesRequested(let request):
            self.roleRequests.contains { $0.id == request.id } ? .requestDiffers(request.id) : nil
        case .roleRequestAnswered(let request, _):
            self.roleRequests.contains { $0.id == request.id } ? nil : .requestDiffers(request.id)
        default: nil
        }
    }
}
