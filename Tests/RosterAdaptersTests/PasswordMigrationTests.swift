import RosterAdapters
import RosterDomain
import RosterPorts
import RosterStoreTestSupport
import Synchronization
import Testing

@Suite("A hash of another system")
struct ForeignPasswordHashTests {
    @Test("is taken over, of every method that libcrypt knows and is not too weak", arguments: KnownHash.each)
    func matches(_ known: KnownHash) async throws {
        let hash = try ForeignPasswordHash(known.hash)
        #expect(hash.method == known.method)
        let vault = MemoryCredentialVault()
        let claim = try await Self.prepare(hash, in: vault)
        #expect(try await vault.verify(Password(known.password + "x"), against: claim, at: MailFixture.noon) == .none)
        for _ in 0..<2 {
            #expect(try await vault.verify(Password(known.password), against: claim, at: MailFixture.noon) == .own)
        }
    }

    @Test("is replaced by one of ours at the first sign-in, and by none at a wrong guess")
    func renewed() async throws {
        let place = try FileSandbox(inMemory: true)
        let vault = try FileCredentialVault(at: place.path("vault"), cost: .cheapest)
        let claim = try await Self.prepare(ForeignPasswordHash(KnownHash.bcrypt.hash), in: vault)
        _ = try await vault.verify(Password("wrong"), against: claim, at: MailFixture.noon)
        try await vault.compact()
        #expect(try place.holds("imported:$2a$"))
        #expect(try await vault.verify(Password("U*U"), against: claim, at: MailFixture.noon) == .own)
        try await vault.compact()
        #expect(try !place.holds("$2a$"))
        #expect(try place.holds("$y$"))
        #expect(try await vault.verify(Password("U*U"), against: claim, at: MailFixture.noon) == .own)
    }

    @Test("of bytes that were typed decomposed matches, and afterwards the password in any form does")
    func decomposed() async throws {
        let vault = MemoryCredentialVault()
        let claim = try await Self.prepare(
            ForeignPasswordHash("$2b$04$abcdefghijklmnopqrstuu.fHr5bvYnglCKrFDoxRsAOevQSHzbTW"), in: vault)
        let (typed, composed) = ("e\u{301}migr\u{E9}-1", "\u{E9}migr\u{E9}-1")
        #expect(try await vault.verify(Password(composed), against: claim, at: MailFixture.noon) == .none)
        #expect(try await vault.verify(Password(typed), against: claim, at: MailFixture.noon) == .own)
        #expect(try await vault.verify(Password(composed), against: claim, at: MailFixture.noon) == .own)
    }

    @Test("by bcrypt is not replaced when more was typed than bcrypt reads: the rest is unproven")
    func cut() async throws {
        let vault = MemoryCredentialVault()
        let claim = try await Self.prepare(
            ForeignPasswordHash("$2b$04$abcdefghijklmnopqrstuubzadhGtS2zEF.gu0yd0opP6cVzb.e0i"), in: vault)
        let proven = String(repeating: "x", count: 72)
        for rest in ["guessed", "the owner's own"] {
            #expect(try await vault.verify(Password(proven + rest), against: claim, at: MailFixture.noon) == .own)
        }
        #expect(try await vault.verify(Password(proven), against: claim, at: MailFixture.noon) == .own)
        #expect(try await vault.verify(Password(proven + "guessed"), against: claim, at: MailFixture.noon) == .none)
    }

    @Test(
        "is refused when it is malformed, of no known method, or would cost too much",
        arguments: [
            ("", .unknownMethod), ("x", .unknownMethod), ("abJnggxhB/yWI", .unknownMethod),
            ("{SSHA}abc", .unknownMethod),
            ("$9$abc$def", .unknownMethod), ("$argon2id$v=19$m=65536,t=3,p=4$c2FsdA$aGFzaA", .unknownMethod),
            ("{BCRYPT}$2y$10$wisIVhmjWjm/lkujDJVAXuuYDXiGU/c9HK3mMzqFbfk45PXA527ui", .malformed),
            ("$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOe", .malformed), ("$2a$05", .malformed),
            ("$2a$15$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW", .costsTooMuch),
            ("$2a$31$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW", .costsTooMuch),
            (
                "$6$rounds=1000001$salt$OW1/O6BYHV6BcXZu8QVeXbDWra3Oeqh0sbHbbMCVNSnCM/UrjmM0Dp8vOuZeHBy/YTBmSK6H9qs/y3RnOaw5v.",
                .costsTooMuch
            ),
            ("$7$J6..../....SodiumChloride$kBGj9fHznVYFQMEn/qDCfrDevf9YDtcDdKvEqHJLV8D", .costsTooMuch),
            ("$7$Czzzzz/....SodiumChloride$kBGj9fHznVYFQMEn/qDCfrDevf9YDtcDdKvEqHJLV8D", .costsTooMuch),
            ("$y$jFT$abcdefghijklmnopqrstu/$AK9hP5rsYPL2PZbsOVWHSf1lkmepyoZCf86jHJVfYXC", .costsTooMuch),
            ("$1$deadbeef$0Huu6KHrKLVWfqa4WljDE0\n", .malformed), ("$1$deadbeef$0Huu6KHrKLVWfqa4WljDE0:x", .malformed),
        ] as [(String, ForeignPasswordHashError)])
    func refused(_ text: String, _ error: ForeignPasswordHashError) {
        #expect(throws: error) { try ForeignPasswordHash(text) }
    }

    @Test("never shows itself, and errors hold no part of it")
    func redacted() throws {
        let hash = try ForeignPasswordHash(KnownHash.bcrypt.hash)
        var dumped = ""
        dump(hash, to: &dumped)
        for shown in ["\(hash)", String(reflecting: hash), dumped] {
            #expect(!shown.contains("$2a") && !shown.contains("CCC"))
        }
        for error in [ForeignPasswordHashError.unknownMethod, .malformed, .costsTooMuch] {
            #expect(!"\(error)".contains("CCC"))
        }
    }

    static func prepare(_ hash: ForeignPasswordHash, in vault: some CredentialVault) async throws -> CredentialClaim {
        let (user, credential) = (UserID(bits: 1), CredentialID(bits: 1))
        try await vault.prepare(hash, as: PreparedCredential(credential, of: user, at: 1))
        return CredentialClaim(of: user, credential: credential, name: "ada")
    }

    struct KnownHash: Sendable, CustomTestStringConvertible {
        let method: ForeignPasswordHash.Method
        let password: String
        let hash: String
        var testDescription: String { "\(self.method.rawValue) of \(self.password)" }

        static let bcrypt = KnownHash(
            method: .bcrypt, password: "U*U", hash: "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW")
        /// Published vectors, and for yescrypt and the larger scrypt what Perl's `crypt` makes.
        static let each = [
            bcrypt,
            KnownHash(
                method: .bcrypt, password: "test", hash: "$2y$10$wisIVhmjWjm/lkujDJVAXuuYDXiGU/c9HK3mMzqFbfk45PXA527ui"),
            KnownHash(
                method: .sha512crypt, password: "Hello world!",
                hash:
                    "$6$rounds=10000$saltstringsaltst$OW1/O6BYHV6BcXZu8QVeXbDWra3Oeqh0sbHbbMCVNSnCM/UrjmM0Dp8vOuZeHBy/YTBmSK6H9qs/y3RnOaw5v."
            ),
            KnownHash(
                method: .sha256crypt, password: "Hello world!",
                hash: "$5$saltstring$5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5"),
            KnownHash(
                method: .scrypt, password: "pleaseletmein",
                hash: "$7$C6..../....SodiumChloride$kBGj9fHznVYFQMEn/qDCfrDevf9YDtcDdKvEqHJLV8D"),
            KnownHash(
                method: .scrypt, password: "yes",
                hash: "$7$CU..../....abcdefgh$OUsSVmeo6Q5I1ZazYsOp9TcPWdyQFWmzAIr4Wr6BAA3"),
            KnownHash(
                method: .yescrypt, password: "roster",
                hash: "$y$j75$abcdefghijklmnopqrstu/$AK9hP5rsYPL2PZbsOVWHSf1lkmepyoZCf86jHJVfYXC"),
            KnownHash(method: .md5crypt, password: "0.s0.l33t", hash: "$1$deadbeef$0Huu6KHrKLVWfqa4WljDE0"),
        ]
    }
}

@Suite("A pepper")
struct PasswordPepperTests {
    private static func key(_ name: String, _ byte: UInt8) throws -> PasswordPepper.Key {
        try #require(PasswordPepper.Key(named: name, bytes: Array(repeating: byte, count: 32)))
    }
    private static let claim = CredentialClaim(of: UserID(bits: 1), credential: CredentialID(bits: 1), name: "ada")

    private static func vault(_ place: FileSandbox, _ pepper: PasswordPepper?) throws -> FileCredentialVault {
        try FileCredentialVault(at: place.path("vault"), cost: .cheapest, pepper: pepper)
    }

    private static func match(_ text: String, _ vault: FileCredentialVault) async throws -> CredentialMatch {
        try await vault.verify(Password(text), against: self.claim, at: MailFixture.noon)
    }

    @Test("is needed to match what was hashed with it, and another key is none")
    func needed() async throws {
        let place = try FileSandbox(inMemory: true)
        let vault = try Self.vault(place, PasswordPepper(Self.key("one", 1)))
        try await vault.prepare(
            Password("Gravel-Pit-1"), as: PreparedCredential(CredentialID(bits: 1), of: UserID(bits: 1), at: 1))
        #expect(try await Self.match("Gravel-Pit-1", vault) == .own)
        #expect(try await Self.match("Gravel-Pit-2", vault) == .none)
        for pepper in [nil, PasswordPepper(try Self.key("two", 1))] {
            await #expect {
                try await Self.match("Gravel-Pit-1", Self.vault(place, pepper))
            } throws: { error in
                if case CredentialVaultError.unavailable(let cause) = error {
                    "\(cause)".contains("former key")
                } else {
                    false
                }
            }
        }
        #expect(try await Self.match("Gravel-Pit-1", Self.vault(place, PasswordPepper(Self.key("one", 2)))) == .none)
    }

    @Test(
        "can be rotated: what a former key or none hashed matches, and is hashed with the present one at the next sign-in"
    )
    func rotated() async throws {
        let place = try FileSandbox(inMemory: true)
        let (one, two) = (try Self.key("one", 1), try Self.key("two", 2))
        try await Self.vault(place, nil).prepare(
            Password("Gravel-Pit-1"), as: PreparedCredential(CredentialID(bits: 1), of: UserID(bits: 1), at: 1))
        #expect(try await Self.match("Gravel-Pit-1", Self.vault(place, PasswordPepper(one))) == .own)
        let both = PasswordPepper(two, former: [one])
        #expect(try await Self.match("Gravel-Pit-2", Self.vault(place, both)) == .none)
        #expect(try await Self.match("Gravel-Pit-1", Self.vault(place, PasswordPepper(one))) == .own)
        #expect(try await Self.match("Gravel-Pit-1", Self.vault(place, both)) == .own)
        #expect(try await Self.match("Gravel-Pit-1", Self.vault(place, PasswordPepper(two))) == .own)
        let vault = try Self.vault(place, both)
        try await vault.compact()
        #expect(try place.holds("pepper-two:$y$") && !place.holds("pepper-one:"))
    }

    @Test("costs as much work when its key is missing as when it is there")
    func cost() async throws {
        let function = CountingFunction()
        let hasher = PasswordHasher(function, pepper: PasswordPepper(try Self.key("one", 1)))
        let hash = try hasher.hash(Password("x"))
        let before = function.count
        await #expect(throws: PasswordHashingError.unknownKey) {
            try await PasswordHasher(function).matches(Password("x"), [hash], in: HashingLane(name: "ada"))
        }
        #expect(function.count == before + 1)
    }

    @Test("has keys of at least 32 bytes with different names, and never shows them")
    func keys() throws {
        let bytes = Array<UInt8>(repeating: 7, count: 32)
        for name in ["", "a b", "a:b", "a$b", "é", String(repeating: "a", count: 33)] {
            #expect(PasswordPepper.Key(named: name, bytes: bytes) == nil)
        }
        #expect(PasswordPepper.Key(named: "short", bytes: Array(bytes.dropLast())) == nil)
        let key = try Self.key("key_2026", 7)
        #expect(PasswordPepper(key, former: [key]) == nil)
        var dumped = ""
        dump(try #require(PasswordPepper(key)), to: &dumped)
        dump(key, to: &dumped)
        #expect(!"\(key) \(String(reflecting: key)) \(dumped)".contains("7, 7") && !dumped.contains("bytes"))
    }
}

@Suite("The cost of a password")
struct PasswordCostTests {
    @Test("is raised for passwords that exist when their owners sign in, and never lowered")
    func raised() async throws {
        let place = try FileSandbox(inMemory: true)
        let claim = CredentialClaim(of: UserID(bits: 1), credential: CredentialID(bits: 1), name: "ada")
        let cheap = try FileCredentialVault(at: place.path("vault"), cost: .cheapest)
        try await cheap.prepare(
            Password("Gravel-Pit-1"), as: PreparedCredential(CredentialID(bits: 1), of: UserID(bits: 1), at: 1))
        let vault = try FileCredentialVault(at: place.path("vault"), cost: .standard)
        #expect(try await vault.verify(Password("Gravel-Pit-2"), against: claim, at: MailFixture.noon) == .none)
        #expect(try await vault.verify(Password("Gravel-Pit-1"), against: claim, at: MailFixture.noon) == .own)
        #expect(try await cheap.verify(Password("Gravel-Pit-1"), against: claim, at: MailFixture.noon) == .own)
        try await vault.compact()
        #expect(try place.holds("$y$j9T$") && !place.holds("$y$j75$"))
    }

    @Test("is stated with its memory, and fits a time on this machine")
    func fitting() {
        #expect(PasswordCost.allCases.map(\.memoryByteCount) == [1, 16, 32, 64].map { $0 << 20 })
        #expect(PasswordCost.fitting(.zero) == .standard)
        #expect(PasswordCost.fitting(.seconds(3_600)) == .high)
        #expect(PasswordCost.cheapest.measured(runs: 1).map { $0 > .zero } == true)
    }
}

extension FileSandbox {
    /// Whether a file of the vault in this place holds a text.
    fileprivate func holds(_ text: String) throws -> Bool {
        let folder = self.path("vault/credentials")
        return try FileSandbox.names(folder).contains { name in
            try FileSandbox.bytes("\(folder)/\(name)").contains(Array(text.utf8))
        }
    }
}
