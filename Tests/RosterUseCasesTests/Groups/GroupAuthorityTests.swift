import RosterDomain
import RosterPartnerCenter
import RosterUseCases
import Testing

@Suite("A group is as strong as its roles")
struct GroupAuthorityTests {
    @Test("no one adds a member, themselves neither, to a group whose roles they could not give")
    func joining() async throws {
        let world = try await GroupWorld()
        let admins = try await world.group("Admins", [.globalAdmin], owners: [world.uma, world.grace])
        for (principal, user) in [(world.uma, world.uma), (world.uma, world.grace), (world.grace, world.grace)] {
            let refusal = try await world.refusal(.add, user, admins, by: principal)
            guard case .mayNotAssign(.globalAdmin, .company, _) = refusal else {
                Issue.record("\(String(describing: refusal))")
                continue
            }
        }
        #expect(!world.tenant.permits(world.uma, .assignUserRoles))
    }

    @Test("an owner without any permission changes the members of a group whose roles take none to give")
    func owners() async throws {
        let world = try await GroupWorld()
        let book = try await world.group("Book club", owners: [world.grace])
        let mine = try await world.tenant.addMembers([world.uma, world.grace], to: book, by: world.grace)
        #expect(mine.map(\.refusal) == [nil, nil])
        let joan = try await world.test.person("Joan")
        let others = try await world.refusal(.add, joan, book, by: joan)
        guard case .notPermitted = others else {
            Issue.record("who owns nothing changed members: \(String(describing: others))")
            return
        }
        let refusal = try await world.refusal { try await world.tenant.deleteGroup(book, by: world.grace) }
        guard case .notPermitted = refusal else {
            Issue.record("an owner deleted the group: \(String(describing: refusal))")
            return
        }
    }

    @Test("no one gives a group, and so its members, what they could not give by hand")
    func giving() async throws {
        let world = try await GroupWorld()
        let team = try await world.group("Team", owners: [world.uma])
        try await world.add(world.uma, to: team)
        let refusal = try await world.refusal {
            try await world.tenant.assignRoles([.globalAdmin], toGroup: team, by: world.uma)
        }
        guard case .mayNotAssign = refusal else {
            Issue.record("\(String(describing: refusal))")
            return
        }
        let until = world.test.clock.now + .seconds(3_600)
        let tina = try await world.test.person("Tina")
        try await world.tenant.assignRoles(
            [.globalAdmin], to: tina, during: ValidityWindow(until: until), by: world.ada)
        let longer = try await world.refusal {
            try await world.tenant.assignRoles([.globalAdmin], toGroup: team, by: tina)
        }
        #expect(longer == .authorityEnds(role: .globalAdmin, scope: .company, until: until))
        // Nor does she pass on for good what she has for an hour.
        let lasting = try await world.group("Lasting", [.globalAdmin])
        let joined = try await world.refusal(.add, tina, lasting, by: tina)
        #expect(joined == .authorityEnds(role: .globalAdmin, scope: .company, until: until))
    }

    @Test("who is strong through a group is out of reach for lesser administrators, and keeps the roles")
    func target() async throws {
        let world = try await GroupWorld()
        let admins = try await world.group("Admins", [.globalAdmin], owners: [world.uma])
        #expect(try await world.refusal { try await world.tenant.blockUser(world.grace, by: world.uma) } == nil)
        try await world.tenant.unblockUser(world.grace, by: world.ada)
        try await world.add(world.grace, to: admins)
        let block = try await world.refusal { try await world.tenant.blockUser(world.grace, by: world.uma) }
        guard case .mayNotActOn = block else {
            Issue.record("\(String(describing: block))")
            return
        }
        let leave = try await world.refusal(.remove, world.grace, admins, by: world.uma)
        guard case .mayNotAssign = leave else {
            Issue.record("\(String(describing: leave))")
            return
        }
        let delete = try await world.refusal { try await world.tenant.deleteGroup(admins, by: world.uma) }
        guard case .mayNotAssign = delete else {
            Issue.record("\(String(describing: delete))")
            return
        }
    }

    @Test("a member acts with what the group gives: a Global admin through a group gives what one by hand gives")
    func acting() async throws {
        let world = try await GroupWorld()
        let admins = try await world.group("Admins", [.globalAdmin])
        try await world.add(world.grace, to: admins)
        try await world.tenant.assignRoles([.billingAdmin], to: world.uma, by: world.grace)
        try await world.remove(world.grace, from: admins)
        let refusal = try await world.refusal {
            try await world.tenant.removeRoles([.billingAdmin], from: world.uma, by: world.grace)
        }
        guard case .mayNotAssign = refusal else {
            Issue.record("\(String(describing: refusal))")
            return
        }
    }

    @Test("the last Global admin who holds the role by hand stays, whichever others hold it through a group")
    func lastAdministrator() async throws {
        let world = try await GroupWorld()
        let admins = try await world.group("Admins", [.globalAdmin])
        try await world.add(world.grace, to: admins)
        for verb: () async throws -> Void in [
            { try await world.tenant.blockUser(world.ada, by: world.grace) },
            { try await world.tenant.deleteUser(world.ada, by: world.grace) },
            { try await world.tenant.removeRoles([.globalAdmin], from: world.ada, by: world.grace) },
        ] {
            #expect(try await world.refusal(verb) == .lastHolder(role: .globalAdmin))
        }
        // So a group can go, whatever users are in it.
        try await world.tenant.deleteGroup(admins, by: world.grace)
        #expect(!world.tenant.permits(world.grace, .assignUserRoles))
    }

    @Test("a role that a guest, or a member who holds another one, may not hold is not given to their group")
    func members() async throws {
        let world = try await GroupWorld()
        let team = try await world.group("Team")
        let guest = try await world.test.guest()
        try await world.add(guest, to: team)
        let refusal = try await world.refusal {
            try await world.tenant.assignRoles([.salesAgent], toGroup: team, by: world.ada)
        }
        #expect(refusal == .roleNotForGuests(role: .salesAgent))
        try await world.remove(guest, from: team)
        try await world.tenant.assignRoles([.salesAgent], toGroup: team, by: world.ada)
        #expect(
            try await world.refusal {
                try await world.tenant.assignRoles([.salesAgent], toGroup: team, by: world.ada)
            } == .roleAlreadyHeld(role: .salesAgent, scope: .company))
    }

    @Test(
        "by names and external identifiers others find a group to add members to: only who could give its roles changes them"
    )
    func renaming() async throws {
        let world = try await GroupWorld()
        let admins = try await world.group("Admins", [.globalAdmin], owners: [world.uma])
        let refusal = try await world.refusal {
            try await world.tenant.changeGroup(admins, to: GroupProfile(name: FullName("Other")), by: world.uma)
        }
        guard case .mayNotAssign = refusal else {
            Issue.record("\(String(describing: refusal))")
            return
        }
    }

    @Test("an owner who may not give its roles does not empty a deleted group that can be restored")
    func deletedGroup() async throws {
        let world = try await GroupWorld()
        let admins = try await world.group("Admins", [.globalAdmin], owners: [world.uma])
        try await world.add(world.grace, to: admins)
        try await world.tenant.deleteGroup(admins, by: world.ada)
        guard case .mayNotAssign = try await world.refusal(.remove, world.grace, admins, by: world.uma) else {
            Issue.record("the owner emptied it")
            return
        }
        world.test.clock.advance(by: User.restorableFor)
        #expect(try await world.refusal(.remove, world.grace, admins, by: world.uma) == nil)
    }

    @Test("what an invited person would hold through a group is what the inviter can give when it is accepted")
    func invitation() async throws {
        let world = try await GroupWorld()
        let team = try await world.group("Team")
        let email = try EmailAddress("tim@fabrikam.example")
        let tim = try await world.tenant.inviteUsers([email], roles: [], by: world.uma)[0].id
        await world.tenant.deliverNotifications()
        try await world.add(tim, to: team)
        try await world.tenant.assignRoles([.referralsAdmin], toGroup: team, by: world.ada)
        try await world.tenant.removeRoles([.userManagementAdmin], from: world.uma, by: world.ada)
        let refusal = try await world.refusal {
            try await world.tenant.acceptInvitation(
                of: email.rawValue, code: InvitationCode(world.test.notifier.code(for: email.rawValue)),
                fullName: FullName("Tim"), password: TestTenant.password)
        }
        guard case .inviterMayNoLongerInvite = refusal else {
            Issue.record("\(String(describing: refusal))")
            return
        }
    }

    @Test(
        "a role that left the catalog stands in the way of joining and restoring, and ends when the company is opened")
    func lostRoles() async throws {
        let retired = RoleID("retired")
        let base = RoleCatalog.partnerCenter
        let old = try RoleCatalog(
            roles: base.roles + [Role(retired, title: "Retired", category: .company, grants: [])],
            permissions: base.permissions, assignmentAuthorities: base.assignmentAuthorities,
            accountAuthorities: base.accountAuthorities, scopeKinds: base.scopeKinds,
            provisioning: base.provisioning, indispensableRole: base.indispensableRole,
            enrollmentRoles: base.enrollmentRoles, separationSets: base.separationSets)
        let world = try await GroupWorld(catalog: old)
        let open = try await world.group("Open", [retired])
        let deleted = try await world.group("Deleted", [retired])
        try await world.tenant.deleteGroup(deleted, by: world.ada)
        let next = try await world.test.secondHost(catalog: .partnerCenter)
        #expect(next.openingReport.lostRoles.map(\.role) == [retired])
        for group in [open, deleted] { #expect(try await next.group(group)?.roles.isEmpty == true) }
    }

    @Test("a refusal that is about one member names them")
    func memberInTheWay() async throws {
        let world = try await GroupWorld()
        let team = try await world.group("Team")
        try await world.add(world.grace, to: team)
        try await world.add(try await world.test.guest(), to: team)
        do {
            try await world.tenant.assignRoles([.salesAgent], toGroup: team, by: world.ada)
            Issue.record("a guest became a sales agent")
        } catch {
            guard case .refused(let refusal) = error else { throw error }
            #expect(refusal.about?.rawValue == "tim@fabrikam.example")
        }
    }

    @Test("who takes themselves out together with a thousand others takes them all out, with a result for each")
    func selfRemovalAmongMany() async throws {
        let world = try await GroupWorld()
        let admins = try await world.group("Admins", [.globalAdmin])
        var others: [UserID] = []
        for number in 0..<1_005 {
            let name = "many-\(number)"
            let account = ProvisionedAccount(try FullName("User \(number)"), userName: try UserName(name))
            others.append(try await world.tenant.provisionUser(account, by: world.ada).id)
        }
        let added = try await world.tenant.addMembers([world.grace] + others, to: admins, by: world.ada)
        #expect(added.allSatisfy { $0.refusal == nil })
        let removed = try await world.tenant.removeMembers([world.grace] + others, from: admins, by: world.grace)
        #expect(removed.map(\.id) == [world.grace] + others)
        #expect(removed.allSatisfy { $0.refusal == nil })
        #expect(!world.tenant.permits(world.grace, .assignUserRoles))
    }
}
