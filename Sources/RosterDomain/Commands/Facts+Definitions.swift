// On which definitions of roles a decision rests.

extension Facts {
    /// The versions of the roles of the company that users and groups of these facts hold, or that changes give, and of those that these
    /// include: a decision holds as long as they mean the same.
    package func definitionsReliedOn(by changes: [Change]) -> [RecordID: Int?] {
        guard !self.catalog.companyRoles.isEmpty else { return [:] }
        var roles = Set(self.everyRecord.flatMap(\.heldAssignments).map(\.role))
        for group in self.groups.values { roles.formUnion(group.roles.map(\.role)) }
        for change in changes {
            switch change {
            case .roleAssigned(let assignment): roles.insert(assignment.role)
            case .groupChanged(_, .roleAssigned(let role)): roles.insert(role.role)
            case .rolesRequested(let request): roles.formUnion(request.roles)
            case .companyRoleDefined(let role): roles.formUnion(role.definition.includes)
            case .companyRoleChanged(_, .changed(_, let definition)): roles.formUnion(definition.includes)
            default: break
            }
        }
        var versions: [RecordID: Int?] = [:]
        for role in roles where role.companyRole != nil {
            for id in self.catalog.rolesIncluded(in: role).compactMap(\.companyRole) {
                versions[.companyRole(id)] = self.catalog.version(of: id)
            }
        }
        return versions
    }

    private var everyRecord: [UserRecord] {
        Array(self.users.values) + self.holders.values + self.backers.values + self.members
            + [self.principalRecord].compactMap(\.self)
    }
}
