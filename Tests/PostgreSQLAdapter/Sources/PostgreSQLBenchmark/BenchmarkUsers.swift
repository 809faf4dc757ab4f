import RosterDomain
import RosterPartnerCenter

/// What commits and imports write: a user with two roles.
enum BenchmarkUsers {
    static let now = Timestamp(millisecondsSinceEpoch: 1_795_348_800_000)

    /// A user whom no one has seen before.
    static func changes() throws -> [Change] {
        let id = UserID(bits: .random(in: 0 ... .max))
        return try self.changes(id, named: "Grace Hopper", roles: [.adminAgent, .billingAdmin])
    }

    /// The user of a number in an import, in the order of identifiers.
    static func changes(number: Int) throws -> [Change] {
        let rare = number.isMultiple(of: 1_000) ? RoleID.reportViewer : .billingAdmin
        let name = number.isMultiple(of: 90_909) ? "Radia Quixote" : "Grace Hopper"
        return try self.changes(UserID(bits: UInt128(number) << 64), named: name, roles: [.adminAgent, rare])
    }

    private static func changes(_ id: UserID, named name: String, roles: [RoleID]) throws -> [Change] {
        let user = User(
            id: id, fullName: try FullName(name), email: try EmailAddress("user.\(id)@contoso.example"),
            status: .active, addedAt: self.now)
        let assigned = roles.map { role in
            Change.roleAssigned(
                assignment: RoleAssignment(
                    of: role, to: id, at: .company, during: .always, grantedBy: .system, grantedAt: self.now))
        }
        return [.userAdded(user: user)] + assigned
    }
}
