import RosterAdapters
import RosterDomain
import RosterPartnerCenter
import RosterPorts
import RosterUseCases
import Synchronization
import Testing

@Suite("In a company in which something happens all the time")
struct BusyTenantTests {
    @Test("verbs that rest on what they concern do not begin anew for what they do not")
    func unconcerned() async throws {
        let busy = Busy()
        let test = try await TestTenant(directory: { busy.wrap($0) })
        let (tenant, ada) = (test.tenant, test.ada)
        let grace = try await test.person("Grace")
        let group = try await tenant.addGroup(GroupProfile(name: FullName("Sales")), by: ada).id
        busy.isOn.store(true, ordering: .relaxed)
        // Offered to companies in a program.
        try await tenant.assignRoles([.adminAgent], to: grace, by: ada)
        try await tenant.assignRoles([.salesAgent], toGroup: group, by: ada)
        #expect(try await tenant.addMembers([grace], to: group, by: ada).map(\.refusal) == [nil])
        try await tenant.removeRoles([.salesAgent], fromGroup: group, by: ada)
        try await tenant.deleteGroup(group, by: ada)
        try await tenant.restoreGroup(group, by: ada)
        // And a refusal is put on record.
        #expect(
            try await test.refusal { try await tenant.restoreGroup(group, by: ada) } == .groupInUse(group: group))
        #expect(busy.commits.load(ordering: .relaxed) == 7)
    }

    @Test("a company is enrolled whose first roles are offered for a program")
    func enrollment() async throws {
        let base = RoleCatalog.partnerCenter
        let catalog = try RoleCatalog(
            roles: base.roles, permissions: base.permissions, assignmentAuthorities: base.assignmentAuthorities,
            accountAuthorities: base.accountAuthorities, scopeKinds: base.scopeKinds, provisioning: base.provisioning,
            indispensableRole: base.indispensableRole, enrollmentRoles: base.enrollmentRoles.union([.adminAgent]))
        let test = try await TestTenant(catalog: catalog)
        #expect(test.tenant.permits(test.ada, .manageCustomers))
    }
}

/// A directory in which a step comes before every one of the tenant's.
private final class Busy: Sendable {
    let isOn = Atomic(false)
    let commits = Atomic(0)

    func wrap(_ inner: any UserDirectory) -> any UserDirectory { Directory(inner: inner, busy: self) }

    private struct Directory: ForwardingDirectory {
        let inner: any UserDirectory
        let busy: Busy

        func before(_ call: DirectoryCall) async throws(UserDirectoryError) {
            guard call == .commit, self.busy.isOn.load(ordering: .relaxed) else { return }
            self.busy.commits.add(1, ordering: .relaxed)
            try await self.inner.commit(
                [.refused(refusal: Refusal("try", because: .nothingPending))], by: .system,
                at: Timestamp(millisecondsSinceEpoch: 0), given: .versions([:]))
        }
    }
}
