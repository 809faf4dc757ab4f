import RosterDomain
import RosterDomainTestSupport
import Testing

@Suite("The roles that a session has active")
struct RoleActivationTests {
    private static let noon = Timestamp(millisecondsSinceEpoch: 1_795_348_800_000)

    private static func role(_ name: String, includes: Set<RoleID> = []) -> Role {
        Role(
            RoleID(name), title: name, category: RoleCategory("plane", title: "Plane"),
            grants: [Grant(Permission("test/\(name)/do"))], includes: includes)
    }

    private static func catalog(_ sets: [SeparationSet] = []) throws -> RoleCatalog {
        let roles = ["a", "b", "c"].map { Self.role($0) } + [Self.role("boss", includes: [RoleID("a")])]
        return try RoleCatalog(
            roles: roles,
            permissions: roles.map { PermissionDefinition(Permission("test/\($0.id)/do"), title: $0.title) },
            dynamicSeparationSets: sets)
    }

    private static func holding(_ name: String, from: Int? = nil, until: Int? = nil) throws -> RoleHolding {
        let window = try ValidityWindow(
            from: from.map { self.noon + .seconds($0) }, until: until.map { self.noon + .seconds($0) })
        return RoleHolding(RoleID(name), during: window)
    }

    private static let apart = SeparationSet("apart", roles: [RoleID("a"), RoleID("b")])

    @Test("are all of the user's where none were chosen and none must stay apart")
    func whole() throws {
        let held = [try Self.holding("boss"), try Self.holding("b", from: 5)]
        #expect(RoleActivation(of: nil, in: try Self.catalog()).holdings(of: held) == held)
        #expect(RoleActivation(of: nil, in: try Self.catalog()).isWhole)
        #expect(!RoleActivation(of: [], in: try Self.catalog()).isWhole)
        #expect(!RoleActivation(of: nil, in: try Self.catalog([Self.apart])).isWhole)
    }

    @Test("are those chosen, where and when the user has them, assigned or included")
    func chosen() throws {
        let place = try Scope("/locations/1")
        let held = [RoleHolding(RoleID("boss"), at: place), try Self.holding("b", from: 5), try Self.holding("c")]
        let active = RoleActivation(of: [RoleID("a"), RoleID("b")], in: try Self.catalog()).holdings(of: held)
        #expect(Set(active) == [RoleHolding(RoleID("a"), at: place), try Self.holding("b", from: 5)])
    }

    @Test("are none of a set that must stay apart, for exactly the time in which the user would have too many of it")
    func windows() throws {
        let activation = RoleActivation(of: nil, in: try Self.catalog([Self.apart]))
        let held = [try Self.holding("boss"), try Self.holding("b", from: 10, until: 20), try Self.holding("c")]
        let active = Set(activation.holdings(of: held))
        #expect(
            active == [
                try Self.holding("boss", until: 10), try Self.holding("boss", from: 20), try Self.holding("c"),
            ])
        for (seconds, roles) in [(9, ["boss", "c"]), (10, ["c"]), (19, ["c"]), (20, ["boss", "c"])] {
            #expect(activation.roles(of: held, at: Self.noon + .seconds(seconds)) == Set(roles.map { RoleID($0) }))
        }
        // One after the other is not at the same time.
        let inTurn = [try Self.holding("a", until: 10), try Self.holding("b", from: 10)]
        #expect(activation.holdings(of: inTurn) == inTurn)
    }

    @Test("are what the plainest code says, over random catalogs, roles, choices and moments", arguments: 0..<300)
    func model(_ seed: Int) throws {
        var world = try RandomWorld(seed: UInt64(seed))
        let roles = world.catalog.roles.map(\.id)
        let sets = (0..<3).map { number in
            SeparationSet(
                "set\(number)", roles: Set(world.generator.subset(roles, chance: 50)),
                limit: Int.random(in: 2...3, using: &world.generator))
        }
        // A set that no catalog takes is left out.
        let catalog = sets.reduce(world.catalog) { catalog, set in
            (try? catalog.separating(dynamically: catalog.dynamicSeparationSets + [set])) ?? catalog
        }
        let (model, evaluator) = (ActiveRoleModel(catalog), ReferenceEvaluator(catalog: catalog))
        for _ in 0..<40 {
            let standing = try world.standing(of: world.users[0])
            let chosen = world.generator.chance(60) ? Set(world.generator.subset(roles + [RoleID("retired")])) : nil
            let active = RoleActivation(of: chosen, in: catalog).holdings(of: standing.holdings)
            let limited = UserStanding(
                id: standing.id, affiliation: standing.affiliation, status: standing.status, holdings: active)
            let (question, now) = (world.question(), world.generator.element(RandomWorld.moments))
            let expected = model.permits(
                chosen, of: standing, question.permission, at: question.scope, given: question.conditions, now: now)
            let answer = evaluator.permits(
                limited, question.permission, at: question.scope, given: question.conditions, now: now)
            #expect(answer == expected, "\(question) at \(now), \(standing), \(chosen as Any)")
            let present = Set(model.holdings(chosen, of: standing, at: now).map(\.role))
            #expect(RoleActivation(of: chosen, in: catalog).roles(of: standing.holdings, at: now) == present)
        }
    }
}
