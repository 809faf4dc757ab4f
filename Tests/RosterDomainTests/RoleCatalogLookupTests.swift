import RosterPartnerCenter
import RosterDomain
import Testing

@Suite("Looking names up in a catalog")
struct RoleCatalogLookupTests {
    let catalog = RoleCatalog.partnerCenter

    @Test("finds every role by its name", arguments: RoleCatalog.partnerCenter.roles.map(\.id))
    func roles(_ role: RoleID) throws {
        #expect(try self.catalog.role(named: role.rawValue) == role)
        #expect(self.catalog.role(role)?.id == role)
        #expect(self.catalog.rolesIncluded(in: role).contains(role))
    }

    @Test("finds every permission by its name", arguments: RoleCatalog.partnerCenter.permissions.map(\.id))
    func permissions(_ permission: Permission) throws {
        #expect(try self.catalog.permission(named: permission.rawValue) == permission)
        #expect(self.catalog.definition(of: permission)?.id == permission)
    }

    @Test("refuses an unknown role with the nearest known name", arguments: Unknown.roles)
    func unknownRoles(_ unknown: Unknown) throws {
        let error = #expect(throws: UnknownNameError.self) { try self.catalog.role(named: unknown.name) }
        #expect(error?.kind == .role && error?.name == unknown.name)
        #expect(error?.nearest == unknown.nearest)
        #expect(error?.description == unknown.message(of: "role"))
        #expect(self.catalog.role(RoleID(unknown.name)) == nil)
    }

    @Test("refuses an unknown permission with the nearest known name", arguments: Unknown.permissions)
    func unknownPermissions(_ unknown: Unknown) throws {
        let error = #expect(throws: UnknownNameError.self) { try self.catalog.permission(named: unknown.name) }
        #expect(error?.kind == .permission && error?.name == unknown.name)
        #expect(error?.nearest == unknown.nearest)
        #expect(error?.description == unknown.message(of: "permission"))
        #expect(self.catalog.definition(of: Permission(unknown.name)) == nil)
    }

    @Test("refuses a name that only Unicode takes for a known one")
    func canonicalEquivalence() throws {
        let key = RoleID("Key")
        let plane = RoleCategory("plane", title: "Plane")
        let (create, view) = (Permission("host/Users/create"), Permission("host/Keys/read"))
        let catalog = try RoleCatalog(
            roles: [Role(key, title: "Key", category: plane, grants: [Grant(create), Grant(view)])],
            permissions: [PermissionDefinition(create, title: "Create"), PermissionDefinition(view, title: "View")],
            assignmentAuthorities: [AssignmentAuthority(key, mayAssign: .everyRole)], accountAuthorities: [],
            provisioning: ProvisioningPermissions(createUsers: create, viewUsers: view), indispensableRole: key)
        #expect(try catalog.role(named: "Key") == key)
        #expect(throws: UnknownNameError.self) { try catalog.role(named: "\u{17F}ey") }
        #expect(throws: UnknownNameError.self) { try catalog.role(named: "\u{212A}ey") }
        #expect(try catalog.permission(named: "host/Keys/read") == view)
        #expect(throws: UnknownNameError.self) { try catalog.permission(named: "host/\u{212A}eys/read") }
    }

    @Test("says nothing of roles and permissions that it does not know")
    func unknown() {
        let (role, permission) = (RoleID("no_such_role"), Permission("no/such/permission"))
        #expect(self.catalog.role(role) == nil && self.catalog.definition(of: permission) == nil)
        #expect(self.catalog.rolesIncluded(in: role) == [])
        #expect(self.catalog.grants(of: role) == [])
        #expect(self.catalog.rolesGranting(permission) == [])
        #expect(self.catalog.rolesThatMayAssign(role) == [])
    }

    @Test("leaves a retired role within reach of users who reach every role", arguments: AccountAction.allCases)
    func retired(_ action: AccountAction) {
        let whoMay = self.catalog.rolesThatMay(action, toHolderOf: [RoleID("retired")])
        #expect(whoMay.contains(.globalAdmin))
        #expect(!whoMay.contains(.helpdeskAgent) && !whoMay.contains(.userManagementAdmin))
        #expect(Set(whoMay).isSubset(of: self.catalog.rolesThatMay(action, toHolderOf: [])))
    }

    @Test("knows the company and the kinds of places that it lists, at any depth", arguments: Place.each)
    func places(_ place: Place) throws {
        #expect(self.catalog.knows(try Scope(place.path)) == place.isKnown)
    }
}

extension RoleCatalogLookupTests {
    struct Unknown: Sendable, CustomTestStringConvertible {
        let name: String
        let shown: String
        let nearest: String?

        init(_ name: String, shown: String? = nil, nearest: String?) {
            self.name = name
            self.shown = shown ?? name
            self.nearest = nearest
        }

        var testDescription: String { "`\(self.shown)`" }

        func message(of kind: String) -> String {
            "there is no \(kind) `\(self.shown)`" + (self.nearest.map { "; did you mean `\($0)`?" } ?? "")
        }

        private static let hostile = [
            Unknown("", nearest: nil), Unknown(" ", nearest: nil),
            Unknown("\u{1B}[31m", shown: "\\u{1b}[31m", nearest: nil),
            Unknown("../../etc/passwd", nearest: nil),
            Unknown(
                String(repeating: "x", count: 100_000), shown: String(repeating: "x", count: 80) + "…", nearest: nil),
        ]

        static let roles =
            [
                Unknown("global_admn", nearest: "global_admin"), Unknown("Global_Admin", nearest: "global_admin"),
                Unknown("global_admin ", shown: "global_admin\\u{20}", nearest: "global_admin"),
                Unknown("gl\u{F6}bal_admin", nearest: "global_admin"),
                Unknown("sale\u{17F}_agent", shown: "sale\\u{17f}_agent", nearest: "sales_agent"),
                Unknown("helpdes\u{212A}_agent", shown: "helpdes\\u{212a}_agent", nearest: "helpdesk_agent"),
                Unknown("edi\u{200B}tor", shown: "edi\u{200B}tor", nearest: nil),
                Unknown("b\u{131}lling_admin", shown: "b\\u{131}lling_admin", nearest: "billing_admin"),
                Unknown("b\u{130}lling_admin", shown: "b\\u{130}lling_admin", nearest: "billing_admin"),
                Unknown("global_admin\0", shown: "global_admin\\u{0}", nearest: "global_admin"),
            ] + hostile

        static let permissions =
            [
                Unknown("partner/customers/manag", nearest: "partner/customers/manage"),
                Unknown("Partner/Customers/Manage", nearest: "partner/customers/manage"),
                Unknown("partner/customers/manage/", nearest: "partner/customers/manage"),
                Unknown(
                    "partner/cu\u{17F}tomers/manage", shown: "partner/cu\\u{17f}tomers/manage",
                    nearest: "partner/customers/manage"),
            ] + hostile
    }

    struct Place: Sendable, CustomTestStringConvertible {
        let path: String
        let isKnown: Bool

        var testDescription: String { self.path }

        static let each = [
            Place(path: "/", isKnown: true), Place(path: "/locations/42", isKnown: true),
            Place(path: "/locations/42/locations/7", isKnown: true), Place(path: "/Locations/42", isKnown: false),
            Place(path: "/location/42", isKnown: false), Place(path: "/locations/42/desks/7", isKnown: false),
            Place(path: "/desks/7/locations/42", isKnown: false),
        ]
    }
}
