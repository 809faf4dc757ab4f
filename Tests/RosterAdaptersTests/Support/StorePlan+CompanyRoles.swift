import RosterDomain

extension StorePlan {
    static func companyRoleID(_ number: Int) -> CompanyRoleID {
        CompanyRoleID(high: UInt64(number), low: UInt64(number) &* 0x9E37_79B9_7F4A_7C15)
    }

    /// The name under which a role is found that was defined in a step, or changed in it.
    static func companyRoleName(_ number: Int) throws -> RecordName {
        RecordName(companyRoleTitled: try FullName("R\(number)"))
    }

    /// A role is defined, which includes the one before; is changed, title and all; is retired; and is reinstated or, every other one,
    /// deleted.
    static func companyRoleChange(_ number: Int) throws -> Change {
        let id = self.companyRoleID(number - (number + 3) % 4)
        switch number % 4 {
        case 1:
            return .companyRoleDefined(
                role: CompanyRole(
                    id: id, try self.definition(number), definedBy: .system, definedAt: self.moment(number)))
        case 2:
            return .companyRoleChanged(
                role: id, change: .changed(from: try self.definition(number - 1), to: try self.definition(number)))
        case 3: return .companyRoleChanged(role: id, change: .retired)
        default: return .companyRoleChanged(role: id, change: number % 8 == 0 ? .deleted : .reinstated)
        }
    }

    private static func definition(_ number: Int) throws -> CompanyRoleDefinition {
        let isChanged = number % 4 == 2
        let before = number > 4 ? [RoleID(self.companyRoleID(number - 4 - (isChanged ? 1 : 0)))] : []
        return try CompanyRoleDefinition(
            title: FullName("R\(number)"), grants: isChanged ? [Grant(Permission("a/b"))] : [],
            includes: Set(before + (isChanged ? [] : [RoleID("reader")])), scoping: .companyOnly)
    }
}
