import Synchronization

/// One word of bits that threads read while another changes it, in the three ways that come to mind first.
///
/// Nothing is looked up: what is measured is the sharing alone.
enum SharedWord {
    private static let questionsPerBlock = 1_024
    /// The word that is asked about, and the same with a bit that no check asks about.
    private static let words: [UInt64] = [0x0F0F_0F0F_0F0F_0F0F, 0x8F0F_0F0F_0F0F_0F0F]
    private static let askedBitCount = 63

    static var things: [SharedThing] { [self.atomic, self.classReference, self.mutex] }

    private static var allowedPerBlock: Int {
        (0..<self.questionsPerBlock).count { (self.words[0] >> UInt64($0 % self.askedBitCount)) & 1 != 0 }
    }

    private static func thing(
        _ name: String, ask: @escaping @Sendable () -> Int, store: @escaping @Sendable (UInt64) -> Void
    ) -> SharedThing {
        SharedThing(
            name: name, askBlock: ask, questionsPerBlock: self.questionsPerBlock,
            allowedPerBlock: self.allowedPerBlock
        ) { number in
            store(self.words[number % 2])
        }
    }

    private static var atomic: SharedThing {
        let holder = AtomicHolder(self.words[0])
        return self.thing("an atomic word (limit e5)") {
            self.count { isSet(holder, $0) }
        } store: {
            holder.word.store($0, ordering: .releasing)
        }
    }

    private static var classReference: SharedThing {
        let snapshot = AtomicHolder(self.words[0])
        let holder: any SnapshotSource = CommandLine.arguments.isEmpty ? FreshSnapshot() : KeptSnapshot(snapshot)
        return self.thing("a snapshot behind a class reference (e2)") {
            self.count { isSet(holder, $0) }
        } store: {
            snapshot.word.store($0, ordering: .releasing)
        }
    }

    private static var mutex: SharedThing {
        let holder = MutexHolder(self.words[0])
        return self.thing("a mutex, read inside (e4)") {
            self.count { isSet(holder, $0) }
        } store: { word in
            holder.word.withLock { $0 = word }
        }
    }

    @inline(__always)
    private static func count(_ isSet: (UInt64) -> Bool) -> Int {
        var count = 0
        var bit: UInt64 = 0
        for _ in 0..<self.questionsPerBlock {
            if isSet(bit) { count &+= 1 }
            bit = bit == self.askedBitCount - 1 ? 0 : bit &+ 1
        }
        return count
    }
}

private final class AtomicHolder: Sendable {
    let word: Atomic<UInt64>

    init(_ word: UInt64) {
        self.word = Atomic(word)
    }
}

/// Hands a snapshot out, as every interface does whose snapshot can be replaced: the caller holds it while asking.
///
/// There are two kinds, so that the compiler cannot see that no code replaces the snapshot, and leave the counting out.
private protocol SnapshotSource: AnyObject, Sendable {
    func current() -> AtomicHolder
}

private final class KeptSnapshot: SnapshotSource {
    private let snapshot: AtomicHolder

    init(_ snapshot: AtomicHolder) {
        self.snapshot = snapshot
    }

    func current() -> AtomicHolder { self.snapshot }
}

private final class FreshSnapshot: SnapshotSource {
    func current() -> AtomicHolder { AtomicHolder(0) }
}

private final class MutexHolder: Sendable {
    let word: Mutex<UInt64>

    init(_ word: UInt64) {
        self.word = Mutex(word)
    }
}

@inline(never)
private func isSet(_ holder: AtomicHolder, _ bit: UInt64) -> Bool {
    (holder.word.load(ordering: .acquiring) >> bit) & 1 != 0
}

@inline(never)
private func isSet(_ holder: any SnapshotSource, _ bit: UInt64) -> Bool {
    (holder.current().word.load(ordering: .acquiring) >> bit) & 1 != 0
}

@inline(never)
private func isSet(_ holder: MutexHolder, _ bit: UInt64) -> Bool {
    holder.word.withLock { ($0 >> bit) & 1 != 0 }
}
