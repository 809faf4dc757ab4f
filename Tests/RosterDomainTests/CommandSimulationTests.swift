import RosterDomain
import Testing

/// Random people do random things to one small tenant, with the rules of the built-in catalog; after every step the laws
/// are checked on the state itself, without trusting the commands.
@Suite("The laws of provisioning, on random sequences of commands")
struct CommandSimulationTests {
    @Test("Laws 3, 4, 6, 7: nothing above yourself, never locked out, unique, on the record", arguments: Array(0..<60))
    func laws(_ seed: Int) throws {
        var simulation = try Simulation(seed: UInt64(seed))
        for _ in 0..<150 {
            let before = simulation.state
            let (command, actor) = simulation.command()
            let outcome = simulation.perform(command, by: actor)
            self.checkNobodyIsLockedOut(simulation.state, before)
            self.checkUniqueness(simulation.state)
            switch outcome {
            case .success(let commit):
                #expect(commit.actor == .user(id: actor))
                self.checkAuthority(commit, in: before, by: actor)
            case .failure: #expect(simulation.state == before)
            }
            #expect(simulation.table.standing(of: actor) == simulation.state.record(actor)?.standing)
        }
        #expect(try simulation.replayed() == simulation.state)
    }

    /// Law 4: somebody who holds the key for good and can really sign in is always left.
    private func checkNobodyIsLockedOut(_ state: DirectoryState, _ before: DirectoryState) {
        let role = RoleCatalog.partnerCenter.indispensableRole
        func hasHolder(_ state: DirectoryState) -> Bool {
            state.everybody.contains { $0.canBeCountedOn(for: role) }
        }
        #expect(!hasHolder(before) || hasHolder(state))
    }

    /// Law 6: one address, one user, in any case.
    private func checkUniqueness(_ state: DirectoryState) {
        let addresses = state.everybody.map { $0.user.email.rawValue.lowercased() }
        #expect(Set(addresses).count == addresses.count)
    }

    /// Law 3, checked against the pages rather than against the commands' own code.
    private func checkAuthority(_ commit: Commit, in before: DirectoryState, by actor: UserID) {
        let held = Set(before.record(actor)?.assignments.filter { $0.scope == .company }.map(\.role) ?? [])
        let catalog = RoleCatalog.partnerCenter
        for change in commit.changes {
            switch change {
            case .roleAssigned(let assignment), .roleRemoved(let assignment):
                guard let role = catalog.role(assignment.role) else { continue }
                #expect(PageRules.mayAssign(role, held), "\(held) assigned or removed \(role.id)")
            case .passwordReset(let user, _):
                let roles = Set(before.record(user)?.assignments.map(\.role) ?? [])
                #expect(PageRules.mayReset(roles, held), "\(held) reset \(roles)")
            default: break
            }
        }
    }
}

/// The pages' rules once more, written by hand and apart from the catalog's data.
private enum PageRules {
    static func mayAssign(_ role: Role, _ held: Set<RoleID>) -> Bool {
        if held.contains(.globalAdmin) { return true }
        if role.id == .complianceAdmin { return false }
        if held.contains(.privilegedRoleAdmin), [.azureADTenant, .directory].contains(role.category) { return true }
        if held.contains(.accountAdmin), role.category == .company { return true }
        if held.contains(.owner), role.category == .developerProgram { return true }
        if held.contains(.manager), role.category == .developerProgram, role.id != .owner { return true }
        return held.contains(.userManagementAdmin) && [.csp, .company].contains(role.category) && !role.isPrivileged
    }

    static func mayReset(_ roles: Set<RoleID>, _ held: Set<RoleID>) -> Bool {
        if held.contains(.globalAdmin) { return true }
        let harmless: Set<RoleID> = [.directoryReaders, .guestInviter, .passwordAdmin]
        if held.contains(.privilegedAuthenticationAdmin), roles.allSatisfy(self.isDirectoryRole) { return true }
        if held.contains(.passwordAdmin), roles.isSubset(of: harmless) { return true }
        return held.contains(.userAdmin) && roles.isSubset(of: harmless.union([.userAdmin, .helpdeskAdmin]))
    }

    private static func isDirectoryRole(_ role: RoleID) -> Bool {
        RoleCatalog.partnerCenter.role(role)?.category == .directory
    }
}
