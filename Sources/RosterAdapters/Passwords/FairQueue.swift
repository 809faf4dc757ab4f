/// Entries that take turns by lane, in bounded memory.
///
/// The lanes take turns one after the other, each with its oldest entry: a flood in one lane delays the next entry of another lane by
/// one round at most. An entry that has an account and a source belongs to two lanes, and waits until both have their turn; among the
/// entries of one account the sources take turns.
///
/// When there is no room, the newest entry of the fullest lane gives way, be it the one that comes: a flood makes room for others, and not the
/// other way round.
struct FairQueue<Entry: Sendable>: Sendable {
    /// How many entries may wait: in all, and for one account.
    struct Limits: Sendable, Hashable {
        var total: Int
        var account: Int
    }

    private struct Waiting: Sendable {
        let ticket: UInt64
        let lane: HashingLane
        let entry: Entry
        /// How many entries had been taken when this one came.
        let takenBefore: Int
    }

    /// A lane that has entries.
    private struct Standing: Sendable {
        var count = 0
        /// When the lane was last served, or began to wait; the lane with the least one is next.
        var turn: Int
    }

    private let limits: Limits
    /// What waits, the oldest first.
    private var waiting: [Waiting] = []
    private var standings: [HashingLane.Key: Standing] = [:]
    /// Counts what came and was taken, to order the turns.
    private var clock = 0
    private var takenCount = 0

    init(_ limits: Limits) {
        self.limits = limits
    }

    var isEmpty: Bool { self.waiting.isEmpty }
    var count: Int { self.waiting.count }

    /// Adds an entry.
    ///
    /// - Returns: The entry that gives way, perhaps the one that was added; nil when there was room.
    mutating func add(_ entry: Entry, _ ticket: UInt64, in lane: HashingLane) -> Entry? {
        self.clock += 1
        self.join(lane.account)
        if let source = lane.source { self.join(source) }
        self.waiting.append(Waiting(ticket: ticket, lane: lane, entry: entry, takenBefore: self.takenCount))
        return self.excess(in: lane.account).map { self.remove(at: $0).entry }
    }

    /// Takes the entry whose turn it is.
    mutating func next() -> Entry? {
        guard let index = Self.index(of: self.waiting, first: <, by: self.turn) else { return nil }
        self.clock += 1
        self.takenCount += 1
        let taken = self.remove(at: index)
        self.standings[taken.lane.account]?.turn = self.clock
        if let source = taken.lane.source { self.standings[source]?.turn = self.clock }
        return taken.entry
    }

    /// Removes an entry that has not been taken.
    mutating func remove(_ ticket: UInt64) -> Entry? {
        self.waiting.firstIndex { $0.ticket == ticket }.map { self.remove(at: $0).entry }
    }

    private mutating func remove(at index: Int) -> Waiting {
        let removed = self.waiting.remove(at: index)
        self.leave(removed.lane.account)
        if let source = removed.lane.source { self.leave(source) }
        return removed
    }

    private mutating func join(_ key: HashingLane.Key) {
        self.standings[key, default: Standing(turn: self.clock)].count += 1
    }

    private mutating func leave(_ key: HashingLane.Key) {
        guard var standing = self.standings[key] else { return }
        standing.count -= 1
        self.standings[key] = standing.count > 0 ? standing : nil
    }

    /// The order of turns: the later of the entry's lanes decides, then the other one, then who came first.
    ///
    /// What has waited for two queues' worth of turns goes first, so that two floods that share an entry's lanes cannot hold it back for good.
    private func turn(of waiting: Waiting) -> Rank {
        guard self.takenCount - waiting.takenBefore < 2 * self.limits.total else { return (0, 0, waiting.ticket) }
        return self.rank(of: waiting) { $0.turn }
    }

    /// The entry that there is no room for: the newest one of the fullest lane.
    private func excess(in account: HashingLane.Key) -> Int? {
        let isAccountFull = self.standings[account].map { $0.count > self.limits.account } ?? false
        guard isAccountFull || self.waiting.count > self.limits.total else { return nil }
        return Self.index(of: self.waiting, first: >) { waiting in
            isAccountFull && waiting.lane.account != account ? (0, 0, 0) : self.rank(of: waiting) { $0.count }
        }
    }

    private func rank(of waiting: Waiting, by figure: (Standing) -> Int) -> Rank {
        let account = self.standings[waiting.lane.account].map(figure) ?? 0
        let source = waiting.lane.source.flatMap { self.standings[$0] }.map(figure) ?? account
        return (max(account, source), min(account, source), waiting.ticket)
    }

    /// Where an entry stands among others: the first figure that differs decides.
    private typealias Rank = (Int, Int, UInt64)

    /// The entry that comes first; each one's rank is asked for once.
    private static func index(
        of waiting: [Waiting], first comes: (Rank, Rank) -> Bool, by rank: (Waiting) -> Rank
    ) -> Int? {
        var found: (index: Int, rank: Rank)?
        for index in waiting.indices {
            let rank = rank(waiting[index])
            if let best = found, !comes(rank, best.rank) { continue }
            found = (index, rank)
        }
        return found?.index
    }
}
