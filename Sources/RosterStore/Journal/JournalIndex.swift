/// Where in one segment of a journal some of its frames stand: about one in 256.
///
/// It grows with what is read of the segment, from its beginning on.
struct JournalIndex: Sendable {
    /// How many frames lie between those that are remembered.
    static let step = 256

    /// A frame, and the revision that its first step reaches.
    struct Mark: Sendable {
        let revision: UInt64
        let offset: UInt64
    }

    private var marks: [Mark]

    /// Begins with the first frame of a segment.
    init(first revision: UInt64) {
        self.marks = [Mark(revision: revision, offset: UInt64(JournalFormat.headerByteCount))]
    }

    /// The last frame remembered that does not lie behind the one in which a revision is reached.
    func mark(before revision: UInt64) -> Mark {
        var (low, high) = (0, self.marks.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if self.marks[middle].revision <= revision { low = middle } else { high = middle }
        }
        return self.marks[low]
    }

    /// Remembers frames, in order; those that lie before the last one remembered are known already.
    mutating func add(_ marks: [Mark]) {
        for mark in marks where mark.offset > self.marks[self.marks.count - 1].offset { self.marks.append(mark) }
    }
}
