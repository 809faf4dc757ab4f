/// What a simulated disk could hold when the machine is on again after a crash, at one moment of its log.
///
/// The model is what POSIX promises, which is little: only a sync puts anything in order.
///
/// **Bytes.** The disk writes sectors of 512 bytes, in the grid of the file, each as a whole. Since the last sync of its file, a
/// sector may have been written at any moment or not at all, whatever became of other sectors: it holds what it held at the
/// sync, or after any of the writes since. ``SectorTearing`` lets sectors tear as well, which disks promise not to do.
///
/// **Size.** The file has any of the sizes that it had since the last sync, whatever became of its bytes: what was written
/// behind an end that is lost is lost, and where an end was kept and the bytes were not, there are zeros.
///
/// **Names.** What was made, renamed and unlinked in a folder since its last sync is kept or lost, each on its own and in
/// any order; but one of these operations is never kept in part. A name may outlive the bytes of its file, which was then
/// never written or is as it was synced last, and bytes that were synced may have no name.
///
/// **Syncs.** `syncData` makes the bytes of a file durable, and a size that has grown, but not that it was cut, nor its
/// permission bits; `syncAll` makes all of that durable. Neither does anything for the file's name, which only a sync of
/// the folder makes durable. What was made durable is never lost.
///
/// **Failed syncs.** What one should have made durable may be durable or not, and no later sync changes that, as on Linux: the
/// operating system takes it for written. Only what is written again becomes durable with the next sync.
///
/// While there are at most 2^10 combinations, or as many as `limit` says, all of them come. Otherwise come those where all is
/// kept, where nothing is, where all but one thing is, where one thing alone is, and then seeded samples. No two disks that
/// come are equal.
package struct CrashImages: Sequence {
    private let state: CrashState
    private let prefix: Int
    private let seed: UInt64
    private let limit: Int
    private let tearing: SectorTearing

    /// Prepares the disks that a crash could leave after the first `prefix` operations of a log.
    ///
    /// - Parameter limit: How many disks come at most.
    package init(
        of log: DiskLog, prefix: Int, seed: UInt64 = 1, limit: Int = 1_024, tearing: SectorTearing = .never
    ) {
        var state = CrashState(log.base)
        for operation in log.operations.prefix(prefix) { state.apply(operation) }
        self.init(state, prefix: prefix, seed: seed, limit: limit, tearing: tearing)
    }

    init(_ state: CrashState, prefix: Int, seed: UInt64, limit: Int, tearing: SectorTearing) {
        self.state = state
        self.prefix = prefix
        self.seed = seed &+ UInt64(prefix) &* 0x9E37_79B9
        self.limit = limit
        self.tearing = tearing
    }

    package func makeIterator() -> AnyIterator<SimulatedDisk> {
        var seen: Set<Int> = []
        return self.iterator { seen.insert($0).inserted }
    }

    /// Goes through the disks whose fingerprints are new.
    func iterator(_ isNew: @escaping (Int) -> Bool) -> AnyIterator<SimulatedDisk> {
        let slots = self.state.slots(tearing: self.tearing)
        var choices = CrashChoices(slots, seed: self.seed, limit: self.limit)
        var count = 0
        return AnyIterator {
            while count < self.limit, let next = choices.next() {
                let content = self.state.content(slots, next, tearing: self.tearing)
                guard isNew(content.fingerprint) else { continue }
                count += 1
                return SimulatedDisk(content, origin: "after operation \(self.prefix), choices \(next)")
            }
            return nil
        }
    }
}

/// What the slots are in each image.
struct CrashChoices {
    /// All combinations come when there are no more than this.
    private static let completeCount = 1 << 10

    private let slots: [CrashSlot]
    /// How many combinations there are; nil when they are too many to come all.
    private let combinationCount: Int?
    private var generator: RepeatableGenerator
    private var number = 0
    private let limit: Int

    init(_ slots: [CrashSlot], seed: UInt64, limit: Int) {
        self.slots = slots
        self.generator = RepeatableGenerator(seed: seed)
        self.limit = limit
        var count = 1
        for slot in slots where count <= max(limit, Self.completeCount) { count *= slot.count }
        self.combinationCount = count <= min(limit, Self.completeCount) ? count : nil
    }

    mutating func next() -> [Int]? {
        defer { self.number += 1 }
        if let combinationCount {
            return self.number < combinationCount ? self.combination(self.number) : nil
        }
        let plain = 2 + 2 * self.slots.count
        if self.number < plain { return self.plain(self.number) }
        // Samples may come twice, so there are more than are wanted; but not without end.
        return self.number < plain + 4 * self.limit ? self.sample() : nil
    }

    /// The combination with a number; 0 is the one with nothing kept.
    private func combination(_ number: Int) -> [Int] {
        var rest = number
        return self.slots.map { slot in
            defer { rest /= slot.count }
            return rest % slot.count
        }
    }

    /// All kept, nothing kept, all but one thing kept, one thing alone kept.
    private func plain(_ number: Int) -> [Int] {
        let isMostlyKept = number.isMultiple(of: 2)
        let odd = number / 2 - 1
        return self.slots.indices.map { (isMostlyKept != ($0 == odd)) ? self.slots[$0].newest : 0 }
    }

    private mutating func sample() -> [Int] {
        let percent = self.generator.element([10, 50, 50, 90])
        return self.slots.map { slot in
            // In between is what is neither the oldest nor the newest: older versions, and torn ones.
            if slot.count > 2, self.generator.chance(30) {
                return Int.random(in: 0..<slot.count, using: &self.generator)
            }
            return self.generator.chance(percent) ? slot.newest : 0
        }
    }
}
