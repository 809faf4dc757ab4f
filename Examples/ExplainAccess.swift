import RosterPartnerCenter
import RosterDomain

/// Answers with reasons: what is missing and who can give it, what a user can do and where, and what a change would
/// mean.
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
        let entitlements = access.entitlements(of: grace)
        for entitlement in entitlements where entitlement.scope != .company { Console.say("\(entitlement)") }
        Console.say("and \(entitlements.count { $0.scope == .company }) things for the whole company")
        try self.whoCan(access)
        try self.tryOut(access, grace, at: seattle)
    }

    /// Who may do something, who holds a role, and what a user can do, a page at a time.
    private static func whoCan(_ access: AccessTable) throws {
        Console.heading("Who may add locations, and who is a Global admin")
        for number: UInt128 in 2...6 {
            try access.assign(number == 4 ? .globalAdmin : .accountAdmin, to: UserID(bits: number))
        }
        access.setStatus(.blocked, of: UserID(bits: 6))
        var last: UserID?
        repeat {
            let page = try access.users(permitted: .addLocations, after: last, limit: 2)
            if !page.isEmpty { Console.say("page: \(page.map(\.description).joined(separator: " "))") }
            last = page.count == 2 ? page.last : nil
        } while last != nil
        for holder in try access.holders(of: .globalAdmin) {
            Console.say("Global admin: \(holder.user), \(holder.status)")
        }
    }

    private static func explain(
        _ access: AccessTable, _ user: UserID, _ permission: Permission, at scope: Scope
    ) {
        guard case .denied(let reason, let remedy) = access.decide(user, permission, at: scope) else { return }
        Console.say("Denied: \(reason).")
        if case .ruleUnmet(let parts) = reason {
            for part in parts { Console.say("Missing plane: \(part.planes.joined(separator: " or ")).") }
        }
        guard case .gainRoles(let choices) = remedy else { return }
        for choice in choices.prefix(3) { Console.say("  \(choice)") }
    }

    /// A dry run: nothing is given or removed; the table compares the user before and after.
    private static func tryOut(_ access: AccessTable, _ user: UserID, at place: Scope) throws {
        Console.heading("What would change if …")
        let promoted = try access.difference(assigning: .userAdmin, to: user)
        let changes = promoted.gained.map(\.permission).contains(.createUsers)
        Console.say(
            "… Grace were User admin too: she could do \(promoted.gained.count) more things; create users: \(changes)")
        Console.say(
            "… she lost Referrals user:   \(access.difference(removing: .referralsUser, from: user, at: place))")
        let mayStill = access.permits(user, .addLocations)
        Console.say("None of it was done: she may still \(mayStill ? "add locations" : "do nothing")")
    }
}
