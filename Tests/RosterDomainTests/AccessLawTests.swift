import RosterDomain
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
                guard question.isAllowed(world.catalog, standing) else { continue }
                #expect(question.isAllowed(world.catalog, richer), "\(question)")
            }
        }
    }

    @Test("Law 2, default deny: nobody unknown, not active, or without any role is allowed", arguments: Self.seeds)
    func defaultDeny(_ seed: UInt64) throws {
        var world = try RandomWorld(seed: seed)
        for user in world.users {
            let question = world.question()
            #expect(!question.isAllowed(world.catalog, nil))
            for status in AccountStatus.allCases where status != .active {
                let standing = UserStanding(
                    id: user, affiliation: .member, status: status,
                    holdings: try world.standing(of: user).holdings)
                #expect(!question.isAllowed(world.catalog, standing), "\(status): \(question)")
            }
            let bare = UserStanding(id: user, affiliation: .guest, status: .active, holdings: [])
            #expect(!question.isAllowed(world.catalog, bare), "\(question)")
        }
    }

    @Test(
        "Law 9, the table is the rule: after any changes it answers as the evaluator and as a table rebuilt",
        arguments: Self.seeds)
    func tableIsTheRule(_ seed: UInt64) throws {
        var world = try RandomWorld(seed: seed)
        let table = AccessTable(catalog: world.catalog)
        for _ in 0..<30 {
            try world.change(table)
            let rebuilt = AccessTable(catalog: world.catalog)
            rebuilt.reload(world.users.compactMap(table.standing), at: .start)
            for user in world.users {
                let question = world.question()
                let expected = question.isAllowed(world.catalog, table.standing(of: user))
                #expect(table.answer(question, for: user) == expected, "\(question)")
                #expect(rebuilt.answer(question, for: user) == expected, "rebuilt: \(question)")
            }
        }
    }
}

extension UserStanding {
    fileprivate func holding(_ holdings: [RoleHolding]) -> UserStanding {
        UserStanding(id: self.id, affiliation: self.affiliation, status: self.status, holdings: holdings)
    }

    fileprivate func gaining(_ holdings: [RoleHolding]) -> UserStanding { self.holding(self.holdings + holdings) }
}

extension AccessTable {
    fileprivate func answer(_ question: RandomQuestion, for user: UserID) -> Bool {
        self.permits(
            user, question.permission, at: question.scope, given: question.conditions, now: question.now)
    }
}

extension RandomWorld {
    fileprivate mutating func change(_ table: AccessTable) throws {
        let user = self.generator.element(self.users)
        let holding = try self.holding()
        switch Int.random(in: 0..<7, using: &self.generator) {
        case 0, 1, 2: try table.assign(holding.role, to: user, at: holding.scope, during: holding.window)
        case 3: table.remove(holding.role, from: user, at: holding.scope)
        case 4: table.setStatus(self.generator.element(AccountStatus.allCases), of: user)
        case 5: table.load(try self.standing(of: user))
        default: table.forget(user)
        }
    }
}
