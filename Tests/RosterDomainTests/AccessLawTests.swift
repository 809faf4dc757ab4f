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
                guard question.isAllowed(world.catalog, standing) else { continue }
                #expect(question.isAllowed(world.catalog, richer), "\(question)")
            }
        }
    }

    @Test(
        "Law 2, default deny: no user who is unknown, not active, or without any role is allowed", arguments: Self.seeds
    )
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
        var trial = try TableTrial(seed: seed)
        for step in 0..<60 {
            try trial.change()
            for _ in 0..<3 { try trial.ask() }
            if step % 10 == 0 { try trial.compareWithRebuilt() }
        }
        try trial.askWithForeignHandles()
    }
}

extension UserStanding {
    fileprivate func holding(_ holdings: [RoleHolding]) -> UserStanding {
        UserStanding(id: self.id, affiliation: self.affiliation, status: self.status, holdings: holdings)
    }

    fileprivate func gaining(_ holdings: [RoleHolding]) -> UserStanding { self.holding(self.holdings + holdings) }
}
