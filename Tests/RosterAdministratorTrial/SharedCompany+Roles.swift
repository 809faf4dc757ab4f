import RosterDomain
import RosterPartnerCenter
import RosterUseCases

// Two roles of the company: the desk, which a team holds and which is open to guests until it is widened, and a spare one, which is not
// held; and a guest, to whom both are given.
extension SharedCompany {
    static let (desk, spare, extra) = (title("Desk"), title("Spare"), title("Extra"))
    static let teamName = title("Team")
    static let guestName = userName("guest")

    private static func title(_ text: String) -> FullName {
        guard let title = try? FullName(text) else { preconditionFailure("it is a name") }
        return title
    }

    /// A definition open to guests, or one that contains what guests may not have.
    static func definition(_ title: FullName, isWide: Bool = false) -> CompanyRoleDefinition {
        let roles: Set<RoleID> = isWide ? [.referralsAdmin, .reportViewer] : [.referralsAdmin]
        guard
            let definition = try? CompanyRoleDefinition(
                title: title, includes: roles, scoping: .companyOnly, isOpenToGuests: !isWide)
        else { preconditionFailure("it is a definition") }
        return definition
    }

    /// Defines the roles, the team that holds one of them, and the guest.
    func defineRoles(by principal: UserID, _ tenant: Tenant) async throws {
        let desk = try await tenant.defineRole(Self.definition(Self.desk), by: principal)
        try await tenant.defineRole(Self.definition(Self.spare), by: principal)
        let team = try await tenant.addGroup(GroupProfile(name: Self.teamName), by: principal).id
        try await tenant.assignRoles([desk.role], toGroup: team, by: principal)
        _ = try await tenant.inviteUsers([EmailAddress(Self.guestName.rawValue)], roles: [], by: principal)
    }

    /// Makes the roles what they were, and takes them from the guest.
    func restoreRoles(by principal: UserID, _ tenant: Tenant) async throws {
        guard let guest = try await tenant.user(named: Self.guestName),
            let team = try await tenant.group(named: Self.teamName)
        else { preconditionFailure("the trial never removes them") }
        for held in guest.assignments {
            try await tenant.removeRoles([held.role], from: guest.id, at: held.scope, by: principal)
        }
        if !guest.groups.isEmpty { _ = try await tenant.removeMembers([guest.id], from: team.id, by: principal) }
        if let extra = try await tenant.companyRole(titled: Self.extra) {
            try await tenant.deleteRole(extra.id, by: principal)
        }
        if let spare = try await tenant.companyRole(titled: Self.spare) {
            let isHeld = team.roles.contains { $0.role == spare.role }
            if isHeld { try await tenant.removeRoles([spare.role], fromGroup: team.id, by: principal) }
        } else {
            try await tenant.defineRole(Self.definition(Self.spare), by: principal)
        }
        guard let desk = try await tenant.companyRole(titled: Self.desk),
            desk.definition != Self.definition(Self.desk)
        else { return }
        try await tenant.changeRole(desk.id, to: Self.definition(Self.desk), by: principal)
    }
}
