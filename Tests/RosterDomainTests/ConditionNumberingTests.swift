import RosterDomain
import RosterDomainTestSupport
import Testing

@Suite("Catalogs of one table that name more conditions between them than can be numbered at once")
struct ConditionNumberingTests {
    private static let open = Permission("app/doors/open")
    private static let lock = Permission("app/doors/lock")
    private static let porter = RoleID("porter")
    private let user = DomainSample.id(1)

    /// A catalog with 40 conditions, any one of which lets a porter open doors.
    private static func catalog(_ season: String) throws -> RoleCatalog {
        let grants = (0..<40).map { Grant(Self.open, given: [Condition("\(season)_\($0)")]) } + [Grant(Self.lock)]
        let role = Role(
            Self.porter, title: "Porter", category: RoleCategory("house", title: "House"), grants: grants)
        return try RoleCatalog(
            roles: [role], permissions: [Self.open, Self.lock].map { PermissionDefinition($0, title: "\($0)") },
            assignmentAuthorities: [AssignmentAuthority(Self.porter, mayAssign: .everyRole)], accountAuthorities: [],
            provisioning: ProvisioningPermissions(createUsers: Self.lock, viewUsers: Self.lock),
            indispensableRole: Self.porter)
    }

    @Test("keep the handles of permissions good, and take what was stated under the first for nothing")
    func manyConditions() throws {
        let table = AccessTable(catalog: try Self.catalog("summer"))
        try table.assign(Self.porter, to: self.user)
        let (open, lock) = (try table.handle(for: Self.open), try table.handle(for: Self.lock))
        let before = try #require(table.handle(for: self.user))
        let summer = table.stated([Condition("summer_0")])
        #expect(table.permits(self.user, open, at: .company, given: summer))

        table.replaceCatalog(with: try Self.catalog("winter"))
        let winter = table.stated([Condition("winter_0")])
        for subject in [before, try #require(table.handle(for: self.user))] {
            #expect(table.permits(subject, lock) && table.permits(self.user, lock))
            #expect(table.permits(subject, open, at: .company, given: winter))
            #expect(
                !table.permits(subject, open, at: .company, given: summer), "its number means another condition now")
        }
        #expect(table.permits(self.user, open, at: .company, given: winter))
        #expect(!table.permits(self.user, open, at: .company, given: summer))
        #expect(table.permits(self.user, Self.open, given: [Condition("winter_39")]))
    }
}
