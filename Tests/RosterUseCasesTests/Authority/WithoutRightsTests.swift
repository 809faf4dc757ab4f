import RosterAdapters
import RosterDomain
import RosterPartnerCenter
import RosterPorts
import RosterSessionTestSupport
import RosterUseCases
import Synchronization
import Testing

/// Law 12, over every verb that is about many users: groups, roles of the company, programs, invitations.
@Suite("A user without rights", .timeLimit(.minutes(20)))
struct WithoutRightsTests {
    @Test("makes a large company read no more than a small one, whatever they try")
    func reads() async throws {
        let small = try await CrowdedCompany(userCount: 3)
        let large = try await CrowdedCompany(userCount: 2 * UserQuery.pageSizeLimit + 1)
        for verb in CrowdedCompany.verbs {
            let calls = (try await small.calls(of: verb), try await large.calls(of: verb))
            #expect(calls.0 == calls.1, "\(verb.name)")
            #expect(calls.1[.page] == nil, "\(verb.name)")
        }
    }

    @Test("makes no one read many by asking what would be refused")
    func obstacles() async throws {
        let company = try await CrowdedCompany(userCount: UserQuery.pageSizeLimit + 1)
        let wider = try CompanyRoleWorld.definition("Desk", includes: [.globalAdmin])
        let calls = try await company.calls { tenant in
            let (role, mallory) = (company.role, company.mallory)
            let obstacle = try await tenant.obstacle(toDefining: wider, inPlaceOf: role, by: mallory)
            #expect(obstacle != nil)
            for (verb, obstacle) in try await tenant.obstacles(onRole: role, by: mallory) {
                #expect(obstacle != nil, "\(verb)")
            }
        }
        #expect(calls[.page] == nil)
    }

    @Test("is refused by the same reason as in a company without members, holders and invitations")
    func reasons() async throws {
        let (small, large) = (try await CrowdedCompany(userCount: 0), try await CrowdedCompany(userCount: 5))
        for verb in CrowdedCompany.verbs {
            let reasons = (try await small.refusal(of: verb), try await large.refusal(of: verb))
            #expect(reasons.0 != nil && reasons.0 == reasons.1, "\(verb.name)")
        }
    }

    @Test("adds a few steps a minute to the history, counts the rest, and delays no administrator", arguments: 0..<4)
    func floods(_ seed: UInt64) async throws {
        let company = try await CrowdedCompany(userCount: 3)
        let (tenant, test) = (company.test.tenant, company.test)
        let generator = SeededSource(seed: seed + 1)
        func random(_ limit: Int) -> Int { Int(truncatingIfNeeded: generator.next() >> 64 % UInt128(limit)) }
        let before = try await test.directory.head().revision
        var (attempts, steps) = (0, 0)
        for _ in 0..<5 {
            for _ in 0..<100 {
                let verb = CrowdedCompany.verbs[random(CrowdedCompany.verbs.count)]
                if try await company.refusal(of: verb) != nil { attempts += 1 }
            }
            let group = try await tenant.addGroup(
                GroupProfile(name: FullName("Group \(attempts)")), by: test.ada)
            try await tenant.deleteGroup(group.id, by: test.ada)
            steps += 2
            test.clock.advance(by: .seconds(61))
        }
        #expect(attempts == 500)
        await tenant.recordRefusals()
        let after = try await test.directory.head().revision
        // A few different refusals in each of five minutes, and what was repeated as a count of each.
        #expect(after.number - before.number <= UInt64(steps + 5 * 25))
        let refusals = try await test.recordedRefusals().map(\.refusal)
        #expect(refusals.reduce(0) { $0 + $1.times } == attempts)
    }
}

/// A company in which a group has many members, a role of the company many holders, and a program's role some; and a member without
/// rights.
private struct CrowdedCompany {
    struct Verb: Sendable {
        let name: String
        let run: @Sendable (CrowdedCompany) async throws -> Void
    }

    let test: TestTenant
    let mallory: UserID
    private let group: GroupID
    private let deleted: GroupID
    let role: CompanyRoleID
    private let counts = CallCounts()

    static let verbs = [
        Verb(name: "deleteGroup") { try await $0.tenant.deleteGroup($0.group, by: $0.mallory) },
        Verb(name: "restoreGroup") { try await $0.tenant.restoreGroup($0.deleted, by: $0.mallory) },
        Verb(name: "changeGroup") {
            try await $0.tenant.changeGroup($0.group, to: GroupProfile(name: FullName("Mine")), by: $0.mallory)
        },
        Verb(name: "assignRoles toGroup") {
            try await $0.tenant.assignRoles([.globalAdmin], toGroup: $0.group, by: $0.mallory)
        },
        Verb(name: "removeRoles fromGroup") {
            try await $0.tenant.removeRoles([.salesAgent], fromGroup: $0.group, by: $0.mallory)
        },
        Verb(name: "addMembers") { _ = try await $0.tenant.addMembers([$0.mallory], to: $0.group, by: $0.mallory) },
        Verb(name: "changeProvisionedGroup") {
            try await $0.tenant.changeProvisionedGroup($0.group, adding: [$0.mallory], by: $0.mallory)
        },
        Verb(name: "defineRole") {
            try await $0.tenant.defineRole(CompanyRoleWorld.definition("Way up"), by: $0.mallory)
        },
        Verb(name: "changeRole") {
            let wider = try CompanyRoleWorld.definition("Desk", includes: [.globalAdmin])
            try await $0.tenant.changeRole($0.role, to: wider, by: $0.mallory)
        },
        Verb(name: "retireRole") { try await $0.tenant.retireRole($0.role, by: $0.mallory) },
        Verb(name: "deleteRole") { try await $0.tenant.deleteRole($0.role, by: $0.mallory) },
        Verb(name: "changeCompany") { try await $0.tenant.changeCompany(programs: [], by: $0.mallory) },
        Verb(name: "inviteUsers") {
            _ = try await $0.tenant.inviteUsers([EmailAddress("x@fabrikam.example")], roles: [], by: $0.mallory)
        },
        Verb(name: "history") { _ = try await $0.tenant.history(by: $0.mallory) },
    ]

    var tenant: Tenant { self.test.tenant }

    init(userCount: Int) async throws {
        let counts = self.counts
        self.test = try await TestTenant(directory: { CountingDirectory(inner: $0, counts: counts) })
        let (tenant, ada) = (self.test.tenant, self.test.ada)
        self.mallory = try await self.test.person("Mallory")
        self.role = try await tenant.defineRole(CompanyRoleWorld.definition("Desk"), by: ada).id
        self.group = try await tenant.addGroup(GroupProfile(name: FullName("Sales")), by: ada).id
        self.deleted = try await tenant.addGroup(GroupProfile(name: FullName("Old")), by: ada).id
        try await tenant.assignRoles([.salesAgent, RoleID(self.role)], toGroup: self.group, by: ada)
        try await self.fill(userCount)
        try await tenant.deleteGroup(self.deleted, by: ada)
        try await tenant.refresh()
    }

    /// Users who are members of both groups and hold roles themselves, and as many who are invited.
    private func fill(_ userCount: Int) async throws {
        let now = self.test.clock.now
        func user(_ number: Int, _ status: AccountStatus) throws -> User {
            try User(
                id: UserID(bits: UInt128(number + 1)), fullName: FullName("User \(number)"),
                email: EmailAddress("user\(number)@contoso.example"),
                affiliation: status == .invited ? .guest : .member, status: status, addedAt: now)
        }
        let changes = try (0..<userCount).flatMap { number in
            let member = try user(2 * number, .active)
            let guest = try user(2 * number + 1, .invited)
            let roles = [RoleID(self.role), .adminAgent].map { role in
                RoleAssignment(of: role, to: member.id, grantedBy: .user(id: self.test.ada), grantedAt: now)
            }
            let invitation = Invitation(
                invitedBy: .user(id: self.mallory), credential: CredentialID(bits: UInt128(number + 1)), sentAt: now,
                expiresAt: now + .seconds(86_400 * 30))
            return [.userAdded(user: member)] + roles.map { .roleAssigned(assignment: $0) }
                + [self.group, self.deleted].map { .memberAdded(user: member.id, group: $0) }
                + [.userAdded(user: guest), .invitationSent(user: guest.id, invitation: invitation)] as [Change]
        }
        guard !changes.isEmpty else { return }
        _ = try await self.test.directory.commit(changes, by: .system, at: now, given: .versions([:]))
    }

    /// Why the member is refused.
    func refusal(of verb: Verb) async throws -> RefusalReason? {
        try await self.test.refusal { try await verb.run(self) }
    }

    /// What the directory is asked until the member is refused, when the refusal itself is not news any more.
    func calls(of verb: Verb) async throws -> [DirectoryCall: Int] {
        _ = try await self.refusal(of: verb)
        return try await self.calls { _ in
            let refusal = try await self.refusal(of: verb)
            #expect(refusal != nil, "\(verb.name)")
        }
    }

    /// What the directory is asked meanwhile.
    func calls(_ body: (Tenant) async throws -> Void) async throws -> [DirectoryCall: Int] {
        self.counts.calls.withLock { $0 = [:] }
        try await body(self.tenant)
        return self.counts.calls.withLock { $0 }
    }
}

private final class CallCounts: Sendable {
    let calls = Mutex<[DirectoryCall: Int]>([:])
}

private struct CountingDirectory: ForwardingDirectory {
    let inner: any UserDirectory
    let counts: CallCounts

    func before(_ call: DirectoryCall) async throws(UserDirectoryError) {
        self.counts.calls.withLock { $0[call, default: 0] += 1 }
    }
}
