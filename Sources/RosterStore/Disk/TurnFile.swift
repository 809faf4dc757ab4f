internal import Synchronization

/// A lock that one process holds at a time, and the notes that holders leave one another in the locked file.
///
/// The notes are written over and over, and never synced: they survive the death of a process, and not a power failure. There are two
/// places for them, written in turn, so that a writer who is killed in the middle leaves the former ones. They hold a checksum; what
/// was torn does not count.
package final class TurnFile: Sendable {
    /// The most bytes of notes.
    package static let byteLimit = 1 << 17
    private static let headByteCount = 24
    private static let magic: [UInt8] = Array("RosterTN".utf8)

    private let lock: FolderLock
    private let path: String
    /// The number of the newest notes; nil before they were looked for.
    private let number = Mutex<UInt64?>(nil)

    /// Takes the turn.
    ///
    /// - Throws: ``FileStoreError/locked(path:)`` while another holder has it, ``FileStoreError`` for the rest.
    package init(_ name: String, in folder: PrivateFolder) throws(FileStoreError) {
        try folder.checkIsForWriting()
        self.lock = try folder.lock(name)
        self.path = folder.path(of: name)
    }

    /// Writes notes in place of the former ones.
    package func write(_ notes: [UInt8]) throws(FileStoreError) {
        guard notes.count <= Self.byteLimit else { throw .tooLarge(path: self.path, byteLimit: Self.byteLimit) }
        guard let file = try self.lock.file() else { return }
        try translating(self.path) { () throws(FileFailure) in
            try self.number.withLock { (newest) throws(FileFailure) in
                let former = if let newest { newest } else { try Self.newest(in: file)?.number ?? 0 }
                let start = UInt64((former &+ 1) & 1) * UInt64(Self.headByteCount + Self.byteLimit)
                try file.write(Self.bytes(of: notes, number: former &+ 1), at: start)
                newest = former &+ 1
            }
        }
    }

    /// Reads the notes, no matter who has the turn; none when there are none, or they were torn.
    package static func read(_ name: String, in folder: PrivateFolder) throws(FileStoreError) -> [UInt8] {
        guard let file = try folder.open(name, for: .reading) else { return [] }
        return try translating(folder.path(of: name)) { () throws(FileFailure) in
            try Self.newest(in: file)?.notes ?? []
        }
    }

    private static func newest(in file: any StoreFile) throws(FileFailure) -> (number: UInt64, notes: [UInt8])? {
        let notes = [
            try self.notes(at: 0, in: file), try self.notes(at: self.headByteCount + self.byteLimit, in: file),
        ]
        return notes.compactMap(\.self).max { $0.number < $1.number }
    }

    private static func notes(
        at start: Int, in file: any StoreFile
    ) throws(FileFailure) -> (number: UInt64, notes: [UInt8])? {
        let head = try file.read(self.headByteCount, at: UInt64(start))
        guard head.count == self.headByteCount, Array(head.prefix(8)) == self.magic else { return nil }
        let number = self.number(head[8..<16])
        let (count, checksum) = (Int(self.number(head[16..<20])), UInt32(self.number(head[20..<24])))
        guard count <= self.byteLimit else { return nil }
        let notes = try file.read(count, at: UInt64(start + self.headByteCount))
        guard notes.count == count, self.checksum(of: notes, number: number) == checksum else { return nil }
        return (number, notes)
    }

    private static func bytes(of notes: [UInt8], number: UInt64) -> [UInt8] {
        let checksum = self.checksum(of: notes, number: number)
        return self.magic + self.bytes(number, count: 8) + self.bytes(UInt64(notes.count), count: 4)
            + self.bytes(UInt64(checksum), count: 4) + notes
    }

    private static func checksum(of notes: [UInt8], number: UInt64) -> UInt32 {
        var checksum = CRC32C()
        (self.bytes(number, count: 8) + notes).withUnsafeBytes { checksum.update($0) }
        return checksum.value
    }

    private static func bytes(_ number: UInt64, count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: number >> UInt64(8 * $0)) }
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
}
