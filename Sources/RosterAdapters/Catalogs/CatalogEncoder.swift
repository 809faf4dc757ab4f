import RosterDomain
import RosterJSON

/// A catalog as a JSON document, with a fixed order of everything.
struct CatalogEncoder {
    private let catalog: RoleCatalog
    private let categories: CategoryNames

    init(_ catalog: RoleCatalog) {
        // Roles of a company are the company's, and stand in its directory.
        let catalog = catalog.withoutCompanyRoles
        self.catalog = catalog
        self.categories = CategoryNames(of: catalog)
    }

    var document: JSONValue {
        let head: [(name: String, value: JSONValue)] = [
            ("format", .text(RoleCatalog.jsonFormat)),
            ("version", .number(RoleCatalog.jsonVersion)),
        ]
        let tables: [(name: String, value: JSONValue)] = [
            ("categories", .list(self.categories.inOrder.map(self.category), .lines)),
            ("permissions", .list(self.catalog.permissions.map(self.permission), .lines)),
            ("roles", .list(self.catalog.roles.map(self.role), .lines)),
        ]
        return .object(
            head + self.settings + tables + self.authorities
                + Self.separation("separationSets", self.catalog.separationSets)
                + Self.separation("dynamicSeparationSets", self.catalog.dynamicSeparationSets), .lines)
    }

    /// Whether the document says who administers a company.
    private var isForCompany: Bool {
        !self.catalog.isForChecksOnly || !self.catalog.assignmentAuthorities.isEmpty
            || !self.catalog.accountAuthorities.isEmpty
    }

    private var authorities: [(name: String, value: JSONValue)] {
        guard self.isForCompany else { return [] }
        return [
            ("assignmentAuthorities", .list(self.catalog.assignmentAuthorities.map(self.assignmentAuthority), .lines)),
            ("accountAuthorities", .list(self.catalog.accountAuthorities.map(self.accountAuthority), .lines)),
        ]
    }

    private var settings: [(name: String, value: JSONValue)] {
        let kinds = self.catalog.scopeKinds.map { [(name: "scopeKinds", value: JSONValue.names($0))] } ?? []
        guard let provisioning = self.catalog.provisioning, let role = self.catalog.indispensableRole else {
            return kinds
        }
        return kinds + [
            ("provisioning", Self.provisioning(provisioning)),
            ("indispensableRole", .text(role.rawValue)),
            ("enrollmentRoles", .names(self.catalog.enrollmentRoles.map(\.rawValue))),
        ]
    }

    private static func separation(_ name: String, _ sets: [SeparationSet]) -> [(name: String, value: JSONValue)] {
        sets.isEmpty ? [] : [(name, .list(sets.map(Self.separationSet), .lines))]
    }

    private static func separationSet(_ set: SeparationSet) -> JSONValue {
        let limit: [(name: String, value: JSONValue)] = set.limit == 2 ? [] : [("limit", .number(set.limit))]
        return .object([("name", .text(set.name)), ("roles", .names(set.roles.map(\.rawValue)))] + limit)
    }

    private static func provisioning(_ permissions: ProvisioningPermissions) -> JSONValue {
        let members: [(name: String, value: JSONValue)] = [
            ("createUsers", .text(permissions.createUsers.rawValue)),
            ("viewUsers", .text(permissions.viewUsers.rawValue)),
        ]
        func unlessUsual(_ permission: Permission) -> Permission? {
            permission == permissions.createUsers ? nil : permission
        }
        let others: [(name: String, permission: Permission?)] = [
            ("editUsers", unlessUsual(permissions.editUsers)), ("manageGroups", unlessUsual(permissions.manageGroups)),
            ("renameCompany", permissions.renameCompany), ("changePrograms", permissions.changePrograms),
            ("defineRoles", permissions.defineRoles),
        ]
        return .object(
            members
                + others.compactMap { other in other.permission.map { (other.name, .text($0.rawValue)) } })
    }
}

// MARK: - Roles

extension CatalogEncoder {
    private func category(_ category: RoleCategory) -> JSONValue {
        var members: [(name: String, value: JSONValue)] = [("id", .text(category.id))]
        let name = self.categories.name(of: category)
        if name != category.id { members.append(("alias", .text(name))) }
        members.append(("title", .text(category.title)))
        if category.managesTenant { members.append(("managesTenant", .flag(true))) }
        return .object(members)
    }

    private func role(_ role: Role) -> JSONValue {
        var members: [(name: String, value: JSONValue)] = [
            ("id", .text(role.id.rawValue)), ("title", .text(role.title)),
            ("category", .text(self.categories.name(of: role.category))),
        ]
        if role.isPrivileged { members.append(("isPrivileged", .flag(true))) }
        if role.isOpenToGuests { members.append(("isOpenToGuests", .flag(true))) }
        if let scoping = Self.scoping(role.scoping) { members.append(("scoping", scoping)) }
        if let holders = Self.implicitHolders(role.heldImplicitlyBy) { members.append(("heldImplicitlyBy", holders)) }
        if !role.offeredTo.isEmpty { members.append(("offeredTo", .names(role.offeredTo.map(\.rawValue)))) }
        if !role.includes.isEmpty { members.append(("includes", .names(role.includes.map(\.rawValue)))) }
        if !role.accompaniedBy.isEmpty { members.append(("accompaniedBy", .names(role.accompaniedBy.map(\.rawValue)))) }
        if !role.requires.isEmpty { members.append(("requires", .names(role.requires.map(\.rawValue)))) }
        if let limit = role.maximumHolders { members.append(("maximumHolders", .number(limit))) }
        if let use = Self.companyRoleUse(role.companyRoles) { members.append(("companyRoles", use)) }
        if !role.grants.isEmpty { members.append(("grants", .list(role.grants.map(Self.grant), .lines))) }
        return .object(members, .lines)
    }

    /// Where a role may be held; nil for the default.
    private static func scoping(_ scoping: RoleScoping) -> JSONValue? {
        switch scoping {
        case .anywhere: nil
        case .companyOnly: .text("companyOnly")
        case .companyOr(let kinds): .object([("companyOr", .names(kinds))])
        }
    }

    /// What roles of companies may have; nil for the default.
    private static func companyRoleUse(_ use: CompanyRoleUse) -> JSONValue? {
        switch use {
        case .unlessPrivileged: nil
        case .allowed: .text("allowed")
        case .never: .text("never")
        }
    }

    /// Who holds a role without an assignment; nil for the default.
    private static func implicitHolders(_ holders: ImplicitHolders) -> JSONValue? {
        switch holders {
        case .noUsers: nil
        case .everyone: .text("everyone")
        case .members: .text("members")
        }
    }

    private static func grant(_ grant: Grant) -> JSONValue {
        let permission = JSONValue.text(grant.permission.rawValue)
        guard !grant.conditions.isEmpty else { return permission }
        return .object([("permission", permission), ("given", .names(grant.conditions.map(\.rawValue)))])
    }
}

// MARK: - Permissions

extension CatalogEncoder {
    private func permission(_ permission: PermissionDefinition) -> JSONValue {
        var members: [(name: String, value: JSONValue)] = [
            ("id", .text(permission.id.rawValue)), ("title", .text(permission.title)),
        ]
        if !permission.workspace.isEmpty { members.append(("workspace", .text(permission.workspace))) }
        if let rule = permission.rule { members.append(("rule", Self.rule(rule))) }
        if let use = Self.companyRoleUse(permission.companyRoles) { members.append(("companyRoles", use)) }
        return .object(members)
    }

    private static func rule(_ rule: PermissionRule) -> JSONValue {
        switch rule {
        case .role(let role): .text(role.rawValue)
        case .allOf(let parts): .object([("allOf", .list(parts.map(self.rule)))])
        case .anyOf(let parts): .object([("anyOf", .list(parts.map(self.rule)))])
        }
    }
}

// MARK: - Authority over others

extension CatalogEncoder {
    private func assignmentAuthority(_ authority: AssignmentAuthority) -> JSONValue {
        .object([("holder", .text(authority.holder.rawValue)), ("mayAssign", self.selection(authority.over))])
    }

    private func accountAuthority(_ authority: AccountAuthority) -> JSONValue {
        .object([
            ("holder", .text(authority.holder.rawValue)), ("may", .names(authority.actions.map(\.rawValue))),
            ("holdersOf", self.selection(authority.over)),
        ])
    }

    private func selection(_ selection: RoleSelection) -> JSONValue {
        switch selection {
        case .everyRole: .text("everyRole")
        case .roles(let roles): .names(roles.map(\.rawValue))
        case .categories(let categories): .object([("categories", self.names(categories))])
        case .unprivileged(let categories): .object([("unprivileged", self.names(categories))])
        case .union(let parts): .object([("union", .list(parts.map(self.selection)))])
        case .except(let base, let exceptions):
            .object([("from", self.selection(base)), ("except", .names(exceptions.map(\.rawValue)))])
        }
    }

    private func names(_ categories: Set<RoleCategory>) -> JSONValue { .names(categories.map(self.categories.name)) }
}

extension JSONValue {
    /// Names as a list, sorted by their bytes, an order that never changes.
    fileprivate static func names(_ names: some Sequence<String>) -> JSONValue {
        .list(names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.map { .text($0) })
    }
}

/// The names by which a document refers to categories.
///
/// The name is the category's id. If different categories of a catalog have the same id, the later ones get names of
/// their own.
private struct CategoryNames {
    /// The categories, those of roles first, in the order in which they occur.
    private(set) var inOrder: [RoleCategory] = []
    private var names: [RoleCategory: String] = [:]

    init(of catalog: RoleCatalog) {
        let selections = catalog.assignmentAuthorities.map(\.over) + catalog.accountAuthorities.map(\.over)
        let all = catalog.roles.map(\.category) + selections.flatMap(\.namedCategories)
        var seen: Set<RoleCategory> = []
        self.inOrder = all.filter { seen.insert($0).inserted }
        var taken = Set(self.inOrder.map(\.id))
        var named: Set<String> = []
        for category in self.inOrder {
            let name = named.insert(category.id).inserted ? category.id : Self.free(category.id, &taken)
            self.names[category] = name
        }
    }

    func name(of category: RoleCategory) -> String { self.names[category] ?? category.id }

    private static func free(_ id: String, _ taken: inout Set<String>) -> String {
        var number = 2
        while !taken.insert("\(id)-\(number)").inserted { number += 1 }
        return "\(id)-\(number)"
    }
}

extension RoleSelection {
    /// Every category that the choice names, in a deterministic order.
    fileprivate var namedCategories: [RoleCategory] {
        switch self {
        case .everyRole, .roles: []
        case .categories(let categories), .unprivileged(let categories): categories.sorted(by: Self.precedes)
        case .union(let parts): parts.flatMap(\.namedCategories)
        case .except(let base, _): base.namedCategories
        }
    }

    private static func precedes(_ left: RoleCategory, _ right: RoleCategory) -> Bool {
        for (first, second) in [(left.id, right.id), (left.title, right.title)] where first != second {
            return first.utf8.lexicographicallyPrecedes(second.utf8)
        }
        return !left.managesTenant && right.managesTenant
    }
}
