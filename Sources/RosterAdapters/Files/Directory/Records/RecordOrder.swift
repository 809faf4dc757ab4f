import RosterDomain

/// The positions of an overlay's users in the order of their identifiers, in a few sorted runs.
///
/// Those added last are in no run until they are asked for or are many. Runs of like length are merged, so that there are
/// few: one, when identifiers were made one after the other.
struct RecordOrder: Sendable {
    private static let tailLimit = 1_024

    /// The runs, each of which is sorted; longer ones come first.
    private(set) var runs: [[UInt32]] = []
    /// How many users are in runs.
    private(set) var settledCount = 0

    /// The bytes that it takes.
    var byteCount: Int { self.settledCount * MemoryLayout<UInt32>.stride }

    /// Takes those who were added last into runs when they are many.
    mutating func settleIfWorthwhile(_ entries: borrowing ChunkedArray<RecordOverlay.Entry>) {
        if entries.count - self.settledCount >= Self.tailLimit { self.settle(entries) }
    }

    /// Takes those who were added last into runs.
    mutating func settle(_ entries: borrowing ChunkedArray<RecordOverlay.Entry>) {
        guard self.settledCount < entries.count else { return }
        let tail = Self.sorted(UInt32(self.settledCount)..<UInt32(entries.count), entries)
        self.settledCount = entries.count
        if let last = self.runs.last?.last, entries[Int(last)].id < entries[Int(tail[0])].id {
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

    /// The first position of a run whose user comes after one.
    static func start(
        after id: UserID?, in run: [UInt32], _ entries: borrowing ChunkedArray<RecordOverlay.Entry>
    ) -> Int {
        guard let id else { return 0 }
        var (low, high) = (0, run.count)
        while low < high {
            let middle = (low + high) / 2
            if entries[Int(run[middle])].id <= id { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private static func sorted(
        _ positions: Range<UInt32>, _ entries: borrowing ChunkedArray<RecordOverlay.Entry>
    ) -> [UInt32] {
        let keyed = positions.map { (id: entries[Int($0)].id, position: $0) }
        return keyed.sorted { $0.id < $1.id }.map(\.position)
    }

    private static func merged(
        _ left: [UInt32], _ right: [UInt32], _ entries: borrowing ChunkedArray<RecordOverlay.Entry>
    ) -> [UInt32] {
        var merged: [UInt32] = []
        merged.reserveCapacity(left.count + right.count)
        var (leftPosition, rightPosition) = (0, 0)
        while leftPosition < left.count, rightPosition < right.count {
            let (leftUser, rightUser) = (left[leftPosition], right[rightPosition])
            let isLeft = entries[Int(leftUser)].id < entries[Int(rightUser)].id
            merged.append(isLeft ? leftUser : rightUser)
            if isLeft { leftPosition += 1 } else { rightPosition += 1 }
        }
        merged.append(contentsOf: left[leftPosition...])
        merged.append(contentsOf: right[rightPosition...])
        return merged
    }
}
