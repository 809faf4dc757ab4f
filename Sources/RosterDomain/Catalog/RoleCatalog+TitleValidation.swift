extension RoleCatalog {
    /// Titles that people could not read as they are: they are in letters, requests and lists.
    func titleProblems() -> [RoleCatalogProblem] {
        let roles = self.roles.filter { !$0.title.isReadableTitle || !$0.category.title.isReadableTitle }
        let permissions = self.permissions.filter { !$0.title.isReadableTitle || !$0.workspace.isReadableTitle }
        return roles.map { .malformedRoleTitle($0.id) } + permissions.map { .malformedPermissionTitle($0.id) }
    }
}

extension String {
    /// Whether a title has no character that breaks a line, moves the cursor or turns the direction of writing, and, if it has
    /// any character, one that can be seen.
    fileprivate var isReadableTitle: Bool {
        // Most titles are plain ASCII, and looking up the Unicode properties of each character is slow.
        let isPlain = self.utf8.allSatisfy { (0x20...0x7E).contains($0) }
        if isPlain { return self.isEmpty || self.utf8.contains { $0 != 0x20 } }
        return !self.unicodeScalars.contains(where: \.isUnsafeInText) && self.unicodeScalars.contains(where: \.isDrawn)
    }
}
