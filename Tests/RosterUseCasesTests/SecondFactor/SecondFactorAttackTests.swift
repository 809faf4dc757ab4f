import RosterAdapters
import RosterDomain
import RosterPartnerCenter
import RosterPorts
import RosterUseCases
import Synchronization
import Testing

// What peers were broken by, each kind tried here.

@Suite("Attacks on a second factor", .timeLimit(.minutes(20)))
struct SecondFactorAttackTests {
    @Test("a code opens one session, of 1,000 that are shown at two hosts at the same moment")
    func twoHosts() async throws {
        let test = try await TestTenant()
        let second = try await test.secondHost()
        let enrolled = try await test.enroll(test.ada)
        for _ in 0..<1_000 {
            let tokens = [try await test.begin(test.ada), try await test.begin(test.ada)]
            let code = enrolled.phone.code(at: test.clock.now)
            async let one = Self.isLetIn(code, tokens[0], at: test.tenant)
            async let other = Self.isLetIn(code, tokens[1], at: second)
            let opened = await [one, other]
            try #require(opened.filter(\.self).count == 1)
            let duties = tokens.compactMap { test.tenant.admits($0)?.duties ?? second.admits($0)?.duties }
            try #require(!duties.contains([]))
            test.clock.advance(by: .seconds(30))
        }
    }

    private static func isLetIn(_ code: SecondFactorCode, _ token: SessionToken, at host: Tenant) async -> Bool {
        do { return revealed(try await host.showSecondFactor(code, in: token)) != nil } catch { return false }
    }

    private static func isEnrolled(
        _ phone: Phone, _ token: SessionToken, _ now: Timestamp, at host: Tenant
    ) async -> Bool {
        do {
            return revealed(
                try await host.enrollSecondFactor(phone.factor, confirming: phone.code(at: now), in: token)) != nil
        } catch {
            return false
        }
    }

    @Test("a code that was shown when enrolling is spent")
    func enrollingCode() async throws {
        let test = try await TestTenant()
        let token = try await test.signedIn(test.ada)
        let phone = try await test.prepared(in: token)
        _ = try await test.enroll(phone, in: token)
        let next = try await test.signedIn(test.ada)
        let refusal = try await test.refusal { _ = try await test.show(phone, in: next) }
        #expect(refusal == .wrongSecondFactor(wasUsed: true))
    }

    @Test("a code in groups, with blanks of any kind, hyphens or the digits of another script is the same code")
    func blanks() async throws {
        let test = try await TestTenant()
        let enrolled = try await test.enroll(test.ada)
        let spellings: [(String) -> String] = [
            { $0.prefix(3) + " " + $0.suffix(3) }, { "\u{A0}" + $0 + "\n" },
            { $0.prefix(3) + "\u{202F}" + $0.suffix(3) },
            { $0.prefix(3) + "–" + $0.suffix(3) }, { "\u{200B}" + $0 },
            { String($0.map { Character(Unicode.Scalar(UInt32(0xFF10 + $0.wholeNumberValue!)) ?? " ") }) },
        ]
        for spelling in spellings {
            let text = enrolled.phone.code(at: test.clock.now).withText { $0 }
            try await test.tenant.showSecondFactor(SecondFactorCode(spelling(text)), of: test.ada)
            test.clock.advance(by: .seconds(30))
        }
    }

    @Test("a phone whose clock is half a minute off is let in, and one that is two minutes off is not")
    func drift() async throws {
        let test = try await TestTenant()
        let enrolled = try await test.enroll(test.ada)
        for (seconds, isRight) in [(-30, true), (30, true), (-120, false), (120, false)] {
            test.clock.advance(by: .seconds(300))
            let code = enrolled.phone.code(at: test.clock.now + .seconds(seconds))
            let refusal = try await test.refusal { try await test.tenant.showSecondFactor(code, of: test.ada) }
            #expect((refusal == nil) == isRight, "\(seconds)")
        }
    }

    @Test("an enrollment that is left half done, or given a wrong first code, leaves the account as it was")
    func halfDone() async throws {
        let test = try await TestTenant()
        let token = try await test.signedIn(test.ada)
        let phone = try await test.prepared(in: token)
        let wrong = try await test.refusal {
            _ = try await test.tenant.enrollSecondFactor(
                phone.factor, confirming: phone.wrongCodes(1, at: test.clock.now)[0], in: token)
        }
        #expect(wrong == .wrongSecondFactor(wasUsed: false))
        #expect(test.tenant.admits(try await test.signedIn(test.ada))?.duties == [])
        test.clock.advance(by: .seconds(901))
        let late = try await test.refusal { _ = try await test.enroll(phone, in: token) }
        #expect(late == .credentialsExpired)
        #expect(try await test.tenant.user(test.ada)?.user.secondFactor == nil)
    }

    @Test("another phone that is prepared, and never confirmed, leaves the present one in force")
    func replacementHalfDone() async throws {
        let test = try await TestTenant()
        let enrolled = try await test.enroll(test.ada)
        for _ in 0..<10 { _ = try await test.prepared(in: enrolled.token) }
        let token = try await test.signedIn(test.ada)
        #expect(try await test.show(enrolled.phone, in: token) != nil)
    }

    @Test(
        "a session that has shown the password alone can do nothing: not act, enroll, rotate, change, renew or remove")
    func halfAuthenticated() async throws {
        let test = try await TestTenant()
        let enrolled = try await test.enroll(test.ada)
        let token = try await test.signedIn(test.ada)
        let code = enrolled.phone.code(at: test.clock.now)
        let tenant = test.tenant
        let attempts: [() async throws -> Void] = [
            { _ = try await tenant.prepareSecondFactor(in: token) },
            { _ = try await tenant.enrollSecondFactor(SecondFactorID(bits: 1), confirming: code, in: token) },
            { _ = try await tenant.renewRecoveryCodes(showing: code, in: token) },
            { _ = try await tenant.removeSecondFactor(showing: code, in: token) },
            {
                _ = try await tenant.changePassword(
                    in: token, from: TestTenant.password, to: Password("Brand-New-Pass-2"))
            },
        ]
        for attempt in attempts { #expect(try await test.refusal(attempt) == .secondFactorNeeded) }
        #expect(try await tenant.recoveryCodeCount(in: token) == nil)
        // Another token has the same duty.
        let next = revealed(try await tenant.rotateSession(token))
        let rotated = try #require(next)
        #expect(tenant.admits(rotated)?.duties == .secondFactor && tenant.admits(rotated)?.subject == nil)
        let second = try await test.secondHost()
        #expect(try await second.admission(of: rotated)?.duties == .secondFactor)
    }

    @Test("a session that waits for its second factor for ten minutes ends")
    func patience() async throws {
        let test = try await TestTenant()
        let enrolled = try await test.enroll(test.ada)
        let (early, late) = (try await test.signedIn(test.ada), try await test.signedIn(test.ada))
        test.clock.advance(by: .seconds(599))
        #expect(try await test.show(enrolled.phone, in: early) != nil)
        test.clock.advance(by: .seconds(1))
        #expect(try await test.show(enrolled.phone, in: late) == nil)
        #expect(try await test.tenant.admission(of: late) == nil)
    }

    @Test("replacing, removing and renewing take a fresh code, in a session that has shown one, too")
    func freshCode() async throws {
        let test = try await TestTenant()
        let enrolled = try await test.enroll(test.ada)
        let wrong = enrolled.phone.wrongCodes(3, at: test.clock.now)
        let phone = try await test.prepared(in: enrolled.token)
        let without = try await test.refusal { _ = try await test.enroll(phone, in: enrolled.token) }
        #expect(without == .secondFactorNeeded)
        test.clock.advance(by: .seconds(30))
        let first = try await test.refusal { _ = try await test.enroll(phone, in: enrolled.token, showing: wrong[0]) }
        let second = try await test.refusal {
            _ = try await test.tenant.removeSecondFactor(showing: wrong[1], in: enrolled.token)
        }
        let third = try await test.refusal {
            _ = try await test.tenant.renewRecoveryCodes(showing: wrong[2], in: enrolled.token)
        }
        #expect([first, second, third].allSatisfy { $0 == .wrongSecondFactor(wasUsed: false) })
        #expect(try await test.tenant.user(test.ada)?.user.secondFactor == enrolled.phone.factor)
    }

    @Test("guessing is slowed down over all sessions, hosts and doors together, and a recovery code still opens")
    func guessing() async throws {
        let test = try await TestTenant()
        let second = try await test.secondHost()
        let enrolled = try await test.enroll(test.ada)
        let session = try await test.begin(test.ada)
        for (number, code) in enrolled.phone.wrongCodes(10, at: test.clock.now).enumerated() {
            let refusal = try await test.refusal {
                switch number % 3 {
                case 0: _ = try await second.showSecondFactor(code, in: try await test.begin(test.ada))
                case 1: _ = try await test.tenant.showSecondFactor(code, in: session)
                default: _ = try await test.tenant.removeSecondFactor(showing: code, in: enrolled.token)
                }
            }
            #expect(refusal == .wrongSecondFactor(wasUsed: false))
        }
        let paused = try await test.refusal { _ = try await test.show(enrolled.phone, in: session) }
        #expect(paused == .secondFactorPaused(until: test.clock.now + .seconds(60)))
        try await test.show(enrolled.recovery[0], in: session)
    }

    @Test("a pause grows with every wrong code after it, to an hour at most, and ends when a wrong clock is set right")
    func pauses() async throws {
        let test = try await TestTenant()
        let enrolled = try await test.enroll(test.ada)
        var pauses: [Int64] = []
        for _ in 0..<20 {
            let code = enrolled.phone.wrongCodes(1, at: test.clock.now)[0]
            let refusal = try await test.refusal { try await test.tenant.showSecondFactor(code, of: test.ada) }
            guard case .secondFactorPaused(let until)? = refusal else { continue }
            let pause = until.millisecondsSinceEpoch - test.clock.now.millisecondsSinceEpoch
            pauses.append(pause / 1_000)
            test.clock.advance(by: .milliseconds(pause))
        }
        #expect(pauses.prefix(4) == [60, 120, 240, 480])
        #expect(pauses.allSatisfy { $0 <= 3_600 })
        let code = enrolled.phone.wrongCodes(1, at: test.clock.now)[0]
        _ = try await test.refusal { try await test.tenant.showSecondFactor(code, of: test.ada) }
        test.clock.advance(by: .seconds(-86_400))
        try await test.tenant.showSecondFactor(
            enrolled.phone.code(at: test.clock.now + .seconds(0)), of: test.ada, orUsed: test)
    }

    @Test("what a reset or a block overtakes while a code is compared opens nothing")
    func overtaken() async throws {
        let store = FaultySecondFactorStore()
        let test = try await TestTenant(secondFactors: store)
        let grace = try await test.person("Grace")
        let enrolled = try await test.enroll(grace)
        let first = try await test.begin(grace)
        store.afterComparing { try await test.tenant.blockUser(grace, by: test.ada) }
        #expect(try await test.show(enrolled.phone, in: first) == nil)
        try await test.tenant.unblockUser(grace, by: test.ada)
        test.clock.advance(by: .seconds(30))
        let second = try await test.begin(grace)
        store.afterComparing { try await test.tenant.removeSecondFactor(of: grace, by: test.ada) }
        let refusal = try await test.refusal { _ = try await test.show(enrolled.phone, in: second) }
        #expect(refusal == .secondFactorDiffers)
        #expect(try await test.tenant.admission(of: second) == nil)
    }

    @Test("of two phones that are enrolled at the same moment at two hosts one counts, and it is the one that works")
    func enrolledAtOnce() async throws {
        let test = try await TestTenant()
        let second = try await test.secondHost()
        for number in 0..<50 {
            let person = try await test.person("P\(number)")
            let tokens = [try await test.begin(person), try await test.begin(person)]
            let phones = [try await test.prepared(in: tokens[0]), try await test.prepared(in: tokens[1])]
            let now = test.clock.now
            async let one = Self.isEnrolled(phones[0], tokens[0], now, at: test.tenant)
            async let other = Self.isEnrolled(phones[1], tokens[1], now, at: second)
            let done = await [one, other]
            try #require(done.filter(\.self).count == 1)
            test.clock.advance(by: .seconds(60))
            for (phone, counts) in zip(phones, done) {
                let code = phone.code(at: test.clock.now)
                let refusal = try await test.refusal { try await second.showSecondFactor(code, of: person) }
                try #require((refusal == nil) == counts)
            }
        }
    }

    @Test(
        "no secret, code or recovery code is in the history, a refusal, an error, a notification or a list of sessions")
    func secrecy() async throws {
        let test = try await TestTenant()
        let token = try await test.signedIn(test.ada)
        guard let setup = try await test.tenant.prepareSecondFactor(in: token) else { throw Closed() }
        let factor = setup.factor
        let revealed = setup.reveal()
        let secret = try #require(AuthenticatorSecret(base32: revealed.secret))
        let code = AuthenticatorCodes.standard.code(at: test.clock.now, with: secret)
        let enrolled = try await test.tenant.enrollSecondFactor(
            factor, confirming: SecondFactorCode(code), in: token)?.reveal()
        let recovery = try #require(enrolled?.recoveryCodes)
        var shown = ""
        for text in ["271828", recovery[0], recovery[0]] {
            do { try await test.tenant.showSecondFactor(SecondFactorCode(text), of: test.ada) } catch {
                print(error, to: &shown)
                dump(error, to: &shown)
            }
        }
        _ = await test.tenant.deliverNotifications()
        await test.tenant.recordRefusals()
        dump(try await test.tenant.history(), to: &shown)
        for commit in try await test.tenant.history() {
            shown += String(decoding: StoredForm.json(of: commit), as: UTF8.self)
        }
        dump(test.notifier.delivered, to: &shown)
        dump(try await test.tenant.sessions(of: test.ada, by: test.ada), to: &shown)
        for hidden in [revealed.secret, code, "271828"] + recovery + recovery.map({ $0.replacing("-", with: "") }) {
            #expect(!shown.contains(hidden))
        }
    }
}

extension Tenant {
    /// Shows a code that is right, whether or not it was used before the clock was set right.
    fileprivate func showSecondFactor(_ code: SecondFactorCode, of user: UserID, orUsed test: TestTenant) async throws {
        let refusal = try await test.refusal { try await self.showSecondFactor(code, of: user) }
        #expect(refusal == nil || refusal == .wrongSecondFactor(wasUsed: true))
    }
}
