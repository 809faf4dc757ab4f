import RosterAdapters
import RosterDomain
import RosterPartnerCenter
import RosterPorts
import RosterUseCases
import Testing

@Suite("Changes of address")
struct AddressChangeTests {
    @Test("the code goes to the new address, and the former one signs in until it is confirmed, and is told then")
    func confirmed() async throws {
        let test = try await TestTenant()
        let grace = try await test.person("Grace")
        let token = try await test.begin(grace)
        try await test.requestOwn("Grace", to: "hopper@navy.example")
        let code = try await test.code(at: "hopper@navy.example")
        #expect(try await test.signsIn("grace@contoso.example"))
        #expect(try await !test.signsIn("hopper@navy.example"))
        #expect(try await test.tenant.user(grace)?.user.email?.rawValue == "grace@contoso.example")
        try await test.tenant.confirmAddressChange(of: "GRACE@contoso.example", code: code)
        let user = try #require(try await test.tenant.user(grace)).user
        #expect(user.email?.rawValue == "hopper@navy.example" && user.addressChange == nil)
        #expect(user.userName.rawValue == "hopper@navy.example")
        #expect(try await test.signsIn("hopper@navy.example"))
        #expect(try await !test.signsIn("grace@contoso.example"))
        #expect(test.tenant.admits(token) != nil)
        await test.tenant.deliverNotifications()
        let told = test.notifier.delivered.last
        #expect(told?.recipient.rawValue == "grace@contoso.example")
        guard case .addressChanged = told?.content else {
            Issue.record("\(String(describing: told))")
            return
        }
    }

    @Test("a user name of one's own stays")
    func userName() async throws {
        let test = try await TestTenant()
        let added = try await test.tenant.addUser(
            FullName("Grace"), email: EmailAddress("grace@contoso.example"), userName: UserName("hopper"), roles: [],
            by: test.ada)
        let grace = added.userID
        try await test.finishSigningUp(added.signInInformation.reveal())
        try await test.requestOwn("Grace", to: "new@contoso.example")
        try await test.tenant.confirmAddressChange(of: "hopper", code: test.code(at: "new@contoso.example"))
        let user = try #require(try await test.tenant.user(grace)).user
        #expect(user.userName.rawValue == "hopper" && user.email?.rawValue == "new@contoso.example")
        // The former address is free again.
        _ = try await test.person("Grace")
    }

    @Test("a code works once, and a wrong one, a code of no change and an unknown name are answered alike")
    func once() async throws {
        let test = try await TestTenant()
        _ = try await test.person("Grace")
        try await test.requestOwn("Grace", to: "new@contoso.example")
        let code = try await test.code(at: "new@contoso.example")
        for name in ["grace@contoso.example", "ada@contoso.example", "x@contoso.example"] {
            let reason = try await test.refusal {
                try await test.tenant.confirmAddressChange(of: name, code: InvitationCode("ABCD-EFGH-JKMN-PQRS"))
            }
            #expect(reason == .wrongCredentials)
        }
        try await test.tenant.confirmAddressChange(of: "grace@contoso.example", code: code)
        let again = try await test.refusal {
            try await test.tenant.confirmAddressChange(of: "new@contoso.example", code: code)
        }
        #expect(again == .wrongCredentials)
    }

    @Test("it takes the password, and a temporary one does not do")
    func password() async throws {
        let test = try await TestTenant()
        let grace = try await test.person("Grace")
        let email = try EmailAddress("new@contoso.example")
        let wrong = try await test.refusal {
            try await test.tenant.requestAddressChange(
                to: email, of: "grace@contoso.example", password: Password("wrong"))
        }
        #expect(wrong == .wrongCredentials)
        let reset = try await test.tenant.resetPassword(of: grace, by: test.ada).reveal()
        let temporary = try await test.refusal {
            try await test.tenant.requestAddressChange(
                to: email, of: "grace@contoso.example", password: Password(reset.temporaryPassword))
        }
        #expect(temporary == .wrongStatus(status: .mustChangePassword))
    }

    @Test("what ends all sessions ends it, too", arguments: ["reset", "change", "block", "delete"])
    func ended(by step: String) async throws {
        let test = try await TestTenant()
        let grace = try await test.person("Grace")
        try await test.requestOwn("Grace", to: "new@contoso.example")
        let code = try await test.code(at: "new@contoso.example")
        switch step {
        case "reset": _ = try await test.tenant.resetPassword(of: grace, by: test.ada).reveal()
        case "change":
            try await test.tenant.changePassword(
                of: "grace@contoso.example", from: TestTenant.password, to: Password("Another-Horse-2"))
        case "block":
            try await test.tenant.blockUser(grace, by: test.ada)
            try await test.tenant.unblockUser(grace, by: test.ada)
        default:
            try await test.tenant.deleteUser(grace, by: test.ada)
            try await test.tenant.restoreUser(grace, by: test.ada)
        }
        let reason = try await test.refusal {
            try await test.tenant.confirmAddressChange(of: "grace@contoso.example", code: code)
        }
        #expect(reason == .wrongCredentials)
        #expect(try await test.tenant.user(grace)?.user.email?.rawValue == "grace@contoso.example")
    }

    @Test("another change, taking it back, and time end it")
    func overtaken() async throws {
        let test = try await TestTenant()
        let grace = try await test.person("Grace")
        try await test.requestOwn("Grace", to: "first@contoso.example")
        let first = try await test.code(at: "first@contoso.example")
        let soon = try await test.refusal { try await test.requestOwn("Grace", to: "second@contoso.example") }
        #expect(soon == .tooSoon(until: test.clock.now + AddressChange.pause))
        test.clock.advance(by: AddressChange.pause)
        try await test.requestOwn("Grace", to: "second@contoso.example")
        let second = try await test.code(at: "second@contoso.example")
        let overtaken = try await test.refusal {
            try await test.tenant.confirmAddressChange(of: "grace@contoso.example", code: first)
        }
        #expect(overtaken == .wrongCredentials)
        #expect(try await test.tenant.withdrawAddressChange(of: grace, by: grace))
        #expect(try await !test.tenant.withdrawAddressChange(of: grace, by: grace))
        let withdrawn = try await test.refusal {
            try await test.tenant.confirmAddressChange(of: "grace@contoso.example", code: second)
        }
        #expect(withdrawn == .wrongCredentials)
        // Taking it back makes no room for another letter at once.
        let again = try await test.refusal { try await test.requestOwn("Grace", to: "third@contoso.example") }
        #expect(again == .tooSoon(until: test.clock.now + AddressChange.pause))
        test.clock.advance(by: AddressChange.pause)
        try await test.requestOwn("Grace", to: "third@contoso.example")
        let third = try await test.code(at: "third@contoso.example")
        test.clock.advance(by: .seconds(86_400))
        let expired = try await test.refusal {
            try await test.tenant.confirmAddressChange(of: "grace@contoso.example", code: third)
        }
        #expect(expired == .credentialsExpired)
    }

    @Test("an address is the account's that confirms first")
    func taken() async throws {
        let test = try await TestTenant()
        _ = (try await test.person("Grace"), try await test.person("Uma"))
        try await test.requestOwn("Grace", to: "shared@contoso.example")
        try await test.requestOwn("Uma", to: "SHARED@contoso.example")
        let codes = (
            try await test.code(at: "shared@contoso.example"), try await test.code(at: "SHARED@contoso.example")
        )
        let taken = try await test.refusal {
            try await test.tenant.requestAddressChange(
                to: EmailAddress("grace@contoso.example"), of: test.uma(), by: test.ada)
        }
        #expect(taken == .nameTaken(name: try UserName("grace@contoso.example")))
        // People are not told who is listed: they get no code.
        #expect(try await test.requestOwn("Ada", to: "grace@contoso.example"))
        await test.tenant.deliverNotifications()
        let isTold = test.notifier.delivered.contains { letter in
            if case .addressToConfirm = letter.content {
                letter.recipient.rawValue == "grace@contoso.example"
            } else {
                false
            }
        }
        #expect(!isTold)
        try await test.tenant.confirmAddressChange(of: "grace@contoso.example", code: codes.0)
        let second = try await test.refusal {
            try await test.tenant.confirmAddressChange(of: "uma@contoso.example", code: codes.1)
        }
        #expect(second == .nameTaken(name: try UserName("SHARED@contoso.example")))
    }

    @Test("another spelling of one's own address is no other account's")
    func spelling() async throws {
        let test = try await TestTenant()
        let grace = try await test.person("Grace")
        #expect(try await test.requestOwn("Grace", to: "Grace@Contoso.example"))
        try await test.tenant.confirmAddressChange(
            of: "grace@contoso.example", code: test.code(at: "Grace@Contoso.example"))
        #expect(try await test.tenant.user(grace)?.user.email?.rawValue == "Grace@Contoso.example")
        test.clock.advance(by: AddressChange.pause)
        #expect(try await !test.requestOwn("Grace", to: "Grace@Contoso.example"))
    }

    @Test(
        "an administrator who may edit the profile and reset the password may ask for it, and must still be one when it is confirmed"
    )
    func administrators() async throws {
        let test = try await TestTenant()
        let (grace, uma) = (
            try await test.person("Grace"), try await test.person("Uma", [.userManagementAdmin, .userAdmin])
        )
        let email = try EmailAddress("new@contoso.example")
        guard
            case .mayNotActOn = try await test.refusal({
                try await test.tenant.requestAddressChange(to: email, of: test.ada, by: uma)
            })
        else {
            Issue.record("the address of a stronger one")
            return
        }
        let own = try await test.refusal { try await test.tenant.requestAddressChange(to: email, of: uma, by: uma) }
        #expect(own == .ownAccount(action: .editProfile))
        try await test.tenant.requestAddressChange(to: email, of: grace, by: uma)
        let code = try await test.code(at: "new@contoso.example")
        try await test.tenant.removeRoles([.userManagementAdmin, .userAdmin], from: uma, by: test.ada)
        let reason = try await test.refusal {
            try await test.tenant.confirmAddressChange(of: "grace@contoso.example", code: code)
        }
        // The person who shows the code learns nothing of what became of the administrator.
        #expect(reason == .credentialsExpired)
    }

    @Test("no more than ten letters a day are asked for, however often a change is taken back")
    func daily() async throws {
        let test = try await TestTenant()
        let grace = try await test.person("Grace")
        let first = test.clock.now
        for number in 0..<AddressChange.dailyLimit {
            try await test.requestOwn("Grace", to: "n\(number)@contoso.example")
            try await test.tenant.withdrawAddressChange(of: grace, by: grace)
            test.clock.advance(by: AddressChange.pause)
        }
        let reason = try await test.refusal { try await test.requestOwn("Grace", to: "more@contoso.example") }
        #expect(reason == .tooSoon(until: first + .seconds(86_400)))
        test.clock.advance(by: .seconds(86_400))
        #expect(try await test.requestOwn("Grace", to: "more@contoso.example"))
    }

    @Test("a password that was shown before all sessions were ended asks for nothing any more")
    func shown() async throws {
        let test = try await TestTenant()
        let grace = try await test.person("Grace")
        let former = try #require(try await test.tenant.user(grace)).user
        try await test.tenant.endAllSessions(of: grace, by: grace)
        let present = try #require(try await test.tenant.user(grace)).user
        #expect(ShownPassword(of: former) != ShownPassword(of: present))
        let change = AddressChange(
            to: try EmailAddress("new@contoso.example"), requestedBy: .user(id: grace),
            credential: CredentialID(bits: 7),
            at: test.clock.now, expiringAt: test.clock.now + .seconds(60))
        let command = RequestAddressChange(change, of: grace, showing: ShownPassword(of: former))
        let record = try #require(try await test.tenant.user(grace))
        let facts = Facts(
            catalog: test.tenant.catalog, company: test.tenant.company, now: test.clock.now,
            principal: .user(id: grace), principalRecord: record, users: [grace: record])
        #expect(throws: RefusalReason.resetMeanwhile) { try command.decision(given: facts) }
    }

    @Test("the address of the only user who can be counted on stays, no matter who else asks")
    func lastAdministrator() async throws {
        let test = try await TestTenant()
        let service = try await test.service(roles: [.globalAdmin])
        let email = try EmailAddress("x@contoso.example")
        let reason = try await test.refusal {
            try await test.tenant.requestAddressChange(to: email, of: test.ada, by: service)
        }
        #expect(reason == .lastHolder(role: .globalAdmin))
        _ = try await test.person("Grace", [.globalAdmin])
        #expect(try await test.tenant.requestAddressChange(to: email, of: test.ada, by: service))
    }

    @Test("an account without a mailbox gets one, and a service does not")
    func withoutMailbox() async throws {
        let test = try await TestTenant()
        let added = try await test.tenant.addUser(
            FullName("Clerk"), userName: UserName("clerk"), roles: [], by: test.ada)
        let (clerk, service) = (added.userID, try await test.service())
        try await test.finishSigningUp(added.signInInformation.reveal())
        try await test.tenant.requestAddressChange(to: EmailAddress("c@contoso.example"), of: clerk, by: test.ada)
        try await test.tenant.confirmAddressChange(of: "clerk", code: test.code(at: "c@contoso.example"))
        let user = try #require(try await test.tenant.user(clerk)).user
        #expect(user.email?.rawValue == "c@contoso.example" && user.userName.rawValue == "clerk")
        let reason = try await test.refusal {
            try await test.tenant.requestAddressChange(to: EmailAddress("s@contoso.example"), of: service, by: test.ada)
        }
        #expect(reason == .wrongKind(kind: .service))
    }
}

extension TestTenant {
    @discardableResult
    fileprivate func requestOwn(_ name: String, to email: String) async throws -> Bool {
        try await self.tenant.requestAddressChange(
            to: EmailAddress(email), of: "\(name.lowercased())@contoso.example", password: Self.password)
    }

    /// The code that the last letter to an address holds.
    fileprivate func code(at email: String) async throws -> InvitationCode {
        await self.tenant.deliverNotifications()
        let letter = try #require(self.notifier.delivered.last { $0.recipient.rawValue == email })
        guard case .addressToConfirm(let code, _) = letter.content else { throw PlannedFault() }
        return code
    }

    fileprivate func uma() async throws -> UserID {
        try #require(try await self.tenant.user(withEmail: EmailAddress("uma@contoso.example"))).id
    }

    fileprivate func signsIn(_ name: String) async throws -> Bool {
        try await self.refusal { _ = try await self.tenant.signIn(name, password: Self.password) } == nil
    }
}
