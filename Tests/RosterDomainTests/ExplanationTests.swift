import RosterDomain
import Testing

@Suite("An explanation, on random catalogs, users and questions")
struct ExplanationTests {
    static let seeds: [UInt64] = Array(0..<200)

    @Test("of a yes names assignments that suffice alone, none of which can be left out", arguments: Self.seeds)
    func groundsAreTrueAndMinimal(_ seed: UInt64) throws {
        try ExplainedWorld(seed: seed).forEachDecision { asked in
            guard case .allowed(let grounds) = asked.decision else { return }
            #expect(Set(grounds.holdings).isSubset(of: asked.standing.holdings))
            #expect(asked.isAllowed(asked.standing.having(grounds.holdings)))
            for holding in grounds.holdings {
                let without = asked.standing.having(grounds.holdings.filter { $0 != holding })
                #expect(!asked.isAllowed(without), "\(holding) is not needed: \(asked)")
            }
            #expect(asked.catalog.rolesIncluded(in: grounds.heldRole).contains(grounds.grantingRole))
            #expect(
                asked.catalog.role(grounds.grantingRole)?.grants.contains { grant in
                    grant.permission == asked.question.permission
                        && grant.conditions.isSubset(of: asked.question.conditions)
                } == true)
        }
    }

    @Test("is of the answer that is given without one", arguments: Self.seeds)
    func sameAnswer(_ seed: UInt64) throws {
        try ExplainedWorld(seed: seed).forEachDecision { asked in
            #expect(asked.decision.isAllowed == asked.question.isAllowed(asked.catalog, asked.standing), "\(asked)")
            #expect(!asked.question.isAllowed(asked.catalog, nil))
        }
    }

    @Test("of a no gives a true reason", arguments: Self.seeds)
    func reasonsAreTrue(_ seed: UInt64) throws {
        try ExplainedWorld(seed: seed).forEachDecision { asked in
            guard case .denied(let reason, _) = asked.decision else { return }
            asked.checkReason(reason)
        }
    }

    @Test("of a no gives a remedy that works when applied, and of which no part can be left out", arguments: Self.seeds)
    func remediesWork(_ seed: UInt64) throws {
        try ExplainedWorld(seed: seed).forEachDecision { asked in
            guard case .denied(let reason, let remedy) = asked.decision, asked.isKnownAndActive else { return }
            asked.checkRemedy(remedy, for: reason)
        }
    }

    @Test("of a no has for a remedy the least roles, each from who may give it", arguments: Self.seeds)
    func remediesAreLeast(_ seed: UInt64) throws {
        try ExplainedWorld(seed: seed).forEachDecision { asked in
            guard case .denied(_, .gainRoles(let choices)) = asked.decision else { return }
            #expect(Set(choices.map { Set($0.roles) }).count == choices.count || !choices[0].conditions.isEmpty)
            for choice in choices {
                asked.checkLeast(choice)
                asked.checkScopes(choice)
                asked.checkGivers(choice)
            }
        }
    }

    @Test("comes in every kind in these worlds, so that none goes unchecked")
    func everyKindComesUp() throws {
        var kinds: [String: Int] = [:]
        for seed in Self.seeds {
            try ExplainedWorld(seed: seed).forEachDecision { asked in
                switch asked.decision {
                case .allowed: kinds["allowed", default: 0] += 1
                case .denied(let reason, let remedy):
                    kinds[reason.kind, default: 0] += 1
                    kinds[remedy.kind, default: 0] += 1
                    guard case .gainRoles(let choices) = remedy else { return }
                    for gain in choices.flatMap(\.gains) where gain.givers.contains(where: { $0.count > 1 }) {
                        kinds["given by two roles of one person", default: 0] += 1
                    }
                    if choices.contains(where: \.whoMayAssign.isEmpty) { kinds["several givers", default: 0] += 1 }
                }
            }
        }
        let expected: Set<String> = [
            "allowed", "unknownPermission", "notActive", "noRole", "notGranted", "notYetValid", "noLongerValid",
            "momentNotStated", "wrongScope", "notHeldHereAndNow", "missingConditions", "ruleUnmet", "gainRoles",
            "stateConditions", "stateMoment", "finishSigningUp", "reinstate", "wait", "nothing",
            "given by two roles of one person", "several givers",
        ]
        #expect(Set(kinds.keys) == expected, "\(kinds)")
    }
}

extension DenialReason {
    /// The name of the case.
    fileprivate var kind: String {
        String("\(Mirror(reflecting: self).children.first?.label ?? "")").or(self.plainKind)
    }

    private var plainKind: String {
        switch self {
        case .noRole: "noRole"
        case .unknownUser: "unknownUser"
        case .momentNotStated: "momentNotStated"
        default: ""
        }
    }
}

extension Remedy {
    /// The name of the case.
    fileprivate var kind: String {
        String("\(Mirror(reflecting: self).children.first?.label ?? "")").or(self.plainKind)
    }

    private var plainKind: String {
        switch self {
        case .finishSigningUp: "finishSigningUp"
        case .beAdded: "beAdded"
        case .stateMoment: "stateMoment"
        case .nothing: "nothing"
        default: ""
        }
    }
}

extension String {
    fileprivate func or(_ other: String) -> String { self.isEmpty ? other : self }
}
