import RosterDomain

// Why a role of the company was refused.

extension Words {
    /// A reason that is about roles of the company; nil for any other.
    func sentenceOfDefinitions(_ reason: RefusalReason) -> String? {
        switch reason {
        case .unknownCompanyRole: self(.refusalUnknownCompanyRole)
        case .roleDefinitionUnsound(let problems): problems.prefix(8).map(self.sentence).joined(separator: " ")
        case .roleTitleTaken(let title): self(.refusalRoleTitleTaken, title)
        case .roleRetired(let role): self(.refusalRoleRetired, self.title(role))
        case .companyRoleLimit(let limit): self(.refusalCompanyRoleLimit, "\(limit)")
        case .roleIncludedElsewhere(let role, let others):
            self(.refusalRoleIncluded, self.title(role), self.titles(others))
        case .mayNotGrant(let permission, let whoMay):
            self(.refusalMayNotGrant, self.title(permission)) + " " + self.holders(whoMay)
        case .companyRolesFixed: self(.refusalCompanyRolesFixed)
        case .companyRoleStillHeld(let role, let holders, let groups):
            self(.refusalCompanyRoleHeld, self.title(role), "\(holders)", "\(groups)")
        default: nil
        }
    }

    /// What is wrong with the definition of a role, as a sentence.
    private func sentence(_ problem: CompanyRoleProblem) -> String {
        switch problem {
        case .unknownPermission(let permission, _): self(.roleProblemPermission, permission.rawValue)
        case .reservedPermission(let permission): self(.roleProblemReserved, self.title(permission))
        case .grantTooBroad(let permission): self(.roleProblemTooBroad, self.title(permission))
        case .grantBound(let permission): self(.roleProblemBound, self.title(permission))
        case .grantTooWide(let permission): self(.roleProblemTooWide, self.title(permission))
        case .unknownCondition(let condition): self(.roleProblemCondition, self.title(condition))
        case .unknownRole(let role): self(.roleProblemRole, role.rawValue)
        case .reservedRole(let role): self(.roleProblemReservedRole, self.title(role))
        case .widerThanIncluded(let role): self(.roleProblemWider, self.title(role))
        case .inclusionCycle(let roles): self(.roleProblemCycle, self.titles(roles))
        case .breachesSeparation(let set): self(.roleProblemSeparation, set)
        case .noCommonProgram: self(.roleProblemPrograms)
        case .unknownScopeKind(let kind): self(.roleProblemScope, kind)
        case .titleOfCatalog(let role): self(.refusalRoleTitleTaken, self.title(role))
        }
    }
}
