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

    /// Who holds an address that a batch gives or frees.
    package struct DraftedHolder: Sendable {
        /// The address.
        package let email: EmailAddress
        /// Who holds it from then on; nil for nobody.
        package fileprivate(set) var user: UserID?
    }

    /// The step of history that was checked.
    public let commit: Commit
    /// The users touched, in the order in which they are first touched.
    package private(set) var users: [DraftedUser] = []
    /// The addresses given, or freed when nobody holds them.
    package private(set) var holders: [DraftedHolder] = []
    /// The company, when it was enrolled by this batch.
    package private(set) var company: Company?
    /// The new mark of delivered notifications, if there is one.
    package private(set) var notifiedThrough: Revision?
    /// Where each user is among those touched, and each address among those given or freed.
    ///
    /// Tables of positions are several times as fast as dictionaries, which counts when ten thousand people are taken in.
    private var userPositions = NumberTable()
    private var holderPositions = NumberTable()
    /// Who was touched last, and is there, and where: what is done to one user mostly stands together.
    private var last: (id: UserID, position: Int)?

    /// Checks a batch of changes against what a directory holds, without changing it.
    ///
    /// - Throws: ``DraftError``, also when a change contradicts an earlier one of the batch.
    /// - Complexity: O(changes), however much the directory holds.
    package init(
        of commit: Commit, over directory: some DirectoryLookup
    ) throws(DraftError) {
        guard commit.revision == directory.revision.next else {
            throw .contradiction(.notNext(commit.revision, after: directory.revision))
        }
        guard !commit.changes.isEmpty else { throw .contradiction(.noChange) }
        self.commit = commit
        for change in commit.changes { try self.take(change, over: directory) }
    }

    private mutating func take(
        _ change: Change, over directory: some DirectoryLookup
    ) throws(DraftError) {
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
            position = self.touch(DraftedUser(id: id, record: record, wasThere: true))
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

    private func holderPosition(of email: EmailAddress, hash: UInt64) -> Int? {
        self.holderPositions.find(hash) { self.holders[Int($0)].email == email }.map { Int($0) }
    }

    private mutating func setHolder(_ user: UserID?, of email: EmailAddress, hash: UInt64, at position: Int?) {
        if let position {
            self.holders[position].user = user
        } else {
            self.holderPositions.insert(UInt32(self.holders.count), hash: hash)
            self.holders.append(DraftedHolder(email: email, user: user))
        }
    }

    private mutating func add(
        _ user: User, over directory: some DirectoryLookup
    ) throws(DraftError) {
        var position = self.userPosition(of: user.id)
        let isThere =
            if let position { self.users[position].record != nil } else { try directory.found(user.id) != nil }
        if isThere { throw .contradiction(.userExists(user.id)) }
        let hash = user.email.draftHash
        let holding = self.holderPosition(of: user.email, hash: hash)
        let holder = if let holding { self.holders[holding].user } else { try directory.foundHolder(of: user.email) }
        if let holder { throw .contradiction(.emailTaken(user.email, by: holder)) }
        if position == nil { position = self.touch(DraftedUser(id: user.id, record: nil, wasThere: false)) }
        if let position {
            self.users[position].record = UserRecord(user)
            self.last = (user.id, position)
        }
        self.setHolder(user.id, of: user.email, hash: hash, at: holding)
    }

    private mutating func revokeInvitation(
        of id: UserID, over directory: some DirectoryLookup
    ) throws(DraftError) {
        let position = try self.position(of: id, over: directory)
        guard let record = self.users[position].record, record.user.status == .invited, record.invitation != nil
        else { throw .contradiction(.notInvited(id)) }
        self.users[position].record = nil
        self.last = nil
        let (email, hash) = (record.user.email, record.user.email.draftHash)
        self.setHolder(nil, of: email, hash: hash, at: self.holderPosition(of: email, hash: hash))
    }
}

extension DirectoryLookup {
    fileprivate func found(_ id: UserID) throws(DraftError) -> UserRecord? {
        do throws(LookupFailure) { return try self.knownRecord(id) } catch { throw .failure(error) }
    }

    fileprivate func foundHolder(of email: EmailAddress) throws(DraftError) -> UserID? {
        do throws(LookupFailure) { return try self.knownHolder(of: email) } catch { throw .failure(error) }
    }
}

/// Seeded, so that nobody can choose identifiers that collide.
private let draftSeed = UInt64(bitPattern: Int64(1.hashValue)) | 1

extension UserID {
    fileprivate var draftHash: UInt64 { mixed(self.high ^ draftSeed, self.low ^ draftSeed &* 0x9E37_79B9_7F4A_7C15) }
}

extension EmailAddress {
    fileprivate var draftHash: UInt64 { UInt64(bitPattern: Int64(self.folded.hashValue)) }
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
