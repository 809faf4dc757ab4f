import RosterAdapters
import RosterStore
import RosterStoreTestSupport
import RosterDomain
import RosterPorts
import RosterSessionTestSupport

/// What a vault on a simulated disk was asked for, and what may match after a crash.
final class StoreVault {
    static let moment = Timestamp(millisecondsSinceEpoch: 1_795_348_800_000)
    static let expiry = Timestamp(millisecondsSinceEpoch: 1_795_348_900_000)

    /// What matches: for each credential a text, and what it matches as.
    struct Credentials: Equatable {
        var texts: [Place: String] = [:]
        var matches: [Place: CredentialMatch] = [:]
    }

    /// A credential of a user.
    struct Place: Hashable {
        let user: UserID
        let credential: CredentialID
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

    /// Prepares a temporary password beside whatever the user has.
    func issue(_ user: UserID) async throws {
        let prepared = self.next(of: user)
        guard let password = try await self.vault?.prepareTemporaryPassword(as: prepared, expiringAt: Self.expiry)
        else {
            return
        }
        let text = password.reveal()
        self.note { state in
            let place = Place(user: user, credential: prepared.id)
            state.texts[place] = text
            state.matches[place] = .temporary
        }
    }

    /// Prepares a password that was chosen beside whatever the user has.
    func establish(_ text: String, for user: UserID) async throws {
        let prepared = self.next(of: user)
        try await self.vault?.prepare(Password(text), as: prepared)
        self.note { state in
            state.texts[Place(user: user, credential: prepared.id)] = text
            state.matches[Place(user: user, credential: prepared.id)] = .own
        }
    }

    /// Drops all that a user has but what was prepared last.
    func settle(_ user: UserID) async throws {
        let last = self.last.texts.keys.filter { $0.user == user }.map(\.credential).max()
        try await self.vault?.settle(user, naming: Set([last].compactMap(\.self)), at: .max)
        self.note { state in state.drop { $0.user == user && $0.credential != last } }
    }

    /// Drops all that a user has.
    func revoke(_ user: UserID) async throws {
        try await self.vault?.settle(user, naming: [], at: .max)
        self.note { state in state.drop { $0.user == user } }
    }

    private var last: Credentials { self.states[self.states.count - 1] }

    /// A credential that comes after every other one.
    private func next(of user: UserID) -> PreparedCredential {
        PreparedCredential(CredentialID(bits: UInt128(self.states.count)), of: user, at: 1)
    }

    func compact() async throws { try await self.vault?.compact() }

    private func note(_ change: (inout Credentials) -> Void) {
        var state = self.last
        change(&state)
        self.states.append(state)
        self.texts.formUnion(state.texts.values)
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

    /// Tries everything that ever was a password as every credential that ever was.
    func read(_ vault: FileCredentialVault) async throws -> Credentials {
        var found = Credentials()
        for place in Set(self.states.flatMap { $0.texts.keys }) {
            for text in self.texts {
                let claim = CredentialClaim(of: place.user, credential: place.credential)
                let match = try await vault.verify(Password(text), against: claim, at: Self.moment)
                guard match != .none else { continue }
                try StoreFinding.check(found.texts[place] == nil, "two passwords match")
                found.texts[place] = text
                found.matches[place] = match
            }
        }
        return found
    }
}

extension StoreVault.Credentials {
    fileprivate mutating func drop(_ isDropped: (StoreVault.Place) -> Bool) {
        self.texts = self.texts.filter { !isDropped($0.key) }
        self.matches = self.matches.filter { !isDropped($0.key) }
    }
}
