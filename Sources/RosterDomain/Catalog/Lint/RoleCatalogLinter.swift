/// Finds what is legal in a catalog and most likely not meant.
struct RoleCatalogLinter {
    private let catalog: RoleCatalog

    init(_ catalog: RoleCatalog) {
        self.catalog = catalog
    }

    /// Everything that is found, in a stable order: by kind, and in the catalog's order within a kind.
    func findings() -> [RoleCatalogFinding] {
        let facts = LintFacts(self.catalog)
        var findings = facts.unreachablePermissions()
        findings += facts.redundantRoles()
        findings += facts.rules()
        findings += facts.redundantGrants()
        findings += facts.assignmentAuthorities()
        findings += facts.accountAuthorities()
        findings += facts.unassignableRoles()
        findings += facts.separationFindings()
        findings += facts.holdingRules()
        findings += facts.lookAlikes()
        // Two authorities that are the same are found with the same words, which are said once.
        var seen: Set<RoleCatalogFinding> = []
        return findings.filter { seen.insert($0).inserted }
    }
}

extension RoleCatalog {
    /// What is legal in this catalog and most likely not meant, by kind, and in the catalog's order within a kind.
    ///
    /// Ask for it in a test of the host, or before a release. A catalog refuses what is wrong; what is found here works, but
    /// says less, or more, than its author thought.
    ///
    /// - Complexity: O(n) in the roles, permissions, grants and inclusions by name, and in the roles that authorities select,
    ///   and one operation for each of these grants or inclusions and 64 roles or permissions; O(n²) in the parts of one
    ///   rule and in the authorities of one holder.
    public var findings: [RoleCatalogFinding] { RoleCatalogLinter(self).findings() }
}
