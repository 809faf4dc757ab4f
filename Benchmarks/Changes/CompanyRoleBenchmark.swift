import RosterDomain
import RosterPartnerCenter

/// What roles cost that companies define: a check by one, a definition that changes, memory beside the catalog that tables share.
enum CompanyRoleBenchmark: Benchmark {
    static let name = "company-roles"
    static let summary = "roles that companies define: checks, a definition that changes, memory"

    static func run(_ effort: Effort) throws -> [Figure] {
        let world = try World(
            userCount: effort.userCount, roleCount: 100, permissionCount: 256, setCount: min(effort.userCount, 5_000))
        return try self.checks(world, effort) + self.changes(world, effort) + self.memory()
    }

    /// The same questions about the same users, who hold one role more, of the company, or not; it changes no answer.
    private static func checks(_ world: World, _ effort: Effort) throws -> [Figure] {
        let questions = Questions(world, count: effort.questionCount, hotUserCount: world.users.count / 10)
        let (plain, own) = (world.table(), world.table())
        let holders = Set(questions.users).sorted()
        let changing = try ChangingRole(own, world, holders)
        try changing.define(isWide: false)
        let ids = questions.ids(world)
        let contestants = try [(plain, "without"), (own, "with a role of the company")].map { table, what in
            let (passes, handles) = (TablePasses(table: table), questions.handles(try world.handles(of: table)))
            return Contestant(name: "AccessTable.permits(id, permission), \(holders.count) users, \(what)") {
                ids.indices.map { table.permits(ids[$0], handles[$0]) }
            } allowedCount: {
                passes.count(ids, handles)
            }
        }
        let figures = try Race(expected: questions.expected, rounds: effort.rounds).run(contestants)
        return [figures[0], figures[1].beside(figures[0], as: "none").aiming(.ratioAtMost(1.1))]
    }

    /// One user of each set of roles holds the role, so that each set is another profile.
    private static func changes(_ world: World, _ effort: Effort) throws -> [Figure] {
        var sets: Set<Set<Int>> = []
        let holders = world.users.indices.filter { sets.insert(Set(world.roleSets[world.setOfUser[$0]])).inserted }
        let changing = try ChangingRole(world.table(), world, holders)
        var samples: (widened: [Double], narrowed: [Double]) = ([], [])
        for _ in 0..<effort.rounds {
            samples.widened.append(try changing.define(isWide: true))
            samples.narrowed.append(try changing.define(isWide: false))
        }
        let what = "\(holders.count) profiles, \(Double(world.users.count).short) users"
        return [("widened", samples.widened), ("narrowed", samples.narrowed)].map { how, samples in
            Figure("AccessTable.setCompanyRoles, a role \(how): \(what)", unit: "ms", samples).aiming(.atMost(50))
        }
    }

    /// What a table keeps of ten roles, beside the compiled catalog, which all tables share.
    private static func memory() throws -> [Figure] {
        guard Heap.byteCount > 0 else { return [] }
        let count = 1_000
        let tables = (0..<count + 100).map { _ in AccessTable(catalog: .partnerCenter) }
        // The last few merged catalogs are kept, whatever the number of tables: the first tables pay for them.
        for table in tables.prefix(100) { table.setCompanyRoles(try Self.tenRoles()) }
        let before = Heap.byteCount
        for table in tables.dropFirst(100) { table.setCompanyRoles(try Self.tenRoles()) }
        let perTable = Double(Heap.byteCount - before) / Double(count)
        let known = tables.count { $0.catalog.companyRoles.count == 10 }
        guard known == tables.count else { throw WrongAnswers(name: "AccessTable.setCompanyRoles", count: nil) }
        let what = "heap, ten roles of a company, 5 grants and 2 roles each"
        return [Figure(what, unit: "bytes/table", [perTable]).aiming(.atMost(4_096))]
    }

    private static func tenRoles() throws -> [CompanyRole] {
        let grants = [
            Grant(.publishSolutions), Grant(.updateBusinessProfiles), Grant(.manageIncentives),
            Grant(.viewPricingAndOffers), Grant(.viewReports),
        ]
        return try (0..<10).map { number in
            let definition = try CompanyRoleDefinition(
                title: FullName("Desk of the branch in Seattle, number \(number)"), grants: Set(grants),
                includes: [.helpdeskAgent, .reportViewer], scoping: .companyOnly)
            return CompanyRole(
                id: CompanyRoleID(bits: UInt128(number)), definition, definedBy: .system, definedAt: .distantPast)
        }
    }
}

/// A role of a company in a table, held by some users; asked after each change whether it followed.
private struct ChangingRole {
    private static let id = CompanyRoleID(bits: 1)
    private let table: AccessTable
    private let world: World
    private let holders: [Int]
    private let handle: PermissionHandle
    /// A permission of the role that is included when the definition is wide.
    private let permission: Int

    /// The users get the role, which means nothing yet.
    init(_ table: AccessTable, _ world: World, _ holders: [Int]) throws {
        (self.table, self.world, self.holders) = (table, world, holders)
        self.permission = world.permissionsOfRole[0][0]
        self.handle = try table.handle(for: world.permissions[self.permission])
        table.setCompanyRoles([try Self.role(world, isWide: false)])
        for holder in holders { try table.assign(RoleID(Self.id), to: world.users[holder]) }
    }

    /// Milliseconds; throws when an answer does not follow.
    @discardableResult
    func define(isWide: Bool) throws -> Double {
        let role = try Self.role(self.world, isWide: isWide)
        let start = ContinuousClock.now
        self.table.setCompanyRoles([role])
        let time = ContinuousClock.now - start
        let wrong = self.holders.count { holder in
            let isAllowed = isWide || self.world.permits(holder, self.permission)
            return self.table.permits(self.world.users[holder], self.handle) != isAllowed
        }
        guard wrong == 0 else { throw WrongAnswers(name: "AccessTable.setCompanyRoles", count: wrong) }
        return time / .milliseconds(1)
    }

    /// A role that includes another one, and a second one when it is wide.
    private static func role(_ world: World, isWide: Bool) throws -> CompanyRole {
        let definition = try CompanyRoleDefinition(
            title: FullName("Desk"), includes: isWide ? [world.roles[0]] : [], scoping: .companyOnly)
        return CompanyRole(id: Self.id, definition, definedBy: .system, definedAt: .distantPast)
    }
}
