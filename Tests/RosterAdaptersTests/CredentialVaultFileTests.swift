import RosterStoreTestSupport
import Foundation
import RosterAdapters
import RosterStore
import RosterDomain
import RosterPorts
import Testing

@Suite("A file credential vault", .timeLimit(.minutes(20)))
struct CredentialVaultFileTests {
    private let sandbox: FileSandbox
    private let user = UserID(bits: 0x018f_6a7e_8f2d_7c3a_9b1e_2f4a_6c8e_0d12)
    private let expiry = MailFixture.noon + .seconds(60)

    init() throws {
        self.sandbox = try FileSandbox(inMemory: true)
    }

    private var root: String { self.sandbox.path("store") }
    private var folder: String { self.root + "/credentials" }
    private var journal: String { "\(self.folder)/\(FileFixture.segment(1))" }

    private func vault() throws -> FileCredentialVault { try FileCredentialVault(at: self.root, cost: .cheapest) }

    /// Everything in the vault's files.
    private func text() throws -> String {
        try FileSandbox.names(self.folder)
            .map { String(decoding: try FileSandbox.bytes("\(self.folder)/\($0)"), as: UTF8.self) }.joined()
    }

    private func checkModes() throws {
        try #require(FileSandbox.mode(self.root) == 0o700)
        try #require(FileSandbox.mode(self.folder) == 0o700)
        for name in try FileSandbox.names(self.folder) {
            try #require(FileSandbox.mode("\(self.folder)/\(name)") == 0o600, "\(name)")
        }
    }

    @Test("makes folders and files that only the owner can use, also when it is compacted")
    func modes() async throws {
        let vault = try self.vault()
        #expect(try FileSandbox.names(self.folder) == FileFixture.names)
        try self.checkModes()
        _ = try await vault.issueTemporaryPassword(for: self.user, expiringAt: self.expiry)
        try await vault.compact()
        #expect(try FileSandbox.names(self.folder).contains(FileFixture.checkpoint(1)))
        try self.checkModes()
        #expect(vault.path == self.root)
    }

    @Test("keeps its modes under a umask that gives everything, and under one that takes everything")
    func modesUnderUmask() async {
        // The umask belongs to the whole process: a child sets its own.
        await #expect(processExitsWith: .success) { try await Self.checkModes(under: 0o000) }
        await #expect(processExitsWith: .success) { try await Self.checkModes(under: 0o777) }
    }

    private static func checkModes(under mask: mode_t) async throws {
        let tests = try CredentialVaultFileTests()
        umask(mask)
        let vault = try tests.vault()
        for _ in 1...2 {
            _ = try await vault.issueTemporaryPassword(for: tests.user, expiringAt: tests.expiry)
            try tests.checkModes()
            try await vault.compact()
        }
    }

    @Test("holds no password in plain text, and a hash of yescrypt", arguments: [false, true])
    func keepsNoText(isCompacted: Bool) async throws {
        let vault = try self.vault()
        let text = try await vault.issueTemporaryPassword(for: self.user, expiringAt: self.expiry).reveal()
        if isCompacted { try await vault.compact() }
        #expect(try !self.text().contains(text.prefix(9)) && self.text().contains("$y$j75$"))
        _ = try await vault.replace(
            Password(text), with: Password("Own-password 1"), for: self.user, at: MailFixture.noon)
        if isCompacted { try await vault.compact() }
        #expect(try !self.text().contains("Own-password") && self.text().contains("$y$j75$"))
    }

    @Test("finds damage at every byte of its journal, and shows nothing of it")
    func damagedJournal() async throws {
        let text = try await self.vault().issueTemporaryPassword(for: self.user, expiringAt: self.expiry).reveal()
        let whole = try FileSandbox.bytes(self.journal)
        for index in 0..<FileFixture.usedByteCount(whole) {
            var bytes = whole
            bytes[index] ^= [0x01, 0x20, 0x80][index % 3]
            try FileSandbox.write(bytes, to: self.journal)
            let error = #expect(throws: FileStoreError.self, "byte \(index)") { try self.vault() }
            let shown = "\(String(describing: error)) \(String(reflecting: error)) \(error?.description ?? "")"
            #expect(shown.contains(self.folder) && !shown.contains("$y$") && !shown.contains(text))
            try #require(try FileSandbox.bytes(self.journal) == bytes)
        }
        try FileSandbox.write(whole, to: self.journal)
        #expect(try await self.vault().verify(Password(text), for: self.user, at: MailFixture.noon) == .temporary)
    }

    @Test("works as long on a damaged credential as on a wrong password, shows nothing of it, and issues another")
    func damagedCheckpoint() async throws {
        let function = CountingFunction(prefix: "$t$")
        func open() throws -> FileCredentialVault { try FileCredentialVault(at: self.root, function: function) }
        let text = try await open().issueTemporaryPassword(for: self.user, expiringAt: self.expiry).reveal()
        try await open().compact()
        let file = "\(self.folder)/\(FileFixture.checkpoint(1))"
        var bytes = try FileSandbox.bytes(file)
        let hash = Data(try function.digest(of: text, setting: "$t$").utf8)
        let place = try #require(Data(bytes).range(of: hash)).lowerBound
        bytes[place + 3] ^= 1
        try FileSandbox.write(bytes, to: file)
        let vault = try open()
        let before = function.count
        let error = await #expect(throws: CredentialVaultError.self) {
            try await vault.verify(Password("wrong"), for: self.user, at: MailFixture.noon)
        }
        guard case .damaged(let cause) = error else {
            Issue.record("not damaged: \(String(describing: error))")
            return
        }
        let shown = "\(cause) \(String(reflecting: cause)) \(String(describing: error)) \(String(reflecting: error))"
        #expect(shown.contains(file) && !shown.contains("$t$") && !shown.contains(text))
        #expect(function.count == before + 1)
        await #expect(throws: CredentialVaultError.self) {
            try await vault.replace(Password("x"), with: Password("y"), for: self.user, at: MailFixture.noon)
        }
        #expect(function.count == before + 2)
        let other = try await vault.issueTemporaryPassword(for: self.user, expiringAt: self.expiry).reveal()
        #expect(try await vault.verify(Password(other), for: self.user, at: MailFixture.noon) == .temporary)
    }

    @Test("refuses a folder that is a symbolic link or open to others, and a file that is a link or open to others")
    func refusesForeign() throws {
        _ = try self.vault()
        for name in FileFixture.names {
            #expect(chmod("\(self.folder)/\(name)", 0o644) == 0)
            #expect(throws: FileStoreError.looselyPermitted(path: "\(self.folder)/\(name)", mode: 0o100644)) {
                try self.vault()
            }
            #expect(chmod("\(self.folder)/\(name)", 0o600) == 0)
        }
        #expect(rename(self.journal, self.root + "/elsewhere") == 0)
        #expect(symlink(self.root + "/elsewhere", self.journal) == 0)
        #expect(throws: FileStoreError.symbolicLink(path: self.journal)) { try self.vault() }
        #expect(chmod(self.folder, 0o755) == 0)
        #expect(throws: FileStoreError.looselyPermitted(path: self.folder, mode: 0o40755)) { try self.vault() }
        try FileManager.default.removeItem(atPath: self.folder)
        #expect(symlink(self.sandbox.path, self.folder) == 0)
        #expect(throws: FileStoreError.symbolicLink(path: self.folder)) { try self.vault() }
    }

    @Test("does not take a directory's journal for its own")
    func refusesDirectory() async throws {
        try await FileFixture.makeStore(at: self.root, commits: 1)
        _ = try self.vault()
        let bytes = try FileSandbox.bytes("\(self.root)/\(FileFixture.segment(1))")
        try FileSandbox.write(bytes, to: self.journal)
        #expect(throws: FileStoreError.self) { try self.vault() }
        #expect(try FileSandbox.bytes(self.journal) == bytes)
    }

    @Test("tells an unusable new password without showing it, and keeps the present one")
    func refusesUnusable() async throws {
        let vault = try self.vault()
        let text = try await vault.issueTemporaryPassword(for: self.user, expiringAt: self.expiry).reveal()
        let before = try FileSandbox.bytes(self.journal)
        for secret in ["Secret\0Secret", "Secret" + String(repeating: "x", count: 512)] {
            let error = await #expect(throws: CredentialVaultError.self) {
                try await vault.replace(Password(text), with: Password(secret), for: self.user, at: MailFixture.noon)
            }
            #expect(!String(reflecting: error).contains("Secret"))
            #expect(
                error?.description
                    == "the credential vault cannot do it: a password may hold at most 511 bytes, and no NUL")
        }
        #expect(try FileSandbox.bytes(self.journal) == before)
    }

    @Test("goes on matching a credential made at another cost")
    func takesOtherCosts() async throws {
        let text = try await self.vault().issueTemporaryPassword(for: self.user, expiringAt: self.expiry).reveal()
        let other = try FileCredentialVault(at: self.root)
        #expect(try await other.verify(Password(text), for: self.user, at: MailFixture.noon) == .temporary)
        _ = try await other.replace(
            Password(text), with: Password("Own-password 1"), for: self.user, at: MailFixture.noon)
        #expect(try self.text().contains("$y$j9T$"))
    }

    @Test("lets different users be hashed at the same time, and one user's changes one after another")
    func concurrency() async throws {
        let vault = try self.vault()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<32 {
                group.addTask {
                    let user = UserID(bits: UInt128(number % 8))
                    _ = try await vault.issueTemporaryPassword(for: user, expiringAt: self.expiry)
                    _ = try await vault.verify(Password("x"), for: user, at: MailFixture.noon)
                    if number.isMultiple(of: 3) { try await vault.revoke(user) }
                    if number == 16 { try await vault.compact() }
                }
            }
            try await group.waitForAll()
        }
        _ = try self.vault()
    }

    @Test("may be open several times: each opening sees, and does not overwrite, what the others keep")
    func severalOpenings() async throws {
        let (first, second) = (try self.vault(), try self.vault())
        let noon = MailFixture.noon
        let text = try await first.issueTemporaryPassword(for: self.user, expiringAt: self.expiry).reveal()
        #expect(try await second.verify(Password(text), for: self.user, at: noon) == .temporary)
        _ = try await second.replace(Password(text), with: Password("Own-password 1"), for: self.user, at: noon)
        #expect(try await first.replace(Password(text), with: Password("x"), for: self.user, at: noon) == .none)
        #expect(try await first.verify(Password("Own-password 1"), for: self.user, at: noon) == .own)
        try await first.revoke(self.user)
        #expect(try await second.verify(Password("Own-password 1"), for: self.user, at: noon) == .none)
    }

    @Test("waits no longer for another's lock than it has patience, on opening and on keeping, and reads on")
    func lockedTooLong() async throws {
        func open() throws -> FileCredentialVault {
            try FileCredentialVault(at: self.root, function: CountingFunction(), options: FileFixture.impatient)
        }
        let vault = try open()
        let lock = try PrivateFolder(at: self.folder).lock("lock")
        #expect(throws: FileStoreError.locked(path: self.folder)) { try open() }
        await #expect(throws: CredentialVaultError.self) {
            _ = try await vault.issueTemporaryPassword(for: self.user, expiringAt: self.expiry)
        }
        #expect(try await vault.verify(Password("x"), for: self.user, at: MailFixture.noon) == .none)
        withExtendedLifetime(lock) {}
        _ = consume lock
        _ = try await vault.issueTemporaryPassword(for: self.user, expiringAt: self.expiry)
    }

    @Test("removes what a crash left unfinished")
    func removesUnfinished() throws {
        _ = try self.vault()
        try FileSandbox.write([1], to: self.folder + "/.unfinished-x")
        _ = try self.vault()
        #expect(try FileSandbox.names(self.folder) == FileFixture.names)
    }

    @Test("holds what a vault of this format held that was written once and kept")
    func golden() async throws {
        try FileFixture.copy("format-1", to: self.root)
        for _ in 1...2 {
            let vault = try self.vault()
            try await FileGolden.check(vault, temporary: FileGolden.temporary)
            try await vault.compact()
        }
    }
}
