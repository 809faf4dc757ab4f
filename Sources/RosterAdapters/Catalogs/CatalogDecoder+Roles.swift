import RosterDomain
import RosterJSON

extension CatalogDecoder {
    private enum CategoryKey: String, CaseIterable {
        case id, alias, title, managesTenant
    }

    private enum RoleKey: String, CaseIterable {
        case id, title, category, isPrivileged, isOpenToGuests, scoping, heldImplicitlyBy, offeredTo, includes
        case accompaniedBy, requires, maximumHolders, companyRoles, grants
    }

    private enum GrantKey: String, CaseIterable {
        case permission, given
    }

    private enum ScopingKey: String, CaseIterable {
        case companyOr
    }

    private enum ScopingWord: String, CaseIterable {
        case anywhere, companyOnly
    }

    private enum CompanyRolesWord: String, CaseIterable {
        case unlessPrivileged, allowed, never
    }

    private enum ImplicitHoldersWord: String, CaseIterable {
        case noUsers, everyone, members
    }

    mutating func readCategories(_ node: Int?) {
        let read: [Void]? = self.list(node) { decoder, element in
            guard let (name, category) = decoder.category(at: element) else { return nil }
            if decoder.categories.updateValue(category, forKey: name) == nil {
                return decoder.categoryNames.append(name)
            }
            decoder.note(.duplicateCategory(name), at: element)
            return nil
        }
        self.areCategoriesKnown = read != nil
    }

    /// A category, and the name by which the rest of the document refers to it.
    private mutating func category(at node: Int) -> (String, RoleCategory)? {
        guard let fields = self.fields(of: node, as: CategoryKey.self) else { return nil }
        let id = self.text(at: self.required(fields, .id))
        let alias = fields[.alias].map { self.text(at: $0) } ?? id
        let title = self.text(at: self.required(fields, .title))
        let managesTenant = self.flag(at: fields[.managesTenant])
        guard let id, let alias, let title, let managesTenant else { return nil }
        let category = RoleCategory(id, title: title, managesTenant: managesTenant)
        // The catalog keeps no category that no role is in.
        if let problem = category.nameProblem { self.note(.invalid(problem), at: fields[.id] ?? node) }
        if let problem = category.titleProblem { self.note(.invalid(problem), at: fields[.title] ?? node) }
        return (alias, category)
    }

    mutating func categoryNamed(at node: Int?) -> RoleCategory? {
        guard let node, let name = self.text(at: node) else { return nil }
        if let category = self.categories[name] { return category }
        // A problem with the table was reported; whether this name is wrong too is unknown.
        guard self.areCategoriesKnown else { return nil }
        let nearest = self.places.nearest(to: name, among: self.categoryNames)
        self.note(.unknownCategory(name, nearest: nearest), at: node)
        return nil
    }

    mutating func role(at node: Int) -> Role? {
        guard let fields = self.fields(of: node, as: RoleKey.self) else { return nil }
        let id = self.text(at: self.required(fields, .id)).map { RoleID($0) }
        let title = self.text(at: self.required(fields, .title))
        let category = self.categoryNamed(at: self.required(fields, .category))
        let isPrivileged = self.flag(at: fields[.isPrivileged])
        let isOpenToGuests = self.flag(at: fields[.isOpenToGuests])
        let scoping = fields[.scoping].map { self.scoping(at: $0) } ?? .anywhere
        let holders = fields[.heldImplicitlyBy].map { self.implicitHolders(at: $0) } ?? .noUsers
        let programs = fields[.offeredTo].map { self.names($0, Program.init(_:), \.nameProblem) } ?? []
        let includes = fields[.includes].map { self.roleNames($0) } ?? []
        let companions = fields[.accompaniedBy].map { self.roleNames($0) } ?? []
        let prerequisites = fields[.requires].map { self.roleNames($0) } ?? []
        let limit = fields[.maximumHolders].map { self.wholeNumber(at: $0) }
        let use = self.companyRoleUse(at: fields[.companyRoles])
        let grants = fields[.grants].map { self.grants(at: $0) } ?? []
        guard let id, let title, let category, let isPrivileged, let isOpenToGuests, let scoping, let holders,
            let programs, let includes, let companions, let prerequisites, let grants, let use, limit != .some(nil)
        else { return nil }
        self.places.roles.append(
            CatalogPlaces.OfRole(
                node: node, id: fields[.id] ?? node, includes: fields[.includes] ?? node,
                scoping: fields[.scoping] ?? node))
        return Role(
            id, title: title, category: category, grants: grants, includes: includes, accompaniedBy: companions,
            requires: prerequisites, maximumHolders: limit ?? nil,
            isPrivileged: isPrivileged, scoping: scoping, isOpenToGuests: isOpenToGuests, offeredTo: programs,
            heldImplicitlyBy: holders, companyRoles: use)
    }

    /// What roles of companies may have; the usual where nothing is said.
    mutating func companyRoleUse(at node: Int?) -> CompanyRoleUse? {
        guard let node else { return .unlessPrivileged }
        switch self.word(at: node, as: CompanyRolesWord.self) {
        case .unlessPrivileged?: return .unlessPrivileged
        case .allowed?: return .allowed
        case .never?: return .never
        case nil: return nil
        }
    }

    /// Where the name of a granted permission stands, and the conditions of the grant.
    mutating func grantParts(at node: Int) -> (name: Int?, conditions: Set<Condition>?) {
        guard self.document.kind(node) == .object else { return (node, []) }
        guard let fields = self.fields(of: node, as: GrantKey.self) else { return (nil, nil) }
        let conditions = fields[.given].map { self.names($0, Condition.init(_:), \.nameProblem) } ?? []
        return (self.required(fields, .permission), conditions)
    }

    private mutating func scoping(at node: Int) -> RoleScoping? {
        guard self.document.kind(node) == .object else {
            switch self.word(at: node, as: ScopingWord.self) {
            case .anywhere?: return .anywhere
            case .companyOnly?: return .companyOnly
            case nil: return nil
            }
        }
        guard let fields = self.fields(of: node, as: ScopingKey.self) else { return nil }
        return self.names(self.required(fields, .companyOr)) { $0 }.map { .companyOr(kinds: $0) }
    }

    private mutating func implicitHolders(at node: Int) -> ImplicitHolders? {
        switch self.word(at: node, as: ImplicitHoldersWord.self) {
        case .noUsers?: .noUsers
        case .everyone?: .everyone
        case .members?: .members
        case nil: nil
        }
    }
}

// MARK: - Names

extension CatalogDecoder {
    /// The name of a role that the catalog must define.
    mutating func roleName(_ node: Int?) -> RoleID? {
        guard let node, let name = self.text(at: node) else { return nil }
        let role = RoleID(name)
        self.places.roleReferences.append((role, node))
        return role
    }

    /// The names of roles that the catalog must define, each at most once.
    mutating func roleNames(_ node: Int?) -> Set<RoleID>? {
        self.set(node) { $0.roleName($1) }
    }

    /// The name of a permission that the catalog must define.
    mutating func permissionName(_ node: Int?) -> Permission? {
        guard let node, let name = self.text(at: node) else { return nil }
        let permission = Permission(name)
        self.places.permissionReferences.append((permission, node))
        return permission
    }
}
