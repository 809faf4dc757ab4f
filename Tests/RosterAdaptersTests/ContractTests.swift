import RosterStoreTestSupport
import RosterAdapters
import RosterStore
import RosterDomain
import RosterPortTesting
import RosterPorts
import Synchronization
import Testing

@Suite("The contracts of the ports")
struct ContractTests {
    /// Many other tests want the processors at the same time.
    private static let patience = Duration.seconds(900)

    @Test("MemoryUserDirectory keeps the contract of user directories", .timeLimit(.minutes(20)))
    func memoryUserDirectory() async throws {
        var contract = UserDirectoryContract { MemoryUserDirectory() }
        contract.patience = Self.patience
        try await contract.verify()
    }

    @Test("FileDirectory keeps the contract of user directories", .timeLimit(.minutes(20)))
    func fileDirectory() async throws {
        let sandbox = try FileSandbox(inMemory: true)
        let places = Atomic(0)
        var contract = UserDirectoryContract(
            at: { sandbox.path("directory-\(places.add(1, ordering: .relaxed).newValue)") },
            opening: { path in
                try await Self.waiting { () throws(FileStoreError) in try FileDirectory(at: path) }
            })
        contract.patience = Self.patience
        try await contract.verify()
    }

    @Test("MemoryCredentialVault keeps the contract of credential vaults", .timeLimit(.minutes(20)))
    func memoryCredentialVault() async throws {
        try await CredentialVaultContract { MemoryCredentialVault() }.verify()
    }

    @Test("FileCredentialVault keeps the contract of credential vaults", .timeLimit(.minutes(20)))
    func fileCredentialVault() async throws {
        let sandbox = try FileSandbox(inMemory: true)
        let places = Atomic(0)
        let contract = CredentialVaultContract(
            at: { sandbox.path("vault-\(places.add(1, ordering: .relaxed).newValue)") },
            opening: { path in
                try await Self.waiting { () throws(FileStoreError) in
                    try FileCredentialVault(at: path, cost: .cheapest)
                }
            })
        try await contract.verify()
    }

    @Test("MemorySessionStore keeps the contract of session stores", .timeLimit(.minutes(20)))
    func memorySessionStore() async throws {
        try await SessionStoreContract { MemorySessionStore() }.verify()
    }

    @Test("FileSessionStore keeps the contract of session stores", .timeLimit(.minutes(20)))
    func fileSessionStore() async throws {
        let sandbox = try FileSandbox(inMemory: true)
        let places = Atomic(0)
        let contract = SessionStoreContract(
            at: { sandbox.path("sessions-\(places.add(1, ordering: .relaxed).newValue)") },
            opening: { path in
                try await Self.waiting { () throws(FileStoreError) in try FileSessionStore(at: path) }
            })
        try await contract.verify()
    }

    /// What an authenticator app shows.
    @Sendable private static func shown(_ setup: RevealedSecondFactorSetup, at moment: Timestamp) -> String? {
        AuthenticatorSecret(base32: setup.secret).map { AuthenticatorCodes.standard.code(at: moment, with: $0) }
    }

    @Test("MemorySecondFactorStore keeps the contract of stores of second factors", .timeLimit(.minutes(20)))
    func memorySecondFactorStore() async throws {
        try await SecondFactorStoreContract({ MemorySecondFactorStore() }, showing: Self.shown).verify()
    }

    @Test("FileSecondFactorStore keeps the contract of stores of second factors", .timeLimit(.minutes(20)))
    func fileSecondFactorStore() async throws {
        let sandbox = try FileSandbox(inMemory: true)
        let places = Atomic(0)
        let contract = SecondFactorStoreContract(
            at: { sandbox.path("factors-\(places.add(1, ordering: .relaxed).newValue)") },
            opening: { path in
                try await Self.waiting { () throws(FileStoreError) in try FileSecondFactorStore(at: path) }
            }, showing: Self.shown)
        try await contract.verify()
    }

    @Test("MemoryNotifier keeps the contract of notifiers", .timeLimit(.minutes(20)))
    func memoryNotifier() async throws {
        let contract = NotifierContract {
            MemoryNotifier()
        } delivered: {
            Set($0.delivered.map(\.id))
        }
        try await contract.verify()
    }

    @Test("FileMailer keeps the contract of notifiers", .timeLimit(.minutes(20)))
    func fileMailer() async throws {
        let sandbox = try FileSandbox(inMemory: true)
        let folders = Mutex<String?>(nil)
        let places = Atomic(0)
        let contract = NotifierContract {
            let folder = sandbox.path("mail-\(places.add(1, ordering: .relaxed).newValue)")
            folders.withLock { $0 = folder }
            return try FileMailer(at: folder)
        } delivered: { _ in
            let folder = folders.withLock { $0 } ?? ""
            return Set(try FileSandbox.names(folder).map { String($0.dropLast(".eml".count)) })
        }
        try await contract.verify()
    }

    @Test("StdoutMailer keeps the contract of notifiers", .timeLimit(.minutes(20)))
    func stdoutMailer() async throws {
        try await NotifierContract { StdoutMailer { _ in } }.verify()
    }

    /// Opens a store, and waits while the last one's thread is still letting go of the lock.
    private static func waiting<Store>(_ open: () throws(FileStoreError) -> Store) async throws -> Store {
        for _ in 0..<200 {
            do throws(FileStoreError) {
                return try open()
            } catch {
                guard case .locked = error else { throw error }
            }
            try await Task.sleep(for: .milliseconds(5))
        }
        return try open()
    }
}
