internal import RosterDomain
internal import RosterStore

/// What holds after the steps of a round so far: what they touch, and for the rest what is durable.
final class RoundLookup: DirectoryLookup {
    /// Where in the steps it stands what becomes of a user, or of an address.
    private struct Place {
        var draft: Int
        var position: Int
    }

    private static let hash = KeyedHash(seed: .random())

    private let content: SharedContent<DirectoryContent>
    private(set) var revision: Revision
    private(set) var company: Company?
    private(set) var notifiedThrough: Revision
    private(set) var drafts: [DirectoryDraft] = []
    /// How many of the steps are in the tables.
    ///
    /// They come there once somebody asks: for most rounds, which have one step, nobody does.
    private var enteredCount = 0
    private var userPlaces: [Place] = []
    private var usersByID = NumberTable()
    private var holderPlaces: [Place] = []
    private var holdersByEmail = NumberTable()

    init(_ content: SharedContent<DirectoryContent>) {
        self.content = content
        (self.revision, self.company, self.notifiedThrough) = content.read {
            ($0.revision, $0.company, $0.notifiedThrough)
        }
    }

    func knownRecord(_ id: UserID) throws(LookupFailure) -> UserRecord? {
        self.enter()
        if let place = self.userPlace(of: id, hash: Self.hash.hash(of: id)).map({ self.userPlaces[$0] }) {
            return self.drafts[place.draft].users[place.position].record
        }
        return try self.content.read { (content) throws(LookupFailure) in try content.knownRecord(id) }
    }

    func knownHolder(of email: EmailAddress) throws(LookupFailure) -> UserID? {
        self.enter()
        if let place = self.holderPlace(of: email, hash: Self.hash.hash(of: email)).map({ self.holderPlaces[$0] }) {
            return self.drafts[place.draft].holders[place.position].user
        }
        return try self.content.read { (content) throws(LookupFailure) in try content.knownHolder(of: email) }
    }

    func add(_ draft: DirectoryDraft) {
        self.drafts.append(draft)
        self.revision = draft.commit.revision
        self.company = draft.company ?? self.company
        self.notifiedThrough = draft.notifiedThrough ?? self.notifiedThrough
    }
}

// MARK: - The tables

extension RoundLookup {
    /// Enters what the steps touch that are not in the tables yet.
    private func enter() {
        while self.enteredCount < self.drafts.count {
            let draft = self.enteredCount
            for position in self.drafts[draft].users.indices { self.enterUser(Place(draft: draft, position: position)) }
            for position in self.drafts[draft].holders.indices {
                self.enterHolder(Place(draft: draft, position: position))
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

    private func enterHolder(_ place: Place) {
        let email = self.drafts[place.draft].holders[place.position].email
        let hash = Self.hash.hash(of: email)
        if let known = self.holderPlace(of: email, hash: hash) {
            self.holderPlaces[known] = place
        } else {
            self.holdersByEmail.insert(UInt32(self.holderPlaces.count), hash: hash)
            self.holderPlaces.append(place)
        }
    }

    private func userPlace(of id: UserID, hash: UInt64) -> Int? {
        let number = self.usersByID.find(hash) { number in
            let place = self.userPlaces[Int(number)]
            return self.drafts[place.draft].users[place.position].id == id
        }
        return number.map { Int($0) }
    }

    private func holderPlace(of email: EmailAddress, hash: UInt64) -> Int? {
        let number = self.holdersByEmail.find(hash) { number in
            let place = self.holderPlaces[Int(number)]
            return self.drafts[place.draft].holders[place.position].email == email
        }
        return number.map { Int($0) }
    }
}
