/// Up to 32 questions worked on together, step by step, so that the processor waits for several memories at once.
struct Batch {
    static let size = 32

    private let count: Int
    private var homes = Words()
    private var entries = Words()
    private var answers: UInt32 = 0

    init(count: Int) {
        self.count = count
    }

    @inline(__always)
    func isPermitted(_ position: Int) -> Bool { self.answers >> UInt32(truncatingIfNeeded: position) & 1 != 0 }

    /// Finds everybody's entry; one that is not active counts as none.
    @inline(__always)
    mutating func find(_ users: Span<UserID>, from start: Int, in index: UserIndex) {
        for position in 0..<self.count {
            let home = index.index.home(of: users[start &+ position].key)
            self.homes[position] = UInt64(home)
            self.entries[position] = index.words.load(KeyIndex.headerCount &+ home &* UserIndex.stride)
        }
        for position in 0..<self.count where self.entries[position] != 0 {
            let place = index.place(
                of: users[start &+ position].key, from: Int(truncatingIfNeeded: self.homes[position]))
            self.entries[position] = UserEntry(bits: place.entry).isActive ? place.entry : 0
        }
    }

    @inline(__always)
    mutating func find(_ names: Span<String>, from start: Int, in index: NameIndex) {
        for position in 0..<self.count {
            let home = NameBytes.lend(names[start &+ position]) { index.index.home(of: index.key(of: $0)) }
            self.homes[position] = UInt64(home)
            self.entries[position] = index.words.load(KeyIndex.headerCount &+ home &* NameIndex.stride)
        }
        for position in 0..<self.count where self.entries[position] != 0 {
            let home = Int(truncatingIfNeeded: self.homes[position])
            let entry = NameBytes.lend(names[start &+ position]) { bytes in
                index.place(of: bytes, key: index.key(of: bytes), from: home).entry
            }
            self.entries[position] = UserEntry(bits: entry).isActive ? entry : 0
        }
    }

    /// Answers from the rows of those who were found.
    @inline(__always)
    mutating func answer(_ permissions: Span<PermissionHandle>, from start: Int, below limit: UInt64) {
        self.answers = 0
        self.touchRows(permissions, from: start, below: limit)
        for position in 0..<self.count {
            let permission = permissions[start &+ position]
            guard self.entries[position] != 0, permission.isNumber(below: limit) else { continue }
            if UserEntry(bits: self.entries[position]).row.contains(permission.number) {
                self.answers |= 1 << UInt32(truncatingIfNeeded: position)
            }
        }
    }

    /// Loads the beginning of every row, so that those that are far away are on their way together.
    @inline(__always)
    private mutating func touchRows(_ permissions: Span<PermissionHandle>, from start: Int, below limit: UInt64) {
        for position in 0..<self.count where self.entries[position] != 0 {
            self.homes[position] = UserEntry(bits: self.entries[position]).row.header.bits
        }
    }

    /// 32 words in place, without an allocation.
    private struct Words {
        private typealias Eight = SIMD8<UInt64>
        private var words = (SIMD32<UInt64>(), 0)

        subscript(_ position: Int) -> UInt64 {
            @inline(__always) get { self.words.0[position] }
            @inline(__always) set { self.words.0[position] = newValue }
        }
    }
}
