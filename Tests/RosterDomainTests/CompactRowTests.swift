import RosterDomain
import RosterDomainTestSupport
import Testing

@Suite("Rows of catalogs with many permissions")
struct CompactRowTests {
    /// Permissions of catalogs: both sides of the number at which rows may become compact, and far beyond.
    static let sizes = [2_047, 2_048, 2_049, 3_000, 20_000]

    @Test(
        "Every permission is answered as its roles grant it, whether they grant none, a few or all",
        arguments: Self.sizes)
    func everyPermission(_ size: Int) throws {
        let world = try LargeCatalog(permissionCount: size)
        let table = AccessTable(catalog: world.catalog)
        let handles = try world.permissions.map { try table.handle(for: $0) }
        for (position, role) in world.grantsByRole.keys.sorted().enumerated() {
            let user = DomainSample.id(position + 1)
            try table.assign(role, to: user)
            let subject = try #require(table.handle(for: user))
            let granted = world.grantsByRole[role] ?? []
            let expected = handles.indices.map(granted.contains)
            #expect(handles.map { table.permits(subject, $0) } == expected, "\(role)")
            #expect(TableSample.answers(of: table, handles.map { _ in user }, handles) == expected, "\(role)")
            try world.compareWithReference(table, user, every: size / 40)
        }
    }

    @Test("Random numbers of permissions, spread at random, are answered one by one", arguments: Array(UInt64(1)...12))
    func randomRows(_ seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        var world = try LargeCatalog(permissionCount: 3_000)
        let count = [1, 3, 5, 17, 60, 63, 64, 65, 90, 100, 200, 900][Int(seed) - 1]
        let granted = Set((0..<count).map { _ in Int.random(in: 0..<3_000, using: &generator) })
        try world.add(RoleID("random"), granting: granted)
        let table = AccessTable(catalog: world.catalog)
        let user = DomainSample.id(1)
        try table.assign(RoleID("random"), to: user)
        let answers = try world.permissions.map { table.permits(user, try table.handle(for: $0)) }
        #expect(answers == answers.indices.map(granted.contains))
    }

    @Test("Several roles grant what each grants, and what holds somewhere only stays there")
    func severalRoles() throws {
        let world = try LargeCatalog(permissionCount: 3_000)
        let table = AccessTable(catalog: world.catalog)
        let (user, here) = (DomainSample.id(1), try Scope("/locations/1"))
        for name in ["grants1", "grants2", "grants30"] { try table.assign(RoleID(name), to: user) }
        try table.assign(RoleID("grantsAll"), to: user, at: here)
        let everywhere = ["grants1", "grants2", "grants30"].reduce(into: Set<Int>()) { union, name in
            union.formUnion(world.grantsByRole[RoleID(name)] ?? [])
        }
        let handles = try world.permissions.map { try table.handle(for: $0) }
        #expect(handles.map { table.permits(user, $0) } == handles.indices.map(everywhere.contains))
        #expect(handles.allSatisfy { table.permits(user, $0, at: here) })
        try world.compareWithReference(table, user, every: 75)
        table.remove(RoleID("grants30"), from: user)
        try world.compareWithReference(table, user, every: 75)
    }

    @Test("A compact row and a dense one take each other's place, and a resolved user follows")
    func replacedRows() throws {
        let world = try LargeCatalog(permissionCount: 3_000)
        let table = AccessTable(catalog: world.catalog)
        let user = DomainSample.id(1)
        try table.assign(RoleID("grants1"), to: user)
        let (subject, last) = (try #require(table.handle(for: user)), try table.handle(for: world.permissions[2_999]))
        let first = try table.handle(for: world.permissions[0])
        #expect(table.permits(subject, first) && !table.permits(subject, last))
        for _ in 0..<200 {
            try table.assign(RoleID("grantsAll"), to: user)
            #expect(table.permits(subject, last) && table.permits(user, last))
            table.remove(RoleID("grantsAll"), from: user)
            #expect(!table.permits(subject, last) && !table.permits(user, last) && table.permits(subject, first))
        }
    }

    @Test("A catalog that grows beyond what is dense, and shrinks again, keeps every answer")
    func replacedCatalogs() throws {
        let (small, large) = (try LargeCatalog(permissionCount: 60), try LargeCatalog(permissionCount: 3_000))
        let table = AccessTable(catalog: small.catalog)
        let user = DomainSample.id(1)
        try table.assign(RoleID("grants30"), to: user)
        let handles = try small.permissions.map { try table.handle(for: $0) }
        for world in [small, large, small] {
            table.replaceCatalog(with: world.catalog)
            let granted = world.grantsByRole[RoleID("grants30")] ?? []
            #expect(handles.map { table.permits(user, $0) } == handles.indices.map(granted.contains))
        }
    }
}

/// A catalog with many permissions, and roles that grant none, a few, or all of them.
private struct LargeCatalog {
    let permissions: [Permission]
    private(set) var grantsByRole: [RoleID: Set<Int>] = [:]
    private(set) var catalog: RoleCatalog
    private var sketch = CatalogSketch()

    init(permissionCount: Int) throws {
        // Two permissions are in the sketch already.
        let names = (0..<permissionCount - 2).map { "app/things/act\($0)" }
        for name in names { self.sketch.add(name) }
        self.permissions =
            self.sketch.permissions.map(\.id).suffix(permissionCount - 2) + [.createHostUsers, .viewHostUsers]
        let step = permissionCount / 30
        self.grantsByRole = [
            RoleID("grants0"): [], RoleID("grants1"): [0], RoleID("grants2"): [1, permissionCount - 1],
            RoleID("grants30"): Set((0..<30).map { $0 * step }), RoleID("grantsAll"): Set(0..<permissionCount),
            RoleID("grantsRun"): Set(20..<50),
        ]
        for (role, granted) in self.grantsByRole { self.sketch.add(Self.role(role, granted, self.permissions)) }
        self.catalog = try self.sketch.catalog()
    }

    mutating func add(_ role: RoleID, granting granted: Set<Int>) throws {
        self.grantsByRole[role] = granted
        self.sketch.add(Self.role(role, granted, self.permissions))
        self.catalog = try self.sketch.catalog()
    }

    private static func role(_ id: RoleID, _ granted: Set<Int>, _ permissions: [Permission]) -> Role {
        Role(id.rawValue, grants: granted.sorted().map { Grant(permissions[$0]) })
    }

    /// Asks for some of the permissions, company-wide and at a place.
    func compareWithReference(_ table: AccessTable, _ user: UserID, every step: Int) throws {
        let (reference, standing) = (ReferenceEvaluator(catalog: self.catalog), table.standing(of: user))
        for position in stride(from: 0, to: self.permissions.count, by: step) {
            for scope in [Scope.company, try Scope("/locations/1"), try Scope("/locations/11")] {
                let permission = self.permissions[position]
                let expected = reference.permits(standing, permission, at: scope)
                #expect(table.permits(user, permission, at: scope) == expected, "\(permission) at \(scope)")
            }
        }
    }
}
