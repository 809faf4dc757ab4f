/// A batch of changes that has been checked, and the few records and names that it touches.
///
/// An adapter writes ``records`` and ``names`` beside the step itself, all in one transaction.
public struct DirectoryDraft: Sendable {
    /// A user whom a batch touches.
    package struct DraftedUser: Sendable {
        /// Identifies the user.
        package let id: UserID
        /// The user as it was; nil when it is new.
        package let before: UserRecord?
        /// The user as it will be; nil when it is removed.
        package fileprivate(set) var record: UserRecord?
        /// Whether the user existed before.
        package var wasThere: Bool { self.before != nil }
    }

    /// The step of history that was checked.
    public let commit: Commit
    /// What the head becomes.
    public private(set) var head: DirectoryHead
    /// The users touched, in the order in which they are first touched.
    package private(set) var users: [DraftedUser] = []
    /// The groups touched, in the order in which they are first touched.
    package internal(set) var groups: [DraftedGroup] = []
    /// The roles of the company touched, in the order in which they are first touched.
    package internal(set) var companyRoles: [DraftedCompanyRole] = []
    /// The names that are given or freed, each once.
    public private(set) var names: [DraftedName] = []
    /// The position of each user and each group among those touched, and of each name among those given or freed.
    ///
    /// Tables of positions are several times as fast as dictionaries, which matters when a step adds ten thousand
    /// users.
    private var userPositions = NumberTable()
    private var namePositions = NumberTable()
    var groupPositions = NumberTable()
    /// The user touched last, whether they exist, and their position: changes to one user are usually adjacent.
    private var last: (id: UserID, position: Int)?

    /// Checks a batch of changes against what a directory holds, without changing it.
    ///
    /// - Throws: ``DraftError``, also when a change contradicts an earlier one of the batch.
    /// - Complexity: O(changes), independent of the size of the directory.
    public init(of commit: Commit, over directory: some DirectoryLookup) throws(DraftError) {
        let former = directory.head
        guard commit.revision == former.revision.next else {
            throw .contradiction(.notNext(commit.revision, after: former.revision))
        }
        guard !commit.changes.isEmpty else { throw .contradiction(.noChange) }
        self.commit = commit
        self.head = DirectoryHead(
            revision: commit.revision, company: former.company, notifiedThrough: former.notifiedThrough)
        for change in commit.changes { try self.take(change, over: directory) }
    }

    private mutating func take(
        _ change: Change, over directory: some DirectoryLookup
    ) throws(DraftError) {
        switch change {
        case .companyEnrolled(let company):
            guard self.head.company == nil else { throw .contradiction(.companyExists) }
            self.moveHead(company: company)
        case .companyChanged(let former, let company):
            guard self.head.company == former, company.isSameEnrollment(as: former) else {
                throw .contradiction(.companyDiffers)
            }
            self.moveHead(company: company)
        case .userAdded(let user): try self.add(user, over: directory)
        case .invitationRevoked(let user): try self.revokeInvitation(of: user, over: directory)
        case .statusChanged(let user, _, _), .namesReleased(let user), .namesRegained(let user, _),
            .attributesChanged(let user, _), .addressChanged(let user, _, _), .userPurged(let user),
            .signInNamesChanged(let user, _, _):
            try self.moveNames(of: user, by: change, over: directory)
        case .refused: break
        case .groupAdded(let group): try self.add(group, over: directory)
        case .groupChanged(let group, let change): try self.take(change, to: group, over: directory)
        case .companyRoleDefined(let role): try self.add(role, over: directory)
        case .companyRoleChanged(let role, let change): try self.take(change, to: role, over: directory)
        case .memberAdded(let user, let group):
            let position = try self.position(of: group, over: directory)
            guard !self.groups[position].group.isDeleted else { throw .contradiction(.unknownGroup(group)) }
            try self.take(change, to: user, over: directory)
            self.groups[position].group.moveMembers(at: self.commit.at)
        case .memberRemoved(let user, let group):
            let position = try self.position(of: group, over: directory)
            try self.take(change, to: user, over: directory)
            self.groups[position].group.moveMembers(at: self.commit.at)
        case .notificationsDelivered(let revision):
            guard revision > self.head.notifiedThrough, revision < self.commit.revision else {
                throw .contradiction(.deliveryMarkOutOfRange(revision))
            }
            self.moveHead(notifiedThrough: revision)
        case .userRenamed(let user, _, _), .passwordReset(let user, _, _), .passwordChanged(let user, _),
            .firstSignIn(let user), .sessionsEnded(let user, _), .serviceTokenIssued(let user, _),
            .lockoutLifted(let user), .recoveryRequested(let user, _), .recoverySpent(let user),
            .addressChangeRequested(let user, _), .addressChangeWithdrawn(let user),
            .invitationSent(let user, _),
            .secondFactorEnrolled(let user, _), .secondFactorRemoved(let user),
            .notificationGivenUp(let user, _),
            .notificationRetried(let user, _):
            try self.take(change, to: user, over: directory)
        case .roleAssigned(let assignment), .roleRemoved(let assignment):
            try self.take(change, to: assignment.user, over: directory)
        case .rolesRequested(let request), .roleRequestAnswered(let request, _):
            try self.take(change, to: request.user, over: directory)
        }
    }

    /// Applies a change to a user who must exist.
    private mutating func take(
        _ change: Change, to user: UserID, over directory: some DirectoryLookup
    ) throws(DraftError) {
        let position = try self.position(of: user, over: directory)
        let contradiction = self.users[position].take(change, at: self.commit.at)
        if let contradiction { throw .contradiction(contradiction) }
    }

    private mutating func moveHead(company: Company? = nil, notifiedThrough: Revision? = nil) {
        self.head = DirectoryHead(
            revision: self.commit.revision, company: company ?? self.head.company,
            notifiedThrough: notifiedThrough ?? self.head.notifiedThrough)
    }

    /// The position of a user who must exist; touches the user if this has not happened yet.
    private mutating func position(
        of id: UserID, over directory: some DirectoryLookup
    ) throws(DraftError) -> Int {
        if let last = self.last, last.id == id { return last.position }
        let position: Int
        if let known = self.userPosition(of: id) {
            guard self.users[known].record != nil else { throw .contradiction(.unknownUser(id)) }
            position = known
        } else {
            guard let record = try directory.found(id) else { throw .contradiction(.unknownUser(id)) }
            position = self.touch(DraftedUser(id: id, before: record, record: record))
        }
        self.last = (id, position)
        return position
    }

    private func userPosition(of id: UserID) -> Int? {
        self.userPositions.find(id.draftHash) { self.users[Int($0)].id == id }.map { Int($0) }
    }

    private mutating func touch(_ user: DraftedUser) -> Int {
        self.userPositions.insert(UInt32(self.users.count), hash: user.id.draftHash)
        self.users.append(user)
        return self.users.count - 1
    }

    private mutating func add(
        _ user: User, over directory: some DirectoryLookup
    ) throws(DraftError) {
        var position = self.userPosition(of: user.id)
        let isThere =
            if let position { self.users[position].record != nil } else { try directory.found(user.id) != nil }
        if isThere { throw .contradiction(.userExists(user.id)) }
        if user.status == .purged { throw .contradiction(.userPurged(user.id)) }
        for name in user.names { try self.give(name, to: .user(user.id), over: directory) }
        if position == nil { position = self.touch(DraftedUser(id: user.id, before: nil, record: nil)) }
        if let position {
            self.users[position].record = UserRecord(user)
            self.last = (user.id, position)
        }
    }

    private mutating func revokeInvitation(
        of id: UserID, over directory: some DirectoryLookup
    ) throws(DraftError) {
        let position = try self.position(of: id, over: directory)
        guard let record = self.users[position].record, record.user.status == .invited, record.invitation != nil
        else { throw .contradiction(.notInvited(id)) }
        self.users[position].record = nil
        self.last = nil
        for name in record.user.names { self.free(name, of: .user(id)) }
    }
}

// MARK: - Names

extension DirectoryDraft {
    /// Applies a change to a user that may give names, free some, or both.
    private mutating func moveNames(
        of id: UserID, by change: Change, over directory: some DirectoryLookup
    ) throws(DraftError) {
        let position = try self.position(of: id, over: directory)
        let before = self.users[position].record?.user.names ?? []
        try self.take(change, to: id, over: directory)
        let after = self.users[position].record?.user.names ?? []
        guard before != after else { return }
        try self.move(before, to: after, of: .user(id), over: directory)
    }

    mutating func move(
        _ before: [RecordName], to after: [RecordName], of id: RecordID, over directory: some DirectoryLookup
    ) throws(DraftError) {
        for name in before where !after.contains(name) { self.free(name, of: id) }
        for name in after where !before.contains(name) { try self.give(name, to: id, over: directory) }
    }

    /// Gives a record a name that must be free.
    mutating func give(
        _ name: RecordName, to id: RecordID, over directory: some DirectoryLookup
    ) throws(DraftError) {
        let hash = name.draftHash
        let position = self.position(of: name, hash: hash)
        let holder = if let position { self.names[position].after } else { try directory.foundHolder(of: name) }
        if let holder { throw .contradiction(.nameTaken(name, by: holder)) }
        self.setHolder(id, of: name, before: nil, hash: hash, at: position)
    }

    /// Frees a name that a record has.
    private mutating func free(_ name: RecordName, of id: RecordID) {
        let hash = name.draftHash
        self.setHolder(nil, of: name, before: id, hash: hash, at: self.position(of: name, hash: hash))
    }

    private func position(of name: RecordName, hash: UInt64) -> Int? {
        self.namePositions.find(hash) { self.names[Int($0)].name == name }.map { Int($0) }
    }

    private mutating func setHolder(
        _ holder: RecordID?, of name: RecordName, before: RecordID?, hash: UInt64, at position: Int?
    ) {
        if let position {
            self.names[position].after = holder
        } else {
            self.namePositions.insert(UInt32(self.names.count), hash: hash)
            self.names.append(DraftedName(name: name, before: before, after: holder))
        }
    }
}

// MARK: - What an adapter writes

extension DirectoryDraft {
    /// Takes a record out of the draft, whose only owner can then do with it what it wants without a copy.
    ///
    /// - Returns: The record as it will be; nil when it is removed.
    package mutating func takeRecord(at position: Int) -> UserRecord? {
        self.users[position].record.take()
    }
}

/// A record that a batch of changes touches.
public struct DraftedRecord: Sendable, Hashable, Identifiable {
    /// Identifies the record.
    public let id: RecordID
    /// The record as it was; nil when it is new.
    public let before: DirectoryRecord?
    /// The record as it will be; nil when it is removed.
    public let after: DirectoryRecord?
}

/// A name that a batch of changes gives or frees.
public struct DraftedName: Sendable, Hashable {
    /// The name.
    public let name: RecordName
    /// The record that had it; nil when it was free.
    public let before: RecordID?
    /// The record that will have it; nil when it is free.
    public package(set) var after: RecordID?
}

extension DirectoryDraft {
    /// The records touched, each once: users in the order in which they are first touched, then groups, then roles of the company.
    ///
    /// - Complexity: O(records).
    public var records: [DraftedRecord] {
        let users = self.users.map { user in
            DraftedRecord(
                id: .user(user.id), before: user.before.map { .user($0) }, after: user.record.map { .user($0) })
        }
        guard !self.groups.isEmpty || !self.companyRoles.isEmpty else { return users }
        let groups = self.groups.map { drafted in
            DraftedRecord(
                id: .group(drafted.group.id), before: drafted.before.map { .group($0) }, after: .group(drafted.group))
        }
        return users + groups
            + self.companyRoles.map { drafted in
                DraftedRecord(
                    id: .companyRole(drafted.role.id), before: drafted.before.map { .companyRole($0) },
                    after: .companyRole(drafted.role))
            }
    }
}

extension DirectoryLookup {
    fileprivate func found(_ id: UserID) throws(DraftError) -> UserRecord? {
        do throws(LookupFailure) { return try self.user(id) } catch { throw .failure(error) }
    }

    func found(_ id: GroupID) throws(DraftError) -> Group? {
        do throws(LookupFailure) { return try self.group(id) } catch { throw .failure(error) }
    }

    func found(_ id: CompanyRoleID) throws(DraftError) -> CompanyRole? {
        do throws(LookupFailure) { return try self.companyRole(id) } catch { throw .failure(error) }
    }

    fileprivate func foundHolder(of name: RecordName) throws(DraftError) -> RecordID? {
        do throws(LookupFailure) { return try self.holder(of: name) } catch { throw .failure(error) }
    }
}

/// Seeded, so that an attacker cannot choose colliding identifiers.
private let draftSeed = UInt64(bitPattern: Int64(1.hashValue)) | 1

extension Identifier {
    var draftHash: UInt64 { mixed(self.high ^ draftSeed, self.low ^ draftSeed &* 0x9E37_79B9_7F4A_7C15) }
}

extension RecordName {
    fileprivate var draftHash: UInt64 { UInt64(bitPattern: Int64(self.hashValue)) }
}

extension DirectoryDraft.DraftedUser {
    /// Applies a change, or returns what it contradicts.
    fileprivate mutating func take(_ change: Change, at moment: Timestamp) -> ChangeError? {
        if self.record?.user.status == .purged { return .userPurged(self.id) }
        if let contradiction = self.record?.contradiction(to: change) { return contradiction }
        self.record?.apply(change, at: moment)
        return nil
    }
}
