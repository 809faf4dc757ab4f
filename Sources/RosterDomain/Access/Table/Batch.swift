/// Up to 32 questions, answered together step by step, so that the processor waits for several memory accesses at once.
struct Batch {
    static let size = 32

    private let count: Int
    private let scratch: ScratchWords

    /// The number of words that a batch works with: a kilobyte, which still fits on the stack.
    static let scratchCount = 4 * size

    /// Creates a batch with ``scratchCount`` words.
    @inline(__always)
    init(count: Int, _ scratch: ScratchWords) {
        self.count = count
        self.scratch = scratch
    }

    /// One word of each question.
    private struct Column {
        let scratch: ScratchWords
        let start: Int

        @inline(__always)
        subscript(_ position: Int) -> UInt64 {
            get { self.scratch[self.start &+ position] }
            nonmutating set { self.scratch[self.start &+ position] = newValue }
        }
    }

    /// Where the search for a user begins, then a stored name to compare, and later the number of the permission.
    @inline(__always)
    private var homes: Column { Column(scratch: self.scratch, start: 0) }
    /// The user's entry.
    @inline(__always)
    private var entries: Column { Column(scratch: self.scratch, start: Self.size) }
    /// The key of the user's name.
    @inline(__always)
    private var keysHigh: Column { Column(scratch: self.scratch, start: 2 * Self.size) }
    @inline(__always)
    private var keysLow: Column { Column(scratch: self.scratch, start: 3 * Self.size) }

    /// Finds the entry of every user.
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

    /// Answers from the rows of the users who were found, as bits.
    @inline(__always)
    func answers(_ permissions: Span<PermissionHandle>, from start: Int, _ users: SharedWords) -> UInt32 {
        for position in 0..<self.count {
            let entry = UserEntry(bits: self.entries[position])
            let number = users.number(of: permissions[start &+ position])
            self.homes[position] = number ?? 0
            // The first access fetches a row. A user who is not active, or a permission of another table, has none.
            if entry.isActive, let number {
                _ = entry.row.touch(number)
            } else {
                self.entries[position] = UserEntry.free.bits
            }
        }
        var answers: UInt32 = 0
        for position in 0..<self.count {
            let entry = UserEntry(bits: self.entries[position])
            if entry.permits(self.homes[position]) { answers |= 1 << UInt32(truncatingIfNeeded: position) }
        }
        return answers
    }
}

// MARK: - Names

extension Batch {
    /// Finds the entry of every user by name.
    ///
    /// Pass a name only to functions that touch nothing else but words of this thread. A function that reads memory
    /// shared with other threads could, as far as the compiler knows, release the name, so the compiler would retain it
    /// for the call.
    @inline(__always)
    func find(_ names: Span<String>, from start: Int, in index: NameIndex) {
        let seed = index.seed
        for position in 0..<self.count {
            let key = Self.key(of: names[start &+ position], seed)
            (self.keysHigh[position], self.keysLow[position]) = (key.high, key.low)
        }
        for position in 0..<self.count {
            let home = index.index.home(of: self.key(position))
            self.entries[position] = index.words.load(KeyIndex.headerCount &+ home &* NameIndex.stride)
        }
        for position in 0..<self.count {
            let key = self.key(position)
            guard key != Self.unknownKey else {
                self.find(names, start &+ position, as: position, in: index)
                continue
            }
            let place = index.place(of: key, from: index.index.home(of: key)) { address in
                if self.isCopied(from: address) { return Self.isEqual(names[start &+ position], self.scratch) }
                return self.isName(names, start &+ position, at: address, in: index)
            }
            self.entries[position] = place.entry
        }
    }

    /// Finds an entry by a name that is not stored contiguously.
    @inline(never)
    private func find(_ names: Span<String>, _ index: Int, as position: Int, in userNames: NameIndex) {
        self.entries[position] = NameBytes.copy(names[index]) { userNames.place(of: $0).entry }
    }

    /// Compares a name that is too long to copy.
    @inline(never)
    private func isName(_ names: Span<String>, _ index: Int, at address: UInt64, in userNames: NameIndex) -> Bool {
        NameBytes.lend(names[index]) { userNames.isName($0, at: address) }
    }

    /// The key of a name that is not stored contiguously.
    private static let unknownKey = WideKey(high: 0, low: .max)

    @inline(__always)
    private func key(_ position: Int) -> WideKey {
        WideKey(high: self.keysHigh[position], low: self.keysLow[position])
    }

    @inline(never)
    private static func key(of name: borrowing String, _ seed: UInt64) -> WideKey {
        name.utf8.withContiguousStorageIfAvailable { WideKey(NameBytes($0), seed: seed) }
            ?? self.unknownKey
    }

    /// Copies a stored name to words of this thread, to compare it there; returns false if the name is too long.
    @inline(__always)
    private func isCopied(from address: UInt64) -> Bool {
        let stored = SharedWords(at: address)
        let byteCount = address == 0 ? 0 : stored.load(0)
        guard byteCount <= UInt64(Self.size &- 1) &* 8 else { return false }
        self.homes[0] = byteCount
        for position in 0..<Int(truncatingIfNeeded: (byteCount &+ 7) / 8) {
            self.homes[1 &+ position] = stored.load(1 &+ position)
        }
        return true
    }

    /// Whether a name equals the copied one.
    @inline(never)
    private static func isEqual(_ name: borrowing String, _ scratch: ScratchWords) -> Bool {
        let copied = Column(scratch: scratch, start: 0)
        return name.utf8.withContiguousStorageIfAvailable { buffer in
            let bytes = NameBytes(buffer)
            guard UInt64(bytes.count) == copied[0] else { return false }
            for position in 0..<(bytes.count &+ 7) / 8 where bytes.paddedWord(position) != copied[1 &+ position] {
                return false
            }
            return true
        } ?? false
    }
}
