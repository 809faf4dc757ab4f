import Foundation
import RosterAdapters
import RosterDomain
import RosterPorts
import Testing

@Suite("A file credential vault", .timeLimit(.minutes(1)))
struct CredentialVaultFileTests {
    private let sandbox: FileSandbox
    private let user = UserID(bits: 0x018f_6a7e_8f2d_7c3a_9b1e_2f4a_6c8e_0d12)
    private let expiry = MailFixture.noon + .seconds(60)

    init() throws {
        self.sandbox = try FileSandbox(inMemory: true)
    }

    private var root: String { self.sandbox.path("store") }
    private var folder: String { self.root + "/credentials" }
    private var file: String { self.folder + "/" + self.user.description }

    private func vault() throws -> FileCredentialVault { try FileCredentialVault(at: self.root, cost: .cheapest) }

    @Test("makes folders and files that only the owner can use, also when it replaces them")
    func modes() async throws {
        let vault = try self.vault()
        #expect(FileSandbox.mode(self.root) == 0o700)
        #expect(FileSandbox.mode(self.folder) == 0o700)
        let text = try await vault.issueTemporaryPassword(for: self.user, expiringAt: self.expiry).reveal()
        #expect(FileSandbox.mode(self.file) == 0o600)
        _ = try await vault.replace(
            Password(text), with: Password("Own-password 1"), for: self.user, at: MailFixture.noon)
        #expect(FileSandbox.mode(self.file) == 0o600)
        #expect(try FileSandbox.names(self.folder) == [self.user.description, "lock"])
        try await vault.revoke(self.user)
        #expect(try FileSandbox.names(self.folder) == ["lock"])
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
            _ = try await vault.issueTemporaryPassword(for: tests.user, expiringAt: tests.expiry).reveal()
            try #require(FileSandbox.mode(tests.root) == 0o700)
            try #require(FileSandbox.mode(tests.folder) == 0o700)
            try #require(FileSandbox.mode(tests.file) == 0o600)
        }
    }

    @Test("holds no password in plain text, and a hash of yescrypt")
    func keepsNoText() async throws {
        let vault = try self.vault()
        let text = try await vault.issueTemporaryPassword(for: self.user, expiringAt: self.expiry).reveal()
        let temporary = String(decoding: try FileSandbox.bytes(self.file), as: UTF8.self)
        #expect(!temporary.contains(text) && !temporary.contains(text.prefix(4)))
        #expect(temporary.contains("\nhash $y$j75$"))
        _ = try await vault.replace(
            Password(text), with: Password("Own-password 1"), for: self.user, at: MailFixture.noon)
        let own = String(decoding: try FileSandbox.bytes(self.file), as: UTF8.self)
        #expect(!own.contains("Own-password"))
        #expect(own.contains("\nkind own\nhash $y$"))
    }

    @Test("finds damage at every byte, and shows nothing of the file")
    func findsDamage() async throws {
        let vault = try self.vault()
        let text = try await vault.issueTemporaryPassword(for: self.user, expiringAt: self.expiry).reveal()
        let whole = try FileSandbox.bytes(self.file)
        for index in whole.indices {
            for flip in [0x01, 0x20, 0x80] as [UInt8] {
                var bytes = whole
                bytes[index] ^= flip
                try await self.expectDamaged(vault, bytes, password: text)
            }
            try await self.expectDamaged(vault, Array(whole[..<index]), password: text)
        }
        for bytes in [whole + [10], whole + whole, [10] + whole, Array(repeating: 0, count: whole.count)] {
            try await self.expectDamaged(vault, bytes, password: text)
        }
        try FileSandbox.write(whole, to: self.file)
        #expect(try await vault.verify(Password(text), for: self.user, at: MailFixture.noon) == .temporary)
    }

    private func expectDamaged(_ vault: FileCredentialVault, _ bytes: [UInt8], password: String) async throws {
        try FileSandbox.write(bytes, to: self.file)
        let error = await #expect(throws: CredentialVaultError.self) {
            try await vault.verify(Password(password), for: self.user, at: MailFixture.noon)
        }
        guard case .damaged(let cause) = error else {
            Issue.record("not damaged: \(String(describing: error))")
            return
        }
        let shown = "\(cause) \(String(reflecting: cause)) \(String(describing: error)) \(String(reflecting: error))"
        #expect(shown.contains(self.file))
        #expect(!shown.contains("$y$") && !shown.contains(password))
    }

    @Test("issues a temporary password in place of a damaged credential")
    func healsDamage() async throws {
        let vault = try self.vault()
        _ = try await vault.issueTemporaryPassword(for: self.user, expiringAt: self.expiry).reveal()
        try FileSandbox.write([1, 2, 3], to: self.file)
        await #expect(throws: CredentialVaultError.self) {
            try await vault.replace(Password("x"), with: Password("y"), for: self.user, at: MailFixture.noon)
        }
        #expect(try FileSandbox.bytes(self.file) == [1, 2, 3])
        let text = try await vault.issueTemporaryPassword(for: self.user, expiringAt: self.expiry).reveal()
        #expect(try await vault.verify(Password(text), for: self.user, at: MailFixture.noon) == .temporary)
    }

    @Test("works as long on a damaged credential, an unusable hash or an unreadable file as on a wrong password")
    func damageCostsTheSame() async throws {
        let function = CountingFunction(prefix: "$t$")
        let vault = try FileCredentialVault(at: self.root, function: function)
        _ = try await vault.issueTemporaryPassword(for: self.user, expiringAt: self.expiry).reveal()
        let foreign = StoredCredential(kind: .own, hash: PasswordHash("$6$salt$x"))
        let tooLarge = [UInt8](repeating: 0, count: 2 << 20)
        for bytes in [[1, 2, 3], CredentialFile.bytes(of: foreign, for: self.user), tooLarge] {
            try FileSandbox.write(bytes, to: self.file)
            let before = function.count
            await #expect(throws: CredentialVaultError.self) {
                try await vault.verify(Password("wrong"), for: self.user, at: MailFixture.noon)
            }
            #expect(function.count == before + 1)
            await #expect(throws: CredentialVaultError.self) {
                try await vault.replace(Password("x"), with: Password("y"), for: self.user, at: MailFixture.noon)
            }
            #expect(function.count == before + 2)
        }
    }

    @Test("does not take one user's file for another's")
    func refusesMisplaced() async throws {
        let vault = try self.vault()
        let text = try await vault.issueTemporaryPassword(for: self.user, expiringAt: self.expiry).reveal()
        let other = UserID(bits: 2)
        try FileSandbox.write(try FileSandbox.bytes(self.file), to: self.folder + "/" + other.description)
        await #expect(throws: CredentialVaultError.self) {
            try await vault.verify(Password(text), for: other, at: MailFixture.noon)
        }
    }

    @Test("refuses a file that is a symbolic link, a hard link, a folder, or open to others")
    func refusesForeignFiles() async throws {
        let vault = try self.vault()
        let text = try await vault.issueTemporaryPassword(for: self.user, expiringAt: self.expiry).reveal()
        let elsewhere = self.sandbox.path("elsewhere")
        try FileSandbox.write(try FileSandbox.bytes(self.file), to: elsewhere)
        let plants: [(String) throws -> Void] = [
            { try FileManager.default.createSymbolicLink(atPath: $0, withDestinationPath: elsewhere) },
            { try FileManager.default.linkItem(atPath: elsewhere, toPath: $0) },
            { try FileManager.default.createDirectory(atPath: $0, withIntermediateDirectories: false) },
            {
                try FileSandbox.write(try FileSandbox.bytes(elsewhere), to: $0)
                chmod($0, 0o644)
            },
        ]
        for plant in plants {
            try FileManager.default.removeItem(atPath: self.file)
            try plant(self.file)
            await #expect { try await vault.verify(Password(text), for: self.user, at: MailFixture.noon) } throws: {
                error in
                guard case CredentialVaultError.unavailable(let cause) = error else { return false }
                return cause is FileStoreError
            }
        }
    }

    @Test("refuses a folder that is a symbolic link or open to others")
    func refusesForeignFolders() throws {
        _ = try self.vault()
        chmod(self.folder, 0o755)
        #expect(throws: FileStoreError.self) { try self.vault() }
        try FileManager.default.removeItem(atPath: self.folder)
        try FileManager.default.createSymbolicLink(atPath: self.folder, withDestinationPath: self.sandbox.path)
        #expect(throws: FileStoreError.self) { try self.vault() }
    }

    @Test("tells an unusable new password without showing it, and keeps the present one")
    func refusesUnusable() async throws {
        let vault = try self.vault()
        let text = try await vault.issueTemporaryPassword(for: self.user, expiringAt: self.expiry).reveal()
        let before = try FileSandbox.bytes(self.file)
        for secret in ["Secret\0Secret", "Secret" + String(repeating: "x", count: 512)] {
            let error = await #expect(throws: CredentialVaultError.self) {
                try await vault.replace(Password(text), with: Password(secret), for: self.user, at: MailFixture.noon)
            }
            #expect(!String(reflecting: error).contains("Secret"))
            #expect(
                error?.description
                    == "the credential vault cannot do it: a password may hold at most 511 bytes, and no NUL")
        }
        #expect(try FileSandbox.bytes(self.file) == before)
    }

    @Test("goes on matching a credential made at another cost")
    func takesOtherCosts() async throws {
        let text = try await self.vault().issueTemporaryPassword(for: self.user, expiringAt: self.expiry).reveal()
        let other = try FileCredentialVault(at: self.root)
        #expect(try await other.verify(Password(text), for: self.user, at: MailFixture.noon) == .temporary)
        _ = try await other.replace(
            Password(text), with: Password("Own-password 1"), for: self.user, at: MailFixture.noon)
        #expect(String(decoding: try FileSandbox.bytes(self.file), as: UTF8.self).contains("$y$j9T$"))
    }

    @Test("lets different users be hashed at the same time, and one user's changes one after another")
    func concurrency() async throws {
        let vault = try self.vault()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<32 {
                group.addTask {
                    let user = UserID(bits: UInt128(number % 8))
                    _ = try await vault.issueTemporaryPassword(for: user, expiringAt: self.expiry).reveal()
                    _ = try await vault.verify(Password("x"), for: user, at: MailFixture.noon)
                    if number.isMultiple(of: 3) { try await vault.revoke(user) }
                }
            }
            try await group.waitForAll()
        }
        #expect(try FileSandbox.names(self.folder).allSatisfy { $0.count == 36 || $0 == "lock" })
    }

    @Test("refuses a second opening, in this process or another, until the first is gone")
    func secondOpening() async throws {
        let locked = FileStoreError.locked(path: self.folder)
        try await {
            let first = try self.vault()
            #expect(throws: locked) { try self.vault() }
            _ = try await first.issueTemporaryPassword(for: self.user, expiringAt: self.expiry).reveal()
            #expect(throws: locked) { try self.vault() }
            #expect(FileSandbox.mode(self.folder + "/lock") == 0o600)
        }()
        _ = try self.vault()
        let flock = "/usr/bin/flock"
        guard FileManager.default.isExecutableFile(atPath: flock) else { return }
        let child = try FileChild([flock, self.folder + "/lock", "-c", "echo held; read _"])
        let output = try await offPool { child.read() }
        #expect(output == "held\n")
        #expect(throws: locked) { try self.vault() }
        _ = try await offPool { child.finish() }
        _ = try self.vault()
    }

    @Test("removes what a crash left of a credential, once nobody else has it open")
    func removesUnfinished() throws {
        let leftover = self.folder + "/.unfinished-x"
        do {
            let first = try self.vault()
            try FileSandbox.write([1], to: leftover)
            #expect(throws: FileStoreError.self) { try self.vault() }
            #expect(try FileSandbox.names(self.folder) == [".unfinished-x", "lock"])
            withExtendedLifetime(first) {}
        }
        _ = try self.vault()
        #expect(try FileSandbox.names(self.folder) == ["lock"])
    }
}

@Suite("Secrets")
struct CredentialVaultRedactionTests {
    @Test("are not shown when printed, interpolated, dumped or mirrored")
    func redaction() throws {
        let secret = "Hidden-Secret-1"
        let hash = PasswordHash(secret)
        let credential = StoredCredential(kind: .own, hash: hash)
        let content = AccountNotification.Content.invited(
            by: nil, code: InvitationCode(secret), expiresAt: MailFixture.noon)
        let notification = try MailFixture.notification(content)
        let values: [Any] = [
            Password(secret), InvitationCode(secret), hash, credential, content, notification, [Password(secret)],
            ["key": InvitationCode(secret)], Optional(hash) as Any, (Password(secret), hash),
        ]
        for value in values {
            var dumped = ""
            dump(value, to: &dumped)
            let shown = "\(value) \(String(describing: value)) \(String(reflecting: value)) \(dumped)"
            #expect(!shown.contains("Secret"))
        }
    }
}
