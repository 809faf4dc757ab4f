import RosterDomain
import RosterPartnerCenter

/// A catalog of a finance department beside the built-in roles: who asks for payments, who approves them, who books them, and who heads
/// them all but the approvers.
enum Finance {
    static let (requester, approver, bookkeeper) = (RoleID("requester"), RoleID("approver"), RoleID("bookkeeper"))
    /// Includes the requester and the bookkeeper.
    static let head = RoleID("finance_head")
    static let (request, approve, book) = (
        Permission("finance/payment/request"), Permission("finance/payment/approve"), Permission("finance/payment/book")
    )
    /// Takes the approver and the bookkeeper together.
    static let close = Permission("finance/year/close")
    /// No session may ask for payments and approve them.
    static let fourEyes = SeparationSet("four_eyes", roles: [requester, approver])

    static func catalog(
        separating sets: [SeparationSet] = [], more: [Role] = []
    ) throws(RoleCatalogError) -> RoleCatalog {
        let base = RoleCatalog.partnerCenter
        let plane = RoleCategory("finance", title: "Finance")
        func role(_ id: RoleID, _ grant: Permission, includes: Set<RoleID> = []) -> Role {
            Role(id, title: id.rawValue, category: plane, grants: [Grant(grant)], includes: includes)
        }
        let roles = [
            role(self.requester, self.request), role(self.approver, self.approve),
            role(self.bookkeeper, self.book),
            Role(
                self.head, title: "Head of finance", category: plane, grants: [Grant(self.close)],
                includes: [self.requester, self.bookkeeper]),
        ]
        let permissions = [self.request, self.approve, self.book].map { PermissionDefinition($0, title: $0.rawValue) }
        let rule = PermissionRule.allOf([.role(self.approver), .role(self.bookkeeper)])
        return try RoleCatalog(
            roles: base.roles + roles + more,
            permissions: base.permissions + permissions
                + [PermissionDefinition(self.close, title: "Close the year", rule: rule)],
            assignmentAuthorities: base.assignmentAuthorities
                + [AssignmentAuthority(.globalAdmin, mayAssign: .roles(Set((roles + more).map(\.id))))],
            accountAuthorities: base.accountAuthorities, scopeKinds: base.scopeKinds, provisioning: base.provisioning,
            indispensableRole: base.indispensableRole, enrollmentRoles: base.enrollmentRoles,
            dynamicSeparationSets: sets)
    }
}
