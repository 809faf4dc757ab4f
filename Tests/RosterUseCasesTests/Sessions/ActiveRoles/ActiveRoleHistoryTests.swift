import RosterAdapters
import RosterDomain
import RosterDomainTestSupport
import RosterPartnerCenter
import RosterPorts
import RosterUseCases
import Testing

/// Laws 9 and 10 for sessions with some roles active: what a session may do is what the plainest code says of its user's record and of
/// the roles chosen, whatever happened in between and at whichever host.
@Suite("Sessions with some roles active, in random histories over two hosts", .timeLimit(.minutes(20)))
struct ActiveRoleHistoryTests {
    @Test("may do what the definition says of the active roles, in every form, at both hosts", arguments: 0..<24)
    func histories(_ seed: Int) async throws {
        var history = try await RandomActivations(seed: UInt64(seed))
        var (yes, no) = (0, 0)
        for step in 0..<40 {
            try await history.act()
            let counts = try await history.check("seed \(seed), step \(step)")
            yes += counts.yes
            no += counts.no
        }
        #expect(yes + no > 0)
    }
}

private struct RandomActivations {
    private struct Known {
        var token: SessionToken
        let user: UserID
        var chosen: Set<RoleID>?
        var isOver = false
        /// What a request kept of it at this host, from the first admission on.
        var kept: UserHandle?
    }

    private static let roles = [Finance.requester, Finance.approver, Finance.bookkeeper, Finance.head]
    private static let permissions = [Finance.request, Finance.approve, Finance.book, Finance.close]

    private let test: TestTenant
    private let other: Tenant
    private let people: [UserID]
    private let place: Scope
    private let model: ActiveRoleModel
    private var sessions: [Known] = []
    private var position: Revision?
    private var generator: SeededGenerator

    init(seed: UInt64) async throws {
        self.generator = SeededGenerator(seed: seed)
        let catalog = try Finance.catalog(separating: seed % 3 == 0 ? [] : [Finance.fourEyes])
        let test = try await TestTenant(catalog: catalog)
        var people: [UserID] = []
        for name in ["Grace", "Kim"] { people.append(try await test.person(name, [Finance.head])) }
        (self.test, self.people, self.model) = (test, people, ActiveRoleModel(catalog))
        self.other = try await test.secondHost()
        self.place = try Scope("/locations/1")
    }

    private var hosts: [Tenant] { [self.test.tenant, self.other] }

    private mutating func choice() -> Set<RoleID> { Set(self.generator.subset(Self.roles, chance: 40)) }

    /// Does something at one of the hosts; what is refused changes nothing.
    mutating func act() async throws {
        let (host, user) = (self.generator.element(self.hosts), self.generator.element(self.people))
        let role = self.generator.element(Self.roles)
        let scope = self.generator.chance(40) ? self.place : .company
        switch Int.random(in: 0..<20, using: &self.generator) {
        case 0..<5: try await self.begin(user, at: host)
        case 5..<9: try await self.change(at: host)
        case 9..<13:
            let window = try ValidityWindow(
                from: self.generator.chance(20) ? self.test.clock.now + .seconds(30) : nil,
                until: self.generator.chance(30) ? self.test.clock.now + .seconds(90) : nil)
            try await self.attempt {
                try await host.assignRoles([role], to: user, at: scope, during: window, by: self.test.ada)
            }
        case 13..<16:
            try await self.attempt { try await host.removeRoles([role], from: user, at: scope, by: self.test.ada) }
        case 16:
            if try await self.attempt({ try await host.blockUser(user, by: self.test.ada) }) {
                for index in self.sessions.indices where self.sessions[index].user == user {
                    self.sessions[index].isOver = true
                }
            }
        case 17: try await self.attempt { try await host.unblockUser(user, by: self.test.ada) }
        case 18: self.test.clock.advance(by: .seconds(20))
        default: try await self.endOne(at: host)
        }
    }

    @discardableResult
    private func attempt(_ body: () async throws -> Void) async throws -> Bool {
        try await self.test.refusal(body) == nil
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
        #expect(adds ? next.roles.isSuperset(of: roles) : next.roles.isDisjoint(with: roles))
        // The subject of a session that had all roles active may have been its user.
        if self.sessions[index].chosen == nil { self.sessions[index].kept = nil }
        self.sessions[index].token = next.token
        self.sessions[index].chosen = next.roles
    }

    private mutating func endOne(at host: Tenant) async throws {
        guard let index = self.sessions.indices.randomElement(using: &self.generator) else { return }
        try await host.endSession(self.sessions[index].token)
        self.sessions[index].isOver = true
    }

    /// Compares what both hosts say with the definition.
    mutating func check(_ place: Comment) async throws -> (yes: Int, no: Int) {
        try await self.other.refresh()
        try await self.test.tenant.refresh()
        self.position = try await self.other.refreshSessions(after: self.position)
        _ = try await self.test.tenant.refreshSessions(after: nil)
        var (yes, no) = (0, 0)
        for (index, known) in self.sessions.enumerated() {
            for host in self.hosts {
                let admission = try await host.admission(of: known.token)
                guard !known.isOver else {
                    #expect(admission == nil, place)
                    continue
                }
                let subject = try #require(admission?.subject, place)
                let standing = try #require(try await self.test.tenant.user(known.user)?.standing)
                for (permission, scope) in Self.permissions.flatMap({ [($0, Scope.company), ($0, self.place)] }) {
                    let expected = self.model.permits(
                        known.chosen, of: standing, permission, at: scope, given: [], now: self.test.clock.now)
                    let answers = [
                        host.permits(subject, permission, at: scope),
                        host.permits(subject, try host.handle(for: permission), at: scope),
                        host.decide(subject, permission, at: scope).isAllowed,
                        host.entitlements(of: subject).contains {
                            $0.permission == permission && $0.scope.contains(scope)
                        },
                    ]
                    #expect(answers == Array(repeating: expected, count: 4), place)
                    if expected { yes += 1 } else { no += 1 }
                }
                if host === self.other, known.kept == nil { self.sessions[index].kept = subject }
            }
        }
        try self.checkKept(place)
        return (yes, no)
    }

    /// What a request kept of a session says what a fresh admission says.
    private func checkKept(_ place: Comment) throws {
        for known in self.sessions {
            guard let kept = known.kept else { continue }
            let fresh = self.other.admits(known.token)?.subject
            // The subject of a session that has all roles active may be its user, who may act in others.
            if fresh == nil, known.chosen == nil { continue }
            for permission in Self.permissions {
                let expected = fresh.map { self.other.permits($0, permission) } ?? false
                #expect(self.other.permits(kept, permission) == expected, place)
            }
        }
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
