import RosterDomain
import RosterJSON

extension CatalogDecoder {
    private enum PermissionKey: String, CaseIterable {
        case id, title, workspace, rule, companyRoles
    }

    private enum RuleKey: String, CaseIterable {
        case allOf, anyOf
    }

    mutating func permission(at node: Int) -> PermissionDefinition? {
        guard let fields = self.fields(of: node, as: PermissionKey.self) else { return nil }
        let id = self.text(at: self.required(fields, .id)).map { Permission($0) }
        let title = self.text(at: self.required(fields, .title))
        let workspace = fields[.workspace].map { self.text(at: $0) } ?? ""
        let rule = fields[.rule].map { self.rule(at: $0) }
        let use = self.companyRoleUse(at: fields[.companyRoles])
        guard let id, let title, let workspace, let use, rule == nil || rule != .some(nil) else { return nil }
        self.places.permissions.append(
            CatalogPlaces.OfPermission(id: fields[.id] ?? node, rule: fields[.rule] ?? node))
        return PermissionDefinition(id, title: title, workspace: workspace, rule: rule ?? nil, companyRoles: use)
    }

    /// A rule; recursive, as deep as the document may be nested.
    private mutating func rule(at node: Int) -> PermissionRule? {
        switch self.document.kind(node) {
        case .text, .escapedText: return self.roleName(node).map { .role($0) }
        case .object: break
        case .list, .number, .yes, .no, .nothing:
            self.noteWrongKind(at: node, expected: "the name of a role, or an object with `allOf` or `anyOf`")
            return nil
        }
        guard let (key, value) = self.only(of: node, as: RuleKey.self) else { return nil }
        let parts = self.list(value) { $0.rule(at: $1) }
        switch key {
        case .allOf: return parts.map { .allOf($0) }
        case .anyOf: return parts.map { .anyOf($0) }
        }
    }

    /// The key and the value of an object that has exactly one key.
    private mutating func only<Key: RawRepresentable<String> & CaseIterable & Equatable>(
        of node: Int, as keys: Key.Type
    ) -> (Key, Int)? {
        guard let fields = self.fields(of: node, as: keys) else { return nil }
        let present = Key.allCases.compactMap { key in fields[key].map { (key, $0) } }
        if present.count == 1 { return present.first }
        let choice = Key.allCases.map { "`\($0.rawValue)`" }.joined(separator: " or ")
        self.note(
            .wrongKind(expected: "an object with one key, \(choice)", found: counted(present.count, "key")), at: node)
        return nil
    }
}

// MARK: - Authority over others

extension CatalogDecoder {
    private enum AssignmentKey: String, CaseIterable {
        case holder, mayAssign
    }

    private enum AccountKey: String, CaseIterable {
        case holder, may, holdersOf
    }

    private enum SeparationKey: String, CaseIterable {
        case name, roles, limit
    }

    private enum SelectionWord: String, CaseIterable {
        case everyRole
    }

    private enum SelectionKey: String, CaseIterable {
        case categories, unprivileged, union, except, from
    }

    mutating func assignmentAuthority(at node: Int) -> AssignmentAuthority? {
        guard let fields = self.fields(of: node, as: AssignmentKey.self) else { return nil }
        let holder = self.roleName(self.required(fields, .holder))
        let over = self.required(fields, .mayAssign).flatMap { self.selection(at: $0) }
        guard let holder, let over else { return nil }
        return AssignmentAuthority(holder, mayAssign: over)
    }

    mutating func accountAuthority(at node: Int) -> AccountAuthority? {
        guard let fields = self.fields(of: node, as: AccountKey.self) else { return nil }
        let holder = self.roleName(self.required(fields, .holder))
        let actions = self.set(self.required(fields, .may)) { $0.word(at: $1, as: AccountAction.self) }
        let over = self.required(fields, .holdersOf).flatMap { self.selection(at: $0) }
        guard let holder, let actions, let over else { return nil }
        return AccountAuthority(holder, may: actions, holdersOf: over)
    }

    mutating func separationSet(at node: Int) -> SeparationSet? {
        guard let fields = self.fields(of: node, as: SeparationKey.self) else { return nil }
        let name = self.text(at: self.required(fields, .name))
        let roles = self.roleNames(self.required(fields, .roles))
        let limit = fields[.limit].map { self.wholeNumber(at: $0) } ?? 2
        guard let name, let roles, let limit else { return nil }
        self.places.separationSets.append(
            CatalogPlaces.OfSeparationSet(node: node, name: fields[.name] ?? node, limit: fields[.limit] ?? node))
        return SeparationSet(name, roles: roles, limit: limit)
    }

    /// A choice of roles; recursive, as deep as the document may be nested.
    private mutating func selection(at node: Int) -> RoleSelection? {
        switch self.document.kind(node) {
        case .text, .escapedText: return self.word(at: node, as: SelectionWord.self).map { _ in .everyRole }
        case .list: return self.roleNames(node).map { .roles($0) }
        case .object: return self.selection(ofObject: node)
        case .number, .yes, .no, .nothing:
            self.noteWrongKind(at: node, expected: "`everyRole`, a list of roles, or an object")
            return nil
        }
    }

    private mutating func selection(ofObject node: Int) -> RoleSelection? {
        guard let fields = self.fields(of: node, as: SelectionKey.self) else { return nil }
        let keys = SelectionKey.allCases.filter { fields[$0] != nil }
        switch keys {
        case [.categories]: return self.categorySet(fields[.categories]).map { .categories($0) }
        case [.unprivileged]: return self.categorySet(fields[.unprivileged]).map { .unprivileged($0) }
        case [.union]: return self.list(fields[.union]) { $0.selection(at: $1) }.map { .union($0) }
        case [.except, .from]:
            let base = fields[.from].flatMap { self.selection(at: $0) }
            let exceptions = self.roleNames(fields[.except])
            guard let base, let exceptions else { return nil }
            return .except(base, exceptions)
        default:
            let expected = "an object with `categories`, `unprivileged`, `union`, or both `from` and `except`"
            let found = keys.isEmpty ? "none of them" : keys.map { "`\($0.rawValue)`" }.joined(separator: " and ")
            self.note(.wrongKind(expected: expected, found: found), at: node)
            return nil
        }
    }

    private mutating func categorySet(_ node: Int?) -> Set<RoleCategory>? {
        self.set(node) { $0.categoryNamed(at: $1) }
    }
}
