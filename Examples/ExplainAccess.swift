import RosterDomain

/// Answers that say why: what is missing and who can give it, what somebody can do and where, and what a change would mean.
enum ExplainAccess: Scenario {
    static let name = "explain-access"
    static let summary = "why not, what would help, what can she do, and what would change"

    static func run(_ arguments: [String]) throws {
        let access = AccessTable(catalog: .partnerCenter)
        let grace = UserID(bits: 1)
        let seattle = try Scope("/locations/seattle")
        try access.assign(.accountAdmin, to: grace)
        try access.assign(.referralsUser, to: grace, at: seattle)

        Console.heading("Grace is Account admin, and may not create users: half of what it takes is missing")
        self.explain(access, grace, .createUsers, at: .company)
        Console.heading("She works on referrals in Seattle, and asks for the whole company")
        self.explain(access, grace, .createCoSellOpportunities, at: .company)

        Console.heading("What Grace can do for referrals, and where")
        let evaluator = ReferenceEvaluator(catalog: access.catalog)
        let entitlements = evaluator.entitlements(of: access.standing(of: grace))
        for entitlement in entitlements where entitlement.scope != .company { print(entitlement) }
        print("and \(entitlements.count { $0.scope == .company }) things for the whole company")
        self.tryOut(access, evaluator, grace, at: seattle)
    }

    private static func explain(
        _ access: AccessTable, _ user: UserID, _ permission: Permission, at scope: Scope
    ) {
        guard case .denied(let reason, let remedy) = access.decide(user, permission, at: scope) else { return }
        print("Denied: \(reason).")
        if case .ruleUnmet(let parts) = reason {
            for part in parts { print("Missing plane: \(part.planes.joined(separator: " or ")).") }
        }
        guard case .gainRoles(let choices) = remedy else { return }
        for choice in choices.prefix(3) { print("  \(choice)") }
    }

    /// Nothing is given or taken here: the standing that would be is compared with the one that is.
    private static func tryOut(
        _ access: AccessTable, _ evaluator: ReferenceEvaluator, _ user: UserID, at place: Scope
    ) {
        guard let now = access.standing(of: user) else { return }
        Console.heading("What would change if …")
        let promoted = evaluator.difference(from: now, to: now.gaining(RoleHolding(.userAdmin)))
        let changes = promoted.gained.map(\.permission).contains(.createUsers)
        print(
            "… Grace were User admin too: she could do \(promoted.gained.count) more things; create users: \(changes)")
        let moved = now.losing(.referralsUser, at: place)
        print("… she lost Referrals user:   \(evaluator.difference(from: now, to: moved))")
        let blocked = evaluator.difference(from: now, to: now.turning(.blocked))
        print("… she were blocked:          she could do \(blocked.lost.count) things less, all there is")
        print(
            "None of it was done: she may still \(evaluator.permits(now, .addLocations) ? "add locations" : "do nothing")"
        )
    }
}
