package import RosterStore

/// A journal on a simulated disk.
package struct JournalFixture {
    package static let path = "/store"
    /// Segments that are soon full.
    package static let small = JournalSizes(segmentByteLimit: 1_024, firstStepByteCount: 4_096, stepByteLimit: 4_096)

    package static let kind = StoreKind(1)

    package let disk: SimulatedDisk
    package let sizes: JournalSizes

    package init(on disk: SimulatedDisk, sizes: JournalSizes = small) {
        self.disk = disk
        self.sizes = sizes
    }

    /// Makes a journal of these groups of steps.
    package init(_ groups: [[[UInt8]]] = [], sizes: JournalSizes = small) throws {
        self.init(on: SimulatedDisk(), sizes: sizes)
        try Journal.make(in: self.folder(), store: Self.store(), kind: JournalFixture.kind, sizes: sizes)
        let journal = try self.journal()
        for group in groups { try journal.append(group) }
        self.disk.settle()
    }

    package static func store(_ byte: UInt8 = 7) throws -> StoreID {
        guard let store = StoreID(bytes: Array(byte..<byte + 16)) else { throw StoreFinding("16 bytes make no store") }
        return store
    }

    package func folder() throws -> PrivateFolder { try PrivateFolder(at: Self.path, on: self.disk) }

    /// Opens the journal and reads it up to its end, where it is recovered.
    package func journal() throws -> Journal {
        let journal = try Journal(in: self.folder(), kind: JournalFixture.kind, after: 0, sizes: self.sizes)
        _ = try journal.readToEnd()
        _ = try journal.recoverTail()
        return journal
    }

    /// The steps that the journal holds, and what was torn behind them.
    package func contents() throws -> (steps: [[UInt8]], torn: (offset: UInt64, bytes: [UInt8])?) {
        let journal = try Journal(in: self.folder(), kind: JournalFixture.kind, after: 0, sizes: self.sizes)
        let steps = try journal.readToEnd()
        return (steps, journal.tornTail)
    }

    /// The name of a segment's file.
    package static func name(_ first: Int) -> String {
        let digits = String(first)
        return "journal-" + String(repeating: "0", count: 20 - digits.count) + digits
    }

    package static func path(_ first: Int) -> String { "\(self.path)/\(self.name(first))" }

    /// A step of so many bytes, none of them zero.
    package static func step(_ number: Int, byteCount: Int = 100) -> [UInt8] {
        (0..<byteCount).map { UInt8(truncatingIfNeeded: ($0 &* 7 &+ number &* 31) % 255 + 1) }
    }
}

extension Journal {
    /// Adds a group of steps.
    package func append(_ steps: [[UInt8]]) throws {
        var group = JournalGroup(first: self.position.next)
        for step in steps { group.add { $0.bytes.append(contentsOf: step) } }
        try self.append(&group)
    }

    /// Reads all steps up to the end; they must follow each other.
    package func readToEnd() throws -> [[UInt8]] {
        var steps: [[UInt8]] = []
        var revision = self.position.next
        while let frame = try self.nextOrTail() {
            try StoreFinding.check(frame.firstRevision == revision, "steps follow each other")
            try frame.forEachCommit { (number, bytes) in
                precondition(number == revision, "steps follow each other")
                steps.append(Array(bytes))
                revision += 1
            }
            try StoreFinding.check(frame.lastRevision + 1 == revision, "a frame has all of its steps")
        }
        return steps
    }
}
