import Foundation
import RosterAdapters
import RosterDomain
import RosterPorts
import Testing

@Suite("A file credential vault of the first format", .timeLimit(.minutes(5)))
struct CredentialUpgradeTests {
    private let sandbox: FileSandbox
    private let expiry = MailFixture.noon + .seconds(60)

    init() throws {
        self.sandbox = try FileSandbox(inMemory: true)
        #expect(mkdir(self.root, 0o700) == 0 && mkdir(self.folder, 0o700) == 0)
    }

    private var root: String { self.sandbox.path("store") }
    private var folder: String { self.root + "/credentials" }

    private func vault(_ function: CountingFunction = CountingFunction()) throws -> FileCredentialVault {
        try FileCredentialVault(at: self.root, function: function)
    }

    private func put(_ text: String, of user: UserID, as kind: StoredCredential.Kind = .own) throws {
        let hash = PasswordHash(try CountingFunction().digest(of: text, setting: "$t$"))
        let bytes = CredentialFile.bytes(of: StoredCredential(kind: kind, hash: hash), for: user)
        try FileSandbox.write(bytes, to: "\(self.folder)/\(user)")
    }

    @Test("is taken over when it is opened, and its files are removed")
    func upgrades() async throws {
        try self.put("First password", of: UserID(bits: 1))
        try self.put("Second password", of: UserID(bits: 2), as: .temporary(expiresAt: self.expiry))
        for _ in 1...2 {
            let vault = try self.vault()
            let noon = MailFixture.noon
            #expect(try await vault.verify(Password("First password"), for: UserID(bits: 1), at: noon) == .own)
            #expect(try await vault.verify(Password("Second password"), for: UserID(bits: 2), at: noon) == .temporary)
            #expect(try FileSandbox.names(self.folder) == FileFixture.names)
        }
    }

    @Test("does not come back when a crash kept its files from being removed")
    func interrupted() async throws {
        try self.put("First password", of: UserID(bits: 1))
        try await self.vault().revoke(UserID(bits: 1))
        try self.put("First password", of: UserID(bits: 1))
        let vault = try self.vault()
        #expect(try await vault.verify(Password("First password"), for: UserID(bits: 1), at: MailFixture.noon) == .none)
        #expect(try FileSandbox.names(self.folder) == FileFixture.names)
    }

    @Test("is refused with a file that is damaged, or another user's, or can be used by others, and keeps all of them")
    func refuses() throws {
        try self.put("First password", of: UserID(bits: 1))
        let bytes = try FileSandbox.bytes("\(self.folder)/\(UserID(bits: 1))")
        let file = "\(self.folder)/\(UserID(bits: 2))"
        for damaged in [bytes, [], [1, 2, 3], Array(bytes.dropLast())] {
            try FileSandbox.write(damaged, to: file)
            let error = #expect(throws: FileStoreError.self) { try self.vault() }
            guard case .damaged(file, 0, nil, _) = error else {
                Issue.record("\(String(describing: error))")
                continue
            }
            #expect(error?.description.contains("$t$") == false)
            #expect(try FileSandbox.bytes(file) == damaged)
        }
        #expect(chmod(file, 0o644) == 0)
        #expect(throws: FileStoreError.looselyPermitted(path: file, mode: 0o100644)) { try self.vault() }
        #expect(FileManager.default.fileExists(atPath: "\(self.folder)/\(UserID(bits: 1))"))
    }

    @Test("with a hash that nobody knows, works as long on it as on a wrong password, and issues another")
    func unusableHash() async throws {
        let user = UserID(bits: 1)
        let foreign = StoredCredential(kind: .own, hash: PasswordHash("$6$salt$x"))
        try FileSandbox.write(CredentialFile.bytes(of: foreign, for: user), to: "\(self.folder)/\(user)")
        let function = CountingFunction(prefix: "$t$")
        let vault = try self.vault(function)
        let error = await #expect(throws: CredentialVaultError.self) {
            try await vault.verify(Password("wrong"), for: user, at: MailFixture.noon)
        }
        guard case .damaged = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(function.count == 1)
        let text = try await vault.issueTemporaryPassword(for: user, expiringAt: self.expiry).reveal()
        #expect(try await vault.verify(Password(text), for: user, at: MailFixture.noon) == .temporary)
    }
}
