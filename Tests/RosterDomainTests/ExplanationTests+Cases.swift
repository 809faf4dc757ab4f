import RosterPartnerCenter
import RosterDomain
import Testing

@Suite("A denial")
struct DenialCaseTests {
    @Test("names only the half of a rule that is missing, and its planes of authority")
    func missingPlane() {
        let grace = self.member([RoleHolding(.accountAdmin)])
        let decision = ReferenceEvaluator(catalog: .partnerCenter).decide(grace, .createUsers)
        guard case .denied(.ruleUnmet(let parts), .gainRoles(let choices)) = decision else {
            Issue.record("\(decision)")
            return
        }
        #expect(parts.map(\.missing.alternatives) == [[[.globalAdmin], [.userAdmin]]])
        #expect(parts.map(\.planes) == [["Azure AD tenant", "Directory"]])
        #expect("\(parts[0])" == "`global_admin` or `user_admin` (of `Azure AD tenant` or `Directory`)")
        #expect(Set(choices.map(\.roles)) == [[.userAdmin], [.globalAdmin]])
    }

    @Test("names the scopes where it holds under the same conditions and at the same moment, and no others")
    func wrongScope() throws {
        let (one, two, inner) = (try Scope("/shops/1"), try Scope("/shops/2"), try Scope("/shops/1/tills/3"))
        let ended = try ValidityWindow(until: Timestamp(millisecondsSinceEpoch: 10))
        let ada = self.member([
            RoleHolding(.clerk, at: one), RoleHolding(.clerk, at: inner), RoleHolding(.clerk, at: two, during: ended),
        ])
        let now = Timestamp(millisecondsSinceEpoch: 10)
        let catalog = try RoleCatalog.shops()
        let evaluator = ReferenceEvaluator(catalog: catalog)
        #expect(evaluator.decide(ada, .sell, now: now).reason == .wrongScope(holdsAt: [one]))
        let before = now + .milliseconds(-1)
        #expect(evaluator.decide(ada, .sell, now: before).reason == .wrongScope(holdsAt: [one, two]))
        #expect(evaluator.decide(ada, .sell, at: two, now: before).isAllowed)
        #expect(evaluator.decide(ada, .refund, now: now).reason == .notHeldHereAndNow(holdings: ada.holdings))
        let own = evaluator.decide(ada, .refund, given: [Condition("own_sale")], now: now)
        #expect(own.reason == .wrongScope(holdsAt: [one]))
    }

    @Test("offers a role again that has ended, where it is asked for")
    func renewal() throws {
        let shop = try Scope("/shops/1")
        let end = Timestamp(millisecondsSinceEpoch: 10)
        let ada = self.member([RoleHolding(.clerk, at: shop, during: try ValidityWindow(until: end))])
        let evaluator = ReferenceEvaluator(catalog: try .shops())
        let decision = evaluator.decide(ada, .sell, at: shop, now: end)
        #expect(decision.reason == .noLongerValid(since: end))
        #expect(decision.gains.first == [RoleGain.Expected(.clerk, shop)])
        #expect(evaluator.decide(ada, .sell, at: shop).reason == .momentNotStated)
        guard case .denied(_, .stateMoment) = evaluator.decide(ada, .sell, at: shop) else {
            Issue.record("the moment is all that is missing")
            return
        }
    }

    @Test("offers each role at the smallest scope where it may be held")
    func smallestScopes() throws {
        let (shop, till) = (try Scope("/shops/1"), try Scope("/shops/1/tills/3"))
        let decision = ReferenceEvaluator(catalog: try .shops()).decide(self.member([]), .closeShop, at: till)
        #expect(decision.gains == [[RoleGain.Expected(.auditor, .company), RoleGain.Expected(.keeper, shop)]])
    }

    @Test("says who can give each role where no one role is enough for all")
    func givers() throws {
        let evaluator = ReferenceEvaluator(catalog: try .shops())
        guard case .denied(_, .gainRoles(let choices)) = evaluator.decide(self.member([]), .closeShop) else {
            Issue.record("roles would help")
            return
        }
        #expect(choices.map(\.whoMayAssign) == [[]])
        #expect(choices[0].gains.map(\.givers) == [[[.chief]], [[.keeper]]])
        #expect(
            "\(choices[0])" == "`auditor` and `keeper` would do, "
                + "and holders of `chief` can give `auditor`, and holders of `keeper` can give `keeper`")
    }

    @Test("says which roles one person must hold together to give a role")
    func giversTogether() throws {
        let evaluator = ReferenceEvaluator(catalog: try .shops())
        guard case .denied(_, .gainRoles(let choices)) = evaluator.decide(self.member([]), .inspect) else {
            Issue.record("a role would help")
            return
        }
        #expect(choices.map(\.roles) == [[.inspector]])
        #expect(choices[0].gains.map(\.givers) == [[[.chief, .keeper]]])
        #expect("\(choices[0])" == "`inspector` would do, and a user who holds `chief` and `keeper` can give it")
    }

    @Test("offers a role that includes the one needed where that one itself cannot be gained")
    func seniorRoles() throws {
        let evaluator = ReferenceEvaluator(catalog: try .shops(apart: [.clerk, .auditor]))
        // A guest may be clerk; who is auditor may not, and cannot be keeper either, who is a clerk.
        let guest = UserStanding(id: UserID(bits: 1), affiliation: .guest, status: .active, holdings: [])
        #expect(evaluator.decide(guest, .sell).gains == [[RoleGain.Expected(.clerk, .company)]])
        let auditor = self.member([RoleHolding(.auditor)])
        guard case .denied(.notGranted, .nothing) = evaluator.decide(auditor, .sell) else {
            Issue.record("\(evaluator.decide(auditor, .sell))")
            return
        }
        let implied = ReferenceEvaluator(catalog: try .shops(clerksAre: .members))
        #expect(implied.decide(guest, .sell).gains == [[RoleGain.Expected(.keeper, .company)]])
    }

    @Test("is short in a catalog where very many roles would do")
    func few() throws {
        var sketch = CatalogSketch()
        sketch.add("host/doors/open")
        for number in 0..<500 { sketch.add(Role("role\(number)", grants: [Grant(Permission("host/doors/open"))])) }
        let evaluator = ReferenceEvaluator(catalog: try sketch.catalog())
        #expect(evaluator.decide(self.member([]), Permission("host/doors/open")).gains.count == 10)
    }

    private func member(_ holdings: [RoleHolding]) -> UserStanding {
        UserStanding(id: UserID(bits: 1), affiliation: .member, status: .active, holdings: holdings)
    }
}

extension RoleGain {
    fileprivate struct Expected: Hashable {
        let role: RoleID
        let scope: Scope

        init(_ role: RoleID, _ scope: Scope) {
            self.role = role
            self.scope = scope
        }
    }
}

extension AccessDecision {
    fileprivate var reason: DenialReason? {
        if case .denied(let reason, _) = self { reason } else { nil }
    }

    fileprivate var gains: [[RoleGain.Expected]] {
        guard case .denied(_, .gainRoles(let choices)) = self else { return [] }
        return choices.map { $0.gains.map { RoleGain.Expected($0.role, $0.scope) } }
    }
}

extension RoleCatalog {
    /// Shops with their tills: a keeper is a clerk too; an auditor is there for the company; an inspector is all of them.
    fileprivate static func shops(
        apart: Set<RoleID> = [], clerksAre implicit: ImplicitHolders = .noUsers
    ) throws -> RoleCatalog {
        let own: Set<Condition> = [Condition("own_sale")]
        return try RoleCatalog(
            roles: [
                Role("chief", grants: [Grant(.hire)]),
                Role(
                    "clerk", grants: [Grant(.sell), Grant(.refund, given: own)], isOpenToGuests: true,
                    heldImplicitlyBy: implicit),
                Role(
                    "keeper", grants: [Grant(.closeShop)], includes: ["clerk"],
                    scoping: .companyOr(kinds: ["shops"]), isOpenToGuests: true),
                Role("auditor", scoping: .companyOnly),
                Role("stocktaker"),
                Role("inspector", grants: [Grant(.inspect)], includes: ["stocktaker"]),
            ],
            permissions: [
                PermissionDefinition(.hire, title: "Hire"), PermissionDefinition(.sell, title: "Sell"),
                PermissionDefinition(.refund, title: "Refund"), PermissionDefinition(.inspect, title: "Inspect"),
                PermissionDefinition(.closeShop, title: "Close the shop", rule: .role(.auditor)),
            ],
            assignmentAuthorities: [
                AssignmentAuthority(.chief, mayAssign: .roles([.chief, .auditor, .inspector])),
                AssignmentAuthority(.keeper, mayAssign: .roles([.keeper, .clerk, RoleID("stocktaker")])),
            ],
            accountAuthorities: [], provisioning: ProvisioningPermissions(createUsers: .hire, viewUsers: .hire),
            indispensableRole: .chief, enrollmentRoles: [.keeper],
            separationSets: apart.isEmpty ? [] : [SeparationSet("apart", roles: apart)])
    }
}

extension RoleID {
    fileprivate static let clerk = RoleID("clerk")
    fileprivate static let keeper = RoleID("keeper")
    fileprivate static let auditor = RoleID("auditor")
    fileprivate static let inspector = RoleID("inspector")
}

extension Permission {
    fileprivate static let hire = Permission("shop/people/hire")
    fileprivate static let sell = Permission("shop/goods/sell")
    fileprivate static let refund = Permission("shop/goods/refund")
    fileprivate static let closeShop = Permission("shop/doors/close")
    fileprivate static let inspect = Permission("shop/books/inspect")
}
