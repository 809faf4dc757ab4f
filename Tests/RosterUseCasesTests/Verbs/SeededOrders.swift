import Foundation
import Roster
import RosterPartnerCenter
import Synchronization
import Testing

/// Random orders of two or three verbs at once, on one host or on several of which one may die, each in stores of its own on disk.
struct SeededOrders: Sendable {
    /// Opens the stores of a company in a folder, which may be empty.
    typealias Opening = @Sendable (String) async throws -> (any UserDirectory, any CredentialVault)

    private let folder: String
    private let open: Opening
    private let close: @Sendable (any UserDirectory) async -> Void
    private let cast: PairedCompany.Cast

    /// Makes the company that every order begins with.
    ///
    /// - Parameter folder: An empty folder.
    init(
        in folder: String, opening open: @escaping Opening,
        closing close: @escaping @Sendable (any UserDirectory) async -> Void = { _ in }
    ) async throws {
        (self.folder, self.open, self.close) = (folder, open, close)
        let path = folder + "/company"
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        let (directory, vault) = try await open(path)
        self.cast = try await PairedCompany(in: directory, vault).cast
        await close(directory)
    }

    /// Runs orders, the same ones for the same seeds.
    func run(_ seeds: some Sequence<UInt64>) async throws {
        for seed in seeds { try await self.run(seed) }
    }

    /// The orders to run: as many as the environment says, or that one alone (`=2389`), or as many as suit a quick look.
    static func seeds(unlessToldOtherwise usual: UInt64) -> ClosedRange<UInt64> {
        let told = ProcessInfo.processInfo.environment["ROSTER_ORDERS"] ?? ""
        if told.hasPrefix("="), let one = UInt64(told.dropFirst()) { return one...one }
        return 1...max(1, UInt64(told) ?? usual)
    }

    private func run(_ seed: UInt64) async throws {
        let path = "\(self.folder)/\(seed)"
        try FileManager.default.copyItem(atPath: self.folder + "/company", toPath: path)
        defer { try? FileManager.default.removeItem(atPath: path) }
        let (directory, vault) = try await self.open(path)
        let company = try await PairedCompany(of: self.cast, in: directory, vault)
        var choices = SeededChoices(seed)
        let verbs = choices.verbs(atMost: 3)
        let isOneHost = choices.isTrue(oneIn: 3)
        var pairs: [(verb: Verb, host: PairedCompany)] = []
        for verb in verbs { pairs.append((verb, isOneHost ? company : try await company.onAnotherHost())) }
        let victim = isOneHost || choices.isTrue(oneIn: 2) ? nil : choices.below(verbs.count)
        let place = "order \(seed): \(verbs.map(\.description).joined(separator: ", "))"
        let order = Mutex(choices)
        await company.run(pairs, place) { waiting in order.withLock { $0.move(of: waiting, victim: victim) } }
        let hasDied = victim.map(company.order.isDead) ?? false
        let living = pairs.enumerated().filter { !hasDied || $0.offset != victim }.map(\.element.host.tenant)
        let history = try await self.check(company, living, hasDied: hasDied, place)
        await self.close(directory)
        try await self.checkReopened(path, company, history, place)
    }

    /// Checks what must hold in the end, as the hosts that are alive and the next one see it.
    private func check(
        _ company: PairedCompany, _ hosts: [Tenant], hasDied: Bool, _ place: String
    ) async throws -> [Commit] {
        let next = try await company.onAnotherHost()
        try await next.checkCredentials(place)
        try await next.checkSettled(hasDied: hasDied, place)
        for host in hosts + [next.tenant] {
            try await host.refresh()
            await host.recordRefusals()
        }
        for host in hosts + [next.tenant] {
            try await host.refresh()
            for id in self.cast.all {
                let record = try await host.user(id)
                #expect(host.sessionEpoch(of: id) == record?.user.sessionEpoch, "\(place): sessions")
                let isIn = record?.user.status == .active && record?.canBeCountedOn(for: .globalAdmin) == true
                #expect(host.permits(id, .createUsers) == isIn, "\(place): the table is the rule")
            }
        }
        let history = try await next.tenant.history()
        try HistoryLaws(place).check(history, hiding: Set(next.vault.texts.values.flatMap(\.all)))
        return history
    }

    /// Checks that all of it is on disk.
    private func checkReopened(
        _ path: String, _ company: PairedCompany, _ history: [Commit], _ place: String
    ) async throws {
        let (directory, vault) = try await self.open(path)
        let known = PairedCompany.Cast(
            ada: self.cast.ada, bob: self.cast.bob, kim: self.cast.kim, gil: self.cast.gil, code: self.cast.code,
            texts: company.vault.texts)
        let again = try await PairedCompany(of: known, in: directory, vault)
        #expect(try await again.tenant.history() == history, "\(place): what was acknowledged is kept")
        try await again.checkCredentials("\(place), opened again")
        await again.tenant.recordRefusals()
        await self.close(directory)
    }
}

extension PairedCompany {
    /// Checks that the vault holds nothing that is named no longer.
    ///
    /// What a host prepared that died before its commit goes with the next change, which no dead host can overtake.
    func checkSettled(hasDied: Bool, _ place: String) async throws {
        if hasDied {
            for user in [self.cast.kim, self.cast.ada] {
                _ = try? await self.tenant.resetPassword(of: user, by: self.cast.bob)
            }
        }
        let unsettled = try await self.vault.unsettledUsers().filter { !hasDied || $0 != self.cast.gil }
        #expect(unsettled == [], "\(place): nothing is left over")
    }
}

/// What every step of a history must satisfy, whatever order it comes from.
private struct HistoryLaws {
    private let place: String

    init(_ place: String) {
        self.place = place
    }

    func check(_ history: [Commit], hiding secrets: Set<String>) throws {
        var state = DirectoryState()
        var hasBegun = false
        for commit in history {
            let place = "\(self.place), step \(commit.revision)"
            if case .user(let id) = commit.principal, commit.changes.contains(where: { $0.isAct(on: id) }) {
                let actor = state.user(id)
                #expect(actor?.canBeCountedOn(for: .globalAdmin) == true, "\(place): nothing above yourself")
            }
            try state.apply(commit)
            let isRun = state.page(UserQuery(role: .globalAdmin)).records.contains {
                $0.canBeCountedOn(for: .globalAdmin)
            }
            hasBegun = hasBegun || isRun
            if hasBegun { #expect(isRun, "\(place): never locked out") }
            let text = String(decoding: StoredForm.json(of: commit), as: UTF8.self)
            for secret in secrets { #expect(!text.contains(secret), "\(place): no secret is on record") }
        }
    }
}

extension Change {
    /// Whether it takes a right over another account than the principal's own.
    fileprivate func isAct(on principal: UserID) -> Bool {
        switch self {
        case .userAdded, .invitationSent, .invitationRevoked, .passwordReset: true
        case .statusChanged(let user, _, let status): user != principal || status != .active
        case .roleAssigned(let assignment), .roleRemoved(let assignment): assignment.user != principal
        default: false
        }
    }
}

/// Choices that come again for the same seed.
private struct SeededChoices {
    private var state: UInt64

    init(_ seed: UInt64) {
        self.state = seed
    }

    /// The next number (SplitMix64), below a limit.
    mutating func below(_ limit: Int) -> Int {
        self.state &+= 0x9E37_79B9_7F4A_7C15
        var z = self.state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((z ^ (z >> 31)) % UInt64(limit))
    }

    mutating func isTrue(oneIn count: Int) -> Bool { self.below(count) == 0 }

    mutating func verbs(atMost limit: Int) -> [Verb] {
        (0..<2 + self.below(limit - 1)).map { _ in Verb.all[self.below(Verb.all.count)] }
    }

    /// Chooses one of those who wait; the victim dies at one of its calls, mostly an early one.
    mutating func move(of waiting: [Int], victim: Int?) -> CallOrder.Move {
        let verb = waiting[self.below(waiting.count)]
        return verb == victim && self.isTrue(oneIn: 6) ? .die(verb) : .proceed(verb)
    }
}
