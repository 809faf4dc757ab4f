import RosterPartnerCenter
import RosterAdapters
import RosterDomain
import RosterDomainTestSupport
import Testing

@Suite("A role catalog that is written to a file")
struct CatalogFileRoundTripTests {
    private func checkRoundTrip(_ catalog: RoleCatalog) throws {
        let text = try catalog.json()
        let again = try RoleCatalog(json: text)
        #expect(CatalogFacts(again) == CatalogFacts(catalog))
        #expect(try again.json() == text)
        #expect(text.hasSuffix("}\n") && !text.utf8.contains(UInt8(ascii: "\t")))
    }

    @Test("is the same when it is read back: the built-in one")
    func partnerCenter() throws {
        try self.checkRoundTrip(.partnerCenter)
    }

    @Test("is the same when it is read back: random ones", arguments: UInt64(1)...20)
    func randomCatalogs(_ seed: UInt64) throws {
        try self.checkRoundTrip(try RandomWorld(seed: seed).catalog)
        try self.checkRoundTrip(try RandomCatalog.catalog(seed: seed))
    }

    @Test("escapes in its texts what JSON asks for, and nothing else; what moves a cursor no catalog holds")
    func escapes() throws {
        func sketch(_ title: String) -> HostCatalog {
            var sketch = HostCatalog()
            sketch.permissions.append(PermissionDefinition(Permission("host/titles/read"), title: title))
            return sketch
        }
        let catalog = try sketch("\"\\é/😀").catalog()
        let text = try catalog.json()
        #expect(text.contains(#""\"\\é/😀""#))
        try self.checkRoundTrip(catalog)
        for scalar in "\n\t\u{0}\u{1B}\u{7F}\u{85}\u{202E}\u{2028}\u{200F}\u{2066}".unicodeScalars {
            #expect(throws: RoleCatalogError.self) { try sketch("a\(scalar)b").catalog() }
        }
    }

    @Test("keeps two categories with one id apart, also those that only a choice of roles names")
    func categories() throws {
        let planes = ["P", "Q", "R"].map { RoleCategory("plane", title: $0) } + [RoleCategory("plane-2", title: "P")]
        var sketch = HostCatalog()
        for plane in planes.dropFirst() {
            sketch.roles.append(Role(RoleID("in_\(plane.title)_\(plane.id)"), title: "x", category: plane))
        }
        sketch.accountAuthorities = [
            AccountAuthority(.chief, may: [], holdersOf: .categories(Set(planes + [RoleCategory("z", title: "Z")])))
        ]
        try self.checkRoundTrip(try sketch.catalog())
    }

    @Test("has one line for one grant, so that giving one more changes one line beside the comma before it")
    func lines() throws {
        func lines(_ count: Int) throws -> [Substring] {
            var sketch = HostCatalog()
            sketch.roles.append(
                Role(
                    RoleID("writer"), title: "Writer", category: HostCatalog.plane,
                    grants: Array(repeating: Grant(.viewHostUsers), count: count)))
            return try sketch.catalog().json().split(separator: "\n")
        }
        #expect(try lines(3).count == lines(2).count + 1)
        #expect(try lines(1).max { $0.count < $1.count }.map { $0.count <= 120 } == true)
    }

    @Test("is written as deep as it can be read, and no deeper")
    func depth() throws {
        func catalog(_ depth: Int) throws -> RoleCatalog {
            let rule = (0..<depth).reduce(PermissionRule.role(.chief)) { inner, _ in .allOf([inner]) }
            var sketch = HostCatalog()
            sketch.permissions.append(
                PermissionDefinition(Permission("host/caves/enter"), title: "Enter caves", rule: rule))
            return try sketch.catalog()
        }
        // A permission's rule stands in three objects and lists, and each of its levels takes two more.
        try self.checkRoundTrip(try catalog(30))
        #expect(throws: CatalogWritingError.tooDeep(limit: RoleCatalog.jsonDepthLimit)) { try catalog(31).json() }
        #expect(CatalogWritingError.tooDeep(limit: 64).description.contains("64"))
        #expect(CatalogWritingError.tooLarge(byteLimit: 7).description.contains("7"))
    }
}

/// A small catalog of a host, to which parts can be added.
private struct HostCatalog {
    static let plane = RoleCategory("plane", title: "Plane")

    var roles = [Role(.chief, title: "Chief", category: plane, grants: [Grant(.createHostUsers)])]
    var permissions = [
        PermissionDefinition(.createHostUsers, title: "Create users"),
        PermissionDefinition(.viewHostUsers, title: "View users"),
    ]
    var accountAuthorities: [AccountAuthority] = []

    func catalog() throws -> RoleCatalog {
        try RoleCatalog(
            roles: self.roles, permissions: self.permissions,
            assignmentAuthorities: [AssignmentAuthority(.chief, mayAssign: .everyRole)],
            accountAuthorities: self.accountAuthorities,
            provisioning: ProvisioningPermissions(createUsers: .createHostUsers, viewUsers: .viewHostUsers),
            indispensableRole: .chief)
    }
}

extension RoleID {
    fileprivate static let chief = RoleID("chief")
}

extension Permission {
    fileprivate static let createHostUsers = Permission("host/users/create")
    fileprivate static let viewHostUsers = Permission("host/users/read")
}

/// Random catalogs that use every form of everything.
private enum RandomCatalog {
    static func catalog(seed: UInt64) throws -> RoleCatalog {
        var generator = SeededGenerator(seed: seed)
        let categories = (0..<3).map {
            RoleCategory("plane\($0)", title: "Plane \($0)", managesTenant: generator.chance(50))
        }
        let ids = (0..<8).map { RoleID("role\($0)") }
        let roles = ids.map { Self.role($0, generator.element(categories), ids, &generator) }
        let chief = Role(RoleID("chief"), title: "Chief", category: categories[0], grants: [Grant(.createHostUsers)])
        let held = roles.map { _ in Self.selection(ids, categories, &generator) }
        return try RoleCatalog(
            roles: [chief] + roles,
            permissions: [Permission.createHostUsers, .viewHostUsers].map {
                PermissionDefinition(
                    $0, title: "\($0)", workspace: generator.chance(50) ? "Users" : "",
                    rule: generator.chance(50) ? Self.rule(ids + [chief.id], &generator) : nil)
            },
            assignmentAuthorities: [AssignmentAuthority(chief.id, mayAssign: .everyRole)]
                + held.map { AssignmentAuthority(generator.element(ids), mayAssign: $0) },
            accountAuthorities: held.map {
                AccountAuthority(
                    generator.element(ids), may: Set(generator.subset(AccountAction.allCases)), holdersOf: $0)
            },
            scopeKinds: generator.chance(50) ? ["a", "b"] : nil,
            provisioning: ProvisioningPermissions(createUsers: .createHostUsers, viewUsers: .viewHostUsers),
            indispensableRole: chief.id,
            separationSets: [SeparationSet("apart", roles: Set(ids), limit: Int.random(in: 7...8, using: &generator))],
            dynamicSeparationSets: generator.chance(50)
                ? [] : [SeparationSet("in_a_session", roles: Set(ids.dropFirst()), limit: 7)])
    }

    private static func role(
        _ id: RoleID, _ category: RoleCategory, _ ids: [RoleID], _ generator: inout SeededGenerator
    ) -> Role {
        let conditions = [Condition("own"), Condition("team")]
        let grants = generator.subset([Permission.createHostUsers, .viewHostUsers], chance: 60).map {
            Grant($0, given: Set(generator.subset(conditions)))
        }
        let holders: [ImplicitHolders] = [.noUsers, .noUsers, .noUsers, .noUsers, .noUsers, .everyone, .members]
        return Role(
            id, title: "Role \(id)", category: category, grants: grants,
            accompaniedBy: Set(generator.subset(ids.filter { $0 != id }, chance: 20)),
            isPrivileged: generator.chance(30),
            scoping: generator.element([.anywhere, .companyOnly, .companyOr(kinds: []), .companyOr(kinds: ["b", "a"])]),
            isOpenToGuests: generator.chance(30), offeredTo: Set(generator.subset([Program("x"), Program("y")])),
            heldImplicitlyBy: id == ids[0] ? generator.element(holders) : .noUsers)
    }

    private static func rule(_ ids: [RoleID], _ generator: inout SeededGenerator, depth: Int = 0) -> PermissionRule {
        guard depth < 3, generator.chance(60) else { return .role(generator.element(ids)) }
        let parts = (0..<Int.random(in: 1...3, using: &generator)).map { _ in
            Self.rule(ids, &generator, depth: depth + 1)
        }
        return generator.chance(50) ? .anyOf(parts) : .allOf(parts)
    }

    private static func selection(
        _ ids: [RoleID], _ categories: [RoleCategory], _ generator: inout SeededGenerator, depth: Int = 0
    ) -> RoleSelection {
        switch Int.random(in: 0..<(depth < 3 ? 6 : 4), using: &generator) {
        case 0: .everyRole
        case 1: .roles(Set(generator.subset(ids)))
        case 2: .categories(Set(generator.subset(categories)))
        case 3: .unprivileged(Set(generator.subset(categories)))
        case 4:
            .union(
                (0..<Int.random(in: 0...3, using: &generator)).map { _ in
                    Self.selection(ids, categories, &generator, depth: depth + 1)
                })
        default:
            .except(Self.selection(ids, categories, &generator, depth: depth + 1), Set(generator.subset(ids)))
        }
    }
}
