extension RoleCatalog {
    /// Everything that is wrong with roles of a company under this catalog, for each role that has any problem.
    ///
    /// A role with problems can be there all the same: the catalog that was in use when it was defined was another one. What the catalog
    /// does not have, or keeps for its own roles, then grants nothing.
    ///
    /// - Complexity: O(roles × what they include + grants × sources).
    public func problems(of roles: some Sequence<CompanyRole>) -> [CompanyRoleID: [CompanyRoleProblem]] {
        let roles = roles.filter { !$0.isDeleted }
        let base = self.withoutCompanyRoles
        let review = CompanyRoleReview(roles, under: base)
        var problems: [CompanyRoleID: [CompanyRoleProblem]] = [:]
        for role in roles {
            let found = review.problems(of: role)
            if !found.isEmpty { problems[role.id] = found }
        }
        return problems
    }
}

/// What is wrong with the roles of a company.
private struct CompanyRoleReview {
    private let base: RoleCatalog
    private let merged: RoleCatalog
    private let roles: [RoleID: CompanyRole]
    private let offeredNowhere: Set<RoleID>

    init(_ roles: [CompanyRole], under base: RoleCatalog) {
        let company = CompanyRoles(roles, over: base)
        var merge = CompanyRoleMerge(company, into: base)
        _ = merge.roles()
        self.base = base
        self.merged = base.merging(company)
        self.roles = Dictionary(roles.map { ($0.role, $0) }) { first, _ in first }
        self.offeredNowhere = merge.offeredNowhere
    }

    func problems(of role: CompanyRole) -> [CompanyRoleProblem] {
        let definition = role.definition
        let title = self.base.companyRoleGrounds.role(titled: definition.title).map(CompanyRoleProblem.titleOfCatalog)
        return (title.map { [$0] } ?? [])
            + definition.grants.sorted(by: Grant.precedes).flatMap { self.problems(of: $0, in: definition) }
            + definition.includes.sorted().flatMap { self.problems(of: $0, includedIn: definition) }
            + definition.assignableBy.sorted().filter { self.merged.role($0) == nil }.map { .unknownRole($0) }
            + self.unknownKinds(in: definition.scoping)
            + self.circle(from: role.role)
            + self.breaches(by: role.role)
            + (self.offeredNowhere.contains(role.role) ? [.noCommonProgram] : [])
    }

    private func problems(of grant: Grant, in definition: CompanyRoleDefinition) -> [CompanyRoleProblem] {
        let permission = grant.permission
        guard let number = self.base.permissionNumbers[permission] else {
            return [.unknownPermission(permission, nearest: self.base.nearestPermission(to: permission.rawValue))]
        }
        let grounds = self.base.companyRoleGrounds
        if grounds.isReserved(permission: number) { return [.reservedPermission(permission)] }
        let unknown = grant.conditions.subtracting(grounds.conditions).sorted()
        guard unknown.isEmpty else { return unknown.map { .unknownCondition($0) } }
        let sources = grounds.sources(of: grant, in: self.base).map { self.base.roles[$0] }
        if sources.isEmpty {
            return [grounds.isGranted(grant, in: self.base) ? .grantBound(permission) : .grantTooBroad(permission)]
        }
        return sources.contains { definition.isNoWider(than: $0) } ? [] : [.grantTooWide(permission)]
    }

    private func problems(of part: RoleID, includedIn definition: CompanyRoleDefinition) -> [CompanyRoleProblem] {
        guard let role = self.merged.role(part), part.companyRole == nil || self.roles[part] != nil else {
            return [.unknownRole(part)]
        }
        if let position = self.base.inclusions.positions[part],
            self.base.companyRoleGrounds.isReserved(role: position)
        {
            return [.reservedRole(part)]
        }
        return definition.isNoWider(than: role) ? [] : [.widerThanIncluded(part)]
    }

    private func unknownKinds(in scoping: RoleScoping) -> [CompanyRoleProblem] {
        guard let known = self.base.scopeKinds, case .companyOr(let kinds) = scoping else { return [] }
        return kinds.subtracting(known).sorted().map { .unknownScopeKind($0) }
    }

    private func circle(from role: RoleID) -> [CompanyRoleProblem] {
        let circle = self.merged.circle(from: role) { self.roles[$0]?.definition.includes ?? [] }
        return circle.map { [.inclusionCycle($0)] } ?? []
    }

    private func breaches(by role: RoleID) -> [CompanyRoleProblem] {
        let included = self.merged.rolesIncluded(in: role)
        return (self.base.separationSets + self.base.dynamicSeparationSets).filter { $0.isBreached(by: included) }
            .map { .breachesSeparation(set: $0.name) }
    }
}

extension CompanyRoleDefinition {
    /// Whether all who may hold a role so defined, everywhere, may hold another one, too.
    fileprivate func isNoWider(than role: Role) -> Bool {
        (!self.isOpenToGuests || role.isOpenToGuests) && self.scoping.isNoWider(than: role.scoping)
    }
}
