import RosterStoreTestSupport
import RosterAdapters
import RosterStore
import RosterDomain
import Testing

/// A state and a content that take the same random commits.
struct ContentTwins {
    static let store = StoreID.random()
    private static let userCount = 60
    /// More than the 32 that changed records tell apart.
    private static let groupCount = 40
    private static let groupNames = (0..<30).map { "Group \($0)" } + ["GROUP 1", "Gr\u{43E}up 2"]

    static func groupID(_ number: Int) -> GroupID {
        GroupID(high: UInt64(number) &* 0x9E37_79B9_7F4A_7C15, low: UInt64(number))
    }

    var dice: RecordDice
    var state = DirectoryState()
    var content = DirectoryContent()
    /// What was frozen, and in what its checkpoint is being written.
    private var frozen: FrozenRecords?
    private(set) var file: VolatileFile?

    init(seed: UInt64) {
        self.dice = RecordDice(seed: seed)
    }

    static func id(_ number: Int) -> UserID {
        // Identifiers do not come in the order of being added.
        UserID(high: UInt64(number) &* 0x9E37_79B9_7F4A_7C15, low: UInt64(number))
    }

    /// Commits up to four changes, when they do not contradict the state.
    mutating func commit() throws {
        let changes = try (0...self.dice.below(4)).map { _ in try self.change() }
        let commit = Commit(
            revision: self.state.revision.next, at: self.dice.moment(), principal: .system, changes: changes)
        let isFine = (try? self.state.apply(commit)) != nil
        do throws(DraftError) {
            self.content.absorb(try DirectoryDraft(of: commit, over: self.content))
            #expect(isFine, "the content takes what the state does")
        } catch {
            guard case .contradiction = error else { throw error }
            #expect(!isFine, "the content refuses what the state does")
        }
    }

    /// Begins a checkpoint, or goes on with the one begun: writes it, adopts it, or opens it as after a restart.
    mutating func stepCheckpoint() throws {
        guard let frozen else {
            self.frozen = self.content.freeze()
            return
        }
        guard let file else {
            let file = VolatileFile()
            try frozen.write(to: file, path: "checkpoint", store: Self.store, kind: DirectoryContent.kind)
            self.file = file
            return
        }
        let checkpoint = try Checkpoint(file, path: "checkpoint", kind: DirectoryContent.kind)
        self.content.adopt(checkpoint)
        if self.state.revision.number == frozen.revision { self.content = try DirectoryContent(checkpoint) }
        (self.frozen, self.file) = (nil, nil)
    }

    /// Brings everything into a checkpoint and opens it, as after a restart.
    mutating func reopen() throws -> VolatileFile {
        for _ in 0..<6 { try self.stepCheckpoint() }
        let file = VolatileFile()
        try self.content.freeze().write(to: file, path: "checkpoint", store: Self.store, kind: DirectoryContent.kind)
        self.content = try DirectoryContent(Checkpoint(file, path: "checkpoint", kind: DirectoryContent.kind))
        (self.frozen, self.file) = (nil, nil)
        return file
    }

    private mutating func change() throws -> Change {
        let id = Self.id(self.dice.below(Self.userCount))
        if self.dice.chance(1, in: 5) { return try self.groupChange(id) }
        if self.dice.chance(1, in: 8) { return try self.roleChange(id) }
        guard let record = self.state.user(id) else { return try self.newcomer(id) }
        switch self.dice.below(18) {
        case 0: return .userRenamed(user: id, from: record.user.fullName, to: try self.dice.name())
        case 1, 2:
            let status = self.dice.one(of: AccountStatus.allCases)
            return .statusChanged(user: id, from: record.user.status, to: status)
        case 3, 4, 5, 6: return .roleAssigned(assignment: try self.assignment(of: record.user))
        case 7: return .roleRemoved(assignment: try record.assignments.first ?? self.assignment(of: record.user))
        case 8:
            let invitation = Invitation(
                invitedBy: self.dice.principal(id), credential: CredentialID(bits: 9), sentAt: .distantPast,
                expiresAt: .distantPast)
            return .invitationSent(user: id, invitation: invitation)
        case 9: return .invitationRevoked(user: id)
        case 14: return .namesReleased(user: id)
        case 17: return self.dice.below(3) == 0 ? .userPurged(user: id) : try self.companyWide()
        case 15: return .attributesChanged(user: id, edits: [self.edit(of: record)])
        case 16: return .namesRegained(user: id, names: record.user.ownNames)
        case 10: return self.password(id)
        case 11: return .rolesRequested(request: try self.request(of: record.user))
        case 12:
            let request = try record.roleRequests.first ?? self.request(of: record.user)
            return .roleRequestAnswered(request: request, answer: .declined)
        default: return try self.companyWide()
        }
    }

    private mutating func groupChange(_ user: UserID) throws -> Change {
        let id = Self.groupID(self.dice.below(Self.groupCount))
        guard let group = self.state.groups[id] else {
            return .groupAdded(group: Group(id: id, profile: try self.profile(), addedAt: self.dice.moment()))
        }
        let role = GroupRole(
            self.dice.role(), at: try self.dice.scope(), during: try self.dice.window(),
            grantedBy: self.dice.principal(user), grantedAt: self.dice.moment())
        switch self.dice.below(12) {
        case 0: return .groupChanged(group: id, change: .deleted)
        case 1: return .groupChanged(group: id, change: .restored(as: try self.profile()))
        case 2: return .groupChanged(group: id, change: .changed(from: group.profile, to: try self.profile()))
        case 3: return .groupChanged(group: id, change: .roleAssigned(role))
        case 4: return .groupChanged(group: id, change: .roleRemoved(group.roles.first ?? role))
        case 5, 6: return .memberRemoved(user: user, group: self.state.user(user)?.groups.first ?? id)
        default: return .memberAdded(user: user, group: id)
        }
    }

    private mutating func profile() throws -> GroupProfile {
        try GroupProfile(
            name: FullName(self.dice.one(of: Self.groupNames)),
            description: self.dice.one(of: ["", "those who\nsell"]),
            externalID: self.dice.chance(1, in: 3) ? "x-\(self.dice.below(4))" : nil,
            owners: self.dice.chance(1, in: 3) ? [Self.id(self.dice.below(Self.userCount))] : [])
    }

    private mutating func password(_ id: UserID) -> Change {
        switch self.dice.below(6) {
        case 0: .passwordReset(user: id, credential: CredentialID(bits: 7), expiresAt: .distantPast)
        case 2: .sessionsEnded(user: id, session: nil)
        case 3: .secondFactorEnrolled(user: id, factor: SecondFactorID(bits: 9))
        case 4: .secondFactorRemoved(user: id)
        case 1: .passwordChanged(user: id, credential: CredentialID(bits: 8))
        default: .firstSignIn(user: id)
        }
    }

    private mutating func edit(of record: UserRecord) -> AttributeEdit {
        let before = record.user.attributes.first { $0.name == .externalID }
        let after = UserAttribute(.externalID, .text("e-\(self.dice.below(20))"), uniqueness: .caseExact)
        return AttributeEdit(.externalID, from: before, to: self.dice.chance(1, in: 4) ? nil : after)
    }

    private mutating func newcomer(_ id: UserID) throws -> Change {
        let email = try EmailAddress(self.dice.one(of: ["User", "user"]) + "\(self.dice.below(90))@contoso.example")
        let others = [
            UserName(email), try UserName("CONTOSO\\Bjørn"), try UserName("user\(self.dice.below(90))@contoso.example"),
        ]
        let userName = self.dice.chance(1, in: 4) ? self.dice.one(of: others) : UserName(email)
        return .userAdded(
            user: User(
                id: id, fullName: try self.dice.name(), userName: userName,
                email: self.dice.chance(1, in: 8) ? nil : email,
                affiliation: self.dice.one(of: Affiliation.allCases),
                status: self.dice.chance(1, in: 2) ? .invited : .active, addedAt: self.dice.moment()))
    }

    private mutating func companyWide() throws -> Change {
        switch self.dice.below(3) {
        case 0:
            try self.state.company.map { try self.companyChanged($0) }
                ?? .companyEnrolled(
                    company: Company(
                        name: try self.dice.name(), programs: [Program("b"), Program("a"), Program("")],
                        enrolledBy: Self.id(1), enrolledAt: self.dice.moment()))
        case 1: .refused(refusal: Refusal("do it", because: .wrongCredentials))
        default:
            .notificationsDelivered(through: Revision(UInt64(self.dice.below(Int(self.state.revision.number) + 1))))
        }
    }

    private mutating func companyChanged(_ former: Company) throws -> Change {
        var company = former
        company.name = try self.dice.name()
        company.programs = self.dice.chance(1, in: 2) ? [Program("c")] : [Program("a"), Program("b")]
        return .companyChanged(from: former, to: company)
    }

    private mutating func assignment(of user: User) throws -> RoleAssignment {
        RoleAssignment(
            of: self.dice.role(), to: user.id, at: try self.dice.scope(), during: try self.dice.window(),
            grantedBy: self.dice.principal(user.id), grantedAt: self.dice.moment())
    }

    private mutating func request(of user: User) throws -> RoleRequest {
        RoleRequest(
            id: RoleRequestID(high: 0, low: UInt64(self.dice.below(20))), user: user.id, roles: [self.dice.role()],
            scope: try self.dice.scope(), reason: "", requestedAt: .distantPast)
    }
}

// MARK: - Comparing

extension ContentTwins {
    /// Any query.
    mutating func query() throws -> UserQuery {
        var query = UserQuery(pageSize: self.dice.one(of: [0, 1, 2, 5, 20, 1_000]))
        if self.dice.chance(1, in: 3) { query.role = self.dice.role() }
        if self.dice.chance(1, in: 3) { query.group = Self.groupID(self.dice.below(Self.groupCount)) }
        if self.dice.chance(1, in: 3) { query.scope = try self.dice.scope() }
        if self.dice.chance(1, in: 2) {
            query.statuses = Set(AccountStatus.allCases.filter { _ in self.dice.chance(1, in: 2) })
        }
        if self.dice.chance(1, in: 5) { query.hasPendingRequest = true }
        if self.dice.chance(1, in: 6) { query.hasAttributes = true }
        if self.dice.chance(1, in: 6) {
            query.name = RecordName("e-\(self.dice.below(20))", of: .externalID, uniqueness: .caseExact)
        }
        if self.dice.chance(1, in: 3) {
            let texts = [
                "", "USER1", "contoso", "z ", ";", "\u{37E}", "`", "é", "e\u{301}", "E", "k", "ω", "ß", "x", "\r\n",
                "i̇", "\n", "z\nuser", "\u{308}", "𝒢",
            ]
            query.text = self.dice.one(of: texts)
        }
        query.countLimit = self.dice.one(of: [0, 0, 1, 5, .max])
        query.start = self.dice.one(
            of: [
                .beginning, .after(Self.id(self.dice.below(Self.userCount))), .rank(self.dice.below(Self.userCount)),
                .rank(-1),
            ])
        return query
    }

    /// Fails unless both know the same.
    mutating func compare() throws {
        #expect(self.content.revision == self.state.revision)
        #expect(self.content.company == self.state.company)
        #expect(self.content.notifiedThrough == self.state.notifiedThrough)
        #expect(self.content.userCount == self.state.userCount)
        for number in 0..<Self.userCount {
            #expect(try self.content.record(Self.id(number)) == self.state.user(Self.id(number)))
        }
        for number in 0..<90 {
            let external = RecordName("e-\(number)", of: .externalID, uniqueness: .caseExact)
            let names = [RecordName(try EmailAddress("USER\(number)@Contoso.example")), external].compactMap(\.self)
            for name in names + [RecordName(try UserName("contoso\\BJØRN"))] {
                let expected = self.state.user(named: name)
                #expect(try self.content.record(named: name) == expected)
                #expect(try self.content.holder(of: name) == expected.map { .user($0.id) })
            }
        }
        for number in 0..<Self.groupCount {
            let id = Self.groupID(number)
            #expect(try self.content.record(.group(id)) == self.state.record(.group(id)))
        }
        let names = try Self.groupNames.map { RecordName(groupNamed: try FullName($0)) }
        for name in names + (0..<4).map({ RecordName(space: .groupExternalID, key: "x-\($0)") }) {
            #expect(try self.content.holder(of: name) == self.state.holder(of: name))
        }
        try self.compareRoles()
        let queries = try (0..<30).map { _ in try self.query() }
        try Self.compare(self.content.snapshot(), self.state, queries: queries)
    }

    /// Fails unless a snapshot holds what a state does.
    static func compare(_ snapshot: DirectorySnapshot, _ state: DirectoryState, queries: [UserQuery]) throws {
        #expect(snapshot.revision == state.revision)
        for query in queries { #expect(try snapshot.page(query) == state.page(query), "\(query)") }
        for query in [GroupQuery(text: "group", pageSize: 7), GroupQuery(isDeleted: true)] {
            #expect(DirectoryPage.groups(snapshot.page(query)) == state.page(.groups(query)))
        }
        var standings: [DirectoryStanding] = []
        try snapshot.readStandings { standings.append($0) }
        #expect(standings == Array(state.standings))
        try snapshot.verify()
    }
}
