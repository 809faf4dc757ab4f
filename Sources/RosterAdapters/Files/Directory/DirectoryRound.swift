package import RosterDomain
package import RosterPorts
package import RosterStore

/// A step that somebody wants to add to the history of a directory.
package struct DirectoryRequest: Sendable {
    let changes: [Change]
    let principal: Principal
    let moment: Timestamp
    let precondition: CommitPrecondition
}

/// Steps that are decided one after another and become durable together.
package struct DirectoryRound: StoreRound {
    private let lookup: RoundLookup

    package init(over content: SharedContent<DirectoryContent>) {
        self.lookup = RoundLookup(content)
    }

    /// The steps, in their order.
    var drafts: [DirectoryDraft] { self.lookup.drafts }

    package mutating func decide(
        _ request: DirectoryRequest, in group: inout JournalGroup
    ) -> Result<Commit, UserDirectoryError> {
        do throws(UserDirectoryError) {
            try self.check(request.precondition)
            let commit = Commit(
                revision: self.lookup.head.revision.next, at: request.moment, principal: request.principal,
                changes: request.changes)
            let encoding = CommitEncoding(commit)
            let draft = try self.draft(commit)
            if let encoding {
                group.add(encoding.finish())
            } else {
                group.add { CommitCodec.write(commit, to: &$0) }
            }
            self.lookup.add(draft)
            return .success(commit)
        } catch {
            return .failure(error)
        }
    }

    private func check(_ precondition: CommitPrecondition) throws(UserDirectoryError) {
        let holds: Bool
        do throws(LookupFailure) {
            holds = try precondition.holds(in: self.lookup)
        } catch {
            throw .unavailable(cause: error.cause)
        }
        if !holds { throw .conflict(latest: self.lookup.head.revision) }
    }

    private func draft(_ commit: Commit) throws(UserDirectoryError) -> DirectoryDraft {
        do throws(DraftError) {
            return try DirectoryDraft(of: commit, over: self.lookup)
        } catch {
            switch error {
            case .contradiction(let contradiction): throw .contradiction(contradiction)
            case .failure(let failure): throw .unavailable(cause: failure.cause)
            }
        }
    }

    package static func reply(to failure: StoreFailure) -> Result<Commit, UserDirectoryError> {
        switch failure {
        case .unavailable(let cause): .failure(.unavailable(cause: cause))
        case .outcomeUnknown(let cause): .failure(.outcomeUnknown(cause: cause))
        }
    }
}

/// What holds after the steps of a round so far: what they touch, and for the rest what is durable.
final class RoundLookup: DirectoryLookup {
    /// Where in the steps it stands what becomes of a user, or of a name.
    private struct Place {
        var draft: Int
        var position: Int
    }

    private static let hash = KeyedHash(seed: .random())

    private let content: SharedContent<DirectoryContent>
    private(set) var head: DirectoryHead
    private(set) var drafts: [DirectoryDraft] = []
    /// How many of the steps are in the tables.
    ///
    /// They come there once somebody asks: for most rounds, which have one step, nobody does.
    private var enteredCount = 0
    private var userPlaces: [Place] = []
    private var usersByID = NumberTable()
    private var namePlaces: [Place] = []
    private var placesByName = NumberTable()

    init(_ content: SharedContent<DirectoryContent>) {
        self.content = content
        self.head = content.read { $0.head }
    }

    func record(_ id: RecordID) throws(LookupFailure) -> DirectoryRecord? {
        self.enter()
        switch id {
        case .user(let user):
            guard let known = self.userPlace(of: user, hash: Self.hash.hash(of: user)) else { break }
            let place = self.userPlaces[known]
            return self.drafts[place.draft].users[place.position].record.map { .user($0) }
        }
        return try self.content.read { (content) throws(LookupFailure) in try content.record(id) }
    }

    func holder(of name: RecordName) throws(LookupFailure) -> RecordID? {
        self.enter()
        if let place = self.namePlace(of: name, hash: Self.hash(of: name)).map({ self.namePlaces[$0] }) {
            return self.drafts[place.draft].names[place.position].after
        }
        return try self.content.read { (content) throws(LookupFailure) in try content.holder(of: name) }
    }

    func add(_ draft: DirectoryDraft) {
        self.drafts.append(draft)
        self.head = draft.head
    }

    private static func hash(of name: RecordName) -> UInt64 { Self.hash.hash(ofAddress: name.key) }
}

// MARK: - The tables

extension RoundLookup {
    /// Enters what the steps touch that are not in the tables yet.
    private func enter() {
        while self.enteredCount < self.drafts.count {
            let draft = self.enteredCount
            for position in self.drafts[draft].users.indices { self.enterUser(Place(draft: draft, position: position)) }
            for position in self.drafts[draft].names.indices {
                self.enterName(Place(draft: draft, position: position))
            }
            self.enteredCount += 1
        }
    }

    private func enterUser(_ place: Place) {
        let id = self.drafts[place.draft].users[place.position].id
        let hash = Self.hash.hash(of: id)
        if let known = self.userPlace(of: id, hash: hash) {
            self.userPlaces[known] = place
        } else {
            self.usersByID.insert(UInt32(self.userPlaces.count), hash: hash)
            self.userPlaces.append(place)
        }
    }

    private func enterName(_ place: Place) {
        let name = self.drafts[place.draft].names[place.position].name
        let hash = Self.hash(of: name)
        if let known = self.namePlace(of: name, hash: hash) {
            self.namePlaces[known] = place
        } else {
            self.placesByName.insert(UInt32(self.namePlaces.count), hash: hash)
            self.namePlaces.append(place)
        }
    }

    private func userPlace(of id: UserID, hash: UInt64) -> Int? {
        let number = self.usersByID.find(hash) { number in
            let place = self.userPlaces[Int(number)]
            return self.drafts[place.draft].users[place.position].id == id
        }
        return number.map { Int($0) }
    }

    private func namePlace(of name: RecordName, hash: UInt64) -> Int? {
        let number = self.placesByName.find(hash) { number in
            let place = self.namePlaces[Int(number)]
            return self.drafts[place.draft].names[place.position].name == name
        }
        return number.map { Int($0) }
    }
}
