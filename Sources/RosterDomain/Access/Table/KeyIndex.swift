/// An open-addressing table in shared words: 128-bit keys, each with an entry of 64 bits.
///
/// Readers take no lock while one thread inserts: a key is written before its entry is published, never moves, and is
/// never removed; a larger table replaces one that becomes full.
///
/// Layout: ``headerCount`` words, then for each slot the entry, the key's two words and, in a table of names, the address
/// of the name's bytes.
package struct KeyIndex: Sendable {
    /// The words before the first slot.
    package static let headerCount = 10

    /// Words of the header.
    package enum Header {
        /// How many permissions there are; written last, and read first.
        static let permissionCount = 0
        static let numbering = 1
        package static let capacity = 2
        package static let seedHigh = 3
        package static let seedLow = 4
        /// The index of users by name, of permissions by name, and of conditions by name.
        static let userNames = 5
        static let permissionNames = 6
        static let conditionNames = 7
        static let conditionNumbering = 8
        /// The index of session epochs by user.
        static let sessionEpochs = 9
    }

    let words: SharedWords

    @inline(__always)
    init(_ words: SharedWords) {
        self.words = words
    }

    @inline(__always)
    var capacity: Int { Int(truncatingIfNeeded: self.words.load(Header.capacity)) }

    /// Where the search for a key begins.
    @inline(__always)
    package func home(of key: WideKey) -> Int {
        let hash = mixed(
            key.high ^ self.words.load(Header.seedHigh), key.low ^ self.words.load(Header.seedLow))
        return Int(truncatingIfNeeded: hash.multipliedFullWidth(by: self.words.load(Header.capacity)).high)
    }
}

/// A key of 128 bits.
package struct WideKey: Sendable, Hashable {
    package let high: UInt64
    package let low: UInt64
}

/// Multiplies and folds two words, so that every bit of both affects every bit of the result.
@inline(__always)
func mixed(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let product = left.multipliedFullWidth(by: right)
    return product.high ^ product.low
}

/// An index of users by their identifiers: three words for each slot.
struct UserIndex: Sendable {
    static let stride = 3
    let index: KeyIndex

    @inline(__always)
    init(_ words: SharedWords) {
        self.index = KeyIndex(words)
    }

    @inline(__always)
    var words: SharedWords { self.index.words }

    /// The place of a key's entry, or the place to insert it; a free entry there means that the key is unknown.
    @inline(__always)
    func place(of key: WideKey, from home: Int) -> (offset: Int, entry: UInt64) {
        var slot = home
        while true {
            let offset = KeyIndex.headerCount &+ slot &* Self.stride
            let entry = self.words.loadAcquiring(offset)
            if entry == UserEntry.free.bits { return (offset, entry) }
            if self.words.load(offset &+ 1) == key.high && self.words.load(offset &+ 2) == key.low {
                return (offset, entry)
            }
            slot &+= 1
            if slot >= self.index.capacity { slot = 0 }
        }
    }

    @inline(__always)
    func place(of key: WideKey) -> (offset: Int, entry: UInt64) { self.place(of: key, from: self.index.home(of: key)) }

    /// The entry of a key: a free one when the key is unknown, or when the search for it goes on at the first slot.
    ///
    /// The key is compared first, because it is nearly always there, and the search ends at the free slot behind the last
    /// one. A key is written before its entry, so an entry that is read after its key may be free still.
    @inline(__always)
    func entry(of key: WideKey) -> UserEntry {
        var offset = KeyIndex.headerCount &+ self.index.home(of: key) &* Self.stride
        while true {
            if self.words.load(offset &+ 2) == key.low, self.words.load(offset &+ 1) == key.high {
                return UserEntry(bits: self.words.loadAcquiring(offset))
            }
            if self.words.load(offset) == UserEntry.free.bits { return .free }
            offset &+= Self.stride
        }
    }
}

/// An index by names: four words for each slot, the last of which is the address of the bytes of a name that does not
/// fit into a key.
package struct NameIndex: Sendable {
    package static let stride = 4
    package let index: KeyIndex

    @inline(__always)
    package init(_ words: SharedWords) {
        self.index = KeyIndex(words)
    }

    @inline(__always)
    var words: SharedWords { self.index.words }

    /// The seed of the hashes of long names.
    @inline(__always)
    var seed: UInt64 { self.words.load(KeyIndex.Header.seedHigh) }

    @inline(__always)
    package func key(of name: NameBytes) -> WideKey { WideKey(name, seed: self.seed) }

    /// The place of a name's entry, or the place to insert it; a free entry there means that the name is unknown.
    @inline(__always)
    func place(of name: NameBytes, key: WideKey, from home: Int) -> (offset: Int, entry: UInt64) {
        self.place(of: key, from: home) { self.isName(name, at: $0) }
    }

    /// The same for a key whose name the caller compares, given the address of the stored bytes.
    @inline(__always)
    func place(of key: WideKey, from home: Int, isName: (UInt64) -> Bool) -> (offset: Int, entry: UInt64) {
        var slot = home
        while true {
            let offset = KeyIndex.headerCount &+ slot &* Self.stride
            let entry = self.words.loadAcquiring(offset)
            if entry == UserEntry.free.bits { return (offset, entry) }
            if self.words.load(offset &+ 1) == key.high && self.words.load(offset &+ 2) == key.low
                && (!key.isHashed || isName(self.words.load(offset &+ 3)))
            {
                return (offset, entry)
            }
            slot &+= 1
            if slot >= self.index.capacity { slot = 0 }
        }
    }

    @inline(__always)
    package func place(of name: NameBytes) -> (offset: Int, entry: UInt64) {
        let key = self.key(of: name)
        return self.place(of: name, key: key, from: self.index.home(of: key))
    }

    /// Compares the bytes, because a hash is not enough; a word with their number precedes them.
    package func isName(_ name: NameBytes, at address: UInt64) -> Bool {
        let stored = SharedWords(at: address)
        guard address != 0, stored.load(0) == UInt64(name.count) else { return false }
        for position in 0..<(name.count &+ 7) / 8 where stored.load(1 &+ position) != name.paddedWord(position) {
            return false
        }
        return true
    }
}

extension WideKey {
    /// The most bytes of a name that is its own key.
    package static let inlineByteLimit = 15

    /// Whether the key is the hash of a longer name.
    @inline(__always)
    package var isHashed: Bool { self.low >> 56 == 0xFF }

    /// The key of a name: the bytes themselves with their number, or a hash of them.
    @inline(__always)
    package init(_ name: NameBytes, seed: UInt64) {
        let count = name.count
        guard count <= Self.inlineByteLimit else {
            self.init(hashing: name, seed: seed)
            return
        }
        let length = UInt64(count) << 56
        if count >= 8 {
            self.init(high: name.word(at: 0), low: name.word(at: count &- 8) >> UInt64((16 &- count) &* 8) | length)
        } else if count >= 4 {
            let tail = name.halfWord(at: count &- 4) >> UInt64((8 &- count) &* 8)
            self.init(high: name.halfWord(at: 0) | tail << 32, low: length)
        } else {
            self.init(high: count == 0 ? 0 : name.paddedWord(0), low: length)
        }
    }

    private init(hashing name: NameBytes, seed: UInt64) {
        var hash = seed ^ UInt64(name.count)
        var position = 0
        while position &+ 16 <= name.count {
            hash = mixed(name.word(at: position) ^ seed, name.word(at: position &+ 8) ^ hash)
            position &+= 16
        }
        let tail = mixed(name.word(at: name.count &- 16) ^ hash, name.word(at: name.count &- 8) ^ seed)
        self.init(high: mixed(hash ^ seed, tail ^ 0x9E37_79B9_7F4A_7C15), low: tail | 0xFF << 56)
    }
}
