import RosterDomain
import RosterDomainTestSupport

/// Users made up by chance, the same for the same seed, with whatever values the types allow.
struct RecordDice: RandomNumberGenerator {
    private var generator: SeededGenerator

    init(seed: UInt64) {
        self.generator = SeededGenerator(seed: seed)
    }

    mutating func next() -> UInt64 { self.generator.next() }

    mutating func below(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &self) }
    mutating func chance(_ hits: Int, in tries: Int) -> Bool { self.below(tries) < hits }

    mutating func one<Element>(of choices: [Element]) -> Element { choices[self.below(choices.count)] }

    /// A number of any size, also the least and the greatest.
    mutating func number() -> Int64 {
        let edges: [Int64] = [0, 1, -1, 63, -64, 64, .max, .min]
        return self.chance(1, in: 4) ? self.one(of: edges) : Int64(bitPattern: self.next()) >> Int64(self.below(64))
    }

    /// A number that can be counted to, also the least and the greatest.
    mutating func count(from least: Int) -> Int { min(max(Int(self.number()), least), Int.countLimit) }

    mutating func id<Kind>() -> Identifier<Kind> { Identifier(high: self.next(), low: self.next()) }

    mutating func moment() -> Timestamp {
        let isRecent = self.chance(3, in: 4)
        return Timestamp(
            millisecondsSinceEpoch: isRecent ? 1_795_348_800_000 + Int64(self.below(9_999_999)) : self.number())
    }

    mutating func email() throws -> EmailAddress {
        let local = "a" + String((0...self.below(20)).map { _ in self.one(of: Array("abcXYZ019#&'*+-/=^_{}~")) })
        return try EmailAddress(local + self.one(of: ["@contoso.example", "@Contoso.EXAMPLE", "@a.b"]))
    }

    mutating func name() throws -> FullName {
        let letters = Array("aZ ;`é한Ωß🛒e\u{301}İſ\u{212A}\u{37E}")
        return try FullName("x" + String((0..<self.below(30)).map { _ in self.one(of: letters) }))
    }

    mutating func role() -> RoleID {
        RoleID(self.one(of: ["reader", "writer", "", "nul\u{0}", "é", "e\u{301}", "a role with a long name"]))
    }

    mutating func scope() throws -> Scope {
        try Scope(self.one(of: ["/", "/", "/locations/1", "/locations/2", "/locations/1/desks/4"]))
    }

    mutating func principal(_ user: UserID) -> Principal {
        switch self.below(4) {
        case 0: .system
        case 1: .user(id: user)
        case 2: .user(id: UserID(high: 7, low: 7))
        default: .user(id: self.id())
        }
    }

    /// A user who signs in with the address, and holds roles at the company.
    mutating func usualRecord() throws -> UserRecord {
        var user = User(
            id: self.id(), fullName: try self.name(), email: try self.email(),
            affiliation: self.one(of: Affiliation.allCases), status: self.one(of: AccountStatus.allCases),
            addedAt: self.moment())
        (user.version, user.hasSignedIn) = (1 + self.below(200), self.chance(1, in: 2))
        user.sessionEpoch = self.below(3)
        if self.chance(2, in: 3) { user.credential = self.id() }
        var record = UserRecord(user)
        for _ in 0..<self.below(5) {
            record.assignments.append(
                RoleAssignment(
                    of: self.role(), to: user.id, grantedBy: self.principal(user.id), grantedAt: user.addedAt))
        }
        if self.chance(1, in: 2) { self.join(&record) }
        return record
    }

    /// Makes the user a member of groups, some of which other users are members of too.
    private mutating func join(_ record: inout UserRecord) {
        for _ in 0..<self.below(4) {
            record.groups.join(self.chance(1, in: 8) ? self.id() : GroupID(bits: UInt128(self.below(9))))
        }
    }

    mutating func window() throws -> ValidityWindow {
        let moments = [self.moment(), self.moment()].sorted()
        switch self.below(5) {
        case 0: return try ValidityWindow(from: moments[0])
        case 1: return try ValidityWindow(until: moments[0])
        case 2 where moments[0] < moments[1]: return try ValidityWindow(from: moments[0], until: moments[1])
        default: return .always
        }
    }
}

extension RecordDice {
    /// Everything that a directory can know of a user, also what no use case makes.
    mutating func record() throws -> UserRecord {
        let email = self.chance(1, in: 8) ? nil : try self.email()
        let userName = self.chance(1, in: 4) ? nil : email.map { UserName($0) }
        var user = User(
            id: self.id(), fullName: try self.name(), userName: try userName ?? UserName("CONTOSO\\Bjørn"),
            email: email,
            affiliation: self.one(of: Affiliation.allCases), status: self.one(of: AccountStatus.allCases),
            addedAt: self.moment())
        user.hasReleasedNames = self.chance(1, in: 8)
        if self.chance(1, in: 4) {
            user.attributes = try UserAttributes([
                UserAttribute(.externalID, .text("e-\(self.below(20))"), uniqueness: .caseExact),
                UserAttribute(.phoneNumbers, .entries([["value": "Jose\u{301}", "type": "work"], [:]])),
                UserAttribute(.title, .texts(["a", ""])),
            ])
        }
        user.hasSignedIn = self.chance(1, in: 2)
        if self.chance(1, in: 3) { user.statusBeforeBlock = self.one(of: AccountStatus.allCases) }
        if self.chance(1, in: 3) { user.statusBeforeDeletion = self.one(of: AccountStatus.allCases) }
        if self.chance(1, in: 3) { user.deletedAt = self.moment() }
        if self.chance(1, in: 3) { user.sessionEpoch = self.count(from: 0) }
        if self.chance(1, in: 2) { user.version = self.count(from: 1) }
        var record = UserRecord(user)
        for _ in 0..<self.below(6) { record.assignments.append(try self.assignment(of: user)) }
        if self.chance(1, in: 3) {
            record.invitation = Invitation(
                invitedBy: self.principal(user.id),
                credential: CredentialID(bits: UInt128(truncatingIfNeeded: self.number())),
                sentAt: self.moment(), expiresAt: self.moment(),
                timesSent: Int(self.number()))
        }
        for _ in 0..<(self.chance(1, in: 3) ? 2 : 0) { record.roleRequests.append(try self.request(of: user)) }
        self.join(&record)
        return record
    }

    mutating func assignment(of user: User) throws -> RoleAssignment {
        RoleAssignment(
            of: self.role(), to: self.chance(1, in: 8) ? self.id() : user.id, at: try self.scope(),
            during: try self.window(), grantedBy: self.principal(user.id),
            grantedAt: self.chance(1, in: 2) ? user.addedAt : self.moment())
    }

    mutating func request(of user: User) throws -> RoleRequest {
        let roles = (0..<self.below(3)).map { _ in self.role() }
        return RoleRequest(
            id: self.id(), user: self.chance(1, in: 8) ? self.id() : user.id, roles: roles, scope: try self.scope(),
            reason: self.one(of: ["", "to sell\nmore 🛒", "\u{0}"]), requestedAt: self.moment())
    }
}
