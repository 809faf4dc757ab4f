import Foundation
import RosterAdapters
import RosterDomain
import RosterPartnerCenter
import RosterPorts
import RosterSessionTestSupport
import RosterStoreTestSupport
import RosterUseCases
import Testing

@Suite("Numbers that come from outside")
struct HostileNumberTests {
    @Test(
        "a step of valid JSON with hostile numbers is refused, or is taken and stops nothing that is done with it",
        .timeLimit(.minutes(20)), arguments: 1...4 as ClosedRange<UInt64>)
    func steps(seed: UInt64) async throws {
        var dice = SeededSource(seed: seed)
        let lines = try await Self.eventfulCompany().history().map {
            String(decoding: StoredForm.json(of: $0), as: UTF8.self)
        }
        var (takenCount, refusedCount) = (0, 0)
        for _ in 0..<60 {
            let steps = Self.mutated(lines, &dice).compactMap { try? StoredForm.commit(json: Array($0.utf8)) }
            if steps.count == lines.count { takenCount += 1 } else { refusedCount += 1 }
            try await Self.use(steps)
        }
        #expect(takenCount > 5 && refusedCount > 5, "both kinds are tried: \(takenCount), \(refusedCount)")
    }

    @Test("a count that is stored is one that can be counted on from, whatever the field", arguments: Field.counts)
    func counts(_ field: Field) throws {
        for number in field.accepted { _ = try StoredForm.commit(json: field.step(with: number)) }
        for number in field.refused + ["9007199254740992", "9223372036854775807", "-9223372036854775808", "1e3", "1.5"]
        {
            #expect(throws: StoredFormError.self, "\(number)") { try StoredForm.commit(json: field.step(with: number)) }
        }
    }

    @Test("a moment that is stored is in the years 0000 to 9999, whatever the field", arguments: Field.moments)
    func moments(_ field: Field) throws {
        for number in ["-62167219200000", "0", "253402300799999"] {
            let commit = try StoredForm.commit(json: field.step(with: number))
            #expect(try StoredForm.commit(StoredForm.bytes(of: commit), revision: commit.revision) == commit)
        }
        for number in ["-62167219200001", "253402300800000", "9223372036854775807", "-9223372036854775808"] {
            #expect(throws: StoredFormError.self, "\(number)") { try StoredForm.commit(json: field.step(with: number)) }
        }
    }

    @Test("numbers that adapters make up are counts all the same")
    func madeUp() {
        for (number, times) in [(Int.max, 9_007_199_254_740_991), (.min, 1), (0, 1), (7, 7)] {
            let invitation = Invitation(
                invitedBy: .system, credential: CredentialID(bits: 1), sentAt: .distantPast, expiresAt: .distantFuture,
                timesSent: number)
            #expect(invitation.timesSent == times)
        }
    }

    @Test("a user whose changes cannot be counted any further can still be changed")
    func endOfCounting() async throws {
        let field = Field.counts[0]
        let step = try StoredForm.commit(json: field.step(with: "9007199254740991"))
        let directory = MemoryUserDirectory()
        try await directory.commit(step.changes, by: .system, at: .distantPast, given: .history(at: .start))
        for status in [AccountStatus.blocked, .active, .deleted, .active, .blocked] {
            let before = try #require(try await directory.user(Field.user)).status
            let change = Change.statusChanged(user: Field.user, from: before, to: status)
            let revision = try await directory.head().revision
            try await directory.commit([change], by: .system, at: .distantFuture, given: .history(at: revision))
        }
        #expect(try await directory.user(Field.user)?.status == .blocked)
    }

    @Test("the shortest lifetime is a millisecond, and the longest ends with the years that can be expressed")
    func lifetimes() async throws {
        let periods: [(Duration) throws -> TenantPolicy] = [
            { try TenantPolicy(temporaryPasswordLifetime: $0) }, { try TenantPolicy(invitationLifetime: $0) },
            { try TenantPolicy(roleRequestLifetime: $0) }, { try TenantPolicy(deliveryTimeLimit: $0) },
            { try TenantPolicy(deliveryPatience: $0) }, { try TenantPolicy(maximumStaleness: $0) },
        ]
        for policy in periods {
            for period in [.microseconds(999), .nanoseconds(1), .zero, .seconds(-1)] as [Duration] {
                #expect(throws: TenantPolicyError.lifetimeTooShort(period)) { try policy(period) }
            }
            _ = try policy(.milliseconds(1))
        }
        let long = Duration.seconds(Int64.max)
        let test = try await TestTenant(
            policy: TenantPolicy(
                temporaryPasswordLifetime: long, invitationLifetime: long, roleRequestLifetime: long, resendPause: long,
                deliveryTimeLimit: long, deliveryPatience: long, maximumStaleness: long))
        let guest = try await test.tenant.inviteUsers([EmailAddress("g@fabrikam.example")], roles: [], by: test.ada)
        let kim = try await test.tenant.addUser(
            FullName("Kim"), email: EmailAddress("kim@contoso.example"), roles: [], by: test.ada)
        #expect(kim.signInInformation.reveal().expiresAt == .distantFuture)
        #expect(guest.first?.invitation?.expiresAt == .distantFuture)
        await test.tenant.deliverNotifications()
        #expect(test.tenant.permits(test.ada, .createUsers))
    }
}

// MARK: - What happens

extension HostileNumberTests {
    /// A company in whose history every number stands that a history can have.
    private static func eventfulCompany() async throws -> Tenant {
        let test = try await TestTenant(policy: TenantPolicy(resendPause: .zero))
        let (tenant, ada) = (test.tenant, test.ada)
        let grace = try await test.person("Grace", [.accountAdmin])
        let guests = try await tenant.inviteUsers([EmailAddress("g@fabrikam.example")], roles: [], by: ada)
        if let guest = guests.first { try await tenant.resendInvitation(to: guest.id, by: ada) }
        _ = try await tenant.resetPassword(of: grace, by: ada).reveal()
        let end = test.clock.now + .seconds(86_400)
        try await tenant.assignRoles(
            [.salesAgent], to: grace, during: ValidityWindow(from: test.clock.now, until: end), by: ada)
        let kim = try await test.person("Kim")
        let request = try await tenant.requestRoles([.salesAgent], reason: "days", by: kim)
        try await tenant.withdrawRequest(request, by: kim)
        try await tenant.requestRoles([.adminAgent], reason: "more", by: kim)
        try await tenant.blockUser(kim, by: ada)
        let lost = UndeliveredNotification(
            revision: tenant.revision, position: 0, reason: .patienceEnded, givenUpAt: test.clock.now)
        try await test.directory.commit(
            [.notificationGivenUp(user: grace, notification: lost)], by: .system, at: test.clock.now,
            given: .history(at: tenant.revision))
        _ = try await test.refusal { try await tenant.deleteUser(ada, by: grace) }
        await tenant.deliverNotifications()
        return tenant
    }

    private static let numbers = [
        "0", "-1", "1", "2", "2147483648", "9007199254740991", "9007199254740992", "253402300799999", "253402300800000",
        "-62167219200000", "-62167219200001", "9223372036854775806", "9223372036854775807", "-9223372036854775808",
        "18446744073709551615", "18446744073709551616", "1e3", "1E400", "-0", "0.5",
    ]

    /// The lines with one to three of their numbers replaced.
    private static func mutated(_ lines: [String], _ dice: inout SeededSource) -> [String] {
        var lines = lines
        func number(below limit: Int) -> Int { Int((dice.next() >> 70) % UInt128(limit)) }
        for _ in 0...number(below: 3) {
            let line = number(below: lines.count)
            let places = lines[line].matches(of: /[:,\[](?<number>-?[0-9]+)(?=[,\]}])/).map {
                $0.output.number.startIndex..<$0.output.number.endIndex
            }
            // The revisions stay mostly, or nothing would be taken.
            guard places.count > 1 else { continue }
            let place = places[number(below: 20) == 0 ? 0 : 1 + number(below: places.count - 1)]
            lines[line].replaceSubrange(place, with: self.numbers[number(below: self.numbers.count)])
        }
        return lines
    }

    /// Takes steps into a directory in memory and into files, as far as they are taken, and does everything with them.
    private static func use(_ steps: [Commit]) async throws {
        let memory = MemoryUserDirectory()
        for step in steps {
            let head = try await memory.head().revision
            let commit = try? await memory.commit(
                step.changes, by: step.principal, at: step.at, given: .history(at: head))
            if commit == nil { break }
        }
        await self.useTenant(on: memory)
        let sandbox = try FileSandbox(inMemory: true)
        let files = try FileDirectory(at: sandbox.path("company"))
        try? await files.append(steps)
        try await files.compact()
        _ = try await files.verify()
        await self.useTenant(on: files)
        let again = try FileDirectory(readingAt: sandbox.path("company"))
        _ = try await again.verify()
    }

    private static func useTenant(on directory: some UserDirectory) async {
        let parts = TenantParts(
            catalog: .partnerCenter, directory: directory, credentials: MemoryCredentialVault.plain(),
            notifier: MemoryNotifier())
        for revision in [Revision(.max), Revision(.max - 1), .start] {
            _ = try? await directory.history(after: revision, limit: .max)
            _ = try? await directory.history(after: revision, limit: .min)
        }
        for rank in [Int.max, .min, -1] {
            let query = UserQuery(from: .rank(rank), pageSize: rank, countingUpTo: rank)
            _ = try? await directory.users(matching: query)
        }
        guard let tenant = try? await Tenant.open(parts) else { return }
        let ada = tenant.company.enrolledBy
        let people = (try? await directory.users(matching: UserQuery()).records) ?? []
        for person in people {
            _ = try? await tenant.resendInvitation(to: person.id, by: ada)
            for notification in person.undelivered {
                try? await tenant.deliverAgain(notification, to: person.id, by: ada)
            }
            for request in person.roleRequests { try? await tenant.grantRequest(request, by: ada) }
            _ = try? await tenant.resetPassword(of: person.id, by: ada).reveal()
            try? await tenant.blockUser(person.id, by: ada)
            try? await tenant.unblockUser(person.id, by: ada)
            try? await tenant.deleteUser(person.id, by: ada)
            try? await tenant.restoreUser(person.id, by: ada)
            _ = tenant.sessionEpoch(of: person.id)
            _ = tenant.decide(person.id, .createUsers)
        }
        await tenant.deliverNotifications()
        _ = await tenant.health()
    }
}

// MARK: - Fields

extension HostileNumberTests {
    /// A field with a number, in a step that holds nothing else of note.
    struct Field: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let change: String
        let accepted: [String]
        let refused: [String]

        static let user = UserID(bits: 1)
        private static let id = "00000000-0000-0000-0000-000000000001"

        init(_ name: String, _ change: String, accepted: [String] = [], refused: [String] = []) {
            self.testDescription = name
            self.change = change
            self.accepted = accepted
            self.refused = refused
        }

        func step(with number: String) -> [UInt8] {
            let change = self.change.replacing("ID", with: Self.id).replacing("#", with: number)
            return Array(#"{"revision":1,"at":5,"principal":"system","changes":[\#(change)]}"#.utf8)
        }

        private static let added = #"{"kind":"userAdded","id":"ID","email":"a@b.example","fullName":"A","#
        private static let assigned = #"{"kind":"roleAssigned","role":"owner","user":"ID","grantedBy":"system","#
        private static let invited =
            #"{"kind":"invitationSent","user":"ID","invitation":{"invitedBy":"system","credential":"ID","#

        static let counts = [
            Field(
                "version", added + ##""addedAt":1,"version":#}"##, accepted: ["1", "2", "9007199254740991"],
                refused: ["0", "-1"]),
            Field(
                "session epoch", added + ##""addedAt":1,"sessionEpoch":#}"##, accepted: ["0", "9007199254740991"],
                refused: ["-1"]),
            Field(
                "times sent", invited + ##""sentAt":1,"expiresAt":2,"timesSent":#}}"##,
                accepted: ["1", "9007199254740991"], refused: ["0", "-1"]),
        ]

        static let moments = [
            Field("added at", added + ##""addedAt":#}"##), Field("from", assigned + ##""from":#,"grantedAt":1}"##),
            Field("until", assigned + ##""until":#,"grantedAt":1}"##),
            Field("granted at", assigned + ##""grantedAt":#}"##),
            Field("sent at", invited + ##""sentAt":#,"expiresAt":2}}"##),
            Field("invitation expires at", invited + ##""sentAt":1,"expiresAt":#}}"##),
            Field(
                "password expires at",
                ##"{"kind":"passwordReset","user":"ID","credential":"ID","expiresAt":#}"##),
            Field("withdrawals", added + ##""addedAt":1,"requestWithdrawals":[#]}"##),
        ]
    }
}
