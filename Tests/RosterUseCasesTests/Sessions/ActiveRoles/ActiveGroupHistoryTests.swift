import RosterDomain
import RosterDomainTestSupport
import RosterUseCases
import Testing

/// Groups, active roles, places and times meet: whatever happens at whichever host, a session may do what the definition says of the
/// roles that it has active, in checks and in verbs alike.
@Suite("Sessions with roles of groups active, in random histories over two hosts", .timeLimit(.minutes(20)))
struct ActiveGroupHistoryTests {
    @Test("may do what the definition says, in checks, in verbs, and by handles that were kept", arguments: 0..<24)
    func histories(_ seed: Int) async throws {
        var history = try await GroupHistory(seed: UInt64(seed))
        for step in 0..<40 {
            try await history.act()
            try await history.check("seed \(seed), step \(step)")
        }
        // The history was not of one kind.
        #expect(history.tally.yes > 0 && history.tally.no > 0, "seed \(seed): \(history.tally)")
    }
}

private struct GroupHistory {
    private struct Known {
        var token: SessionToken
        let user: UserID
        var chosen: Set<RoleID>?
        var isOver = false
        /// What a request kept of it at each host, since the token is what it is.
        var kept: [UserHandle?] = [nil, nil]
    }

    private let test: TestTenant
    private let hosts: [Tenant]
    private let people: [UserID]
    /// To whom sessions give a role, and who loses it again.
    private let target: UserID
    private let groups: [GroupID]
    private let places: [Scope]
    private let model: ActiveRoleModel
    private let catalog: RoleCatalog
    private var sessions: [Known] = []
    private var positions: [Revision?] = [nil, nil]
    private var generator: SeededGenerator
    /// How often the definition said yes, and how often no.
    private(set) var tally = (yes: 0, no: 0)

    init(seed: UInt64) async throws {
        self.generator = SeededGenerator(seed: seed)
        self.catalog = try Depot.catalog(separating: seed % 3 == 0 ? [] : [Depot.twoEyes])
        let test = try await TestTenant(catalog: self.catalog, programs: [])
        self.people = [try await test.person("Grace"), try await test.person("Kim")]
        self.target = try await test.person("Bob")
        var groups: [GroupID] = []
        for name in ["Early", "Late"] {
            groups.append(try await test.tenant.addGroup(GroupProfile(name: FullName(name)), by: test.ada).id)
        }
        self.groups = groups
        self.hosts = [test.tenant, try await test.secondHost()]
        self.places = try [Scope.company, Scope("/halls/1"), Scope("/halls/1/gates/2")]
        (self.test, self.model) = (test, ActiveRoleModel(self.catalog))
    }
}

// MARK: - What happens

extension GroupHistory {
    /// Does something at one of the hosts; what is refused changes nothing.
    mutating func act() async throws {
        let (host, user) = (self.generator.element(self.hosts), self.generator.element(self.people))
        let (group, ada) = (self.generator.element(self.groups), self.test.ada)
        let (role, scope) = (self.generator.element(Depot.roles), self.generator.element(self.places))
        let window = try self.window()
        switch Int.random(in: 0..<24, using: &self.generator) {
        case 0..<4: try await self.begin(user, at: host)
        case 4..<8: try await self.change(at: host)
        case 8..<11:
            try await self.attempt {
                try await host.assignRoles([role], to: user, at: scope, during: window, by: ada)
            }
        case 11: try await self.attempt { try await host.removeRoles([role], from: user, at: scope, by: ada) }
        case 12..<15:
            try await self.attempt {
                try await host.assignRoles([role], toGroup: group, at: scope, during: window, by: ada)
            }
        case 15, 16:
            try await self.attempt { try await host.removeRoles([role], fromGroup: group, at: scope, by: ada) }
        case 17, 18: try await self.attempt { _ = try await host.addMembers([user], to: group, by: ada) }
        case 19: try await self.attempt { _ = try await host.removeMembers([user], from: group, by: ada) }
        case 20: try await self.attempt { try await host.deleteGroup(group, by: ada) }
        case 21: try await self.attempt { try await host.restoreGroup(group, by: ada) }
        case 22: try await self.blockAndUnblock(user, at: host)
        default: self.test.clock.advance(by: .seconds(20))
        }
    }

    private mutating func window() throws -> ValidityWindow {
        let now = self.test.clock.now
        return try ValidityWindow(
            from: self.generator.chance(20) ? now + .seconds(30) : nil,
            until: self.generator.chance(30) ? now + .seconds(90) : nil)
    }

    private mutating func choice() -> Set<RoleID> { Set(self.generator.subset(Depot.roles, chance: 50)) }

    @discardableResult
    private func attempt(_ body: () async throws -> Void) async throws -> RefusalReason? {
        try await self.test.refusal(body)
    }

    private mutating func begin(_ user: UserID, at host: Tenant) async throws {
        let chosen = self.generator.chance(30) ? nil : self.choice()
        var token: SessionToken?
        try await self.attempt { token = try await self.test.begin(user, activating: chosen, at: host) }
        if let token { self.sessions.append(Known(token: token, user: user, chosen: chosen)) }
    }

    private mutating func change(at host: Tenant) async throws {
        guard let index = self.sessions.indices.randomElement(using: &self.generator) else { return }
        let (token, roles, adds) = (self.sessions[index].token, self.choice(), self.generator.chance(60))
        var next: (token: SessionToken, roles: Set<RoleID>)?
        try await self.attempt {
            next = shown(
                adds
                    ? try await host.activateRoles(roles, in: token)
                    : try await host.deactivateRoles(roles, in: token))
        }
        guard let next else { return }
        self.sessions[index] = Known(token: next.token, user: self.sessions[index].user, chosen: next.roles)
    }

    private mutating func blockAndUnblock(_ user: UserID, at host: Tenant) async throws {
        try await host.blockUser(user, by: self.test.ada)
        for index in self.sessions.indices where self.sessions[index].user == user {
            self.sessions[index].isOver = true
        }
        try await host.unblockUser(user, by: self.test.ada)
    }
}

// MARK: - What must be so

extension GroupHistory {
    /// What a user holds, from the directory alone.
    private func standing(of user: UserID) async throws -> UserStanding {
        let record = try #require(try await self.test.tenant.user(user))
        var holdings = record.assignments.map(\.holding)
        for id in record.groups {
            holdings += try await self.test.tenant.group(id)?.rolesInUse.map(\.holding) ?? []
        }
        return UserStanding(id: user, affiliation: .member, status: record.user.status, holdings: holdings)
    }

    /// Compares what both hosts say with the definition.
    mutating func check(_ place: Comment) async throws {
        for (number, host) in self.hosts.enumerated() {
            try await host.refresh()
            self.positions[number] = try await host.refreshSessions(after: self.positions[number])
        }
        let chosen = self.sessions.indices.randomElement(using: &self.generator)
        for (index, known) in self.sessions.enumerated() {
            let standing = try await self.standing(of: known.user)
            for (number, host) in self.hosts.enumerated() {
                let admission = try await host.admission(of: known.token)
                let before = self.sessions[index].kept[number]
                guard !known.isOver else {
                    #expect(admission == nil, place)
                    self.checkOver(before, at: host, place)
                    continue
                }
                let admitted = try #require(admission, place)
                let subject = try #require(admitted.subject, place)
                self.sessions[index].kept[number] = before ?? subject
                self.compare(known, standing, [subject, before ?? subject], at: host, place)
                if index == chosen { try await self.compareVerbs(known, standing, in: admitted, at: host, place) }
            }
        }
    }

    /// A handle of a session that is over allows nothing; one that stood for the user goes on with the account.
    private func checkOver(_ kept: UserHandle?, at host: Tenant, _ place: Comment) {
        guard let kept, kept.isOfSession else { return }
        for permission in Depot.permissions { #expect(!host.permits(kept, permission), place) }
    }

    private mutating func compare(
        _ known: Known, _ standing: UserStanding, _ subjects: [UserHandle], at host: Tenant, _ place: Comment
    ) {
        let now = self.test.clock.now
        for (permission, scope) in Depot.permissions.flatMap({ permission in self.places.map { (permission, $0) } }) {
            let expected = self.model.permits(
                known.chosen, of: standing, permission, at: scope, given: [], now: now)
            for subject in subjects {
                let answers = [
                    host.permits(subject, permission, at: scope),
                    host.decide(subject, permission, at: scope).isAllowed,
                    host.entitlements(of: subject).contains {
                        $0.permission == permission && $0.scope.contains(scope)
                    },
                ]
                #expect(answers == [expected, expected, expected], place)
            }
            if expected { self.tally.yes += 1 } else { self.tally.no += 1 }
        }
    }

    /// Verbs that are done in a session are refused exactly where the active roles do not allow them.
    private mutating func compareVerbs(
        _ known: Known, _ standing: UserStanding, in admission: SessionAdmission, at host: Tenant, _ place: Comment
    ) async throws {
        let (now, target) = (self.test.clock.now, self.target)
        let mayList = self.model.permits(
            known.chosen, of: standing, Depot.view, at: .company, given: [], now: now)
        let listing = try await self.attempt {
            _ = try await host.acting(in: admission) { try await host.users(by: $0) }
        }
        #expect((listing == nil) == mayList, place)

        let scope = self.generator.element(self.places)
        let mayGive = self.model.holdings(known.chosen, of: standing, at: now).contains { holding in
            holding.scope.contains(scope) && holding.role == Depot.lead
        }
        // A moment, for which the authority lasts if it lasts now.
        let moment = try ValidityWindow(until: now + .seconds(1))
        let giving = try await self.attempt {
            _ = try await host.acting(in: admission) {
                try await host.assignRoles([Depot.clerk], to: target, at: scope, during: moment, by: $0)
            }
        }
        #expect((giving == nil) == mayGive, place)
        if giving == nil { try await host.removeRoles([Depot.clerk], from: target, at: scope, by: self.test.ada) }
    }
}

/// The token of a session and the roles that were chosen for it; nil for none.
private func shown(_ begun: consuming BegunSession?) -> (token: SessionToken, roles: Set<RoleID>)? {
    switch consume begun {
    case .some(let begun):
        guard let roles = begun.session.activeRoles, let token = SessionToken(begun.reveal()) else { return nil }
        return (token, roles)
    case .none: return nil
    }
}
