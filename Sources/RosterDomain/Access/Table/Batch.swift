/// Up to 32 questions worked on together, step by step, so that the processor waits for several memories at once.
struct Batch {
    static let size = 32

    private let count: Int
    private let scratch: ScratchWords

    /// Begins with twice as many words as questions at most.
    @inline(__always)
    init(count: Int, _ scratch: ScratchWords) {
        self.count = count
        self.scratch = scratch
    }

    /// Two words of each question: where the search for the user begins, and later the number of the permission; and the
    /// user's entry.
    private struct Column {
        let scratch: ScratchWords
        let start: Int

        @inline(__always)
        subscript(_ position: Int) -> UInt64 {
            get { self.scratch[self.start &+ position] }
            nonmutating set { self.scratch[self.start &+ position] = newValue }
        }
    }

    @inline(__always)
    private var homes: Column { Column(scratch: self.scratch, start: 0) }
    @inline(__always)
    private var entries: Column { Column(scratch: self.scratch, start: Self.size) }

    /// Finds everybody's entry.
    @inline(__always)
    func find(_ users: Span<UserID>, from start: Int, in index: UserIndex) {
        for position in 0..<self.count {
            let home = index.index.home(of: users[start &+ position].key)
            self.homes[position] = UInt64(truncatingIfNeeded: home)
            self.entries[position] = index.words.load(KeyIndex.headerCount &+ home &* UserIndex.stride)
        }
        for position in 0..<self.count {
            let home = Int(truncatingIfNeeded: self.homes[position])
            self.entries[position] = index.place(of: users[start &+ position].key, from: home).entry
        }
    }

    @inline(__always)
    func find(_ names: Span<String>, from start: Int, in index: NameIndex) {
        for position in 0..<self.count {
            let home = NameBytes.lend(names[start &+ position]) { index.index.home(of: index.key(of: $0)) }
            self.homes[position] = UInt64(truncatingIfNeeded: home)
            self.entries[position] = index.words.load(KeyIndex.headerCount &+ home &* NameIndex.stride)
        }
        for position in 0..<self.count {
            let home = Int(truncatingIfNeeded: self.homes[position])
            self.entries[position] = NameBytes.lend(names[start &+ position]) { bytes in
                index.place(of: bytes, key: index.key(of: bytes), from: home).entry
            }
        }
    }

    /// Answers from the rows of those who were found, as bits.
    @inline(__always)
    func answers(_ permissions: Span<PermissionHandle>, from start: Int, _ users: SharedWords) -> UInt32 {
        for position in 0..<self.count {
            let entry = UserEntry(bits: self.entries[position])
            let number = users.number(of: permissions[start &+ position])
            self.homes[position] = number ?? 0
            // The first touch of a row brings it near; who is not active, or asks for another table's permission, has none.
            if entry.isActive, let number { _ = entry.row.touch(number) } else { self.entries[position] = 0 }
        }
        var answers: UInt32 = 0
        for position in 0..<self.count {
            let entry = UserEntry(bits: self.entries[position])
            if entry.permits(self.homes[position]) { answers |= 1 << UInt32(truncatingIfNeeded: position) }
        }
        return answers
    }
}
