internal import RosterStore

/// Encoded records in pieces of 64 KiB, one behind the other; none lies in two pieces.
struct RecordArena: Sendable {
    private static let chunkByteCount = 1 << 16

    /// Where a record lies.
    struct Place: Sendable, BitwiseCopyable {
        let chunk: UInt32
        let offset: UInt32
        let byteCount: UInt32

        /// That of a user who was removed.
        static let none = Place(chunk: 0, offset: 0, byteCount: 0)
    }

    private var chunks: [[UInt8]] = []
    /// The bytes of all records that were added.
    private(set) var byteCount = 0

    /// Adds a record, which has at least one byte.
    mutating func append(_ record: [UInt8]) -> Place {
        if self.chunks.last.map({ $0.count + record.count > Self.chunkByteCount }) ?? true {
            self.chunks.append([])
            self.chunks[self.chunks.count - 1].reserveCapacity(max(Self.chunkByteCount, record.count))
        }
        let chunk = self.chunks.count - 1
        let offset = self.chunks[chunk].count
        self.chunks[chunk].append(contentsOf: record)
        self.byteCount += record.count
        return Place(chunk: UInt32(chunk), offset: UInt32(offset), byteCount: UInt32(record.count))
    }

    /// Lends the bytes of a record.
    @inline(__always)
    func withRecord<Result, Failure: Error>(
        at place: Place, _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try self.chunks[Int(place.chunk)].withUnsafeBufferPointer { (bytes) throws(Failure) in
            let range = Int(place.offset)..<Int(place.offset) + Int(place.byteCount)
            return try body(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(bytes)[range]))
        }
    }

    /// Lends the bytes of a record to whoever reads it, which succeeds because it was encoded here.
    @inline(__always)
    func reading<Result>(
        _ place: Place, _ body: (UnsafeRawBufferPointer) throws(ByteReader.Malformed) -> Result
    ) -> Result {
        let result = self.withRecord(at: place) { record in
            do throws(ByteReader.Malformed) { return Optional(try body(record)) } catch { return nil }
        }
        guard let result else { preconditionFailure("invariant: what was encoded can be read") }
        return result
    }
}
