import RosterAdapters
import RosterAdaptersTestSupport
import RosterDomain
import Testing

/// A journal on a simulated disk.
struct JournalFixture {
    static let path = "/store"
    /// Segments that are soon full.
    static let small = JournalSizes(segmentByteLimit: 1_024, firstStepByteCount: 4_096, stepByteLimit: 4_096)

    let disk: SimulatedDisk
    let sizes: JournalSizes

    init(on disk: SimulatedDisk, sizes: JournalSizes = small) {
        self.disk = disk
        self.sizes = sizes
    }

    /// Makes a journal of these groups of steps.
    init(_ groups: [[[UInt8]]] = [], sizes: JournalSizes = small) throws {
        self.init(on: SimulatedDisk(), sizes: sizes)
        try Journal.make(in: self.folder(), store: Self.store(), kind: .directory, sizes: sizes)
        let journal = try self.journal()
        for group in groups { try journal.append(group) }
        self.disk.settle()
    }

    static func store(_ byte: UInt8 = 7) throws -> StoreID {
        try #require(StoreID(bytes: Array(byte..<byte + 16)))
    }

    func folder() throws -> PrivateFolder { try PrivateFolder(at: Self.path, on: self.disk) }

    /// Opens the journal and reads it up to its end, where it is recovered.
    func journal() throws -> Journal {
        let journal = try Journal(in: self.folder(), kind: .directory, after: 0, sizes: self.sizes)
        _ = try journal.readToEnd()
        _ = try journal.recoverTail()
        return journal
    }

    /// The steps that the journal holds, and what was torn behind them.
    func contents() throws -> (steps: [[UInt8]], torn: (offset: UInt64, bytes: [UInt8])?) {
        let journal = try Journal(in: self.folder(), kind: .directory, after: 0, sizes: self.sizes)
        let steps = try journal.readToEnd()
        return (steps, journal.tornTail)
    }

    /// The name of a segment's file.
    static func name(_ first: Int) -> String {
        let digits = String(first)
        return "journal-" + String(repeating: "0", count: 20 - digits.count) + digits
    }

    static func path(_ first: Int) -> String { "\(self.path)/\(self.name(first))" }

    /// A step of so many bytes, none of them zero.
    static func step(_ number: Int, byteCount: Int = 100) -> [UInt8] {
        (0..<byteCount).map { UInt8(truncatingIfNeeded: ($0 &* 7 &+ number &* 31) % 255 + 1) }
    }
}

extension Journal {
    /// Adds a group of steps.
    func append(_ steps: [[UInt8]]) throws {
        var group = JournalGroup(first: self.position.next)
        for step in steps { group.add { $0.bytes.append(contentsOf: step) } }
        try self.append(&group)
    }

    /// Reads all steps up to the end; they must follow each other.
    func readToEnd() throws -> [[UInt8]] {
        var steps: [[UInt8]] = []
        var revision = self.position.next
        while let frame = try self.nextOrTail() {
            try #require(frame.firstRevision == revision)
            try frame.forEachCommit { (number, bytes) in
                precondition(number == revision, "steps follow each other")
                steps.append(Array(bytes))
                revision += 1
            }
            try #require(frame.lastRevision + 1 == revision)
        }
        return steps
    }
}
