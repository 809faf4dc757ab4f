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

    /// Whom a key leads to that a batch gives or frees.
    package struct DraftedHolder: Sendable {
        /// The key.
        package let key: UniqueKey
        /// Who holds it from then on; nil when it is free.
        package fileprivate(set) var user: UserID?
    }

    /// The step of history that was checked.
    public let commit: Commit
    /// The users touched, in the order in which they are first touched.
    package private(set) var users: [DraftedUser] = []
    /// The keys given, or freed when nobody holds them.
    package private(set) var holders: [DraftedHolder] = []
    /// The company, when it was enrolled by this batch.
    package private(set) var company: Company?
    /// The new mark of delivered notifications, if there is one.
    package private(set) var notifiedThrough: Revision?
    /// Where each user is among those touched, and each key among those given or freed.
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
        case .statusChanged(let user, _, _), .namesReleased(let user), .attributesChanged(let user, _):
            try self.moveKeys(of: user, by: change, over: directory)
        case .refused: break
        case .notificationsDelivered(let revision):
            let mark = self.notifiedThrough ?? directory.notifiedThrough
            guard revision > mark, revision < self.commit.revision else {
                throw .contradiction(.deliveryMarkOutOfRange(revision))
            }
            self.notifiedThrough = revision
        case .userRenamed(let user, _, _), .passwordReset(let user, _), .passwordChanged(let user),
            .firstSignIn(let user), .invitationSent(let user, _):
            try self.take(change, to: user, over: directory)
        case .roleAssigned(let assignment), .roleRemoved(let assignment):
            try self.take(change, to: assignment.user, over: directory)
        case .rolesRequested(let request), .roleRequestAnswered(let request, _):
            try self.take(change, to: request.user, over: directory)
        }
    }

    /// Takes a change to a user who must be there.
    @discardableResult
    private mutating func take(
        _ change: Change, to user: UserID, over directory: some DirectoryLookup
    ) throws(DraftError) -> Int {
        let position = try self.position(of: user, over: directory)
        let contradiction = self.users[position].take(change, at: self.commit.at)
        if let contradiction { throw .contradiction(contradiction) }
        return position
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

    private mutating func add(
        _ user: User, over directory: some DirectoryLookup
    ) throws(DraftError) {
        var position = self.userPosition(of: user.id)
        let isThere =
            if let position { self.users[position].record != nil } else { try directory.found(user.id) != nil }
        if isThere { throw .contradiction(.userExists(user.id)) }
        for key in user.keys { try self.claim(key, for: user.id, over: directory) }
        if position == nil { position = self.touch(DraftedUser(id: user.id, record: nil, wasThere: false)) }
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
        for key in record.user.keys { self.setHolder(nil, of: key) }
    }
}

// MARK: - Keys

extension DirectoryDraft {
    /// Takes a change to a user that may give keys, free some, or both.
    private mutating func moveKeys(
        of id: UserID, by change: Change, over directory: some DirectoryLookup
    ) throws(DraftError) {
        let position = try self.position(of: id, over: directory)
        let before = self.users[position].record?.user.keys ?? []
        try self.take(change, to: id, over: directory)
        let after = self.users[position].record?.user.keys ?? []
        guard before != after else { return }
        for key in before where !after.contains(key) { self.setHolder(nil, of: key) }
        for key in after where !before.contains(key) { try self.claim(key, for: id, over: directory) }
    }

    /// Gives a user a key that must be free.
    private mutating func claim(
        _ key: UniqueKey, for user: UserID, over directory: some DirectoryLookup
    ) throws(DraftError) {
        let hash = key.draftHash
        let position = self.holderPosition(of: key, hash: hash)
        let holder = if let position { self.holders[position].user } else { try directory.foundHolder(of: key) }
        if let holder { throw .contradiction(.keyTaken(key, by: holder)) }
        self.setHolder(user, of: key, hash: hash, at: position)
    }

    private mutating func setHolder(_ user: UserID?, of key: UniqueKey) {
        let hash = key.draftHash
        self.setHolder(user, of: key, hash: hash, at: self.holderPosition(of: key, hash: hash))
    }

    private mutating func setHolder(_ user: UserID?, of key: UniqueKey, hash: UInt64, at position: Int?) {
        if let position {
            self.holders[position].user = user
        } else {
            self.holderPositions.insert(UInt32(self.holders.count), hash: hash)
            self.holders.append(DraftedHolder(key: key, user: user))
        }
    }

    private func holderPosition(of key: UniqueKey, hash: UInt64) -> Int? {
        self.holderPositions.find(hash) { self.holders[Int($0)].key == key }.map { Int($0) }
    }
}

extension DirectoryLookup {
    fileprivate func found(_ id: UserID) throws(DraftError) -> UserRecord? {
        do throws(LookupFailure) { return try self.knownRecord(id) } catch { throw .failure(error) }
    }

    fileprivate func foundHolder(of key: UniqueKey) throws(DraftError) -> UserID? {
        do throws(LookupFailure) { return try self.knownHolder(of: key) } catch { throw .failure(error) }
    }
}

/// Seeded, so that nobody can choose identifiers that collide.
private let draftSeed = UInt64(bitPattern: Int64(1.hashValue)) | 1

extension UserID {
    fileprivate var draftHash: UInt64 { mixed(self.high ^ draftSeed, self.low ^ draftSeed &* 0x9E37_79B9_7F4A_7C15) }
}

extension UniqueKey {
    fileprivate var draftHash: UInt64 { UInt64(bitPattern: Int64(self.text.hashValue)) }
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
        case .invitationSent(let user, _): self.user.email == nil ? .noAddress(user) : nil
        case .namesReleased(let user):
            self.user.status == .deleted && !self.user.hasReleasedNames ? nil : .namesNotReleasable(user)
        case .attributesChanged(_, let edits): self.user.contradiction(to: edits)
        case .userRenamed, .passwordReset, .passwordChanged, .firstSignIn: nil
        case .companyEnrolled, .userAdded, .invitationRevoked, .refused, .notificationsDelivered: nil
        }
    }
}

extension User {
    /// Why edits of attributes do not follow from the user; nil when they do.
    fileprivate func contradiction(to edits: [AttributeEdit]) -> ChangeError? {
        guard !edits.isEmpty else { return .noChange }
        var attributes = self.attributes
        for edit in edits {
            let isSame =
                switch (attributes.attribute(edit.name), edit.from) {
                case (nil, nil): true
                case (let stored?, let from?): stored.isSame(as: from)
                default: false
                }
            guard isSame, edit.isOfOneName else { return .attributeDiffers(self.id, edit.name) }
            attributes.set(edit.name, to: edit.to)
        }
        return attributes.isWithinLimits ? nil : .tooManyAttributes(self.id)
    }
}
