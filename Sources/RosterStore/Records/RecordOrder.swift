/// The positions of an overlay's records in the order of their keys, in a few sorted runs.
///
/// Those added last are in no run until they are asked for or are many. Runs of like length are merged, so that there are
/// few: one, when keys were made one after the other.
struct RecordOrder: Sendable {
    typealias Entries = ChunkedArray<RecordOverlay.Entry>

    private static let tailLimit = 1_024

    /// The runs, each of which is sorted; longer ones come first.
    private(set) var runs: [[UInt32]] = []
    /// How many records are in runs.
    private(set) var settledCount = 0

    /// The bytes that it takes.
    var byteCount: Int { self.settledCount * MemoryLayout<UInt32>.stride }

    /// Takes those that were added last into runs when they are many.
    mutating func settleIfWorthwhile(_ entries: borrowing Entries) {
        if entries.count - self.settledCount >= Self.tailLimit { self.settle(entries) }
    }

    /// Takes those that were added last into runs.
    mutating func settle(_ entries: borrowing Entries) {
        guard self.settledCount < entries.count else { return }
        let tail = Self.sorted(UInt32(self.settledCount)..<UInt32(entries.count), entries)
        self.settledCount = entries.count
        if let last = self.runs.last?.last, entries[Int(last)].key < entries[Int(tail[0])].key {
            self.runs[self.runs.count - 1].append(contentsOf: tail)
        } else {
            self.runs.append(tail)
        }
        while self.runs.count > 1, self.runs[self.runs.count - 2].count < 2 * self.runs[self.runs.count - 1].count {
            let right = self.runs.removeLast()
            let left = self.runs.removeLast()
            self.runs.append(Self.merged(left, right, entries))
        }
    }

    private static func sorted(_ positions: Range<UInt32>, _ entries: borrowing Entries) -> [UInt32] {
        let keyed = positions.map { (key: entries[Int($0)].key, position: $0) }
        return keyed.sorted { $0.key < $1.key }.map(\.position)
    }

    private static func merged(_ left: [UInt32], _ right: [UInt32], _ entries: borrowing Entries) -> [UInt32] {
        var merged: [UInt32] = []
        merged.reserveCapacity(left.count + right.count)
        var (leftPosition, rightPosition) = (0, 0)
        while leftPosition < left.count, rightPosition < right.count {
            let isLeft = entries[Int(left[leftPosition])].key < entries[Int(right[rightPosition])].key
            merged.append(isLeft ? left[leftPosition] : right[rightPosition])
            if isLeft { leftPosition += 1 } else { rightPosition += 1 }
        }
        merged.append(contentsOf: left[leftPosition...])
        merged.append(contentsOf: right[rightPosition...])
        return merged
    }
}

/// Goes through the records of an overlay in the order of their keys, removed ones among them.
struct OverlayCursor {
    private let overlay: RecordOverlay
    /// The runs, and how far each was read.
    private var runs: [(positions: [UInt32], next: Int)]
    /// The position of the record that comes next.
    private(set) var position: Int?

    /// Begins after a key; the overlay must have been settled.
    init(_ overlay: RecordOverlay, after key: RecordKey?) {
        precondition(overlay.order.settledCount == overlay.count, "invariant: an overlay is in order before it is read")
        self.overlay = overlay
        self.runs = overlay.order.runs.map { run in
            (run, key.map { key in Self.start(after: key, in: run, overlay.entries) } ?? 0)
        }
        self.advance()
    }

    /// Goes on to the record after the next.
    mutating func advance() {
        let run = self.firstRun
        self.position = run.map { Int(self.runs[$0].positions[self.runs[$0].next]) }
        if let run { self.runs[run].next += 1 }
    }

    /// The run whose next record comes first.
    @inline(__always)
    private var firstRun: Int? {
        if self.runs.count == 1 { return self.runs[0].next < self.runs[0].positions.count ? 0 : nil }
        var first: (run: Int, key: RecordKey)?
        for run in self.runs.indices where self.runs[run].next < self.runs[run].positions.count {
            let key = self.overlay.entries[Int(self.runs[run].positions[self.runs[run].next])].key
            if first.map({ key < $0.key }) ?? true { first = (run, key) }
        }
        return first?.run
    }

    /// The first position of a run whose record comes after a key.
    private static func start(after key: RecordKey, in run: [UInt32], _ entries: RecordOrder.Entries) -> Int {
        var (low, high) = (0, run.count)
        while low < high {
            let middle = (low + high) / 2
            if entries[Int(run[middle])].key <= key { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
