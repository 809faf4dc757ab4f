import Synchronization

/// 64-bit words that one thread writes while others read; the only unsafe code of the check core.
///
/// Every use relies on these invariants:
///
/// 1. **The memory outlives its readers.** Words are handed out by a ``WordArena``, which belongs to one
///    ``AccessTable`` and frees memory only when the table is freed. A reader reads through a method of that table,
///    which keeps the table alive.
/// 2. **A word is always an atomic.** All reads and writes of a word go through this type, so that no access races.
/// 3. **An address found in a word is one that was stored there.** Memory keeps its kind forever: a row stays a row of
///    the same size, and the place of an entry stays the place of an entry. If memory is reused while a reader reads
///    it, the reader reads a wrong row, but never invalid memory, and ``AccessTable/read(_:)`` discards its answer.
/// 4. **Indexes are within the block.** They come from counts that are stored with the block, or are compared with the
///    block's size first.
package struct SharedWords: Sendable, Equatable {
    package let address: UInt64

    @inline(__always)
    package init(at address: UInt64) {
        self.address = address
    }

    @inline(__always)
    private var words: UnsafeMutablePointer<Atomic<UInt64>> {
        UnsafeMutablePointer(bitPattern: UInt(truncatingIfNeeded: self.address)).unsafelyUnwrapped
    }

    @inline(__always)
    package func load(_ index: Int) -> UInt64 { self.words[index].load(ordering: .relaxed) }

    /// Loads a word; what was written before it was published is visible afterwards.
    @inline(__always)
    package func loadAcquiring(_ index: Int) -> UInt64 { self.words[index].load(ordering: .acquiring) }

    @inline(__always)
    package func store(_ value: UInt64, at index: Int) { self.words[index].store(value, ordering: .relaxed) }

    /// Stores a word so that everything written before it is visible with it, and that every thread sees it once the call
    /// returns.
    @inline(__always)
    package func publish(_ value: UInt64, at index: Int) {
        self.words[index].store(value, ordering: .sequentiallyConsistent)
    }

    /// Stores a word if it still has the value that was read before.
    @inline(__always)
    package func replace(_ former: UInt64, by value: UInt64, at index: Int) {
        _ = self.words[index].compareExchange(expected: former, desired: value, ordering: .relaxed)
    }

    /// Where a word of this block lies.
    @inline(__always)
    package func address(of index: Int) -> UInt64 { self.address &+ UInt64(truncatingIfNeeded: index &* 8) }
}

extension SharedWords {
    /// Words that are zero, aligned to a cache line.
    package static func allocate(_ count: Int) -> SharedWords {
        let memory = UnsafeMutableRawPointer.allocate(byteCount: count * 8, alignment: 64)
        memory.initializeMemory(as: UInt64.self, repeating: 0, count: count)
        return SharedWords(at: UInt64(UInt(bitPattern: memory)))
    }

    /// Frees words; only the arena that allocated them may do so.
    package func deallocate() { UnsafeMutableRawPointer(self.words).deallocate() }
}

/// Words that belong to one thread, valid for the duration of a call.
struct ScratchWords {
    private let words: UnsafeMutableBufferPointer<UInt64>

    private init(_ words: UnsafeMutableBufferPointer<UInt64>) {
        self.words = words
    }

    /// Calls `body` with words on the stack, all zero.
    @inline(__always)
    static func lend<Result>(_ count: Int, _ body: (ScratchWords) -> Result) -> Result {
        withUnsafeTemporaryAllocation(of: UInt64.self, capacity: count) { words in
            words.initialize(repeating: 0)
            return body(ScratchWords(words))
        }
    }

    /// A word; precondition: the index is less than the number of words.
    @inline(__always)
    subscript(_ index: Int) -> UInt64 {
        get { self.words[index] }
        nonmutating set { self.words[index] = newValue }
    }
}

/// The bytes of a name, valid for the duration of a call.
package struct NameBytes {
    private let bytes: UnsafeRawBufferPointer

    /// The bytes in a buffer; do not use them after the buffer.
    @inline(__always)
    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = UnsafeRawBufferPointer(bytes)
    }

    /// Calls `body` with the UTF-8 bytes of a text; copies them only if the text is stored in another form.
    @inline(__always)
    package static func lend<Result>(_ text: String, _ body: (NameBytes) -> Result) -> Result {
        let result = text.utf8.withContiguousStorageIfAvailable { body(NameBytes($0)) }
        return result ?? self.copy(text, body)
    }

    /// Calls `body` with the bytes of a contiguous copy.
    @inline(never)
    static func copy<Result>(_ text: String, _ body: (NameBytes) -> Result) -> Result {
        var copy = text
        return copy.withUTF8 { body(NameBytes($0)) }
    }

    @inline(__always)
    package var count: Int { self.bytes.count }

    @inline(__always)
    subscript(_ index: Int) -> UInt8 { self.bytes[index] }

    /// Eight bytes from an index on, the first of which is the least significant.
    ///
    /// Precondition: `index + 8 <= count`.
    @inline(__always)
    func word(at index: Int) -> UInt64 {
        UInt64(littleEndian: self.bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
    }

    /// Four bytes from an index on, the first of which is the least significant.
    ///
    /// Precondition: `index + 4 <= count`.
    @inline(__always)
    func halfWord(at index: Int) -> UInt64 {
        UInt64(UInt32(littleEndian: self.bytes.loadUnaligned(fromByteOffset: index, as: UInt32.self)))
    }

    /// The bytes of an eighth part of the name, filled up with zeros.
    @inline(__always)
    package func paddedWord(_ position: Int) -> UInt64 {
        let start = position &* 8
        if start &+ 8 <= self.count { return self.word(at: start) }
        var word: UInt64 = 0
        var index = start
        while index < self.count {
            word |= UInt64(self[index]) << UInt64((index &- start) &* 8)
            index &+= 1
        }
        return word
    }
}
