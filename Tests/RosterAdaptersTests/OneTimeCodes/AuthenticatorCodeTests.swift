import RosterAdapters
import RosterDomain
import RosterPorts
import Testing

@Suite("A one-time code")
struct AuthenticatorCodeTests {
    private static func secret(_ text: String) throws -> AuthenticatorSecret {
        try #require(AuthenticatorSecret(bytes: Array(text.utf8)))
    }
    private static func shared() throws -> AuthenticatorSecret { try self.secret("12345678901234567890") }
    private static func moment(_ seconds: Int64) -> Timestamp { Timestamp(millisecondsSinceEpoch: seconds * 1_000) }

    @Test("of a counter is that of RFC 4226, appendix D")
    func counters() throws {
        let codes = [
            "755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489",
        ]
        let secret = try Self.shared()
        for (step, code) in codes.enumerated() {
            #expect(AuthenticatorCodes.standard.code(ofStep: Int64(step), with: secret) == code)
        }
    }

    @Test("of a moment is that of RFC 6238, appendix B", arguments: Vector.rfc6238)
    func moments(_ vector: Vector) throws {
        let sha1 = try #require(AuthenticatorCodes(digitCount: 8))
        let sha256 = try #require(AuthenticatorCodes(algorithm: .sha256, digitCount: 8))
        #expect(sha1.code(at: Self.moment(vector.seconds), with: try Self.shared()) == vector.sha1)
        let long = try Self.secret("12345678901234567890123456789012")
        #expect(sha256.code(at: Self.moment(vector.seconds), with: long) == vector.sha256)
        #expect(
            AuthenticatorCodes.standard.code(at: Self.moment(vector.seconds), with: try Self.shared())
                == vector.sha1.suffix(6))
    }

    @Test("matches one step before and after its own, and tells which step that is")
    func window() throws {
        let (codes, secret) = (AuthenticatorCodes.standard, try Self.shared())
        let step: Int64 = 37_037_036
        let code = codes.code(ofStep: step, with: secret)
        for (second, matches) in [(-31, false), (-30, true), (0, true), (29, true), (59, true), (60, false)] {
            let found = codes.matchingStep(
                for: code, at: Self.moment(step * 30 + Int64(second)), after: nil, with: secret)
            #expect(found == (matches ? step : nil))
        }
        let strict = try #require(AuthenticatorCodes(driftSteps: 0))
        #expect(strict.matchingStep(for: code, at: Self.moment(step * 30 + 30), after: nil, with: secret) == nil)
    }

    @Test("works once, and so does every older one")
    func once() throws {
        let (codes, secret) = (AuthenticatorCodes.standard, try Self.shared())
        let now = Self.moment(1_111_111_110)
        let step = codes.step(at: now)
        let code = codes.code(at: now, with: secret)
        let former = codes.code(ofStep: step - 1, with: secret)
        let next = codes.code(ofStep: step + 1, with: secret)
        #expect(codes.matchingStep(for: former, at: now, after: step - 2, with: secret) == step - 1)
        #expect(codes.matchingStep(for: code, at: now, after: step - 1, with: secret) == step)
        #expect(codes.matchingStep(for: code, at: now, after: step, with: secret) == nil)
        #expect(codes.matchingStep(for: former, at: now, after: step, with: secret) == nil)
        #expect(codes.matchingStep(for: next, at: now, after: step, with: secret) == step + 1)
        #expect(codes.matchingStep(for: next, at: now, after: step + 1, with: secret) == nil)
    }

    @Test("that two steps share is that of the later one, so that a fresh code is not taken for a spent one")
    func shared() throws {
        let (codes, secret) = (AuthenticatorCodes.standard, try Self.shared())
        let step: Int64 = 910_738
        let code = codes.code(ofStep: step, with: secret)
        #expect(codes.code(ofStep: step - 1, with: secret) == code)
        let now = Self.moment(step * 30)
        #expect(codes.matchingStep(for: code, at: now, after: step - 1, with: secret) == step)
        #expect(codes.matchingStep(for: code, at: now, after: nil, with: secret) == step)
    }

    @Test("is taken with the blanks that apps show, and in no other form")
    func forms() throws {
        let (codes, secret) = (AuthenticatorCodes.standard, try Self.shared())
        let now = Self.moment(59)
        for text in ["287082", "287 082", " 287082 ", "287-082"] {
            #expect(codes.matchingStep(for: text, at: now, after: nil, with: secret) == 1)
        }
        for text in [
            "", "28708", "2870822", "0287082", "28708x", "２８７０８２", "287082\0",
            String(repeating: " ", count: 100) + "287082",
        ] {
            #expect(codes.matchingStep(for: text, at: now, after: nil, with: secret) == nil)
        }
    }

    @Test("is made at every moment that can be told, and none from before 1970 matches")
    func extremes() throws {
        let (codes, secret) = (AuthenticatorCodes.standard, try Self.shared())
        #expect(codes.step(at: Timestamp(millisecondsSinceEpoch: -1)) == -1)
        #expect(codes.step(at: Timestamp(millisecondsSinceEpoch: -30_000)) == -1)
        #expect(codes.step(at: Timestamp(millisecondsSinceEpoch: -30_001)) == -2)
        for moment in [Timestamp(millisecondsSinceEpoch: .min), Timestamp(millisecondsSinceEpoch: .max)] {
            let code = codes.code(at: moment, with: secret)
            #expect(code.utf8.count == 6)
            let step = codes.matchingStep(for: code, at: moment, after: nil, with: secret)
            #expect((step == nil) == (moment.millisecondsSinceEpoch < 0))
        }
    }

    @Test("has 6 to 8 digits, 15 to 300 seconds, and at most ten steps of drift")
    func parameters() {
        #expect(AuthenticatorCodes() == .standard)
        #expect(AuthenticatorCodes(digitCount: 5) == nil && AuthenticatorCodes(digitCount: 9) == nil)
        #expect(AuthenticatorCodes(periodSeconds: 14) == nil && AuthenticatorCodes(periodSeconds: 301) == nil)
        #expect(AuthenticatorCodes(driftSteps: -1) == nil && AuthenticatorCodes(driftSteps: 11) == nil)
    }

    @Test("comes from an address that apps read: percent-encoded, and without a colon that would end the issuer")
    func address() throws {
        let (codes, secret) = (AuthenticatorCodes.standard, try Self.shared())
        let end = "algorithm=SHA1&digits=6&period=30"
        let key = "secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
        #expect(
            codes.address(issuer: "Contoso", account: "ada@contoso.example", with: secret)
                == "otpauth://totp/Contoso:ada%40contoso.example?\(key)&issuer=Contoso&\(end)")
        #expect(
            codes.address(issuer: "Big: Co & Söhne+", account: "john doe:1", with: secret)
                == "otpauth://totp/Big%20%20Co%20%26%20S%C3%B6hne%2B:john%20doe%201?\(key)&issuer=Big%20%20Co%20%26%20S%C3%B6hne%2B&\(end)"
        )
        #expect(codes.address(issuer: "", account: "ada", with: secret) == "otpauth://totp/ada?\(key)&\(end)")
    }

    struct Vector: Sendable, CustomTestStringConvertible {
        let seconds: Int64
        let sha1: String
        let sha256: String
        var testDescription: String { "\(self.seconds) seconds" }

        static let rfc6238 = [
            Vector(seconds: 59, sha1: "94287082", sha256: "46119246"),
            Vector(seconds: 1_111_111_109, sha1: "07081804", sha256: "68084774"),
            Vector(seconds: 1_111_111_111, sha1: "14050471", sha256: "67062674"),
            Vector(seconds: 1_234_567_890, sha1: "89005924", sha256: "91819424"),
            Vector(seconds: 2_000_000_000, sha1: "69279037", sha256: "90698825"),
            Vector(seconds: 20_000_000_000, sha1: "65353130", sha256: "77737706"),
        ]
    }
}

@Suite("The secret of an authenticator app")
struct AuthenticatorSecretTests {
    @Test("is written and read in base 32 (RFC 4648)")
    func base32() throws {
        for count in AuthenticatorSecret.byteMinimum...40 {
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 37 + count) }
            let secret = try #require(AuthenticatorSecret(bytes: bytes))
            let text = secret.withBase32 { $0 }
            #expect(AuthenticatorSecret(base32: text) == secret)
            #expect(!text.contains("="))
            let padded = text + String(repeating: "=", count: (8 - text.utf8.count % 8) % 8)
            for typed in [
                text.lowercased(), padded, text.map { "\($0) " }.joined(),
                String(text.prefix(4)) + "-" + text.dropFirst(4),
            ] {
                #expect(AuthenticatorSecret(base32: typed) == secret)
            }
        }
        // "foobar", six of them, as RFC 4648 §10 encodes it.
        let foobar = try #require(AuthenticatorSecret(bytes: Array("foobarfoobarfoobarfoobarfoobar".utf8)))
        #expect(foobar.withBase32 { $0 } == "MZXW6YTBOJTG633CMFZGM33PMJQXEZTPN5RGC4TGN5XWEYLS")
    }

    @Test(
        "is read from nothing else, and never in part",
        arguments: [
            "", "MZXW6YTBOJTG633C", "MZXW6YTBOJTG633CMFZGM33PM1", "MZXW6YTBOJTG633CMFZGM33PM8",
            "MZXW6YTBOJTG633CMFZGM33P=A",
            "MZXW6YTBOJTG633CMFZGM33PMB", "MZXW6YTBOJTG633CMFZGM33PMJQ\0", "ＭZXW6YTBOJTG633CMFZGM33PMJQ",
            String(repeating: "A", count: 10_000),
        ])
    func malformed(_ text: String) {
        #expect(AuthenticatorSecret(base32: text) == nil)
    }

    @Test("has 16 to 128 bytes, and a new one 20 that no other has")
    func lengths() {
        for (count, isTaken) in [(0, false), (15, false), (16, true), (128, true), (129, false)] {
            #expect((AuthenticatorSecret(bytes: Array(repeating: 1, count: count)) != nil) == isTaken)
        }
        let secrets = (0..<100).map { _ in AuthenticatorSecret() }
        #expect(Set(secrets).count == 100)
        #expect(secrets.allSatisfy { $0.withBytes { $0.count } == 20 })
    }

    @Test("never shows itself")
    func redacted() {
        let secret = AuthenticatorSecret()
        var dumped = ""
        dump(secret, to: &dumped)
        for shown in ["\(secret)", String(reflecting: secret), dumped] {
            #expect(shown.contains("‹authenticator secret›"))
            #expect(!shown.contains(secret.withBase32 { $0 }) && !shown.contains("bytes"))
        }
    }
}

@Suite("Recovery codes")
struct RecoveryCodeTests {
    @Test("are ten, can be read once, and each works once")
    func once() throws {
        let made = RecoveryCodes()
        var kept = made.digests
        let codes = made.reveal()
        #expect(codes.count == 10 && Set(codes).count == 10 && kept.count == 10)
        for (number, code) in codes.enumerated() {
            let rest = try #require(kept.spending(code))
            #expect(rest.count == 9 - number)
            #expect(rest.spending(code) == nil)
            kept = rest
        }
    }

    @Test("are taken as people type them, and nothing else is")
    func typed() throws {
        let made = RecoveryCodes(count: 1)
        let kept = made.digests
        let code = made.reveal()[0]
        #expect(code.split(separator: "-").map(\.count) == [4, 4, 4, 4])
        let misread = String(code.map { $0 == "0" ? "O" : $0 == "1" ? "l" : $0 })
        for text in [
            code, code.uppercased(), code.replacing("-", with: ""), code.replacing("-", with: " "), misread,
            " \(code) ",
        ] {
            #expect(kept.spending(text)?.count == 0)
        }
        for text in [
            "", "-", String(code.dropLast()), code + "0", String(code.reversed()) + "x",
            String(repeating: "0", count: 1_000_000),
        ] {
            #expect(kept.spending(text) == nil)
        }
    }

    @Test("are kept as digests under a salt of each set, and read back as they were written")
    func kept() throws {
        let first = RecoveryCodes(count: 3)
        let second = RecoveryCodes(count: 3)
        let (one, other) = (first.digests, second.digests)
        #expect(one.bytes.count == 16 + 3 * 32)
        #expect(one.bytes.prefix(16) != other.bytes.prefix(16))
        #expect(RecoveryCodeDigests(bytes: one.bytes) == one)
        let code = first.reveal()[2]
        #expect(!String(decoding: one.bytes, as: UTF8.self).contains(code))
        #expect(try #require(RecoveryCodeDigests(bytes: one.bytes)).spending(code)?.count == 2)
        #expect(other.spending(code) == nil)
        for bytes in [[], Array(one.bytes.dropLast()), one.bytes + [0], Array(repeating: 0, count: 16 + 65 * 32)]
            as [[UInt8]]
        {
            #expect(RecoveryCodeDigests(bytes: bytes) == nil)
        }
        var dumped = ""
        dump(one, to: &dumped)
        #expect("\(one) \(String(reflecting: one)) \(dumped)".contains("digests") == false)
    }
}
