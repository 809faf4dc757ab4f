import RosterDomain
import RosterPartnerCenter
import RosterPorts
import RosterUseCases
import Testing

@Suite("What has become pointless is not sent", .prompt, .timeLimit(.minutes(20)))
struct PointlessLetterTests {
    /// What arrives when everything is delivered in the end only.
    private func arriving(_ body: (DeliveryWorld) async throws -> Void) async throws -> [AccountNotification] {
        let world = try await DeliveryWorld()
        try await body(world)
        #expect(await world.tenant.deliverNotifications().isComplete)
        return world.notifier.arrived
    }

    @Test("an invitation that was revoked, has expired or was sent again leaves no letter of its own")
    func invitations() async throws {
        let revoked = try await self.arriving { world in
            let guest = try await world.invite("g@fabrikam.example")[0].id
            try await world.tenant.revokeInvitation(of: guest, by: world.ada)
        }
        let expired = try await self.arriving { world in
            try await world.invite("g@fabrikam.example")
            world.clock.advance(by: world.policy.invitationLifetime)
        }
        #expect(revoked.isEmpty && expired.isEmpty)
        let again = try await self.arriving { world in
            let guest = try await world.invite("g@fabrikam.example")[0].id
            world.clock.advance(by: .seconds(60))
            try await world.tenant.resendInvitation(to: guest, by: world.ada)
        }
        #expect(again.count == 1)
    }

    @Test("a deleted, a blocked and an invited person are told of no roles and no answers")
    func unusable() async throws {
        let arrived = try await self.arriving { world in
            let (grace, kim) = (try await world.person("Grace"), try await world.person("Kim"))
            let guest = try await world.invite("g@fabrikam.example")[0].id
            await world.tenant.deliverNotifications()
            world.notifier.forget()
            let request = try await world.tenant.requestRoles([.adminAgent], reason: "", by: grace)
            try await world.tenant.declineRequest(request, by: world.ada)
            for user in [grace, kim] { try await world.tenant.assignRoles([.reportViewer], to: user, by: world.ada) }
            try await world.tenant.assignRoles([.mpnPartnerAdmin], to: guest, by: world.ada)
            try await world.tenant.deleteUser(grace, by: world.ada)
            try await world.tenant.blockUser(kim, by: world.ada)
        }
        #expect(arrived.isEmpty)
    }

    @Test("a request that was answered, or whose asker is blocked or gone, is not passed on")
    func requests() async throws {
        let arrived = try await self.arriving { world in
            var askers: [UserID] = []
            for name in ["A", "B", "C", "D"] { askers.append(try await world.person(name)) }
            await world.tenant.deliverNotifications()
            world.notifier.forget()
            var requests: [RoleRequest] = []
            for asker in askers {
                requests.append(try await world.tenant.requestRoles([.adminAgent], reason: "", by: asker))
            }
            try await world.tenant.declineRequest(requests[0], by: world.ada)
            try await world.tenant.blockUser(askers[1], by: world.ada)
            try await world.tenant.deleteUser(askers[2], by: world.ada)
        }
        let told = arrived.filter { $0.recipient.rawValue == DeliveryWorld.adaAddress }
        #expect(told.count == 1)
        guard case .rolesRequested(let person, _, _, _) = told.first?.content else {
            Issue.record("\(arrived)")
            return
        }
        #expect(person.fullName.rawValue == "D")
    }

    @Test("those who may no longer give what is asked for are not told")
    func formerGivers() async throws {
        let arrived = try await self.arriving { world in
            let boss = try await world.person("Boss", [.globalAdmin])
            let asker = try await world.person("Asker")
            await world.tenant.deliverNotifications()
            world.notifier.forget()
            try await world.tenant.requestRoles([.adminAgent], reason: "", by: asker)
            try await world.tenant.removeRoles([.globalAdmin], from: boss, by: world.ada)
        }
        let asked = arrived.filter { if case .rolesRequested = $0.content { true } else { false } }
        #expect(asked.map(\.recipient.rawValue) == [DeliveryWorld.adaAddress])
    }

    @Test("people are not told what they did themselves")
    func ownActs() async throws {
        let arrived = try await self.arriving { world in
            try await world.tenant.assignRoles([.reportViewer], to: world.ada, by: world.ada)
            try await world.tenant.removeRoles([.reportViewer], from: world.ada, by: world.ada)
        }
        #expect(arrived.isEmpty)
    }

    @Test("a first password is no alarm, with an acceptance and for a new account; a later one is")
    func firstPasswords() async throws {
        let world = try await DeliveryWorld()
        try await world.invite("g@fabrikam.example")
        await world.tenant.deliverNotifications()
        _ = try await world.accept("g@fabrikam.example", world.code(for: "g@fabrikam.example"))
        let email = try EmailAddress("new@contoso.example")
        let added = try await world.tenant.addUser(FullName("New"), email: email, roles: [], by: world.ada)
        let first = added.signInInformation.reveal().temporaryPassword
        try await world.tenant.changePassword(of: email, from: Password(first), to: TestTenant.password)
        await world.tenant.deliverNotifications()
        #expect(world.notifier.arrived.alarmCount == 0)
        try await world.tenant.changePassword(of: email, from: TestTenant.password, to: Password("Another-Horse-2"))
        await world.tenant.deliverNotifications()
        #expect(world.notifier.arrived.alarmCount == 1)
    }

    @Test("a reset that another one overtook, or that the person has finished, is not told; what counts is")
    func resets() async throws {
        let world = try await DeliveryWorld()
        let email = try EmailAddress("new@contoso.example")
        let new = try await world.tenant.addUser(FullName("New"), email: email, roles: [], by: world.ada).userID
        for _ in 0..<3 { _ = try await world.tenant.resetPassword(of: new, by: world.ada) }
        await world.tenant.deliverNotifications()
        #expect(world.notifier.arrived.resetCount == 1)
        let last = try await world.tenant.resetPassword(of: new, by: world.ada).reveal().temporaryPassword
        try await world.tenant.changePassword(of: email, from: Password(last), to: TestTenant.password)
        await world.tenant.deliverNotifications()
        #expect(world.notifier.arrived.resetCount == 1)
    }

    @Test("every code that was mailed for an invitation works, and none once the invitation was sent again")
    func codes() async throws {
        let world = try await DeliveryWorld()
        world.notifier.script { _ in .deliverAndFail }
        let guest = try await world.invite("g@fabrikam.example")[0].id
        for _ in 0..<3 { await world.tenant.deliverNotifications() }
        let letters = world.notifier.arrived(at: "g@fabrikam.example")
        #expect(letters.count == 3 && Set(letters.map(\.id)).count == 1)
        let codes = letters.compactMap(\.code)
        #expect(Set(codes).count == 3)
        #expect(try await world.accept("g@fabrikam.example", codes[0]) == guest)
        let other = try await world.invite("h@fabrikam.example")[0].id
        await world.tenant.deliverNotifications()
        let former = try world.code(for: "h@fabrikam.example")
        world.clock.advance(by: .seconds(60))
        try await world.tenant.resendInvitation(to: other, by: world.ada)
        world.notifier.script { _ in .deliver }
        await world.tenant.deliverNotifications()
        await #expect(throws: TenantError.self) { _ = try await world.accept("h@fabrikam.example", former) }
        #expect(try await world.accept("h@fabrikam.example", world.code(for: "h@fabrikam.example")) == other)
    }

    @Test("a letter that was delayed never replaces a password that was chosen meanwhile")
    func chosen() async throws {
        let world = try await DeliveryWorld(limit: .milliseconds(200))
        world.notifier.script { _ in .deliverAndFail }
        let guest = try await world.invite("g@fabrikam.example")[0].id
        await world.tenant.deliverNotifications()
        _ = try await world.accept("g@fabrikam.example", world.code(for: "g@fabrikam.example"))
        await world.tenant.deliverNotifications()
        #expect(
            try await world.tenant.signIn(EmailAddress("g@fabrikam.example"), password: TestTenant.password)
                == .signedIn(guest))
        #expect(world.notifier.arrived(at: "g@fabrikam.example").count == 1)
    }

    @Test("who acts as a guest is named as one")
    func guests() async throws {
        let world = try await DeliveryWorld()
        try await world.invite("g@fabrikam.example")
        await world.tenant.deliverNotifications()
        let guest = try await world.accept(
            "g@fabrikam.example", world.code(for: "g@fabrikam.example"), named: "Ada Lovelace")
        try await world.tenant.requestRoles([.mpnPartnerAdmin], reason: "", by: guest)
        await world.tenant.deliverNotifications()
        let asked = world.notifier.arrived(at: DeliveryWorld.adaAddress).last?.content
        guard case .rolesRequested(let person, _, _, _) = asked else {
            Issue.record("\(world.notifier.arrived)")
            return
        }
        #expect(person.affiliation == .guest && person.userName.rawValue == "g@fabrikam.example")
    }
}

extension [AccountNotification] {
    fileprivate var alarmCount: Int { self.filter(\.isPasswordAlarm).count }
    fileprivate var resetCount: Int { self.filter(\.isReset).count }
}

extension AccountNotification {
    fileprivate var isPasswordAlarm: Bool { if case .passwordChanged = self.content { true } else { false } }
    fileprivate var isReset: Bool { if case .passwordReset = self.content { true } else { false } }
    fileprivate var code: String? {
        if case .invited(_, let code, _) = self.content { code.withText { $0 } } else { nil }
    }
}
