package import RosterDomain

extension DomainSample {
    /// A role of the company, as it is defined.
    package static let companyRole = CompanyRole(
        id: CompanyRoleID(bits: 0xC0), definition("Seattle desk", includes: [RoleID("a"), RoleID("b")]),
        definedBy: .user(id: id(1)), definedAt: moment)

    /// A definition that has everything that one can have.
    package static func definition(_ title: String, includes: Set<RoleID> = []) -> CompanyRoleDefinition {
        self.sound {
            try CompanyRoleDefinition(
                title: FullName(title), description: "West\nand south",
                grants: [
                    Grant(Permission("a/b/c")), Grant(Permission("a/b/d"), given: [Condition("x"), Condition("y")]),
                ],
                includes: includes, scoping: .companyOr(kinds: ["locations", "markets"]), isOpenToGuests: true,
                assignableBy: [RoleID("c")])
        }
    }

    /// Everything that can happen to a role of a company, once.
    package static let companyRoleChanges: [CompanyRoleChange] = {
        let changes: [CompanyRoleChange] = [
            .changed(from: companyRole.definition, to: definition("Harbor desk")), .retired, .reinstated, .deleted,
        ]
        for change in changes {
            switch change {
            case .changed, .retired, .reinstated, .deleted: break
            }
        }
        return changes
    }()

    /// Every problem that a role of a company can have, with a text from outside wherever one can be.
    package static func companyRoleProblems(naming text: String) -> [CompanyRoleProblem] {
        let (role, permission) = (RoleID(text), Permission(text))
        let problems: [CompanyRoleProblem] = [
            .unknownPermission(permission, nearest: nil), .unknownPermission(permission, nearest: permission),
            .reservedPermission(permission), .grantTooBroad(permission), .grantTooWide(permission),
            .unknownCondition(Condition(text)), .unknownRole(role), .reservedRole(role), .widerThanIncluded(role),
            .inclusionCycle([role, role]), .breachesSeparation(set: text), .noCommonProgram, .unknownScopeKind(text),
            .titleOfCatalog(role), .grantBound(permission),
        ]
        for problem in problems {
            switch problem {
            case .unknownPermission, .reservedPermission, .grantTooBroad, .grantTooWide, .unknownCondition,
                .unknownRole, .reservedRole, .widerThanIncluded, .inclusionCycle, .breachesSeparation, .noCommonProgram,
                .unknownScopeKind, .titleOfCatalog, .grantBound:
                break
            }
        }
        return problems
    }

    /// Every refusal that is about roles of the company.
    static func companyRoleReasons(naming text: String) -> [RefusalReason] {
        [
            .unknownCompanyRole(role: self.companyRole.id), .roleTitleTaken(title: text),
            .roleRetired(role: RoleID(text)), .companyRoleLimit(limit: 100),
            .roleIncludedElsewhere(role: RoleID(text), by: [RoleID("b"), RoleID(text)]),
            .mayNotGrant(permission: Permission(text), whoMay: [RoleID("b"), RoleID(text)]), .companyRolesFixed,
            .companyRoleStillHeld(role: RoleID(text), holders: 2, groups: 1),
            .roleDefinitionUnsound(problems: self.companyRoleProblems(naming: text)),
        ]
    }
}
