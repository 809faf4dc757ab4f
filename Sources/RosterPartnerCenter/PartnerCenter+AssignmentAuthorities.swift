import RosterDomain

extension PartnerCenter {
    /// Who may assign which roles; an implicit one is not assigned.
    ///
    /// - Global admin assigns every role, and alone Compliance admin. MPN Partner Admin sees roles and assigns none.
    /// - Privileged Role Administrator assigns the roles that the directory has, Global admin among them. User
    ///   Administrator assigns none: it has no action on role assignments.
    /// - Account admin assigns company roles.
    /// - What User management admin may assign is nowhere stated. Ours, the safe reading: roles without privilege, of the
    ///   planes that serve customers and company; never Global admin.
    /// - An Owner makes others Owner, a Manager everything below.
    static let assignmentAuthorities = [
        AssignmentAuthority(.globalAdmin, mayAssign: .except(.everyRole, [.defaultUser, .directoryMember])),
        AssignmentAuthority(.privilegedRoleAdmin, mayAssign: .categories([.azureADTenant, .directory])),
        AssignmentAuthority(.accountAdmin, mayAssign: .except(.categories([.company]), [.complianceAdmin])),
        AssignmentAuthority(.userManagementAdmin, mayAssign: .unprivileged([.csp, .company])),
        AssignmentAuthority(.owner, mayAssign: .categories([.developerProgram])),
        AssignmentAuthority(.manager, mayAssign: .except(.categories([.developerProgram]), [.owner])),
    ]
}
