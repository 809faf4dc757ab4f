import RosterPartnerCenter
import RosterAdapters
import RosterDomain
import RosterPorts
import RosterUseCases
import Testing

@Suite("Asking for roles, and what is refused")
struct RoleRequestVerbTests {
    @Test("a request ends with the account and does not come back with it, nor are people counted below nothing")
    func edges() async throws {
        let test = try await TestTenant()
        let grace = try await test.person("Grace")
        let request = try await test.tenant.requestRoles([.adminAgent], reason: "", by: grace)
        try await test.tenant.deleteUser(grace, by: test.ada)
        #expect(
            try await test.refusal { try await test.tenant.grantRequest(request, by: test.ada) }
                == .nothingPending)
        try await test.tenant.restoreUser(grace, by: test.ada)
        #expect(try await test.tenant.user(grace)?.roleRequests.isEmpty == true)
        #expect(try await test.tenant.users(whoMayAssign: .adminAgent, limit: -1).isEmpty)
        #expect(try await test.tenant.users(whoMayAssign: .adminAgent, limit: 1).map(\.id) == [test.ada])
    }

    @Test("a request is told to those who can grant it, asked once, and answered once")
    func requests() async throws {
        let test = try await TestTenant()
        let grace = try await test.person("Grace")
        let margaret = try await test.person("Margaret", [.accountAdmin])
        let request = try await test.tenant.requestRoles([.incentivesUser], reason: "claims", by: grace)
        await test.tenant.deliverNotifications()
        let told = test.notifier.delivered.filter { $0.content.isRequest }.map(\.recipient.rawValue)
        #expect(Set(told) == [TestTenant.adaEmail, "margaret@contoso.example"])
        #expect(
            try await test.refusal { try await test.tenant.requestRoles([.incentivesUser], reason: "", by: grace) }
                == .roleAlreadyRequested(role: .incentivesUser, scope: .company))
        #expect(
            try await test.refusal { try await test.tenant.grantRequest(request, by: grace) } != nil)
        try await test.tenant.declineRequest(request, by: margaret)
        #expect(
            try await test.refusal { try await test.tenant.grantRequest(request, by: margaret) }
                == .nothingPending)
        #expect(!test.tenant.permits(grace, .initiateIncentiveClaims))
        let long = String(repeating: "x", count: 1_001)
        #expect(
            try await test.refusal { try await test.tenant.requestRoles([.adminAgent], reason: long, by: grace) }
                == .reasonTooLong(characterCount: 1_001, limit: 1_000))
        #expect(
            try await test.refusal {
                try await test.tenant.requestRoles([.adminAgent], reason: "\u{1B}[2J", by: grace)
            } == .reasonUnsafe)
    }

    @Test("letters about a request say for when the roles are asked for, and for when they were given")
    func times() async throws {
        let test = try await TestTenant()
        let grace = try await test.person("Grace")
        let from = test.clock.now + .seconds(86_400)
        let wished = try ValidityWindow(from: from, until: from + .seconds(86_400))
        let request = try await test.tenant.requestRoles([.adminAgent], during: wished, reason: "", by: grace)
        await test.tenant.deliverNotifications()
        let asked = test.notifier.delivered.compactMap { letter -> [String]? in
            if case .rolesRequested(_, let roles, _, _) = letter.content { roles } else { nil }
        }
        #expect(asked == [["Admin agent from \(from) until \(from + .seconds(86_400))"]])
        let given = try ValidityWindow(from: from, until: from + .seconds(3_600))
        try await test.tenant.grantRequest(request, during: given, by: test.ada)
        await test.tenant.deliverNotifications()
        let answered = test.notifier.delivered.compactMap { letter -> [String]? in
            if case .roleRequestAnswered(let roles, .granted) = letter.content { roles } else { nil }
        }
        #expect(answered == [["Admin agent from \(from) until \(from + .seconds(3_600))"]])
    }

    @Test(
        "a reason is taken as forms and programs send it: every kind of line end is a line feed, a tab a blank",
        arguments: [
            ("one\r\ntwo\tthree", "one\ntwo three"), ("one\rtwo", "one\ntwo"), ("one\n\rtwo", "one\n\ntwo"),
            ("one\r\r\ntwo", "one\n\ntwo"), ("one\u{85}two\u{2028}three\u{2029}", "one\ntwo\nthree\n"),
            ("page\u{C}page\u{B}line", "page\npage\nline"), ("\r\n", "\n"), ("plain", "plain"),
            ("שלום\u{200F}! \u{200E}(1)\u{61C}", "שלום\u{200F}! \u{200E}(1)\u{61C}"),
            ("\u{2067}مرحبا\u{2069} hello \u{2068}x", "\u{2067}مرحبا\u{2069} hello \u{2068}x"),
            (String(repeating: "x\r\n", count: 500), String(repeating: "x\n", count: 500)),
        ])
    func reasons(_ sent: String, _ kept: String) async throws {
        let test = try await TestTenant()
        let grace = try await test.person("Grace")
        let request = try await test.tenant.requestRoles([.incentivesUser], reason: sent, by: grace)
        #expect(Array(request.reason.utf8) == Array(kept.utf8))
    }

    @Test(
        "a reason with control characters, or with marks that force a direction, is refused",
        arguments: [
            "\u{0}", "\u{7}", "\u{8}", "\u{1B}[2J", "\u{7F}", "\u{9B}2J", "\u{202A}", "\u{202D}", "\u{202E}",
            "\u{202C}",
        ])
    func unsafeReasons(_ text: String) async throws {
        let test = try await TestTenant()
        let grace = try await test.person("Grace")
        #expect(
            try await test.refusal {
                try await test.tenant.requestRoles([.incentivesUser], reason: "a\(text)b", by: grace)
            } == .reasonUnsafe)
    }

    @Test(
        "a request for a role that can no longer be given is declined all the same, by a person who might have given it"
    )
    func declining() async throws {
        let test = try await TestTenant(programs: [])
        let grace = try await test.person("Grace")
        let request = RoleRequest(
            id: RoleRequestID(bits: 5), user: grace, roles: [.salesAgent], scope: .company, reason: "",
            requestedAt: test.clock.now)
        try await test.directory.commit(
            [.rolesRequested(request: request)], by: .user(id: grace), at: test.clock.now,
            after: test.directory.head().revision)
        #expect(
            try await test.refusal { try await test.tenant.grantRequest(request, by: test.ada) }
                == .roleNotOffered(role: .salesAgent, programs: [.indirectProvider]))
        let margaret = try await test.person("Margaret")
        #expect(
            try await test.refusal { try await test.tenant.declineRequest(request, by: margaret) } != nil)
        try await test.tenant.declineRequest(request, by: test.ada)
        #expect(try await test.tenant.user(grace)?.roleRequests.isEmpty == true)
    }
}

extension AccountNotification.Content {
    fileprivate var isRequest: Bool { if case .rolesRequested = self { true } else { false } }
}
