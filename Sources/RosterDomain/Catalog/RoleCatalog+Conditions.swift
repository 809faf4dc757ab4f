extension RoleCatalog {
    /// The most conditions that a catalog may name; ours, so that what is stated fits into one word.
    public static let conditionLimit = 64

    /// The most permissions that a catalog may define; ours, so that a number fits into 24 bits.
    public static let permissionLimit = (1 << 24) - 1

    /// Every condition that some grant requires, sorted by name.
    public var conditions: [Condition] {
        var found: Set<Condition> = []
        for role in self.roles {
            for grant in role.grants where !grant.conditions.isEmpty { found.formUnion(grant.conditions) }
        }
        return found.sorted()
    }
}
