/// Give a user exactly some roles at the company's scope: what is held besides is taken, and what is missing is given for good.
package struct SetRoles: TenantCommand {
    /// Whose roles.
    package let user: UserID
    /// The roles to hold by hand.
    ///
    /// What comes along with one of them stays.
    package let roles: [RoleID]
    /// Whether what comes along is taken, too, unless it is named.
    package let takesCompanions: Bool

    /// Names the user and the roles.
    package init(of user: UserID, to roles: [RoleID], takingCompanions takesCompanions: Bool = false) {
        self.user = user
        self.roles = roles
        self.takesCompanions = takesCompanions
    }

    /// What is wanted, in words.
    package var attempt: String { self.roles.isEmpty ? "take the roles" : "set the roles to \(self.roles.listed)" }
    /// The user, and whether another user could still run the tenant.
    package var needs: FactNeeds { FactNeeds(users: [self.user], otherHolderThan: self.user) }

    /// Refuses what giving and taking each of the roles refuses, and the tenant's last key.
    ///
    /// - Returns: None when the user holds these roles already.
    package func changes(given facts: Facts) throws(RefusalReason) -> [Change] {
        let record = try facts.user(self.user)
        let held = record.assignments.filter { $0.scope == .company && !facts.hasPassed($0.window) }.map(\.role)
        let companions =
            self.takesCompanions ? [] : Set(self.roles.flatMap { facts.catalog.role($0)?.accompaniedBy ?? [] })
        let excess = held.filter { !self.roles.contains($0) && !companions.contains($0) }
        let missing = self.roles.filter { !held.contains($0) }
        var commands: [any TenantCommand] = []
        if !excess.isEmpty { commands.append(RemoveRoles(excess, from: self.user)) }
        if !missing.isEmpty { commands.append(AssignRoles(missing, to: self.user)) }
        return try Together(self.attempt, commands).changes(given: facts)
    }
}
