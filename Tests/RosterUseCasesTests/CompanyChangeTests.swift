import RosterAdapters
import RosterDomain
import RosterPartnerCenter
import RosterPorts
import RosterUseCases
import Synchronization
import Testing

@Suite("Changes of the company's name and programs")
struct CompanyChangeTests {
    private static let provider: Set<Program> = [.indirectProvider]
    private static let other = Program("direct_bill")

    @Test(
        "name and programs change in one step, what was and is stands in the history, and access, sessions and mail stay"
    )
    func changes() async throws {
        let test = try await TestTenant()
        let grace = try await test.person("Grace", [.adminAgent])
        let begun = try await test.tenant.beginSession(for: grace, authenticatedBy: [.hardwareKey], on: DeviceName("x"))
        let token = try #require(SessionToken(begun.reveal()))
        await test.tenant.deliverNotifications()
        let (letters, former) = (test.notifier.delivered.count, test.tenant.company)
        let fabrikam = try FullName("Fabrikam")
        #expect(
            try await test.tenant.changeCompany(
                name: fabrikam, programs: Self.provider.union([Self.other]), by: test.ada))
        let present = test.tenant.company
        #expect(present.name == fabrikam && present.programs == Self.provider.union([Self.other]))
        #expect(present.enrolledBy == former.enrolledBy && present.enrolledAt == former.enrolledAt)
        #expect(try await test.directory.head().company == present)
        let step = try #require(try await test.tenant.history().last)
        #expect(step.changes.first == .companyChanged(from: former, to: present))
        #expect(step.principal == .user(id: test.ada))
        let words = try await test.tenant.historyPage(limit: 1, by: test.ada).entries.first?.sentences
        #expect(
            words == [
                "Ada Lovelace renamed the company from Contoso to Fabrikam and enrolled the company in direct_bill"
            ])
        await test.tenant.deliverNotifications()
        #expect(test.notifier.delivered.count == letters)
        #expect(test.tenant.admits(token)?.user == grace && test.tenant.permits(grace, .manageCustomers))
        // The same history makes the same company.
        var state = DirectoryState()
        for commit in try await test.tenant.history() { try state.apply(commit) }
        #expect(state.company == present)
    }

    @Test(
        "to rename takes the right to update the legal profile, to change programs that to enroll the company; each is asked for alone"
    )
    func permissions() async throws {
        let test = try await TestTenant()
        let grace = try await test.person("Grace", [.complianceAdmin])
        let uma = try await test.person("Uma", [.accountAdmin, .userManagementAdmin])
        let name = try FullName("Fabrikam")
        func refused(_ user: UserID, _ name: FullName?, _ programs: Set<Program>?) async throws -> Permission? {
            let reason = try await test.refusal {
                try await test.tenant.changeCompany(name: name, programs: programs, by: user)
            }
            guard case .notPermitted(let permission, _, _) = reason else { return nil }
            return permission
        }
        #expect(try await refused(uma, name, nil) == .updateLegalBusinessProfile)
        #expect(try await refused(uma, nil, [Self.other]) == .enrollCompany)
        #expect(try await refused(grace, name, [Self.other]) == .enrollCompany)
        #expect(test.tenant.company.name.rawValue == "Contoso")
        #expect(try await test.tenant.changeCompany(name: name, by: grace))
        #expect(test.tenant.company.programs == Self.provider)
        try await test.tenant.blockUser(grace, by: test.ada)
        let blocked = try await test.refusal {
            try await test.tenant.changeCompany(name: FullName("Contoso"), by: grace)
        }
        #expect(blocked == .principalNotActive(status: .blocked))
    }

    @Test("under a catalog that names no permission for it, the company stays as it was enrolled")
    func fixed() async throws {
        let (chief, manage) = (RoleID("chief"), Permission("shop/users/manage"))
        let house = RoleCategory("house", title: "House")
        let test = try await TestTenant(
            catalog: RoleCatalog(
                roles: [Role(chief, title: "Chief", category: house, grants: [Grant(manage)], isPrivileged: true)],
                permissions: [PermissionDefinition(manage, title: "Manage")],
                assignmentAuthorities: [AssignmentAuthority(chief, mayAssign: .everyRole)],
                accountAuthorities: [
                    AccountAuthority(chief, may: Set(AccountAction.allCases), holdersOf: .everyRole)
                ],
                provisioning: ProvisioningPermissions(createUsers: manage, viewUsers: manage), indispensableRole: chief)
        )
        for (name, programs) in [(try FullName("Fabrikam"), nil), (nil, [Self.other] as Set)] {
            let reason = try await test.refusal {
                try await test.tenant.changeCompany(name: name, programs: programs, by: test.ada)
            }
            #expect(reason == .companyFixed)
        }
    }

    @Test("what is so already is no step, and a text that is empty or disguised is no name, as at enrollment")
    func nothing() async throws {
        let test = try await TestTenant()
        let before = try await test.directory.head().revision
        let company = test.tenant.company
        #expect(try await !test.tenant.changeCompany(by: test.ada))
        #expect(
            try await !test.tenant.changeCompany(name: company.name, programs: company.programs, by: test.ada))
        #expect(try await test.directory.head().revision == before)
        for text in ["", " ", "\u{2800}", "Contoso\u{202E}", "Con\ntoso"] {
            #expect(throws: FullNameError.self) { try FullName(text) }
        }
    }
}

// MARK: - Programs and the roles that they bring

extension CompanyChangeTests {
    @Test("a program is left once no user holds a role that it brings: later, blocked, invited and deleted ones count")
    func heldRoles() async throws {
        let test = try await TestTenant()
        let (tenant, ada) = (test.tenant, test.ada)
        let tomorrow = try ValidityWindow(from: test.clock.now + .seconds(86_400))
        let grace = try await test.person("Grace", [.salesAgent])
        let uma = try await test.person("Uma")
        try await tenant.assignRoles([.salesAgent], to: uma, during: tomorrow, by: ada)
        let kim = try await test.person("Kim", [.salesAgent])
        try await tenant.deleteUser(kim, by: ada)
        func leave() async throws -> RefusalReason? {
            try await test.refusal { try await tenant.changeCompany(programs: [], by: ada) }
        }
        #expect(try await leave() == .rolesStillHeld(roles: [.salesAgent], holders: 3))
        #expect(test.tenant.company.programs == Self.provider)
        try await tenant.removeRoles([.salesAgent], from: grace, by: ada)
        try await tenant.removeRoles([.salesAgent], from: uma, by: ada)
        #expect(try await leave() == .rolesStillHeld(roles: [.salesAgent], holders: 1))
        try await tenant.restoreUser(kim, by: ada)
        try await tenant.removeRoles([.salesAgent], from: kim, by: ada)
        #expect(try await leave() == nil)
        #expect(test.tenant.company.programs.isEmpty)
        let reason = try await test.refusal { try await tenant.assignRoles([.salesAgent], to: grace, by: ada) }
        #expect(reason == .roleNotOffered(role: .salesAgent, programs: [.indirectProvider]))
    }

    @Test("a purged holder and one whose time is over keep no program")
    func formerHolders() async throws {
        let test = try await TestTenant()
        let (tenant, ada) = (test.tenant, test.ada)
        let soon = try ValidityWindow(until: test.clock.now + .seconds(60))
        let uma = try await test.person("Uma")
        try await tenant.assignRoles([.salesAgent], to: uma, during: soon, by: ada)
        let kim = try await test.person("Kim", [.salesAgent])
        try await tenant.deleteUser(kim, by: ada)
        try await tenant.purgeUser(kim, by: ada)
        test.clock.advance(by: .seconds(60))
        #expect(try await tenant.changeCompany(programs: [], by: ada))
    }

    @Test("a program that is joined brings its roles at every host")
    func joined() async throws {
        let test = try await TestTenant(programs: [])
        let (hosts, ada) = ([test.tenant, try await test.secondHost()], test.ada)
        let grace = try await test.person("Grace")
        try await hosts[0].changeCompany(programs: Self.provider, by: ada)
        // A verb reads the company with everything else that it decides on.
        try await hosts[1].assignRoles([.salesAgent], to: grace, by: ada)
        for host in hosts {
            try await host.refresh()
            #expect(host.company.programs == Self.provider)
            let option = try await host.roleOptions(for: ada, by: ada).first { $0.role == .salesAgent }
            #expect(option != nil)
        }
    }

    @Test(
        "a role and the end of its program at one moment: the first one holds, and the other one is decided anew",
        arguments: [true, false])
    func atOnce(isLeftFirst: Bool) async throws {
        let overtaken = Overtaking()
        let test = try await TestTenant(directory: { overtaken.wrap($0) })
        let (host, other, ada) = (test.tenant, try await test.secondHost(), test.ada)
        let grace = try await test.person("Grace")
        let give = { @Sendable (host: Tenant) in try await host.assignRoles([.salesAgent], to: grace, by: ada) }
        let leave = { @Sendable (host: Tenant) in _ = try await host.changeCompany(programs: [], by: ada) }
        overtaken.beforeNextCommit { try await isLeftFirst ? leave(other) : give(other) }
        let reason = try await test.refusal { try await isLeftFirst ? give(host) : leave(host) }
        #expect(
            reason
                == (isLeftFirst
                    ? .roleNotOffered(role: .salesAgent, programs: [.indirectProvider])
                    : .rolesStillHeld(roles: [.salesAgent], holders: 1)))
        let holds = try await host.user(grace)?.assignments.isEmpty == false
        #expect(holds != isLeftFirst && host.company.programs.isEmpty == isLeftFirst)
    }
}

// MARK: - Two administrators, two hosts

extension CompanyChangeTests {
    @Test("of two administrators at one moment, neither takes back what the other one did")
    func twoAdministrators() async throws {
        let overtaken = Overtaking()
        let test = try await TestTenant(directory: { overtaken.wrap($0) })
        let (host, other, ada) = (test.tenant, try await test.secondHost(), test.ada)
        let (seen, fabrikam) = (host.company, try FullName("Fabrikam"))
        // One renames, the other one joins a program: both come about.
        overtaken.beforeNextCommit { try await other.changeCompany(name: fabrikam, seeing: seen, by: ada) }
        try await host.changeCompany(programs: Self.provider.union([Self.other]), seeing: seen, by: ada)
        #expect(host.company.name == fabrikam && host.company.programs.contains(Self.other))
        // Both change the programs that they have seen: the second one is refused, and looks again.
        let next = host.company
        overtaken.beforeNextCommit {
            try await other.changeCompany(programs: Self.provider.union([Program("x")]), seeing: next, by: ada)
        }
        let wanted = Self.provider.union([Self.other, Program("y")])
        let reason = try await test.refusal { try await host.changeCompany(programs: wanted, seeing: next, by: ada) }
        #expect(reason == .companyDiffers)
        #expect(host.company.programs == Self.provider.union([Program("x")]))
        #expect(try await host.changeCompany(programs: wanted, by: ada))
        // What both want alike is no conflict.
        #expect(try await !other.changeCompany(programs: wanted, seeing: next, by: ada))
    }

    @Test(
        "from then on passwords may not hold the new name, letters and authenticator apps bear it; at another host once it follows"
    )
    func newName() async throws {
        let test = try await TestTenant()
        let (host, other, ada) = (test.tenant, try await test.secondHost(), test.ada)
        let grace = try await test.person("Grace")
        try await host.changeCompany(name: FullName("Northwind Traders"), by: ada)
        try await other.refresh()
        for host in [host, other] {
            let reason = try await test.refusal {
                try await host.changePassword(
                    of: "grace@contoso.example", from: TestTenant.password, to: Password("Northwind-Horse-9"))
            }
            #expect(reason == .unacceptablePassword(problems: [.containsName]))
            #expect(host.company.name.rawValue == "Northwind Traders")
        }
        await host.deliverNotifications()
        _ = try await other.resetPassword(of: grace, by: ada)
        await other.deliverNotifications()
        let letter = test.notifier.delivered.last
        #expect(
            letter?.company.rawValue == "Northwind Traders" && letter?.recipient.rawValue == "grace@contoso.example")
        let begun = try await other.beginSession(for: ada, authenticatedBy: [.hardwareKey], on: DeviceName("x"))
        let token = try #require(SessionToken(begun.reveal()))
        guard let setup = try await other.prepareSecondFactor(in: token) else { throw Closed() }
        #expect(setup.reveal().address.contains("Northwind%20Traders"))
    }

    @Test("a host that opens, and one that delivers without following, know the name that the directory has")
    func opening() async throws {
        let test = try await TestTenant()
        let lagging = try await test.secondHost()
        try await test.tenant.changeCompany(name: FullName("Fabrikam"), by: test.ada)
        #expect(try await test.secondHost().company.name.rawValue == "Fabrikam")
        let grace = try await test.person("Grace")
        _ = try await test.tenant.resetPassword(of: grace, by: test.ada)
        await lagging.deliverNotifications()
        #expect(test.notifier.delivered.last?.company.rawValue == "Fabrikam")
    }
}

/// Lets another host act between what a verb decides and its commit.
private final class Overtaking: Sendable {
    private let act = Mutex<(@Sendable () async throws -> Void)?>(nil)

    func beforeNextCommit(_ act: @escaping @Sendable () async throws -> Void) { self.act.withLock { $0 = act } }

    func wrap(_ directory: any UserDirectory) -> any UserDirectory { OvertakenDirectory(directory, self) }

    fileprivate func take() -> (@Sendable () async throws -> Void)? {
        self.act.withLock { act in
            defer { act = nil }
            return act
        }
    }
}

private final class OvertakenDirectory: ForwardingDirectory {
    let inner: any UserDirectory
    private let overtaking: Overtaking

    init(_ inner: any UserDirectory, _ overtaking: Overtaking) { (self.inner, self.overtaking) = (inner, overtaking) }

    func before(_ call: DirectoryCall) async throws(UserDirectoryError) {
        guard call == .commit, let act = self.overtaking.take() else { return }
        do { try await act() } catch { throw .unavailable(cause: error) }
    }
}
