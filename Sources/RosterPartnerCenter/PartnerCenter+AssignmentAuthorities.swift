import RosterDomain

extension PartnerCenter {
    /// Who may assign which roles; implicit roles are never assigned.
    ///
    /// - Global admin assigns every role, and is the only one to assign Compliance admin. MPN Partner Admin views roles
    ///   and assigns none.
    /// - Privileged Role Administrator assigns the roles of the directory, including Global admin. User Administrator
    ///   assigns none: it has no action on role assignments.
    /// - Account admin assigns company roles.
    /// - The pages do not say what User management admin may assign. Our safe reading: roles that are not privileged,
    ///   of the planes for customers and for the company; never Global admin.
    /// - An Owner assigns Owner; a Manager assigns the roles that rank below.
    static let assignmentAuthorities = [
        AssignmentAuthority(.globalAdmin, mayAssign: .except(.everyRole, [.defaultUser, .directoryMember])),
        AssignmentAuthority(.privilegedRoleAdmin, mayAssign: .categories([.azureADTenant, .directory])),
        AssignmentAuthority(.accountAdmin, mayAssign: .except(.categories([.company]), [.complianceAdmin])),
        AssignmentAuthority(.userManagementAdmin, mayAssign: .unprivileged([.csp, .company])),
        AssignmentAuthority(.owner, mayAssign: .categories([.developerProgram])),
        AssignmentAuthority(.manager, mayAssign: .except(.categories([.developerProgram]), [.owner])),
    ]
}
