import RosterAdapters
import RosterDomain
import RosterPorts
import Synchronization
import Testing

@Suite("Hashing passwords")
struct YescryptTests {
    private let hasher = PasswordHasher(YescryptFunction(cost: .cheapest))

    @Test("makes a yescrypt hash that matches its password and no other")
    func matches() throws {
        let hash = try self.hasher.hash(Password("Correct horse 1"))
        #expect(hash.text.hasPrefix("$y$"))
        #expect(!hash.text.contains("horse"))
        #expect(try self.hasher.matches(Password("Correct horse 1"), [hash]))
        for text in ["correct horse 1", "Correct horse 1 ", "Correct horse ", "", "Correct horse 1\0"] {
            #expect(try !self.hasher.matches(Password(text), [hash]))
        }
    }

    @Test("salts: the same password never has the same hash twice")
    func salts() throws {
        let hashes = try (0..<20).map { _ in try self.hasher.hash(Password("same")).text }
        #expect(Set(hashes).count == 20)
        #expect(Set(hashes.map { $0.split(separator: "$")[2] }).count == 20)
    }

    @Test("writes the cost into the hash", arguments: [(PasswordCost.cheapest, "$y$j75$"), (.standard, "$y$j9T$")])
    func cost(_ cost: PasswordCost, prefix: String) throws {
        let setting = try YescryptFunction(cost: cost).makeSetting()
        #expect(setting.hasPrefix(prefix))
        #expect(setting.utf8.count == prefix.utf8.count + 22)  // 128 bits of salt, 6 to a character
    }

    @Test("knows the hash that another program made of a password")
    func knownAnswer() throws {
        // Made by Perl's `crypt`.
        let hash = "$y$j75$abcdefghijklmnopqrstu/$AK9hP5rsYPL2PZbsOVWHSf1lkmepyoZCf86jHJVfYXC"
        #expect(try self.hasher.matches(Password("roster"), [PasswordHash(hash)]))
        #expect(try !self.hasher.matches(Password("Roster"), [PasswordHash(hash)]))
    }

    @Test("takes 0 to 511 bytes, and refuses more and a NUL")
    func limits() throws {
        for count in [0, 1, 256, 510, 511] {
            let password = Password(String(repeating: "x", count: count))
            #expect(try self.hasher.matches(password, [self.hasher.hash(password)]))
        }
        for text in [String(repeating: "x", count: 512), String(repeating: "é", count: 256), "a\0b", "\0"] {
            #expect(throws: PasswordHashingError.unusableText) { try self.hasher.hash(Password(text)) }
        }
    }

    @Test(
        "refuses a hash of another kind, or none at all",
        arguments: ["", "x", "*0", "*1", "$y$", "$y$???$x$y", "$6$salt$x", "$1$salt$x", "ab", "$2b$10$x"])
    func refusesOtherHashes(_ text: String) throws {
        #expect(throws: PasswordHashingError.unusableHash) {
            try self.hasher.matches(Password("x"), [PasswordHash(text)])
        }
    }

    @Test(
        "takes every cost that can be chosen, and no hash that costs more",
        arguments: [
            ("$y$j75$", true), ("$y$jBT$", true), ("$y$jCT$", false), ("$y$jFT$", false), ("$y$jFT.///$", false),
        ])
    func boundsTheCost(_ parameters: String, isKnown: Bool) throws {
        let function = YescryptFunction(cost: .cheapest)
        if isKnown {
            #expect(try function.digest(of: "x", setting: parameters + "abcdefghijklmnopqrstu/").hasPrefix(parameters))
        } else {
            #expect(throws: PasswordHashingError.unusableHash) {
                try function.digest(of: "x", setting: parameters + "abcdefghijklmnopqrstu/")
            }
        }
    }

    @Test("runs the function once for every comparison, whatever is compared")
    func costsTheSame() async throws {
        let function = CountingFunction()
        let vault = MemoryCredentialVault(function: function)
        let user = UserID(bits: 1)
        let text = try await vault.issueTemporaryPassword(for: user, expiringAt: MailFixture.noon).reveal()
        let cases: [(text: String, user: UserID?)] = [
            (text, user), ("wrong", user), (text, nil), (text, UserID(bits: 2)), ("", nil), ("a\0b", user),
            ("a\0b", nil),
            (String(repeating: "x", count: 512), user), (String(repeating: "x", count: 512), nil),
        ]
        for (text, user) in cases {
            let before = function.count
            _ = try await vault.verify(Password(text), for: user, at: MailFixture.noon)
            #expect(function.count == before + 1)
        }
        let before = function.count
        _ = try await vault.replace(Password("wrong"), with: Password("new"), for: user, at: MailFixture.noon)
        _ = try await vault.replace(
            Password("wrong"), with: Password("new"), for: UserID(bits: 2), at: MailFixture.noon)
        #expect(function.count == before + 2)
    }

    @Test("a function that fails is told as unavailable, and one that does not know the hash as damaged")
    func translatesErrors() async throws {
        let failing = MemoryCredentialVault(function: FailingFunction(error: .failed(errorNumber: 12)))
        await #expect { try await failing.verify(Password("x"), for: nil, at: MailFixture.noon) } throws: { error in
            if case CredentialVaultError.unavailable = error { true } else { false }
        }
        let unknowing = MemoryCredentialVault(function: FailingFunction(error: .unusableHash))
        await #expect { try await unknowing.verify(Password("x"), for: nil, at: MailFixture.noon) } throws: { error in
            if case CredentialVaultError.damaged = error { true } else { false }
        }
    }
}

@Suite("Temporary passwords")
struct YescryptTemporaryPasswordTests {
    @Test("have 16 characters that cannot be taken for others, and a dash after every fourth")
    func form() {
        for _ in 0..<200 {
            let groups = TemporaryPasswordMaker().make().split(separator: "-", omittingEmptySubsequences: false)
            #expect(groups.map(\.count) == [4, 4, 4, 4])
            #expect(groups.joined().allSatisfy { !"0Oo1IilL".contains($0) && $0.isASCII })
        }
        #expect(Set(TemporaryPasswordMaker.alphabet).count == 54)
        #expect(TemporaryPasswordMaker.alphabet.count == 54)
    }

    @Test("are drawn again until they meet the policy")
    func drawsAgain() {
        // 16 times `a`, which the policy refuses, then whatever comes.
        var generator = ScriptedGenerator(zeros: 16)
        let text = TemporaryPasswordMaker().make(using: &generator)
        #expect(text != "aaaa-aaaa-aaaa-aaaa")
        #expect(PasswordPolicy.standard.problems(with: Password(text)).isEmpty)
    }

    @Test("use every character of the alphabet about equally often")
    func spreads() {
        var counts: [Character: Int] = [:]
        for _ in 0..<2_000 {
            for character in TemporaryPasswordMaker().make() where character != "-" {
                counts[character, default: 0] += 1
            }
        }
        // 32,000 draws of 54: 593 expected, 24 the standard deviation.
        #expect(counts.count == 54)
        #expect(counts.values.allSatisfy { (400...800).contains($0) })
    }
}

/// A one-way function that costs nothing and counts how often it runs; for tests only.
final class CountingFunction: OneWayFunction {
    private let runs = Mutex(0)
    /// How a setting must begin; any other is refused without a run.
    private let prefix: String

    init(prefix: String = "") {
        self.prefix = prefix
    }

    var count: Int { self.runs.withLock { $0 } }

    func makeSetting() -> String { "$t$" }

    func digest(of text: String, setting: String) throws(PasswordHashingError) -> String {
        guard setting.hasPrefix(self.prefix) else { throw .unusableHash }
        self.runs.withLock { $0 += 1 }
        return "$t$" + String(text.utf8.reduce(5_381) { $0 &* 33 &+ UInt64($1) }, radix: 16)
    }
}

private struct FailingFunction: OneWayFunction {
    let error: PasswordHashingError

    func makeSetting() -> String { "$t$" }

    func digest(of text: String, setting: String) throws(PasswordHashingError) -> String { throw self.error }
}

private struct ScriptedGenerator: RandomNumberGenerator {
    var zeros: Int

    mutating func next() -> UInt64 {
        self.zeros -= 1
        return self.zeros >= 0 ? 0 : .random(in: .min ... .max)
    }
}
