import RosterDomain
import RosterPartnerCenter
import RosterUseCases
import Testing

@Suite("What menus and forms offer")
struct OptionTests {
    @Test("the roles that are offered are exactly those that can be given, and each obstacle is what the verb says")
    func roles() async throws {
        let test = try await TestTenant()
        let uma = try await test.person("Uma", [.userManagementAdmin, .userAdmin])
        let guest = try await test.guest()
        let targets = [try await test.person("Grace", [.adminAgent]), guest, uma, test.ada]
        for (giver, target) in [test.ada, uma, guest].flatMap({ giver in targets.map { (giver, $0) } }) {
            let options = try await test.tenant.roleOptions(for: target, by: giver)
            let held = try await test.tenant.user(target)?.assignments.map(\.role) ?? []
            let offered = Dictionary(uniqueKeysWithValues: options.map { ($0.role, $0.obstacle) })
            for role in test.tenant.catalog.roles.map(\.id) {
                let reason = try await test.refusal {
                    try await test.tenant.assignRoles([role], to: target, by: giver)
                }
                if reason == nil {
                    #expect(offered[role] == .some(nil), "\(role) is given and not offered")
                    // Some roles come with another one.
                    let given = try await test.tenant.user(target)?.assignments.map(\.role) ?? []
                    let new = given.filter { !held.contains($0) }
                    try await test.tenant.removeRoles(new, from: target, by: test.ada)
                } else if case .mayNotAssign = reason {
                    #expect(offered[role] == nil, "\(role) is offered")
                } else {
                    // What the giver may give to no one there is not offered.
                    #expect(offered[role] == .some(reason) || offered[role] == nil && giver != test.ada, "\(role)")
                }
            }
        }
    }

    @Test("for a newcomer it is the same")
    func newcomers() async throws {
        let test = try await TestTenant()
        let uma = try await test.person("Uma", [.userManagementAdmin, .userAdmin])
        let count = try await test.tenant.history().count
        for giver in [test.ada, uma] {
            for option in try await test.tenant.roleOptions(forNew: .member, by: giver) where option.obstacle == nil {
                let number = try await test.tenant.history().count
                let email = try EmailAddress("n\(number)@contoso.example")
                let added = try await test.tenant.addUser(
                    FullName("New"), email: email, roles: [option.role], by: giver)
                _ = added.signInInformation.reveal()
            }
        }
        let guests = try await test.tenant.roleOptions(forNew: .guest, by: test.ada)
        let open = guests.filter { $0.obstacle == nil }.map(\.role)
        #expect(!open.isEmpty && open.allSatisfy { test.tenant.catalog.role($0)?.isOpenToGuests == true })
        #expect(try await test.recordedRefusals().isEmpty)
        #expect(try await test.tenant.history().count > count)
        let grace = try await test.person("Grace")
        #expect(try await test.tenant.roleOptions(forNew: .member, by: grace).isEmpty)
    }

    @Test("what is said of each verb is what the verb does")
    func verbs() async throws {
        let test = try await TestTenant()
        let uma = try await test.person("Uma", [.userManagementAdmin, .userAdmin])
        let (grace, service) = (try await test.person("Grace"), try await test.service())
        let blocked = try await test.person("Bob")
        try await test.tenant.blockUser(blocked, by: test.ada)
        let deleted = try await test.person("Dan")
        try await test.tenant.deleteUser(deleted, by: test.ada)
        let targets = [grace, service, blocked, deleted, try await test.guest(), uma, test.ada]
        for (actor, target) in [test.ada, uma, grace].flatMap({ actor in targets.map { (actor, $0) } }) {
            let obstacles = try await test.tenant.obstacles(on: target, by: actor)
            #expect(Set(obstacles.keys) == Set(AccountVerb.allCases))
            for verb in AccountVerb.allCases {
                // Each verb on a company of its own would be slow; those that are refused change nothing.
                guard let expected = obstacles[verb] ?? nil else { continue }
                // What they may not see is as if it were not there; see below.
                if expected == .unknownUser(user: target) { continue }
                let reason = try await test.refusal { try await verb.run(on: target, by: actor, in: test.tenant) }
                #expect(reason == expected, "\(verb) by \(actor) on \(target)")
            }
        }
    }

    @Test("of an account that they may not see, people hear what they would hear if there were none")
    func hidden() async throws {
        let test = try await TestTenant()
        let (grace, bob) = (try await test.person("Grace"), try await test.person("Bob", [.globalAdmin]))
        try await test.tenant.blockUser(bob, by: test.ada)
        for user in [bob, UserID(bits: 7)] {
            let obstacles = try await test.tenant.obstacles(on: user, by: grace)
            #expect(obstacles.values.allSatisfy { $0 == .unknownUser(user: user) })
            #expect(try await test.tenant.roleOptions(for: user, by: grace).isEmpty)
        }
        #expect(try await test.tenant.roleOptions(for: test.ada, by: grace).isEmpty)
        #expect(try await test.tenant.roleOptions(forNew: .guest, by: grace).isEmpty)
    }

    @Test("what is allowed by a verb's list is done", arguments: AccountVerb.allCases)
    func allowed(_ verb: AccountVerb) async throws {
        let test = try await TestTenant()
        let target: UserID
        switch verb {
        case .issueServiceToken: target = try await test.service()
        case .resendInvitation, .revokeInvitation: target = try await test.guest(accepts: false)
        default: target = try await test.person("Grace")
        }
        if verb == .removeSecondFactor { _ = try await test.enroll(target) }
        if verb == .unblock { try await test.tenant.blockUser(target, by: test.ada) }
        if verb == .restore || verb == .purge { try await test.tenant.deleteUser(target, by: test.ada) }
        test.clock.advance(by: test.tenant.policy.resendPause)
        #expect(try await test.tenant.obstacles(on: target, by: test.ada)[verb] == .some(nil))
        #expect(try await test.refusal { try await verb.run(on: target, by: test.ada, in: test.tenant) } == nil)
    }

    @Test("a request is found and answered by its identifier")
    func requests() async throws {
        let test = try await TestTenant()
        let grace = try await test.person("Grace")
        let first = try await test.tenant.requestRoles([.adminAgent], reason: "", by: grace)
        let second = try await test.tenant.requestRoles([.billingAdmin], reason: "", by: grace)
        let third = try await test.tenant.requestRoles([.reportViewer], reason: "", by: grace)
        let id = try RoleRequestID(second.id.description)
        #expect(try await test.tenant.roleRequest(id)?.roles == [.billingAdmin])
        try await test.tenant.declineRequest(id, by: test.ada)
        try await test.tenant.grantRequest(first.id, by: test.ada)
        try await test.tenant.withdrawRequest(third.id, by: grace)
        #expect(try await test.tenant.user(grace)?.assignments.map(\.role) == [.adminAgent])
        for id in [first.id, RoleRequestID(bits: 7)] {
            #expect(try await test.tenant.roleRequest(id) == nil)
            #expect(try await test.refusal { try await test.tenant.grantRequest(id, by: test.ada) } == .nothingPending)
        }
    }
}

extension AccountVerb {
    /// Does it.
    fileprivate func run(on user: UserID, by principal: UserID, in tenant: Tenant) async throws {
        switch self {
        case .resetPassword: _ = try await tenant.resetPassword(of: user, by: principal).reveal()
        case .block: try await tenant.blockUser(user, by: principal)
        case .unblock: try await tenant.unblockUser(user, by: principal)
        case .delete: try await tenant.deleteUser(user, by: principal)
        case .restore: try await tenant.restoreUser(user, by: principal)
        case .purge: try await tenant.purgeUser(user, by: principal)
        case .rename: try await tenant.renameUser(user, to: FullName("Other"), by: principal)
        case .changeAddress:
            try await tenant.requestAddressChange(to: EmailAddress("other@contoso.example"), of: user, by: principal)
        case .endSessions: try await tenant.endAllSessions(of: user, by: principal)
        case .liftLockout: try await tenant.liftLockout(of: user, by: principal)
        case .removeSecondFactor: try await tenant.removeSecondFactor(of: user, by: principal)
        case .issueServiceToken:
            let issued = try await tenant.issueServiceToken(
                for: user, named: DeviceName("x"), lasting: .seconds(60), by: principal)
            _ = issued.reveal()
        case .resendInvitation: try await tenant.resendInvitation(to: user, by: principal)
        case .revokeInvitation: try await tenant.revokeInvitation(of: user, by: principal)
        }
    }
}

extension TestTenant {
    /// Invites a guest, who accepts.
    func guest(accepts: Bool = true) async throws -> UserID {
        let email = try EmailAddress("tim@fabrikam.example")
        let id = try await self.tenant.inviteUsers([email], roles: [], by: self.ada)[0].id
        await self.tenant.deliverNotifications()
        if accepts {
            try await self.tenant.acceptInvitation(
                of: email.rawValue, code: InvitationCode(self.notifier.code(for: email.rawValue)),
                fullName: FullName("Tim"), password: Self.password)
        }
        return id
    }
}
