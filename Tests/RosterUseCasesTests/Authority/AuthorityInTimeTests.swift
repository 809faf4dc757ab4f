import RosterDomain
import RosterPartnerCenter
import RosterUseCases
import Testing

@Suite("Authority in time")
struct AuthorityInTimeTests {
    private static let hour: Duration = .seconds(3_600)

    @Test("no verb gives a role for longer than the giver's own right to it lasts, to the giver or to others")
    func bounded() async throws {
        for role in [RoleID.globalAdmin, .accountAdmin] {
            let (test, bob, end) = try await self.timed(role)
            let refusal = RefusalReason.authorityEnds(role: role, scope: .company, until: end)
            let grace = try await test.person("Grace")
            let wish = try await test.tenant.requestRoles([role], reason: "", by: grace)
            for window in [ValidityWindow.always, try ValidityWindow(until: end + .milliseconds(1))] {
                for user in [bob, grace] {
                    #expect(
                        try await test.refusal {
                            try await test.tenant.assignRoles([role], to: user, during: window, by: bob)
                        } == refusal)
                }
                #expect(
                    try await test.refusal {
                        try await test.tenant.grantRequest(wish, during: window, by: bob)
                    } == refusal)
            }
            #expect(try await test.refusal { try await test.tenant.grantRequest(wish, by: bob) } == refusal)
            try await test.tenant.grantRequest(wish, during: ValidityWindow(until: end), by: bob)
            test.clock.advance(by: Self.hour + Self.hour)
            #expect(test.tenant.entitlements(of: bob).allSatisfy { $0.permission != .createUsers })
        }
    }

    @Test("a token of a service ends with the authority of the person who issues or replaces it, at the latest")
    func tokens() async throws {
        let (test, bob, end) = try await self.timed(.globalAdmin)
        let job = try await test.service(roles: [.globalAdmin])
        let refusal = RefusalReason.tokenLifetime(latest: end)
        let tooLong = Self.hour + .milliseconds(1)
        #expect(try await test.refusal { _ = try await test.token(of: job, lasting: tooLong, by: bob) } == refusal)
        _ = try await test.token(of: job, lasting: Self.hour, by: bob)
        _ = try await test.token(of: job, lasting: .seconds(86_400))
        for session in try await test.tenant.sessions(of: job, by: test.ada) {
            let isShort = session.lifetime == Self.hour
            let replaced = try await test.refusal {
                _ = try await test.tenant.rotateServiceToken(session.id, of: job, overlap: .zero, by: bob)
            }
            #expect(replaced == (isShort ? nil : refusal))
        }
    }

    @Test("unblocking takes the right to block, and none to give the roles that were held all along")
    func unblocking() async throws {
        let test = try await TestTenant()
        let boss = try await test.person("Boss", [.globalAdmin, .salesAgent])
        let paul = try await test.person("Paul", [.privilegedAuthenticationAdmin])
        let uma = try await test.person("Uma", [.userManagementAdmin])
        try await test.tenant.blockUser(boss, by: paul)
        guard case .mayNotActOn = try await test.refusal({ try await test.tenant.unblockUser(boss, by: uma) }) else {
            Issue.record("refused")
            return
        }
        try await test.tenant.unblockUser(boss, by: paul)
        #expect(test.tenant.permits(boss, .createUsers))
        guard
            case .mayNotAssign = try await test.refusal({
                try await test.tenant.assignRoles([.globalAdmin], to: uma, by: paul)
            })
        else {
            Issue.record("refused")
            return
        }
    }

    @Test("a timed administrator adds, takes in and invites with roles for as long as the own right lasts")
    func adding() async throws {
        let (test, bob, end) = try await self.timed(.globalAdmin)
        let email = try EmailAddress("new@contoso.example")
        let account = ExistingAccount(try FullName("New"), email: email)
        func attempts(_ window: ValidityWindow?) -> [(RoleID, () async throws -> Void)] {
            [
                (
                    .reportViewer,
                    {
                        _ = try await test.tenant.addUser(
                            FullName("New"), email: email, roles: [.reportViewer], during: window ?? .always, by: bob)
                    }
                ),
                (
                    .reportViewer,
                    {
                        try await test.tenant.addExistingUsers(
                            [account], roles: [.reportViewer], during: window, by: bob)
                    }
                ),
                (
                    .referralsAdmin,
                    {
                        try await test.tenant.inviteUsers(
                            [EmailAddress("x@fabrikam.example")], roles: [.referralsAdmin],
                            during: window ?? .always, by: bob)
                    }
                ),
            ]
        }
        for window in [nil, .always, try ValidityWindow(until: end + .milliseconds(1))] {
            for (role, attempt) in attempts(window) {
                #expect(
                    try await test.refusal(attempt) == .authorityEnds(role: role, scope: .company, until: end))
            }
        }
        let within = attempts(try ValidityWindow(until: end))
        for (_, attempt) in [within[0], within[2]] { #expect(try await test.refusal(attempt) == nil) }
        // Without roles nothing outlasts anything.
        _ = try await test.tenant.addUser(
            FullName("Plain"), email: EmailAddress("plain@contoso.example"), roles: [], by: bob)
    }

    @Test("a role that would give the first one back is bounded as well")
    func indirect() async throws {
        let (test, bob, end) = try await self.timed(.globalAdmin)
        #expect(
            try await test.refusal { try await test.tenant.assignRoles([.privilegedRoleAdmin], to: bob, by: bob) }
                == .authorityEnds(role: .privilegedRoleAdmin, scope: .company, until: end))
        test.clock.advance(by: Self.hour + Self.hour)
        #expect(try await test.refusal { try await test.tenant.assignRoles([.globalAdmin], to: bob, by: bob) } != nil)
    }

    @Test("authority is the union of the times of all assignments that give it, without the gaps between them")
    func union() async throws {
        let (test, bob, end) = try await self.timed(.globalAdmin)
        let grace = try await test.person("Grace")
        func window(_ from: Int, _ until: Int) throws -> ValidityWindow {
            try ValidityWindow(from: end + .seconds(from), until: end + .seconds(until))
        }
        try await test.tenant.assignRoles([.userManagementAdmin], to: bob, during: window(-60, 60), by: test.ada)
        try await test.tenant.assignRoles([.accountAdmin], to: bob, during: window(120, 180), by: test.ada)
        func give(_ window: ValidityWindow) async throws -> RefusalReason? {
            try await test.refusal {
                try await test.tenant.assignRoles([.reportViewer], to: grace, during: window, by: bob)
            }
        }
        let short = RefusalReason.authorityEnds(role: .reportViewer, scope: .company, until: end + .seconds(60))
        #expect(try await give(ValidityWindow(until: end + .seconds(61))) == short)
        #expect(try await give(window(60, 61)) == short)
        #expect(try await give(window(90, 150)) == short)
        #expect(
            try await give(window(120, 181))
                == .authorityEnds(role: .reportViewer, scope: .company, until: end + .seconds(180)))
        #expect(try await give(window(120, 180)) == nil)
        try await test.tenant.removeRoles([.reportViewer], from: grace, by: test.ada)
        #expect(try await give(ValidityWindow(until: end + .seconds(60))) == nil)
    }

    @Test("what comes along with a role ends with it, and what is held already stays as it is")
    func companions() async throws {
        let (test, bob, end) = try await self.timed(.globalAdmin)
        let grace = try await test.person("Grace", [.executiveReportViewer])
        let margaret = try await test.person("Margaret")
        for user in [grace, margaret] {
            try await test.tenant.assignRoles(
                [.mpnPartnerAdmin], to: user, during: ValidityWindow(until: end), by: bob)
        }
        func companionEnd(of user: UserID) async throws -> Timestamp? {
            try await test.tenant.user(user)?.assignment(of: .executiveReportViewer, at: .company)?.window.until
        }
        #expect(try await companionEnd(of: grace) == nil)
        #expect(try await companionEnd(of: margaret) == end)
    }

    @Test("restoring brings roles back, so it takes the right to give each of them for as long as it holds")
    func restoring() async throws {
        let (test, bob, end) = try await self.timed(.globalAdmin)
        let grace = try await test.person("Grace", [.reportViewer])
        let brief = try await test.person("Brief")
        try await test.tenant.assignRoles([.reportViewer], to: brief, during: ValidityWindow(until: end), by: test.ada)
        let userAdmin = try await test.person("Ulla", [.userAdmin])
        for user in [grace, brief] {
            try await test.tenant.deleteUser(user, by: userAdmin)
            guard
                case .mayNotAssign = try await test.refusal({ try await test.tenant.restoreUser(user, by: userAdmin) })
            else {
                Issue.record("refused")
                continue
            }
        }
        #expect(
            try await test.refusal { try await test.tenant.restoreUser(grace, by: bob) }
                == .authorityEnds(role: .reportViewer, scope: .company, until: end))
        try await test.tenant.restoreUser(brief, by: bob)
        try await test.tenant.restoreUser(grace, by: test.ada)
    }

    @Test("a role ends sooner by giving it anew, in one step with what was before")
    func shortening() async throws {
        let test = try await TestTenant()
        let grace = try await test.person("Grace", [.salesAgent])
        let end = test.clock.now + Self.hour
        try await test.tenant.assignRoles([.salesAgent], to: grace, during: ValidityWindow(until: end), by: test.ada)
        let step = try #require(try await test.tenant.history().last)
        guard case .roleRemoved(let before) = step.changes[0], case .roleAssigned(let after) = step.changes[1] else {
            Issue.record("taken and given")
            return
        }
        let short = try ValidityWindow(until: end)
        #expect(before.window == .always && after.window == short)
        #expect(test.tenant.permits(grace, .viewCustomers))
        test.clock.advance(by: Self.hour)
        #expect(!test.tenant.permits(grace, .viewCustomers))
    }

    @Test("to let a role end sooner takes what taking it takes")
    func shorteningIsTaking() async throws {
        let test = try await TestTenant()
        let boss = try await test.person("Boss", [.globalAdmin, .adminAgent])
        let privileged = try await test.person("Pia", [.privilegedRoleAdmin])
        let uma = try await test.person("Uma", [.userManagementAdmin])
        let soon = try ValidityWindow(until: test.clock.now + Self.hour)
        func shorten(_ role: RoleID, of user: UserID, by principal: UserID) async throws -> RefusalReason? {
            try await test.refusal {
                try await test.tenant.assignRoles([role], to: user, during: soon, by: principal)
            }
        }
        guard case .mayNotActOn(.removeRoles, _, _) = try await shorten(.adminAgent, of: boss, by: uma) else {
            Issue.record("out of reach")
            return
        }
        #expect(try await shorten(.globalAdmin, of: boss, by: boss) == .ownIndispensableRole(role: .globalAdmin))
        #expect(try await shorten(.globalAdmin, of: boss, by: privileged) == nil)
        #expect(try await shorten(.globalAdmin, of: test.ada, by: privileged) == .lastHolder(role: .globalAdmin))
    }

    @Test("a lesser administrator takes nothing from a stronger one, and still from peers and others")
    func reach() async throws {
        let test = try await TestTenant()
        let boss = try await test.person("Boss", [.globalAdmin, .adminAgent])
        let uma = try await test.person("Uma", [.userManagementAdmin])
        let peer = try await test.person("Peer", [.userManagementAdmin, .adminAgent])
        let carl = try await test.person("Carl", [.adminAgent, .developer])
        for lesser in [uma, try await test.person("Acc", [.accountAdmin, .userManagementAdmin])] {
            guard
                case .mayNotActOn(.removeRoles, let roles, let whoMay) = try await test.refusal({
                    try await test.tenant.removeRoles([.adminAgent], from: boss, by: lesser)
                })
            else {
                Issue.record("refused")
                continue
            }
            #expect(roles == [.adminAgent, .globalAdmin] && whoMay == [.globalAdmin, .privilegedRoleAdmin])
        }
        for user in [peer, carl] { try await test.tenant.removeRoles([.adminAgent], from: user, by: uma) }
        try await test.tenant.removeRoles([.adminAgent], from: boss, by: test.ada)
    }

    /// A company in which Bob holds a role, and what it takes to add users, for an hour.
    private func timed(_ role: RoleID) async throws -> (TestTenant, bob: UserID, end: Timestamp) {
        let test = try await TestTenant()
        let bob = try await test.person("Bob", role == .globalAdmin ? [] : [.userAdmin])
        let end = test.clock.now + Self.hour
        // Account admin does not give its own role, so that the right to has to come from another one.
        let given: [RoleID] = role == .globalAdmin ? [role] : [role, .globalAdmin]
        try await test.tenant.assignRoles(given, to: bob, during: ValidityWindow(until: end), by: test.ada)
        return (test, bob, end)
    }
}
