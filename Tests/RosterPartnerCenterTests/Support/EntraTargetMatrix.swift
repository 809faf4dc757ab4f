import RosterPartnerCenter
import RosterDomain
import Testing

/// The directory's two tables of who may act on whose account: 18 kinds of target, six roles of actors, twice.
enum EntraTargetMatrix {
    /// The roles that the tables have a column for.
    static let actors: [RoleID] = [
        .passwordAdmin, .helpdeskAdmin, .authenticationAdmin, .userAdmin, .privilegedAuthenticationAdmin, .globalAdmin,
    ]

    /// Kinds of targets that Roster does not model yet, and why.
    static let targetsNotModeled = [
        "no_admin_role_but_member_or_owner_of_role_assignable_group": "Roster has no groups that hold roles",
        "role_scoped_to_restricted_management_AU": "Roster has no restricted administrative units",
    ]

    /// Reads both tables, a row for each kind of target and each action that its table covers.
    static func load() throws -> [Row] {
        try Fixture.rows(of: "entra_target_matrix").flatMap { fields in
            guard let table = fields["matrix"], let target = fields["target_role"], let actions = Self.actions[table]
            else { throw FixtureError.unexplained(row: fields) }
            let allowed = try Self.actors.filter { try Self.cell($0, in: fields) }
            return actions.map { Row(action: $0, target: target, actors: Set(allowed)) }
        }
    }

    /// Reads the rows whose kind of target Roster models.
    static func loadModeled() throws -> [Row] { try Self.load().filter { $0.heldRoles != nil } }

    /// What one table says of one kind of target.
    struct Row: Sendable {
        /// What is done.
        let action: AccountAction
        /// The kind of target, as the table names it.
        let target: String
        /// The roles whose holders may do it.
        let actors: Set<RoleID>

        /// The roles that such a target holds, or nil when Roster does not model it.
        ///
        /// Billing admin stands for "any other role": the directory has it built in, and no row of its own for it.
        var heldRoles: Set<RoleID>? {
            switch self.target {
            case "no_admin_role": []
            case "any_other_builtin_or_custom_role": [.billingAdmin]
            case let other: EntraTargetMatrix.targetsNotModeled[other] == nil ? [RoleID(other)] : nil
            }
        }
    }

    private static let actions: [String: [AccountAction]] = [
        "reset_password_and_invalidate_tokens": [.resetPassword],
        "sensitive_action": [.block, .delete],
    ]

    private static func cell(_ principal: RoleID, in fields: [String: String]) throws -> Bool {
        switch fields[principal.rawValue] {
        case "0": false
        case "1": true
        default: throw FixtureError.unexplained(row: fields)
        }
    }
}

extension EntraTargetMatrix.Row: CustomTestStringConvertible {
    var testDescription: String { "\(self.action) of \(self.target)" }
}
