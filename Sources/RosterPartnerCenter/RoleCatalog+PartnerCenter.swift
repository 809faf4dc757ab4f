public import RosterDomain

/// The built-in catalog.
extension RoleCatalog {
    /// The roles, permissions and rules of Partner Center and of the directory beneath it.
    ///
    /// Access is additive: where the pages say that a role may *not* do something, the catalog does not grant it.
    public static let partnerCenter: RoleCatalog = {
        do {
            return try RoleCatalog(
                roles: PartnerCenter.roles,
                permissions: PartnerCenter.permissions,
                assignmentAuthorities: PartnerCenter.assignmentAuthorities,
                accountAuthorities: PartnerCenter.accountAuthorities,
                scopeKinds: PartnerCenter.scopeKinds,
                provisioning: ProvisioningPermissions(
                    createUsers: .createUsers, viewUsers: .viewUsers, editUsers: .manageUsers,
                    renameCompany: .updateLegalBusinessProfile, changePrograms: .enrollCompany,
                    defineRoles: .manageRoleDefinitions),
                indispensableRole: .globalAdmin,
                enrollmentRoles: [.globalAdmin, .owner]
            )
        } catch {
            preconditionFailure("invariant: the built-in catalog is valid: \(error)")
        }
    }()
}
