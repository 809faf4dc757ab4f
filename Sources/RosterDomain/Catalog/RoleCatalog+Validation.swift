extension RoleCatalog {
    /// The most ways in which a permission's rule may be satisfied; ours, so that a remedy stays readable.
    public static let ruleAlternativesLimit = 1_000

    /// Everything that is wrong, in a stable order.
    func problems() -> [RoleCatalogProblem] {
        self.nameProblems() + self.unknownNames() + self.inclusionCycles() + self.scopeProblems()
            + self.assignabilityProblems() + self.ruleProblems() + self.privilegeProblems() + self.widthProblems()
            + self.separationProblems()
    }

    private func nameProblems() -> [RoleCatalogProblem] {
        let roles = self.roles.map(\.id)
        let permissions = self.permissions.map(\.id)
        return roles.repeated.map(RoleCatalogProblem.duplicateRole)
            + permissions.repeated.map(RoleCatalogProblem.duplicatePermission)
            + roles.filter { !$0.isWellFormed }.map(RoleCatalogProblem.malformedRole)
            + permissions.filter { !$0.isWellFormed }.map(RoleCatalogProblem.malformedPermission)
    }

    private func unknownNames() -> [RoleCatalogProblem] {
        var problems: [RoleCatalogProblem] = []
        for (role, place) in self.roleReferences() where self.rolesByID[role] == nil {
            problems.append(.unknownRole(role, namedBy: place))
        }
        for (permission, place) in self.permissionReferences() where self.permissionsByID[permission] == nil {
            problems.append(.unknownPermission(permission, namedBy: place))
        }
        return problems
    }

    private func roleReferences() -> [(RoleID, String)] {
        var references: [(RoleID, String)] = []
        func add(_ roles: Set<RoleID>, _ place: String) { references += roles.sorted().map { ($0, place) } }
        for role in self.roles {
            add(role.includes.union(role.accompaniedBy), "the role `\(role.id)`")
        }
        for permission in self.permissions {
            add(permission.rule?.roles ?? [], "the rule of `\(permission.id)`")
        }
        for authority in self.assignmentAuthorities {
            let named = authority.over.namedRoles.union([authority.holder])
            add(named, "the right of `\(authority.holder)` to assign roles")
        }
        for authority in self.accountAuthorities {
            let named = authority.over.namedRoles.union([authority.holder])
            add(named, "the right of `\(authority.holder)` over accounts")
        }
        add(self.enrolmentRoles, "enrolment")
        for set in self.separationSets { add(set.roles, "the separation set `\(set.name.forDisplay)`") }
        return references
    }

    private func permissionReferences() -> [(Permission, String)] {
        let granted = self.roles.flatMap { role in role.grants.map { ($0.permission, "the role `\(role.id)`") } }
        return granted + [
            (self.provisioning.createUsers, "adding users"), (self.provisioning.viewUsers, "listing users"),
        ]
    }

    private func scopeProblems() -> [RoleCatalogProblem] {
        guard let scopeKinds else { return [] }
        return self.roles.flatMap { role -> [RoleCatalogProblem] in
            guard case .companyOr(let kinds) = role.scoping else { return [] }
            return kinds.subtracting(scopeKinds).sorted().map { .unknownScopeKind($0, role: role.id) }
        }
    }

    private func assignabilityProblems() -> [RoleCatalogProblem] {
        let holdable = self.holdableRoles()
        let unassignable = self.roles.map(\.id).filter { !holdable.contains($0) }
        let closed = self.enrolmentRoles.sorted().filter { id in
            guard let role = self.rolesByID[id] else { return false }
            return !role.offeredTo.isEmpty || role.heldImplicitlyBy != .nobody
        }
        return unassignable.map(RoleCatalogProblem.unassignableRole)
            + closed.map(RoleCatalogProblem.enrolmentRoleNotForEveryCompany)
    }

    private func ruleProblems() -> [RoleCatalogProblem] {
        let holdable = self.holdableRoles()
        return self.permissions.compactMap { definition in
            guard let rule = definition.rule else { return nil }
            guard rule.alternatives <= Self.ruleAlternativesLimit else {
                return .ruleTooLarge(definition.id, limit: Self.ruleAlternativesLimit)
            }
            // A rule has no negation, so somebody who holds everything satisfies it if anybody does.
            return rule.isSatisfied(by: holdable.contains) ? nil : .unsatisfiableRule(definition.id, rule)
        }
    }

    /// The roles that somebody could hold one day: those given at enrolment or to everybody, and, over and over, those that
    /// holders of such roles may assign.
    private func holdableRoles() -> Set<RoleID> {
        let implicit = self.roles.filter { $0.heldImplicitlyBy != .nobody }.map(\.id)
        var held = Set((implicit + self.enrolmentRoles).flatMap(self.rolesIncluded))
        while true {
            let gained = self.roles.map(\.id).filter { !held.contains($0) && self.mayAssign($0, havingRoles: held) }
            guard !gained.isEmpty else { return held }
            held.formUnion(gained.flatMap(self.rolesIncluded))
        }
    }

    private func privilegeProblems() -> [RoleCatalogProblem] {
        self.roles.filter { !$0.isPrivileged }.flatMap { role in
            self.rolesIncluded(in: role.id).sorted()
                .filter { self.rolesByID[$0]?.isPrivileged ?? false }
                .map { .hiddenPrivilege(role.id, includes: $0) }
        }
    }
}

extension RoleCatalog {
    /// Roles that would be a way around the limits of a role that they include.
    private func widthProblems() -> [RoleCatalogProblem] {
        self.roles.flatMap { role in
            self.rolesIncluded(in: role.id).sorted().compactMap { self.rolesByID[$0] }
                .filter { !role.isNoWider(than: $0) }
                .map { .widerThanIncluded(role.id, includes: $0.id) }
        }
    }
}

extension Role {
    /// Whether everybody who may hold this role, everywhere, may hold another one too.
    fileprivate func isNoWider(than included: Role) -> Bool {
        (!self.isOpenToGuests || included.isOpenToGuests) && self.scoping.isNoWider(than: included.scoping)
            && (included.offeredTo.isEmpty
                || (!self.offeredTo.isEmpty && self.offeredTo.isSubset(of: included.offeredTo)))
    }
}

extension RoleScoping {
    fileprivate func isNoWider(than included: RoleScoping) -> Bool {
        switch (self, included) {
        case (_, .anywhere), (.companyOnly, _): true
        case (.companyOr(let kinds), .companyOr(let others)): kinds.isSubset(of: others)
        case (.anywhere, _), (.companyOr, .companyOnly): false
        }
    }
}

extension RoleCatalog {
    /// One circle for each group of roles that include one another.
    private func inclusionCycles() -> [RoleCatalogProblem] {
        var reported: Set<RoleID> = []
        var problems: [RoleCatalogProblem] = []
        for role in self.roles where !reported.contains(role.id) {
            guard let cycle = self.cycle(through: role.id) else { continue }
            reported.formUnion(cycle)
            problems.append(.inclusionCycle(cycle))
        }
        return problems
    }

    /// The shortest circle from a role back to itself, or nil when there is none.
    private func cycle(through start: RoleID) -> [RoleID]? {
        var paths: [[RoleID]] = [[start]]
        var seen: Set<RoleID> = []
        var position = 0
        while position < paths.count {
            let path = paths[position]
            position += 1
            for next in (self.rolesByID[path[path.count - 1]]?.includes ?? []).sorted() {
                if next == start { return path + [start] }
                if seen.insert(next).inserted { paths.append(path + [next]) }
            }
        }
        return nil
    }
}

extension RoleID {
    fileprivate var isWellFormed: Bool { self.rawValue.isWellFormedName }
}

extension String {
    /// Whether the text can be the stable name of a role or of a separation set.
    var isWellFormedName: Bool {
        !self.isEmpty && self.utf8.count <= 128
            && self.unicodeScalars.allSatisfy { !$0.isUnsafeInText && !$0.properties.isWhitespace }
    }
}

extension PermissionRule {
    /// An upper bound of the number of ways to satisfy the rule, saturating.
    fileprivate var alternatives: Int {
        switch self {
        case .role: 1
        // An empty choice counts too, or its zero would hide how large the rest of the rule is.
        case .anyOf(let parts): Swift.max(1, parts.reduce(0) { saturated($0.addingReportingOverflow($1.alternatives)) })
        case .allOf(let parts): parts.reduce(1) { saturated($0.multipliedReportingOverflow(by: $1.alternatives)) }
        }
    }
}

private func saturated(_ result: (partialValue: Int, overflow: Bool)) -> Int {
    result.overflow ? .max : result.partialValue
}

extension Array where Element: Hashable {
    /// Each element that occurs more than once, in order of its second occurrence.
    var repeated: [Element] {
        var counts: [Element: Int] = [:]
        return self.filter { element in
            counts[element, default: 0] += 1
            return counts[element] == 2
        }
    }
}
