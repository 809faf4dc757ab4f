import RosterPartnerCenter
import RosterDomain
import RosterDomainTestSupport
import Testing

@Suite("What a user can do, and where")
struct EntitlementTests {
    static let seeds: [UInt64] = Array(0..<150)

    @Test("covers exactly the questions that are answered yes", arguments: Self.seeds)
    func complete(_ seed: UInt64) throws {
        var world = try RandomWorld(seed: seed)
        for user in world.users {
            let standing = try world.standing(of: user)
            let now = world.question().now
            let entitlements = ReferenceEvaluator(catalog: world.catalog).entitlements(of: standing, now: now)
            for question in world.everyQuestion(at: now) {
                let isCovered = entitlements.contains { question.isCovered(by: $0) }
                #expect(question.isAllowed(world.catalog, standing) == isCovered, "\(question): \(entitlements)")
            }
        }
    }

    @Test("names nothing twice and nothing that follows, in a stable order", arguments: Self.seeds)
    func minimal(_ seed: UInt64) throws {
        var world = try RandomWorld(seed: seed)
        for user in world.users {
            let standing = try world.standing(of: user)
            let now = world.question().now
            let evaluator = ReferenceEvaluator(catalog: world.catalog)
            let entitlements = evaluator.entitlements(of: standing, now: now)
            #expect(Set(entitlements).count == entitlements.count)
            #expect(entitlements == entitlements.sorted())
            for entitlement in entitlements {
                let others = entitlements.filter { $0 != entitlement }
                #expect(!others.contains { $0.covers(entitlement) }, "\(entitlement) follows: \(others)")
            }
            let shuffled = standing.having(standing.holdings.shuffled(using: &world.generator))
            #expect(evaluator.entitlements(of: shuffled, now: now) == entitlements)
        }
    }

    @Test("is nothing for the unknown, and for accounts not in use", arguments: AccountStatus.allCases)
    func inactive(_ status: AccountStatus) {
        let evaluator = ReferenceEvaluator(catalog: .partnerCenter)
        let standing = UserStanding(
            id: UserID(bits: 1), affiliation: .member, status: status, holdings: [RoleHolding(.globalAdmin)])
        #expect(evaluator.entitlements(of: standing).isEmpty == (status != .active))
        #expect(evaluator.entitlements(of: nil).isEmpty)
    }

    @Test("leaves roles with a beginning or an end out when no moment is stated")
    func windows() throws {
        let (begin, end) = (Timestamp(millisecondsSinceEpoch: 10), Timestamp(millisecondsSinceEpoch: 20))
        let window = try ValidityWindow(from: begin, until: end)
        let standing = UserStanding(
            id: UserID(bits: 1), affiliation: .guest, status: .active,
            holdings: [RoleHolding(.referralsAdmin, during: window)])
        let evaluator = ReferenceEvaluator(catalog: .partnerCenter)
        let always = evaluator.entitlements(of: standing)
        #expect(evaluator.entitlements(of: standing, now: begin + .milliseconds(-1)) == always)
        #expect(evaluator.entitlements(of: standing, now: begin).count > always.count)
        #expect(evaluator.entitlements(of: standing, now: end + .milliseconds(-1)).count > always.count)
        #expect(evaluator.entitlements(of: standing, now: end) == always)
    }

    @Test("needs the roles of a rule on one path only, and holds where the innermost of them does")
    func rulesAcrossScopes() throws {
        let (region, shop) = (try Scope("/regions/1"), try Scope("/regions/1/shops/7"))
        let catalog = try RoleCatalog.twoKeys()
        func entitlements(_ holdings: RoleHolding...) -> [Entitlement] {
            let standing = UserStanding(
                id: UserID(bits: 1), affiliation: .member, status: .active, holdings: holdings)
            return ReferenceEvaluator(catalog: catalog).entitlements(of: standing)
        }
        let opener = RoleHolding(.keyholder, at: region)
        #expect(entitlements(opener) == [])
        #expect(entitlements(opener, RoleHolding(.witness, at: shop)) == [Entitlement(.openVault, at: shop)])
        #expect(entitlements(opener, RoleHolding(.witness)) == [Entitlement(.openVault, at: region)])
        #expect(entitlements(opener, RoleHolding(.witness, at: try Scope("/regions/2"))) == [])
    }

    @Test("is said in words")
    func words() throws {
        let scope = try Scope("/regions/1")
        #expect("\(Entitlement(.openVault))" == "`bank/vault/open`")
        let limited = Entitlement(.openVault, at: scope, given: [Condition("own"), Condition("by_day")])
        #expect("\(limited)" == "`bank/vault/open` at `/regions/1` when `by_day` and `own`")
    }
}

@Suite("What would change")
struct AccessDifferenceTests {
    @Test("names exactly the answers that change when it is done", arguments: EntitlementTests.seeds)
    func exact(_ seed: UInt64) throws {
        var world = try RandomWorld(seed: seed)
        for user in world.users {
            let before: UserStanding? = world.generator.chance(90) ? try world.standing(of: user) : nil
            let after = try world.variation(of: before, user)
            let now = world.question().now
            let evaluator = ReferenceEvaluator(catalog: world.catalog)
            let difference = evaluator.difference(from: before, to: after, now: now)
            for question in world.everyQuestion(at: now) {
                let was = question.isAllowed(world.catalog, before)
                let isNow = question.isAllowed(world.catalog, after)
                let isGained = difference.gained.contains { question.isCovered(by: $0) }
                let isLost = difference.lost.contains { question.isCovered(by: $0) }
                #expect((!was && isNow) == (isGained && !was), "\(question): \(difference)")
                #expect((was && !isNow) == (isLost && !isNow), "\(question): \(difference)")
                #expect(!(isGained && !isNow) && !(isLost && !was), "\(question): \(difference)")
            }
            for gained in difference.gained { #expect(!gained.question(at: now).isAllowed(world.catalog, before)) }
            for lost in difference.lost { #expect(!lost.question(at: now).isAllowed(world.catalog, after)) }
            let back = evaluator.difference(from: after, to: before, now: now)
            #expect(back.gained == difference.lost && back.lost == difference.gained)
        }
    }

    @Test("is nothing when nothing changes, or only what makes no difference")
    func nothing() throws {
        let evaluator = ReferenceEvaluator(catalog: try .twoKeys())
        let standing = UserStanding(
            id: UserID(bits: 1), affiliation: .member, status: .active, holdings: [RoleHolding(.keyholder)])
        let same = evaluator.difference(from: standing, to: standing)
        #expect(same.isEmpty && "\(same)" == "nothing changes")
        let narrower = RoleHolding(.keyholder, at: try Scope("/regions/1"))
        #expect(evaluator.difference(from: standing, to: standing.gaining(narrower)).isEmpty)
        #expect(evaluator.difference(from: standing, to: standing.turning(.blocked)).isEmpty)
        #expect(evaluator.difference(from: nil, to: nil).isEmpty)
    }

    @Test("of a role given, renewed, taken, and of an account blocked is said in words")
    func words() throws {
        let evaluator = ReferenceEvaluator(catalog: try .twoKeys())
        let region = try Scope("/regions/1")
        let keyholder = UserStanding(
            id: UserID(bits: 1), affiliation: .member, status: .active, holdings: [RoleHolding(.keyholder)])
        let both = keyholder.gaining(RoleHolding(.witness, at: region))
        func words(_ before: UserStanding?, _ after: UserStanding?) -> String {
            "\(evaluator.difference(from: before, to: after))"
        }
        #expect(words(keyholder, both) == "gains `bank/vault/open` at `/regions/1`")
        #expect(words(both, both.losing(.keyholder)) == "loses `bank/vault/open` at `/regions/1`")
        #expect(words(both, both.losing(.keyholder, at: region)) == "nothing changes")
        #expect(words(both, both.turning(.blocked)) == "loses `bank/vault/open` at `/regions/1`")
        #expect(words(both, both.gaining(RoleHolding(.witness))) == "gains `bank/vault/open`")
        let moved = both.losing(.witness, at: region).gaining(RoleHolding(.witness, at: try Scope("/regions/2")))
        #expect(
            words(both, moved) == "gains `bank/vault/open` at `/regions/2`; loses `bank/vault/open` at `/regions/1`")
        #expect(words(nil, both) == "gains `bank/vault/open` at `/regions/1`")
    }
}

extension RandomWorld {
    /// Every permission at every scope, under every choice of conditions.
    fileprivate func everyQuestion(at now: Timestamp?) -> [RandomQuestion] {
        self.catalog.permissions.map(\.id).flatMap { permission in
            self.scopes.flatMap { scope in
                Self.conditions.subsets.map {
                    RandomQuestion(permission: permission, scope: scope, conditions: $0, now: now)
                }
            }
        }
    }

    fileprivate mutating func variation(of standing: UserStanding?, _ user: UserID) throws -> UserStanding? {
        guard let standing else { return try self.standing(of: user) }
        switch Int.random(in: 0..<5, using: &self.generator) {
        case 0, 1: return standing.gaining(try self.holding())
        case 2:
            guard let holding = standing.holdings.randomElement(using: &self.generator) else { return nil }
            return standing.losing(holding.role, at: holding.scope)
        case 3: return standing.turning(self.generator.element(AccountStatus.allCases))
        default: return try self.standing(of: user)
        }
    }
}

extension RandomQuestion {
    fileprivate func isCovered(by entitlement: Entitlement) -> Bool {
        entitlement.covers(self.permission, at: self.scope, given: self.conditions)
    }
}

extension Entitlement {
    fileprivate func question(at now: Timestamp?) -> RandomQuestion {
        RandomQuestion(permission: self.permission, scope: self.scope, conditions: self.conditions, now: now)
    }
}

extension RoleCatalog {
    /// A bank whose vault opens for a keyholder in the presence of a witness, who may be the same person.
    fileprivate static func twoKeys() throws -> RoleCatalog {
        try RoleCatalog(
            roles: [
                Role("chief", grants: [Grant(.hire)]), Role("keyholder", grants: [Grant(.openVault)]), Role("witness"),
            ],
            permissions: [
                PermissionDefinition(.hire, title: "Hire"),
                PermissionDefinition(.openVault, title: "Open the vault", rule: .role(.witness)),
            ],
            assignmentAuthorities: [AssignmentAuthority(.chief, mayAssign: .everyRole)], accountAuthorities: [],
            provisioning: ProvisioningPermissions(createUsers: .hire, viewUsers: .hire), indispensableRole: .chief)
    }
}

extension RoleID {
    fileprivate static let keyholder = RoleID("keyholder")
    fileprivate static let witness = RoleID("witness")
}

extension Permission {
    fileprivate static let hire = Permission("bank/people/hire")
    fileprivate static let openVault = Permission("bank/vault/open")
}
