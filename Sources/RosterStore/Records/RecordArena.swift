internal import Synchronization

/// Encoded records in pieces of at most 64 KiB as a rule, one behind the other; none lies in two pieces.
///
/// A copy shares the pieces. What a copy holds is never written to again, so both read on while the original grows.
struct RecordArena: Sendable {
    private static let chunkByteCount = 1 << 16
    private static let leastByteCount = 1 << 11

    /// Where a record lies.
    struct Place: Sendable, BitwiseCopyable {
        let chunk: UInt32
        let offset: UInt32
        let byteCount: UInt32

        /// That of a record that was removed.
        static let none = Place(chunk: 0, offset: 0, byteCount: 0)
    }

    private var chunks: [RecordChunk] = []
    /// The bytes of all records that were added.
    private(set) var byteCount = 0

    /// Adds a record of some numbers and, behind them, bytes, of which there is at least one.
    mutating func append(_ numbers: [UInt64], _ bytes: [UInt8]) -> Place {
        numbers.withUnsafeBytes { numbers in
            bytes.withUnsafeBytes { bytes in
                self.append(byteCount: numbers.count + bytes.count) { record in
                    record.copyMemory(from: numbers)
                    UnsafeMutableRawBufferPointer(rebasing: record[numbers.count...]).copyMemory(from: bytes)
                }
            }
        }
    }

    /// Adds a record, which has at least one byte.
    mutating func append(_ record: UnsafeRawBufferPointer) -> Place {
        self.append(byteCount: record.count) { $0.copyMemory(from: record) }
    }

    private mutating func append(byteCount: Int, _ fill: (UnsafeMutableRawBufferPointer) -> Void) -> Place {
        self.byteCount += byteCount
        if let chunk = self.chunks.last, let offset = chunk.append(byteCount: byteCount, fill) {
            return Place(chunk: UInt32(self.chunks.count - 1), offset: UInt32(offset), byteCount: UInt32(byteCount))
        }
        let chunk = RecordChunk(
            byteCount: max(byteCount, min(self.byteCount, Self.chunkByteCount), Self.leastByteCount))
        self.chunks.append(chunk)
        _ = chunk.append(byteCount: byteCount, fill)
        return Place(chunk: UInt32(self.chunks.count - 1), offset: 0, byteCount: UInt32(byteCount))
    }

    /// The bytes of a record, good for as long as the arena or a copy of it is held.
    @inline(__always)
    func bytes(at place: Place) -> UnsafeRawBufferPointer {
        let range = Int(place.offset)..<Int(place.offset) + Int(place.byteCount)
        return UnsafeRawBufferPointer(rebasing: self.chunks[Int(place.chunk)].bytes[range])
    }
}

/// A piece of an arena.
private final class RecordChunk: Sendable {
    // invariant: bytes are written once, by the thread that moved `usedCount` past them, before their place is known to a reader
    private nonisolated(unsafe) let memory: UnsafeMutableRawBufferPointer
    private let usedCount = Atomic(0)

    init(byteCount: Int) {
        self.memory = .allocate(byteCount: byteCount, alignment: 8)
    }

    deinit {
        self.memory.deallocate()
    }

    @inline(__always)
    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(self.memory) }

    /// Adds bytes behind all that were added, and returns where; nil when there is no room.
    func append(byteCount: Int, _ fill: (UnsafeMutableRawBufferPointer) -> Void) -> Int? {
        let offset = self.usedCount.load(ordering: .relaxed)
        guard byteCount <= self.memory.count - offset,
            self.usedCount.compareExchange(
                expected: offset, desired: offset + byteCount, ordering: .acquiringAndReleasing
            ).exchanged
        else { return nil }
        fill(UnsafeMutableRawBufferPointer(rebasing: self.memory[offset..<offset + byteCount]))
        return offset
    }
}
