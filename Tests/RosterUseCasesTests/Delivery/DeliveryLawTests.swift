import RosterAdapters
import RosterDomain
import RosterPartnerCenter
import RosterPorts
import RosterUseCases
import Synchronization
import Testing

@Suite("Law 11, told after, under random failures", .prompt)
struct DeliveryLawTests {
    @Test(
        "each letter is delivered or listed as given up, in order for each person, and repeated only where an attempt was interrupted",
        .timeLimit(.minutes(20)), arguments: UInt64(1)...12)
    func law(seed: UInt64) async throws {
        var trial = try await DeliveryTrial(seed: seed)
        for _ in 0..<60 { try await trial.step() }
        try await trial.finish()
        try await trial.check()
    }
}

/// Hosts that come and go, a notifier of moods, and verbs in between.
private struct DeliveryTrial {
    private let world: DeliveryWorld
    private let moods: Moods
    private var generator: SplitMix
    private var people: [UserID] = []
    private var host: Tenant
    private var hostDirectory: MortalDirectory
    private var hostCount: UInt64 = 0

    init(seed: UInt64) async throws {
        let moods = Moods(seed: seed)
        self.moods = moods
        self.generator = SplitMix(state: seed &* 977)
        self.world = try await DeliveryWorld(limit: .milliseconds(30), patience: .seconds(600))
        self.world.notifier.script { moods.behavior(for: $0) }
        self.hostDirectory = MortalDirectory(self.world.directory)
        self.host = try await self.world.host(in: self.hostDirectory)
        for number in 0..<5 { self.people.append(try await self.world.person("P\(number)")) }
    }

    mutating func step() async throws {
        switch Int.random(in: 0..<10, using: &self.generator) {
        case 0...3: try await self.changeRoles()
        case 4: self.world.clock.advance(by: .seconds(Int.random(in: 1...400, using: &self.generator)))
        case 5, 6: await self.host.deliverNotifications()
        case 7: try await self.deliverAtOnce()
        case 8: try await self.killInTheMiddle()
        default: try await self.retrySome()
        }
    }

    private mutating func changeRoles() async throws {
        let person = self.people[Int.random(in: 0..<self.people.count, using: &self.generator)]
        let tenant = self.world.tenant
        let isHeld = try await tenant.user(person)?.assignment(of: .reportViewer, at: .company) != nil
        if isHeld {
            try await tenant.removeRoles([.reportViewer], from: person, by: self.world.ada)
        } else {
            try await tenant.assignRoles([.reportViewer], to: person, by: self.world.ada)
        }
    }

    private func deliverAtOnce() async throws {
        async let first = self.host.deliverNotifications()
        async let second = self.world.tenant.deliverNotifications()
        _ = await (first, second)
    }

    /// The host dies at some moment of a delivery; another one takes its place.
    private mutating func killInTheMiddle() async throws {
        let (host, directory) = (self.host, self.hostDirectory)
        let delivery = Task { await host.deliverNotifications() }
        try await Task.sleep(for: .microseconds(Int.random(in: 0...3_000, using: &self.generator)))
        await directory.die()
        _ = await delivery.value
        self.moods.noteDeath()
        self.hostCount += 1
        self.hostDirectory = MortalDirectory(self.world.directory)
        self.host = try await self.world.host(in: self.hostDirectory, seed: 1_000 + self.hostCount)
    }

    private mutating func retrySome() async throws {
        let page = try await self.world.tenant.usersWithUndeliveredNotifications(by: self.world.ada)
        guard let record = page.records.first, let notification = record.undelivered.first else { return }
        try await self.world.tenant.deliverAgain(notification, to: record.id, by: self.world.ada)
    }

    func finish() async throws {
        self.moods.calm()
        #expect(await self.host.deliverNotifications().isComplete)
    }

    func check() async throws {
        let history = try await self.world.tenant.history(limit: 10_000)
        let expected = Set(history.flatMap { $0.lettersOfTrial(by: self.world.ada) })
        let arrived = self.world.notifier.arrived
        var listed = Set<String>()
        for person in self.people {
            let record = try #require(try await self.world.tenant.user(person))
            listed.formUnion(record.undelivered.map { "\($0.revision)-\($0.position)-\(person)" })
        }
        #expect(Set(arrived.map(\.id)).union(listed) == expected)
        self.checkRepetitions(arrived)
        self.checkOrder(arrived, history)
    }

    /// A letter arrives once, and once more for each attempt that did not end as a delivery.
    private func checkRepetitions(_ arrived: [AccountNotification]) {
        let counts = Dictionary(arrived.map { ($0.id, 1) }, uniquingKeysWith: +)
        for (id, count) in counts where count > 1 {
            #expect(count <= 1 + self.moods.interruptions(of: id), "\(id) arrived \(count) times")
        }
    }

    private func checkOrder(_ arrived: [AccountNotification], _ history: [Commit]) {
        let retried = Set(history.flatMap(\.changes).compactMap(\.retriedOrigin))
        for person in Set(arrived.map(\.recipient)) {
            var seen = Set<String>()
            let first = arrived.filter { $0.recipient == person && seen.insert($0.id).inserted }
            let steps = first.filter { !retried.contains($0.place) }.map { $0.revisionNumber }
            #expect(steps == steps.sorted(), "\(person)")
        }
    }
}

/// What a notifier feels like doing.
private final class Moods: Sendable {
    private struct State {
        var generator: SplitMix
        var isCalm = false
        /// The attempts that may have delivered without being known to have.
        var interrupted: [String: Int] = [:]
        var begun: [String: Int] = [:]
    }

    private let state: Mutex<State>

    init(seed: UInt64) { self.state = Mutex(State(generator: SplitMix(state: seed))) }

    func behavior(for notification: AccountNotification) -> ScriptedNotifier.Behavior {
        self.state.withLock { state in
            state.begun[notification.id, default: 0] += 1
            if state.isCalm { return .deliver }
            switch Int.random(in: 0..<20, using: &state.generator) {
            case 0, 1: return .fail
            case 2: return .hang
            case 3: return .refuseForever
            case 4, 5:
                state.interrupted[notification.id, default: 0] += 1
                return .deliverAndFail
            case 6: return .wait(.milliseconds(Int.random(in: 1...25, using: &state.generator)))
            default: return .deliver
            }
        }
    }

    /// Any letter may have been under way in a host that died.
    func noteDeath() {
        self.state.withLock { state in
            for id in state.begun.keys { state.interrupted[id, default: 0] += 1 }
            state.begun = [:]
        }
    }

    func calm() { self.state.withLock { $0.isCalm = true } }
    func interruptions(of id: String) -> Int { self.state.withLock { $0.interrupted[id] ?? 0 } }
}

private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        self.state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = self.state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}

extension Commit {
    /// The identifiers of the letters that a step of the trial calls for.
    fileprivate func lettersOfTrial(by ada: UserID) -> [String] {
        guard self.principal == .user(id: ada) else { return [] }
        let added = self.changes.enumerated().compactMap { position, change in
            if case .userAdded(let user) = change { "\(self.revision)-\(position)-\(user.id)" } else { nil as String? }
        }
        if !added.isEmpty { return added }
        let first = self.changes.enumerated().first { $0.element.roleHolder != nil }
        return first.flatMap { first in
            first.element.roleHolder.map { ["\(self.revision)-\(first.offset)-\($0)"] }
        } ?? []
    }
}

extension Change {
    fileprivate var roleHolder: UserID? {
        switch self {
        case .roleAssigned(let assignment), .roleRemoved(let assignment): assignment.user
        default: nil
        }
    }

    fileprivate var retriedOrigin: String? {
        if case .notificationRetried(_, let notification) = self {
            "\(notification.revision)-\(notification.position)"
        } else {
            nil
        }
    }
}

extension AccountNotification {
    fileprivate var revisionNumber: Int { Int(self.id.split(separator: "-")[0]) ?? 0 }
    fileprivate var place: String { self.id.split(separator: "-").prefix(2).joined(separator: "-") }
}
