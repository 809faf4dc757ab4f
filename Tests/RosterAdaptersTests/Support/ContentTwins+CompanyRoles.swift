import RosterAdapters
import RosterDomain
import Testing

// The roles of the company.
extension ContentTwins {
    private static let roleCount = 8
    private static let titles = (0..<6).map { "Desk \($0)" } + ["DESK 1", "D\u{435}sk 2"]

    private static func roleID(_ number: Int) -> CompanyRoleID {
        CompanyRoleID(high: UInt64(number) &* 0x9E37_79B9_7F4A_7C15, low: UInt64(number))
    }

    /// Something that happens to a role, or the first thing that does.
    mutating func roleChange(_ user: UserID) throws -> Change {
        let id = Self.roleID(self.dice.below(Self.roleCount))
        guard let role = self.state.companyRoles[id] else {
            return .companyRoleDefined(
                role: CompanyRole(
                    id: id, try self.definition(), definedBy: self.dice.principal(user), definedAt: self.dice.moment()))
        }
        let change: CompanyRoleChange =
            switch self.dice.below(8) {
            case 0: .deleted
            case 1, 2: .retired
            case 3, 4: .reinstated
            default: .changed(from: role.definition, to: try self.definition())
            }
        return .companyRoleChanged(role: id, change: change)
    }

    private mutating func definition() throws -> CompanyRoleDefinition {
        let permissions = ["a/b/c", "a/b/d", "é/ü/ß"].filter { _ in self.dice.chance(1, in: 2) }
        let grants = permissions.map {
            Grant(Permission($0), given: self.dice.chance(1, in: 3) ? [Condition("x"), Condition("y")] : [])
        }
        return try CompanyRoleDefinition(
            title: FullName(self.dice.one(of: Self.titles)),
            description: self.dice.one(of: ["", "those at\nthe desk"]),
            grants: Set(grants),
            includes: self.dice.chance(1, in: 3) ? [self.dice.role(), RoleID(Self.roleID(1))] : [],
            scoping: self.dice.one(of: [.anywhere, .companyOnly, .companyOr(kinds: ["locations", ""])]),
            isOpenToGuests: self.dice.chance(1, in: 2),
            assignableBy: self.dice.chance(1, in: 3) ? [self.dice.role()] : [])
    }

    /// Fails unless both know the same of roles.
    func compareRoles() throws {
        for number in 0..<Self.roleCount {
            let id = Self.roleID(number)
            #expect(try self.content.record(.companyRole(id)) == self.state.record(.companyRole(id)))
        }
        for title in Self.titles {
            let name = RecordName(companyRoleTitled: try FullName(title))
            #expect(try self.content.holder(of: name) == self.state.holder(of: name))
        }
    }
}
