import RosterAdapters
import RosterStore
import RosterStoreTestSupport
import RosterDomain
import RosterPorts

/// What a vault on a simulated disk was asked for, and what may match after a crash.
final class StoreVault {
    static let moment = Timestamp(millisecondsSinceEpoch: 1_795_348_800_000)
    static let expiry = Timestamp(millisecondsSinceEpoch: 1_795_348_900_000)

    /// What matches: for each user a text, and what it matches as.
    struct Credentials: Equatable {
        var texts: [UserID: String] = [:]
        var matches: [UserID: CredentialMatch] = [:]
    }

    let disk: SimulatedDisk
    private var vault: FileCredentialVault?
    /// What was so after each step; the first is before all of them.
    private(set) var states: [Credentials]
    /// Every text that ever matched.
    private var texts: Set<String> = []
    /// How many steps were acknowledged at each mark.
    private var promises: [Int] = []

    init(on disk: SimulatedDisk = SimulatedDisk(), holding credentials: Credentials = Credentials()) {
        self.disk = disk
        self.states = [credentials]
        self.texts = Set(credentials.texts.values)
    }

    static func open(_ disk: any StoreDisk, compacting: Bool = false) throws -> FileCredentialVault {
        var options = StorePlan.options
        options.compactsByItself = compacting
        options.mostChangedByteCount = 0
        return try FileCredentialVault(
            at: StorePlan.path, function: PlainFunction(), on: disk, options: options, threads: .prompt)
    }

    func open(compacting: Bool = false) throws {
        self.vault = nil
        self.vault = try Self.open(self.disk, compacting: compacting)
        self.mark()
    }

    func close() { self.vault = nil }

    func issue(_ user: UserID) async throws {
        guard let password = try await self.vault?.issueTemporaryPassword(for: user, expiringAt: Self.expiry) else {
            return
        }
        self.note(user, password.reveal(), .temporary)
    }

    func replace(_ user: UserID, with text: String) async throws {
        guard let former = self.states[self.states.count - 1].texts[user] else { return }
        let match = try await self.vault?.replace(Password(former), with: Password(text), for: user, at: Self.moment)
        try StoreFinding.check(match == .own || match == .temporary, "the present password does not match")
        self.note(user, text, .own)
    }

    func revoke(_ user: UserID) async throws {
        try await self.vault?.revoke(user)
        self.note(user, nil, CredentialMatch.none)
    }

    func compact() async throws { try await self.vault?.compact() }

    private func note(_ user: UserID, _ text: String?, _ match: CredentialMatch) {
        var state = self.states[self.states.count - 1]
        state.texts[user] = text
        state.matches[user] = text == nil ? nil : match
        self.states.append(state)
        if let text { self.texts.insert(text) }
        self.mark()
    }

    private func mark() {
        self.promises.append(self.states.count - 1)
        self.disk.mark()
    }

    func settle() {
        self.disk.settle()
        self.promises = []
    }

    /// Checks every disk that a crash at any moment could have left, and tells how many there were.
    func sweep(limit: Int, base: Int = 0) async throws -> Int {
        self.close()
        var count = 0
        for (_, marks, disk) in CrashSweep(of: self.disk.log, limit: limit) {
            count += 1
            let promised = marks == 0 ? base : self.promises[marks - 1]
            let found = try await self.check(disk, after: promised)
            for image in StoreOracle.images(of: disk) {
                let again = try await self.check(image, after: promised)
                try StoreFinding.check(again == found, "\(disk.origin): what was seen is lost")
            }
        }
        return count
    }

    /// Checks that what matches is what did after the steps that were promised, or after one more.
    func check(_ disk: SimulatedDisk, after promised: Int) async throws -> Credentials {
        let vault: FileCredentialVault
        do { vault = try Self.open(disk) } catch { throw StoreFinding("\(disk.origin): it does not open: \(error)") }
        let found = try await self.read(vault)
        let candidates = self.states[promised...].prefix(2)
        try StoreFinding.check(candidates.contains(found), "\(disk.origin): others match than after step \(promised)")
        return found
    }

    /// Tries everything that ever was a password with everybody who ever had one.
    func read(_ vault: FileCredentialVault) async throws -> Credentials {
        var found = Credentials()
        let users = Set(self.states.flatMap { $0.texts.keys })
        for user in users {
            for text in self.texts {
                let match = try await vault.verify(Password(text), for: user, at: Self.moment)
                guard match != .none else { continue }
                try StoreFinding.check(found.texts[user] == nil, "two passwords match")
                found.texts[user] = text
                found.matches[user] = match
            }
        }
        return found
    }
}

/// A function that hides nothing and takes no time.
struct PlainFunction: OneWayFunction {
    func makeSetting() -> String { "$t$" }

    func digest(of text: String, setting: String) -> String { "$t$\(text)" }
}

extension HashingThreads {
    /// Threads of usual priority, for thousands of hashes that cost nothing while other tests keep the processors busy.
    static let prompt = HashingThreads(threadLimit: 4, niceness: 0)
}
