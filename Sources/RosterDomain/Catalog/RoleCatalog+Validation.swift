extension RoleCatalog {
    /// The most ways in which a permission's rule may be satisfied; ours, so that a remedy stays readable.
    public static let ruleAlternativesLimit = 1_000

    private func sizeProblems() -> [RoleCatalogProblem] {
        let (conditionCount, permissionCount) = (self.conditions.count, self.permissions.count)
        var problems: [RoleCatalogProblem] = []
        if conditionCount > Self.conditionLimit {
            problems.append(.tooManyConditions(count: conditionCount, limit: Self.conditionLimit))
        }
        if permissionCount > Self.permissionLimit {
            problems.append(.tooManyPermissions(count: permissionCount, limit: Self.permissionLimit))
        }
        return problems
    }

    /// What a company needs, of which a catalog has all or nothing.
    private func companyProblems() -> [RoleCatalogProblem] {
        let isForCompany =
            self.provisioning != nil || self.indispensableRole != nil || !self.enrollmentRoles.isEmpty
        return isForCompany && self.isForChecksOnly ? [.incompleteForCompany] : []
    }

    /// Everything that is wrong, in a stable order.
    ///
    /// - Complexity: O(roles + grants + permissions + inclusions, direct and through others).
    func problems() -> [RoleCatalogProblem] {
        guard !self.inclusions.isOverLimit else { return [.tooManyInclusions(limit: RoleInclusions.limit)] }
        let holdable = self.holdableRoles()
        return self.sizeProblems() + self.companyProblems() + self.nameProblems() + self.titleProblems()
            + self.innerNameProblems()
            + self.unknownRoles()
            + self.unknownPermissions()
            + self.inclusionCycles()
            + self.scopeProblems()
            + self.assignabilityProblems(holdable) + self.ruleProblems(holdable) + self.privilegeProblems()
            + self.widthProblems() + self.separationProblems() + self.holdingRuleProblems()
    }

    private func nameProblems() -> [RoleCatalogProblem] {
        var problems: [RoleCatalogProblem] = []
        if self.rolesByID.count != self.roles.count {
            problems += self.roles.map(\.id).repeated.map(RoleCatalogProblem.duplicateRole)
        }
        if self.permissionNumbers.count != self.permissions.count {
            problems += self.permissions.map(\.id).repeated.map(RoleCatalogProblem.duplicatePermission)
        }
        for role in self.roles where !role.id.rawValue.isWellFormedName { problems.append(.malformedRole(role.id)) }
        problems += self.roles.map(\.id).filter(\.isReservedForCompanies).map(
            RoleCatalogProblem.nameReservedForCompanies)
        for permission in self.permissions where !permission.id.isWellFormed {
            problems.append(.malformedPermission(permission.id))
        }
        return problems
    }

    private func scopeProblems() -> [RoleCatalogProblem] {
        guard let scopeKinds else { return [] }
        let malformed = scopeKinds.filter { !Scope.isPart($0[...]) }.sorted()
        return malformed.map(RoleCatalogProblem.malformedScopeKind)
            + self.roles.flatMap { role -> [RoleCatalogProblem] in
                guard case .companyOr(let kinds) = role.scoping else { return [] }
                return kinds.subtracting(scopeKinds).sorted().map { .unknownScopeKind($0, role: role.id) }
            }
    }

    private func assignabilityProblems(_ holdable: Set<RoleID>) -> [RoleCatalogProblem] {
        let unassignable = self.roles.map(\.id).filter { !holdable.contains($0) }
        let closed = self.enrollmentRoles.sorted().filter { id in
            guard let role = self.rolesByID[id] else { return false }
            return !role.offeredTo.isEmpty || role.heldImplicitlyBy != .noUsers
        }
        return unassignable.map(RoleCatalogProblem.unassignableRole)
            + closed.map(RoleCatalogProblem.enrollmentRoleNotForEveryCompany)
    }

    private func ruleProblems(_ holdable: Set<RoleID>) -> [RoleCatalogProblem] {
        self.permissions.compactMap { definition in
            guard let rule = definition.rule else { return nil }
            guard rule.alternatives <= Self.ruleAlternativesLimit else {
                return .ruleTooLarge(definition.id, limit: Self.ruleAlternativesLimit)
            }
            // A rule has no negation, so a user who holds everything satisfies it if any user does.
            return rule.isSatisfied(by: holdable.contains) ? nil : .unsatisfiableRule(definition.id, rule)
        }
    }

    /// Privileged roles included in others; of each kind of problem with included roles at most ``inclusionProblemLimit``.
    private func privilegeProblems() -> [RoleCatalogProblem] {
        self.inclusionProblems { !$0.isPrivileged && $1.isPrivileged }
            .map { .hiddenPrivilege($0, includes: $1) }
    }

    /// Roles that would be a way around the limits of a role that they include.
    private func widthProblems() -> [RoleCatalogProblem] {
        self.inclusionProblems { !$0.isNoWider(than: $1) }.map { .widerThanIncluded($0, includes: $1) }
    }

    /// The most problems of one kind that are named where roles include others; ours.
    private static let inclusionProblemLimit = 10_000

    /// Each role with each role that it includes and must not.
    ///
    /// What is forbidden between a role and one that it includes through others is forbidden somewhere on the way, so where
    /// the roles included by name are in order, all are.
    private func inclusionProblems(_ isForbidden: (_ role: Role, _ part: Role) -> Bool) -> [(RoleID, RoleID)] {
        let composites = self.inclusions.composites.compactMap { self.rolesByID[self.inclusions.ids[$0]] }
        let isInOrder = composites.allSatisfy { role in
            role.includes.allSatisfy { self.rolesByID[$0].map { !isForbidden(role, $0) } ?? true }
        }
        if isInOrder { return [] }
        var problems: [(RoleID, RoleID)] = []
        for role in composites {
            let parts = self.rolesIncluded(in: role.id).filter { id in
                self.rolesByID[id].map { isForbidden(role, $0) } ?? false
            }
            problems += parts.sorted().map { (role.id, $0) }
            if problems.count >= Self.inclusionProblemLimit {
                return Array(problems.prefix(Self.inclusionProblemLimit))
            }
        }
        return problems
    }
}

extension Role {
    /// Whether every user who may hold this role, everywhere, may hold another one too.
    fileprivate func isNoWider(than included: Role) -> Bool {
        (!self.isOpenToGuests || included.isOpenToGuests) && self.scoping.isNoWider(than: included.scoping)
            && (included.offeredTo.isEmpty
                || (!self.offeredTo.isEmpty && self.offeredTo.isSubset(of: included.offeredTo)))
    }
}

extension RoleScoping {
    func isNoWider(than included: RoleScoping) -> Bool {
        switch (self, included) {
        case (_, .anywhere), (.companyOnly, _): true
        case (.companyOr(let kinds), .companyOr(let others)): kinds.isSubset(of: others)
        case (.anywhere, _), (.companyOr, .companyOnly): false
        }
    }
}

extension RoleCatalog {
    /// One circle for each group of roles that include one another, in the catalog's order.
    private func inclusionCycles() -> [RoleCatalogProblem] {
        self.inclusions.circles.sorted { $0[0] < $1[0] }.compactMap { circle in
            self.circle(from: self.inclusions.ids[circle[0]]) { self.rolesByID[$0]?.includes ?? [] }
        }
        .map(RoleCatalogProblem.inclusionCycle)
    }

    /// The shortest circle from a role back to itself, or nil when there is none.
    func circle(from start: RoleID, _ next: (RoleID) -> Set<RoleID>) -> [RoleID]? {
        var cameFrom: [RoleID: RoleID] = [:]
        var waiting = [start]
        var position = 0
        while position < waiting.count {
            let role = waiting[position]
            position += 1
            for next in next(role).sorted() {
                if next == start { return Self.path(to: role, cameFrom) + [start] }
                guard cameFrom[next] == nil else { continue }
                cameFrom[next] = role
                waiting.append(next)
            }
        }
        return nil
    }

    private static func path(to end: RoleID, _ cameFrom: [RoleID: RoleID]) -> [RoleID] {
        var path = [end]
        while let last = path.last, let former = cameFrom[last] { path.append(former) }
        return path.reversed()
    }
}

extension String {
    /// Whether the text can be a stable name in a catalog: of a role, a category, a program, a condition or a separation set.
    var isWellFormedName: Bool {
        !self.isEmpty && self.utf8.count <= 128
            && (self.utf8.allSatisfy { (0x21...0x7E).contains($0) }
                || self.unicodeScalars.contains(where: \.isVisible)
                    && self.unicodeScalars.allSatisfy { !$0.isUnsafeInText && !$0.properties.isWhitespace })
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
