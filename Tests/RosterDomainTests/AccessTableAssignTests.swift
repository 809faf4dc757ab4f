import RosterDomain
import RosterDomainTestSupport
import Testing

@Suite("Giving a role in a table of its own")
struct AccessTableAssignTests {
    private static let guestRole = RoleID("visitor")
    private static let localRole = RoleID("porter")
    private static let companyRole = RoleID("chairman")
    private static let implicitRole = RoleID("greeter")
    private static let look = Permission("app/things/look")

    /// A catalog for checks only: it says nothing of who administers a company.
    private static func catalog() throws -> RoleCatalog {
        let house = RoleCategory("house", title: "House")
        func role(
            _ id: RoleID, scoping: RoleScoping = .anywhere, isOpenToGuests: Bool = false,
            heldImplicitlyBy holders: ImplicitHolders = .noUsers
        ) -> Role {
            Role(
                id, title: id.rawValue, category: house, grants: [Grant(self.look, given: [Condition("open")])],
                scoping: scoping, isOpenToGuests: isOpenToGuests, heldImplicitlyBy: holders)
        }
        return try RoleCatalog(
            roles: [
                role(self.guestRole, isOpenToGuests: true), role(self.companyRole, scoping: .companyOnly),
                role(self.localRole, scoping: .companyOr(kinds: ["locations"])),
                role(self.implicitRole, heldImplicitlyBy: .members),
            ],
            permissions: [PermissionDefinition(self.look, title: "Look")], scopeKinds: ["locations", "floors"])
    }

    private let user = DomainSample.id(1)

    @Test("is refused for what no user could hold, and changes nothing")
    func refusals() throws {
        let table = AccessTable(catalog: try Self.catalog())
        let (place, floor, lost) = (try Scope("/locations/42"), try Scope("/floors/1"), try Scope("/loactions/42"))
        #expect(throws: RoleAssignmentError.heldImplicitly(role: Self.implicitRole)) {
            try table.assign(Self.implicitRole, to: self.user)
        }
        #expect(throws: RoleAssignmentError.roleNotForScope(role: Self.companyRole, scope: place)) {
            try table.assign(Self.companyRole, to: self.user, at: place)
        }
        #expect(throws: RoleAssignmentError.roleNotForScope(role: Self.localRole, scope: floor)) {
            try table.assign(Self.localRole, to: self.user, at: floor)
        }
        #expect(throws: RoleAssignmentError.roleNotForGuests(role: Self.localRole)) {
            try table.assign(Self.localRole, to: self.user, as: .guest)
        }
        let error = #expect(throws: RoleAssignmentError.self) {
            try table.assign(Self.localRole, to: self.user, at: lost)
        }
        #expect(error?.description == "there is no kind of place `loactions`; did you mean `locations`?")
        #expect(table.userCount == 0)
        #expect(table.revision == .start)
    }

    @Test("makes guests, and no member with other roles a guest")
    func guests() throws {
        let table = AccessTable(catalog: try Self.catalog())
        try table.assign(Self.guestRole, to: self.user, as: .guest)
        #expect(table.standing(of: self.user)?.affiliation == .guest)
        #expect(throws: RoleAssignmentError.roleNotForGuests(role: Self.localRole)) {
            try table.assign(Self.localRole, to: self.user)
        }
        try table.assign(Self.localRole, to: self.user, as: .member)
        #expect(table.standing(of: self.user)?.affiliation == .member)
        #expect(throws: RoleAssignmentError.roleNotForGuests(role: Self.localRole)) {
            try table.assign(Self.guestRole, to: self.user, as: .guest)
        }
        #expect(table.standing(of: self.user)?.affiliation == .member)
    }

    @Test("is told apart from taking a role that is not held there")
    func removal() throws {
        let table = AccessTable(catalog: try Self.catalog())
        try table.assign(Self.guestRole, to: self.user)
        #expect(!table.remove(Self.guestRole, from: self.user, at: try Scope("/locations/42")))
        #expect(!table.remove(RoleID("visitro"), from: self.user))
        #expect(table.remove(Self.guestRole, from: self.user))
        #expect(!table.remove(Self.guestRole, from: self.user))
    }

    @Test("leaves no quiet answer to a question with a misspelled name, where names come in as text")
    func questions() throws {
        let table = AccessTable(catalog: try Self.catalog())
        try table.assign(Self.guestRole, to: self.user)
        let (place, lost) = (try Scope("locations", "42"), try Scope("loactions", "42"))
        let open: Set<Condition> = [Condition("open")]
        #expect(try table.permits(self.user, permissionNamed: "app/things/look", at: place, given: open))
        #expect(try table.decide(self.user, permissionNamed: "app/things/look", given: open).isAllowed)
        for body in [
            { _ = try table.permits(self.user, permissionNamed: "app/things/look", at: lost, given: open) },
            { _ = try table.permits(self.user, permissionNamed: "app/things/look", given: [Condition("opne")]) },
            { _ = try table.permits(self.user, permissionNamed: "app/things/loko", given: open) },
            { _ = try table.decide(self.user, permissionNamed: "app/things/look", at: lost) },
            { _ = try table.users(permitted: Self.look, at: lost) },
            { _ = try table.users(permitted: Self.look, given: [Condition("opne")]) },
            { _ = try table.holders(of: Self.guestRole, at: lost) },
            { _ = try table.catalog.scope(at: "/loactions/42") },
            { _ = try table.catalog.condition(named: "opne") },
        ] as [() throws -> Void] {
            #expect(throws: UnknownNameError.self) { try body() }
        }
    }

    @Test("says what a role would bring only where it can be held, and to whom")
    func differences() throws {
        let table = AccessTable(catalog: try Self.catalog())
        try table.assign(Self.guestRole, to: self.user, as: .guest)
        let lost = try Scope("loactions", "42")
        for (role, scope) in [
            (Self.companyRole, .company), (Self.guestRole, lost), (RoleID("visitro"), .company),
            (Self.implicitRole, .company),
        ] {
            var refusals: [RoleAssignmentError] = []
            do throws(RoleAssignmentError) {
                _ = try table.difference(assigning: role, to: self.user, at: scope)
            } catch { refusals.append(error) }
            do throws(RoleAssignmentError) { try table.assign(role, to: self.user, at: scope) } catch {
                refusals.append(error)
            }
            #expect(refusals.count == 2 && refusals.first == refusals.last, "\(role) \(scope)")
        }
    }

    @Test("lets questions state conditions without a scope, and be asked and explained by the user's name")
    func conveniences() throws {
        let table = AccessTable(catalog: try Self.catalog())
        let ada = table.identify("ada")
        try table.assign(Self.guestRole, to: ada)
        let (look, open) = (try table.handle(for: Self.look), table.stated([Condition("open")]))
        #expect(table.permits(ada, look, given: open))
        #expect(table.permits(named: "ada", look, given: open))
        let handle = try #require(table.handle(for: ada))
        #expect(table.permits(handle, look, given: open))
        #expect(
            table.decide(named: "ada", Self.look, given: [Condition("open")])
                == table.decide(
                    ada, Self.look, given: [Condition("open")]))
        #expect(table.decide(named: "adda", Self.look) == table.decide(DomainSample.id(9), Self.look))
    }
}

@Suite("A catalog for checks only")
struct ChecksOnlyCatalogTests {
    private let house = RoleCategory("house", title: "House")
    private let look = PermissionDefinition(Permission("app/things/look"), title: "Look")

    private func role(_ id: RoleID) -> Role {
        Role(id, title: "Role", category: self.house, grants: [Grant(self.look.id)])
    }

    @Test("needs no provisioning permissions, no indispensable role and no authorities")
    func sound() throws {
        let catalog = try RoleCatalog(roles: [self.role(.editor)], permissions: [self.look])
        #expect(catalog.isForChecksOnly)
        #expect(catalog.findings.isEmpty)
        #expect(!RoleCatalog.partnerCenterIsForChecksOnly)
    }

    @Test("has all or nothing of what a company needs")
    func allOrNothing() {
        let provisioning = ProvisioningPermissions(createUsers: self.look.id, viewUsers: self.look.id)
        let halves: [() throws -> RoleCatalog] = [
            { try RoleCatalog(roles: [self.role(.editor)], permissions: [self.look], provisioning: provisioning) },
            { try RoleCatalog(roles: [self.role(.editor)], permissions: [self.look], indispensableRole: .editor) },
            { try RoleCatalog(roles: [self.role(.editor)], permissions: [self.look], enrollmentRoles: [.editor]) },
        ]
        for half in halves {
            let error = #expect(throws: RoleCatalogError.self) { _ = try half() }
            #expect(error?.problems.contains(.incompleteForCompany) == true)
        }
    }

    @Test("says of a kind of place whether it can be one")
    func kinds() {
        let error = #expect(throws: RoleCatalogError.self) {
            try RoleCatalog(roles: [self.role(.editor)], permissions: [self.look], scopeKinds: ["a b", "fine"])
        }
        #expect(error?.problems == [.malformedScopeKind("a b")])
    }
}

extension RoleCatalog {
    /// Whether a catalog for a company says that it is none.
    fileprivate static var partnerCenterIsForChecksOnly: Bool { TableSample.catalog.isForChecksOnly }
}
