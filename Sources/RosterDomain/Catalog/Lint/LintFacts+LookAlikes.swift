extension LintFacts {
    /// Roles that a person cannot tell apart, by their names or by their titles.
    func lookAlikes() -> [RoleCatalogFinding] {
        let names = self.alike(by: \.id.rawValue)
        // A role without a title looks like nothing, and is not told apart by it anyway.
        let titles = self.alike { $0.title.skeleton.isEmpty ? nil : $0.title }
        return names.map { .rolesLookAlike($0) } + titles.map { .rolesTitledAlike($0) }
    }

    /// Groups of roles of which a text looks the same, or differs in case only; in the catalog's order, each group once.
    private func alike(by text: (Role) -> String?) -> [[RoleID]] {
        var seen: Set<[Int]> = []
        let texts = self.index.roles.indices.compactMap { position in
            text(self.index.roles[position]).map { (position: position, text: $0) }
        }
        let groups = [\String.skeleton, \.caselessSkeleton].flatMap { look in
            Dictionary(grouping: texts) { $0.text[keyPath: look] }.values.filter { $0.count > 1 }
                .map { $0.map(\.position) }
        }
        return groups.sorted { $0.lexicographicallyPrecedes($1) }.filter { seen.insert($0).inserted }
            .map { $0.map(self.id) }
    }
}
