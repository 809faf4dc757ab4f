/// What roles of a company amount to as roles of the catalog that they draw on: the definition of what they mean.
///
/// A role is never open to more people, places and companies than what it contains. What it grants itself it takes from sources, and one
/// source of each grant must be open to as many.
struct CompanyRoleMerge {
    private let catalog: RoleCatalog
    private let company: CompanyRoles
    private let grounds: CompanyRoleGrounds
    /// The roles of which no company is offered all that they contain.
    private(set) var offeredNowhere: Set<RoleID> = []

    init(_ company: CompanyRoles, into catalog: RoleCatalog) {
        self.catalog = catalog
        self.company = company
        self.grounds = catalog.companyRoleGrounds
    }

    /// The roles, in the order of their identifiers.
    ///
    /// - Complexity: O(roles × what they include, directly or through others), circles among them or not.
    mutating func roles() -> [Role] { (0..<self.company.count).map { self.role($0) } }

    private mutating func role(_ position: Int) -> Role {
        let id = RoleID(self.company.ids[position])
        let members = self.company.included(in: position)
        let parts = Set(members.flatMap { self.company.inclusions(of: $0).ofCatalog }).map { self.catalog.roles[$0] }
        let grants = members.flatMap(self.grants)
        let sources = grants.map { grant in
            self.grounds.sources(of: grant, in: self.catalog).map { self.catalog.roles[$0] }
        }
        let extent = CompanyRoleExtent(
            members.map(self.company.declaration).map { ($0.scoping, $0.isOpenToGuests) }, parts: parts,
            sources: sources)
        if extent.programs == [] { self.offeredNowhere.insert(id) }
        return Role(
            id, title: self.company.declaration(of: position).title, category: self.category(of: parts, sources),
            grants: self.grants(of: position), includes: self.company.includedNames(of: position, in: self.catalog),
            isPrivileged: parts.contains(where: \.isPrivileged) || sources.contains { $0.allSatisfy(\.isPrivileged) },
            scoping: extent.scoping, isOpenToGuests: extent.isOpenToGuests, offeredTo: extent.programs ?? [])
    }

    private func grants(of position: Int) -> [Grant] {
        self.company.grants(of: position).map {
            Grant(self.catalog.permissions[$0.permission].id, given: $0.conditions)
        }
    }

    /// The plane of the roles that companies define; it manages the tenant as far as what is in the role does.
    private func category(of parts: [Role], _ sources: [[Role]]) -> RoleCategory {
        let manages =
            parts.contains(where: \.category.managesTenant)
            || sources.contains { $0.allSatisfy(\.category.managesTenant) }
        return RoleCategory(RoleCategory.companyRolesID, title: "Roles of the company", managesTenant: manages)
    }
}

extension RoleCategory {
    /// The plane of the roles that companies define themselves.
    static let companyRolesID = "company_role"
}

/// To whom a role of a company is open at most, by what it declares and by what it contains.
struct CompanyRoleExtent {
    /// Where it may be held.
    private(set) var scoping: RoleScoping
    /// Whether guests may hold it.
    private(set) var isOpenToGuests: Bool
    /// The programs in each of which a company is offered all of it; nil when every company is, and empty when none is.
    private(set) var programs: Set<Program>?

    init(_ declared: [(scoping: RoleScoping, isOpenToGuests: Bool)], parts: [Role], sources: [[Role]]) {
        self.scoping = (declared.map(\.scoping) + parts.map(\.scoping)).reduce(.anywhere) { $0.intersection($1) }
        self.isOpenToGuests = declared.allSatisfy(\.isOpenToGuests) && parts.allSatisfy(\.isOpenToGuests)
        for roles in sources where !roles.contains(where: { $0.isOpenToGuests }) { self.isOpenToGuests = false }
        for roles in sources where !roles.contains(where: self.admits) { self.scoping = .companyOnly }
        for part in parts where !part.offeredTo.isEmpty { self.limit(to: part.offeredTo) }
        for roles in sources {
            let wide = roles.filter(self.admits)
            if !wide.contains(where: \.offeredTo.isEmpty) { self.limit(to: Set(wide.flatMap(\.offeredTo))) }
        }
    }

    /// Whether a source may be held wherever, and by whomever, the role may be.
    private func admits(_ source: Role) -> Bool {
        (!self.isOpenToGuests || source.isOpenToGuests) && self.scoping.isNoWider(than: source.scoping)
    }

    private mutating func limit(to programs: Set<Program>) {
        self.programs = self.programs?.intersection(programs) ?? programs
    }
}

extension RoleScoping {
    /// Where roles limited so and otherwise may both be held.
    func intersection(_ other: RoleScoping) -> RoleScoping {
        switch (self, other) {
        case (.anywhere, let limit), (let limit, .anywhere): limit
        case (.companyOnly, _), (_, .companyOnly): .companyOnly
        case (.companyOr(let kinds), .companyOr(let others)):
            kinds.isDisjoint(with: others) ? .companyOnly : .companyOr(kinds: kinds.intersection(others))
        }
    }
}
