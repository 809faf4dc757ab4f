extension RoleCatalog {
    /// Roles that are named somewhere and not defined.
    func unknownRoles() -> [RoleCatalogProblem] {
        var problems: [RoleCatalogProblem] = []
        func note(_ named: some Collection<RoleID>, _ place: @autoclosure () -> String) {
            // Nearly always every name is known, and then nothing is sorted and no words are made.
            guard !named.allSatisfy({ self.rolesByID[$0] != nil }) else { return }
            for role in Set(named).sorted() where self.rolesByID[role] == nil {
                problems.append(.unknownRole(role, namedBy: place()))
            }
        }
        for role in self.roles {
            note(role.includes.union(role.accompaniedBy).union(role.requires), "the role `\(role.id)`")
        }
        for permission in self.permissions {
            if let rule = permission.rule { note(rule.roles, "the rule of `\(permission.id)`") }
        }
        for authority in self.assignmentAuthorities {
            let named = authority.over.namedRoles.union([authority.holder])
            note(named, "the right of `\(authority.holder)` to assign roles")
        }
        for authority in self.accountAuthorities {
            let named = authority.over.namedRoles.union([authority.holder])
            note(named, "the right of `\(authority.holder)` over accounts")
        }
        note(self.enrollmentRoles, "enrollment")
        for set in self.separationSets + self.dynamicSeparationSets {
            note(set.roles, "the separation set `\(set.name.forDisplay)`")
        }
        return problems
    }

    /// Permissions that are named somewhere and not defined.
    func unknownPermissions() -> [RoleCatalogProblem] {
        var problems: [RoleCatalogProblem] = []
        for role in self.roles {
            for grant in role.grants where self.permissionNumbers[grant.permission] == nil {
                problems.append(.unknownPermission(grant.permission, namedBy: "the role `\(role.id)`"))
            }
        }
        guard let provisioning else { return problems }
        let others = [(provisioning.editUsers, "editing users"), (provisioning.manageGroups, "managing groups")]
        let company = [
            provisioning.renameCompany.map { ($0, "renaming the company") },
            provisioning.changePrograms.map { ($0, "changing programs") },
            provisioning.defineRoles.map { ($0, "defining roles") },
        ]
        for (permission, place) in [
            (provisioning.createUsers, "adding users"), (provisioning.viewUsers, "listing users"),
        ] + others.filter({ $0.0 != provisioning.createUsers }) + company.compactMap(\.self)
        where self.permissionNumbers[permission] == nil {
            problems.append(.unknownPermission(permission, namedBy: place))
        }
        return problems
    }
}
