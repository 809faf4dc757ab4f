import RosterDomain

/// The parts of ``RoleCatalog/partnerCenter``, each in a file of its own.
///
/// - Source: Partner Center's pages on roles and permissions (November 2022 to October 2023), and the list of built-in
///   roles of the directory beneath it.
/// - Names: permissions of the directory keep the directory's names. The pages of Partner Center do not name
///   permissions, so those follow one rule: `partner/<thing>/<action>`, and `program/<thing>/<action>` for the
///   developer programs.
enum PartnerCenter {
    /// Every permission, in the order of the workspaces.
    static let permissions: [PermissionDefinition] =
        accountPermissions + ownPagePermissions + customerPermissions + pricingPermissions + billingPermissions
        + supportPermissions + referralPermissions + membershipPermissions + incentivePermissions + insightPermissions
        + programPermissions + directoryPermissions

    /// Every role, in the order of the planes.
    static let roles: [Role] =
        tenantRoles + cspRoles + companyRoles + programRoles + directoryRoles + implicitRoles

    /// The company has a global partner number, and each of its locations has one of its own.
    static let scopeKinds: Set<String> = ["locations"]

    static func definitions(
        in workspace: String, _ titles: KeyValuePairs<Permission, String>
    ) -> [PermissionDefinition] {
        titles.map { PermissionDefinition($0.key, title: $0.value, workspace: workspace) }
    }
}

extension Grant {
    /// One grant for each permission, all under the same conditions.
    static func each(_ permissions: [Permission], given conditions: Set<Condition> = []) -> [Grant] {
        permissions.map { Grant($0, given: conditions) }
    }

    /// Creating support tickets, and viewing those that the holder created; nearly every role grants these.
    static let supportTickets = [
        Grant(.createSupportTickets), Grant(.viewOwnSupportTickets, given: [.ownRecord]),
    ]
}
