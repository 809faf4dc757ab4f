extension RoleCatalog {
    /// Titles that people could not read as they are: they are in letters, requests and lists.
    func titleProblems() -> [RoleCatalogProblem] {
        let roles = self.roles.filter { !$0.title.isReadableTitle }
        let permissions = self.permissions.filter { definition in
            !definition.title.isReadableTitle
                || !(definition.workspace.isEmpty || definition.workspace.isReadableTitle)
        }
        return roles.map { .malformedRoleTitle($0.id) } + permissions.map { .malformedPermissionTitle($0.id) }
    }

    /// Names and titles that stand in roles, grants and authorities, and that a catalog does not list.
    func innerNameProblems() -> [RoleCatalogProblem] {
        let overs = self.assignmentAuthorities.map(\.over) + self.accountAuthorities.map(\.over)
        let categories = Set(self.roles.map(\.category)).union(overs.flatMap(\.namedCategories))
        let sorted = categories.sorted { ($0.id, $0.title) < ($1.id, $1.title) }
        let programs = self.roles.reduce(into: Set<Program>()) { $0.formUnion($1.offeredTo) }
        return (sorted.compactMap(\.nameProblem) + sorted.compactMap(\.titleProblem)).withoutRepeats
            + programs.sorted { $0.rawValue < $1.rawValue }.compactMap(\.nameProblem)
            + self.conditions.compactMap(\.nameProblem)
    }
}

extension RoleCategory {
    /// What is wrong with the name; nil when it is sound.
    package var nameProblem: RoleCatalogProblem? { self.id.isWellFormedName ? nil : .malformedCategory(self.id) }

    /// What is wrong with the title; nil when it is sound.
    package var titleProblem: RoleCatalogProblem? {
        self.title.isReadableTitle ? nil : .malformedCategoryTitle(self.id)
    }
}

extension Program {
    /// What is wrong with the name; nil when it is sound.
    package var nameProblem: RoleCatalogProblem? { self.rawValue.isWellFormedName ? nil : .malformedProgram(self) }
}

extension Condition {
    /// What is wrong with the name; nil when it is sound.
    package var nameProblem: RoleCatalogProblem? { self.rawValue.isWellFormedName ? nil : .malformedCondition(self) }
}

extension [RoleCatalogProblem] {
    /// Each problem once: two categories of one name can have the same one.
    fileprivate var withoutRepeats: [RoleCatalogProblem] {
        var seen: Set<RoleCatalogProblem> = []
        return self.filter { seen.insert($0).inserted }
    }
}

extension String {
    /// Whether a title has no character that breaks a line, moves the cursor or turns the direction of writing, and one that can be seen.
    fileprivate var isReadableTitle: Bool {
        // Most titles are plain ASCII, and looking up the Unicode properties of each character is slow.
        let isPlain = self.utf8.allSatisfy { (0x20...0x7E).contains($0) }
        if isPlain { return self.utf8.contains { $0 != 0x20 } }
        return !self.unicodeScalars.contains(where: \.isUnsafeInText) && self.unicodeScalars.contains(where: \.isDrawn)
    }
}
