/// What a catalog knows of the roles of a company that were merged into it.
final class CompanyRoleLayer: Sendable {
    /// The roles.
    let roles: CompanyRoles
    /// What the catalog without them leaves to them.
    let grounds: CompanyRoleGrounds
    /// Where the first of them stands.
    let start: Int
    /// The roles of which no company is offered all that they contain.
    fileprivate let offeredNowhere: Set<RoleID>
    /// Who may assign which roles without them.
    fileprivate let formerAuthorities: [AssignmentAuthority]

    fileprivate init(_ roles: CompanyRoles, in catalog: RoleCatalog, offeredNowhere: Set<RoleID>) {
        self.roles = roles
        self.grounds = catalog.companyRoleGrounds
        self.start = catalog.roles.count
        self.offeredNowhere = offeredNowhere
        self.formerAuthorities = catalog.assignmentAuthorities
    }
}

extension RoleCatalog {
    /// The catalog with the roles of a company merged in, as far as they count under it.
    ///
    /// A part of a role that the catalog does not have, or keeps for its own roles, is left out; ``problems(of:)`` names every one. Roles
    /// that were merged in before are replaced.
    ///
    /// - Complexity: O(roles + permissions of the catalog).
    public func merging(_ roles: some Sequence<CompanyRole>) -> RoleCatalog {
        let base = self.withoutCompanyRoles
        return base.merging(CompanyRoles(roles, over: base))
    }

    /// The catalog with roles of a company; itself when there are none.
    ///
    /// - Complexity: O(roles + permissions of the catalog) once; the last few results are kept.
    func merging(_ company: CompanyRoles) -> RoleCatalog {
        company.isEmpty ? self : self.compilation.merged(company, into: self)
    }

    /// Makes the catalog with roles of a company.
    func makeMerged(_ company: CompanyRoles) -> RoleCatalog {
        var merge = CompanyRoleMerge(company, into: self)
        let own = merge.roles()
        let layer = CompanyRoleLayer(company, in: self, offeredNowhere: merge.offeredNowhere)
        let merged = RoleCatalog(self, roles: self.roles + own, layer, self.assignmentAuthorities)
        let authorities = Self.authorities(self.assignmentAuthorities, adding: own, in: merged)
        return RoleCatalog(merged, roles: merged.roles, layer, authorities)
    }

    /// The catalog as the host gave it.
    public var withoutCompanyRoles: RoleCatalog {
        self.company.map { RoleCatalog(self, roles: Array(self.roles[..<$0.start]), nil, $0.formerAuthorities) } ?? self
    }

    /// The same catalog with other roles, which are sound.
    private init(
        _ other: RoleCatalog, roles: [Role], _ company: CompanyRoleLayer?, _ authorities: [AssignmentAuthority]
    ) {
        self.roles = roles
        self.permissions = other.permissions
        self.assignmentAuthorities = authorities
        self.accountAuthorities = other.accountAuthorities
        self.scopeKinds = other.scopeKinds
        self.provisioning = other.provisioning
        self.indispensableRole = other.indispensableRole
        self.enrollmentRoles = other.enrollmentRoles
        self.separationSets = other.separationSets
        self.dynamicSeparationSets = other.dynamicSeparationSets
        self.rolesByID = Self.byID(roles)
        self.permissionNumbers = other.permissionNumbers
        self.hasPrerequisites = other.hasPrerequisites
        self.hasHolderLimits = other.hasHolderLimits
        self.inclusions = RoleInclusions(of: roles, defined: self.rolesByID)
        self.ownGrants = OwnGrants(self.inclusions, self.rolesByID, self.permissionNumbers)
        self.grantingPositions = self.ownGrants.rolesByPermission(count: other.permissions.count)
        self.implicitRoles = other.implicitRoles
        self.company = company
    }

    /// Whether a role is one of the company's that cannot be given any more: it is retired, or no company is offered all of it.
    public func isRetired(_ role: RoleID) -> Bool {
        guard let company, let id = role.companyRole, let position = company.roles.position(of: id) else {
            return false
        }
        return company.roles.isRetired(position) || company.offeredNowhere.contains(role)
    }

    /// The roles of the company that were merged in, retired ones among them, in the order of their identifiers.
    public var companyRoles: [Role] { self.company.map { Array(self.roles[$0.start...]) } ?? [] }

    /// The number of changes to a role of the company; nil for another role.
    package func version(of role: CompanyRoleID) -> Int? {
        guard let company, let position = company.roles.position(of: role) else { return nil }
        return company.roles.version(of: position)
    }
}

// MARK: - Who gives them

extension RoleCatalog {
    /// Whether a choice contains a role; one of the company's, when it contains a source of each thing that the role grants itself.
    ///
    /// What the role includes is not looked at.
    func contains(_ selection: RoleSelection, _ position: Int) -> Bool {
        guard let company, position >= company.start else { return selection.contains(self.roles[position]) }
        return self.roles[position].grants.allSatisfy { grant in
            company.grounds.sources(of: grant, in: self).contains { selection.contains(self.roles[$0]) }
        }
    }

    /// Whether a user with these roles, included ones among them, could give what a role of the company grants itself.
    func mayGiveOwnGrants(of role: Role, havingRoles held: Set<RoleID>) -> Bool {
        guard let company, let id = role.id.companyRole, let position = company.roles.position(of: id) else {
            return false
        }
        // A choice of which nothing is left is no choice of everyone.
        let assigners = company.roles.assigners(of: position)
        let isAssigner =
            assigners.isEmpty || !assigners.isDisjoint(with: held)
            || self.indispensableRole.map(held.contains) ?? false
        return isAssigner && role.grants.allSatisfy { self.mayGive($0, havingRoles: held) }
    }

    /// Whether a user with these roles could give something that a role of the company grants: a role that it could be taken from.
    func mayGive(_ grant: Grant, havingRoles held: Set<RoleID>) -> Bool {
        self.sources(of: grant).contains { self.mayAssign($0, havingRoles: held) }
    }

    /// The roles of the catalog that a grant of a role of the company could be taken from.
    func sources(of grant: Grant) -> [RoleID] {
        self.companyRoleGrounds.sources(of: grant, in: self).map { self.roles[$0].id }
    }

    /// Who may assign which roles, once those of the company are there.
    ///
    /// A right over every role is one over the company's only where the holder could give what they grant; and each right that reaches
    /// their sources reaches them.
    static func authorities(
        _ authorities: [AssignmentAuthority], adding own: [Role], in catalog: RoleCatalog
    ) -> [AssignmentAuthority] {
        guard !own.isEmpty else { return authorities }
        let holders = Set(authorities.map(\.holder))
        var givable: [RoleID: Set<RoleID>] = [:]
        for holder in holders {
            let held = catalog.rolesIncluded(in: holder)
            givable[holder] = Set(
                own.filter { catalog.mayGiveOwnGrants(of: $0, havingRoles: held) }.map(\.id))
        }
        let limited = authorities.map { authority in
            let others = own.filter {
                authority.over.contains($0) && !(givable[authority.holder]?.contains($0.id) ?? false)
            }
            guard !others.isEmpty else { return authority }
            return AssignmentAuthority(authority.holder, mayAssign: .except(authority.over, Set(others.map(\.id))))
        }
        return limited
            + holders.sorted().compactMap { holder in
                let roles = givable[holder] ?? []
                return roles.isEmpty ? nil : AssignmentAuthority(holder, mayAssign: .roles(roles))
            }
    }
}
