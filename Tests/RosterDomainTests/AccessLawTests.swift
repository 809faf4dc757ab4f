import RosterDomain
import RosterDomainTestSupport
import Testing

@Suite("The laws of access, on random catalogs, users and questions")
struct AccessLawTests {
    static let seeds: [UInt64] = Array(0..<200)

    @Test("Law 1, additive: giving one more role never takes an allowance away", arguments: Self.seeds)
    func additive(_ seed: UInt64) throws {
        var world = try RandomWorld(seed: seed)
        for user in world.users {
            let standing = try world.standing(of: user)
            let richer = standing.gaining([try world.holding()])
            for _ in 0..<10 {
                let question = world.question()
                guard question.ask(world.catalog, standing).isAllowed else { continue }
                #expect(question.ask(world.catalog, richer).isAllowed, "\(question)")
            }
        }
    }

    @Test("Law 2, default deny: nobody unknown, not active, or without any role is allowed", arguments: Self.seeds)
    func defaultDeny(_ seed: UInt64) throws {
        var world = try RandomWorld(seed: seed)
        for user in world.users {
            let question = world.question()
            #expect(!question.ask(world.catalog, nil).isAllowed)
            for status in AccountStatus.allCases where status != .active {
                let standing = UserStanding(
                    id: user, affiliation: .member, status: status,
                    holdings: try world.standing(of: user).holdings)
                #expect(!question.ask(world.catalog, standing).isAllowed, "\(status): \(question)")
            }
            let bare = UserStanding(id: user, affiliation: .guest, status: .active, holdings: [])
            #expect(!question.ask(world.catalog, bare).isAllowed, "\(question)")
        }
    }

    @Test(
        "Law 9, the table is the rule: after any changes it answers as the evaluator and as a table rebuilt",
        arguments: Self.seeds)
    func tableIsTheRule(_ seed: UInt64) throws {
        var trial = try TableTrial(seed: seed)
        for step in 0..<60 {
            try trial.change()
            for _ in 0..<3 { try trial.ask() }
            if step % 10 == 0 { try trial.compareWithRebuilt() }
        }
        try trial.askWithForeignHandles()
    }

    @Test("An allowance names assignments that suffice alone, none of which can be left out", arguments: Self.seeds)
    func groundsAreTrueAndMinimal(_ seed: UInt64) throws {
        var world = try RandomWorld(seed: seed)
        for user in world.users {
            let standing = try world.standing(of: user)
            let question = world.question()
            guard case .allowed(let grounds) = question.ask(world.catalog, standing) else { continue }
            #expect(question.ask(world.catalog, standing.holding(grounds.holdings)).isAllowed)
            for holding in grounds.holdings {
                let without = standing.holding(grounds.holdings.filter { $0 != holding })
                #expect(!question.ask(world.catalog, without).isAllowed, "\(question)")
            }
            #expect(world.catalog.rolesIncluded(in: grounds.heldRole).contains(grounds.grantingRole))
        }
    }

    @Test("A remedy works when it is applied, and no part of it can be left out", arguments: Self.seeds)
    func remediesWork(_ seed: UInt64) throws {
        var world = try RandomWorld(seed: seed)
        for user in world.users {
            let standing = try world.standing(of: user)
            for _ in 0..<5 {
                let question = world.question()
                guard case .denied(_, let remedy) = question.ask(world.catalog, standing) else { continue }
                try self.check(remedy, question, standing, world.catalog)
            }
        }
    }

    private func check(
        _ remedy: Remedy, _ question: RandomQuestion, _ standing: UserStanding, _ catalog: RoleCatalog
    ) throws {
        switch remedy {
        case .gainRoles(let choices):
            #expect(!choices.isEmpty)
            for choice in choices { self.check(choice, question, standing, catalog) }
        case .stateConditions(let sets):
            #expect(!sets.isEmpty)
            for set in sets {
                #expect(question.stating(set).ask(catalog, standing).isAllowed, "\(question) with \(set)")
                for condition in set {
                    let fewer = question.stating(set.subtracting([condition]))
                    #expect(!fewer.ask(catalog, standing).isAllowed, "\(condition) is not needed: \(question)")
                }
            }
        case .wait(let moment):
            #expect(question.now.map { $0 < moment } ?? true)
            let later = RandomQuestion(
                permission: question.permission, scope: question.scope, conditions: question.conditions, now: moment)
            #expect(later.ask(catalog, standing).isAllowed, "\(later)")
        case .finishSigningUp, .reinstate:
            #expect(standing.status != .active)
        case .nothing:
            let everything = standing.gaining(
                catalog.roles.filter { $0.canBeGained(by: standing) }.map(\.id), at: .company)
            let decision = question.stating(RandomWorld.conditions).ask(catalog, everything)
            #expect(!decision.isAllowed, "something would help: \(question) for \(standing)")
        case .beAdded: Issue.record("the user is listed: \(question)")
        }
    }

    private func check(
        _ choice: RoleRemedy, _ question: RandomQuestion, _ standing: UserStanding, _ catalog: RoleCatalog
    ) {
        #expect(!choice.roles.isEmpty)
        for role in choice.roles.map(catalog.role) {
            #expect(role?.canBeGained(by: standing) == true, "\(choice)")
            #expect(role?.scoping.allows(choice.scope) == true, "\(choice)")
        }
        let whoMay = choice.roles.map { Set(catalog.rolesThatMayAssign($0)) }
        #expect(Set(choice.whoMayAssign) == whoMay.dropFirst().reduce(whoMay[0]) { $0.intersection($1) })
        let stated = question.stating(choice.conditions)
        let richer = standing.gaining(choice.roles, at: choice.scope)
        #expect(stated.ask(catalog, richer).isAllowed, "\(question) with \(choice)")
        for role in choice.roles {
            let poorer = standing.gaining(choice.roles.filter { $0 != role }, at: choice.scope)
            #expect(!stated.ask(catalog, poorer).isAllowed, "\(role) of \(choice) is not needed: \(question)")
        }
        for condition in choice.conditions {
            let fewer = question.stating(choice.conditions.subtracting([condition]))
            #expect(!fewer.ask(catalog, richer).isAllowed, "\(condition) of \(choice) is not needed: \(question)")
        }
    }
}

extension Role {
    /// Whether somebody could be given the role; in random catalogs every role that is not implicit can be assigned.
    fileprivate func canBeGained(by standing: UserStanding) -> Bool {
        self.heldImplicitlyBy == .nobody && (standing.affiliation == .member || self.isOpenToGuests)
    }
}

extension UserStanding {
    fileprivate func holding(_ holdings: [RoleHolding]) -> UserStanding {
        UserStanding(id: self.id, affiliation: self.affiliation, status: self.status, holdings: holdings)
    }

    fileprivate func gaining(_ holdings: [RoleHolding]) -> UserStanding { self.holding(self.holdings + holdings) }

    fileprivate func gaining(_ roles: [RoleID], at scope: Scope) -> UserStanding {
        self.gaining(roles.map { RoleHolding($0, at: scope) })
    }
}
