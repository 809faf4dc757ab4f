import RosterStore
import RosterStoreTestSupport
import Testing

@Suite("A journal")
struct JournalTests {
    private static let steps = (1...60).map { JournalFixture.step($0) }

    /// Groups of one to three of the steps.
    private static let groups: [[[UInt8]]] = {
        var (groups, rest) = ([[[UInt8]]](), steps[...])
        while !rest.isEmpty {
            let count = min(rest.count, groups.count % 3 + 1)
            groups.append(Array(rest.prefix(count)))
            rest = rest.dropFirst(count)
        }
        return groups
    }()

    @Test("gives back what was added, over as many segments as it took")
    func roundTrip() throws {
        let fixture = try JournalFixture(Self.groups)
        #expect(fixture.disk.files.count > 4)
        let contents = try fixture.contents()
        #expect(contents.steps == Self.steps && contents.torn == nil)
    }

    @Test("opens behind any revision, in the middle of a frame too, and reads what is left")
    func positions() throws {
        let fixture = try JournalFixture(Self.groups)
        for revision in 0...Self.steps.count {
            let journal = try Journal(in: fixture.folder(), kind: JournalFixture.kind, after: UInt64(revision))
            #expect(journal.position.next == UInt64(revision) + 1)
            #expect(try journal.readToEnd() == Array(Self.steps[revision...]))
            #expect(journal.position.next == 61)
        }
        let beyond = UInt64(Self.steps.count + 1)
        let last = try #require(fixture.disk.files.keys.max())
        #expect {
            _ = try Journal(in: fixture.folder(), kind: JournalFixture.kind, after: beyond)
        } throws: { error in
            guard case FileStoreError.damaged(last, _, 61, _)? = error as? FileStoreError else {
                return false
            }
            return true
        }
    }

    @Test("is read up to a revision by one opening while another writes, across the ends of segments")
    func following() throws {
        let fixture = try JournalFixture()
        let (writer, reader) = (try fixture.journal(), try fixture.journal())
        #expect(try reader.next(through: 0) == nil)
        var read: [[UInt8]] = []
        for group in Self.groups {
            try writer.append(group)
            if writer.position.next.isMultiple(of: 3) { continue }
            let bound = writer.position.next - 1
            while let frame = try reader.next(through: bound) {
                try frame.forEachCommit { (_, bytes) in read.append(Array(bytes)) }
            }
            #expect(reader.position == writer.position || reader.position.next == writer.position.next)
        }
        #expect(read == Self.steps)
        #expect(throws: FileStoreError.self) { try reader.next(through: 61) }
    }

    @Test("does not hand out a frame of which not all is known to be durable")
    func bound() throws {
        let fixture = try JournalFixture([Array(Self.steps.prefix(3))])
        let journal = try Journal(in: fixture.folder(), kind: JournalFixture.kind, after: 0)
        #expect(try journal.next(through: 2) == nil)
        #expect(try journal.next(through: 3)?.count == 3)
    }

    @Test("is written by several openings in turn, each of which reads first what the others wrote")
    func turns() throws {
        let fixture = try JournalFixture()
        let journals = [try fixture.journal(), try fixture.journal(), try fixture.journal()]
        for (number, group) in Self.groups.enumerated() {
            let journal = journals[(number * 7 + number / 5) % 3]
            _ = try journal.readToEnd()
            #expect(try journal.recoverTail() == nil)
            try journal.append(group)
        }
        #expect(try fixture.contents().steps == Self.steps)
    }

    @Test("makes a group durable with one write and one sync where space was made beforehand")
    func oneSync() throws {
        let fixture = try JournalFixture([[Self.steps[0]]], sizes: .standard)
        let journal = try fixture.journal()
        try journal.append([Self.steps[1]])
        let kinds: [DiskOperationKind] = [.write, .syncData, .syncAll, .resize, .syncFolder, .openFile, .read]
        let before = kinds.map { fixture.disk.operationCount(.kind($0)) }
        try journal.append(Array(Self.steps[2...5]))
        let after = kinds.map { fixture.disk.operationCount(.kind($0)) }
        #expect(zip(before, after).map { $1 - $0 } == [1, 1, 0, 0, 0, 0, 0])
    }

    @Test("refuses to write where its segment was replaced, removed or cut")
    func replaced() throws {
        let path = JournalFixture.path(1)
        for change in ["replace", "remove", "cut"] {
            let fixture = try JournalFixture([[Self.steps[0]]])
            let journal = try fixture.journal()
            let bytes = try #require(fixture.disk.bytes(of: path))
            switch change {
            case "replace": fixture.disk.put(bytes, at: path)
            case "remove": fixture.disk.remove(path)
            default: fixture.disk.change(path) { $0.removeLast($0.count - 100) }
            }
            #expect {
                try journal.append([Self.steps[1]])
            } throws: { error in
                guard case Journal.AppendError.nothingWritten(.replaced(path))? = error as? Journal.AppendError else {
                    return false
                }
                return true
            }
        }
    }

    @Test("writes again, and makes durable, what is behind a position, in all segments")
    func persistAgain() throws {
        let fixture = try JournalFixture(Self.groups)
        let journal = try Journal(in: fixture.folder(), kind: JournalFixture.kind, after: 5, sizes: fixture.sizes)
        let start = journal.position
        _ = try journal.readToEnd()
        let files = fixture.disk.files
        fixture.disk.settle()
        try journal.persistAgain(from: start)
        #expect(fixture.disk.files == files)
        let written = fixture.disk.log.operations.reduce(into: 0) { sum, operation in
            if case .write(_, _, let bytes) = operation { sum += bytes.count }
        }
        let used = files.values.reduce(0) { $0 + ($1.lastIndex { $0 != 0 } ?? -1) + 1 }
        #expect(written == used - Int(start.offset))
        #expect(fixture.disk.operationCount(.kind(.syncAll)) >= files.count)
    }

    @Test("tells that nothing was written when there is no room, and goes on when there is some again")
    func noRoom() throws {
        let fixture = try JournalFixture([[Self.steps[0]]], sizes: .standard)
        let journal = try fixture.journal()
        let used = fixture.disk.files.values.reduce(0) { $0 + $1.count }
        fixture.disk.byteCapacity = UInt64(used)
        let large = JournalFixture.step(1, byteCount: 100_000)
        #expect {
            try journal.append([large])
        } throws: { error in
            guard case Journal.AppendError.nothingWritten(.noSpace)? = error as? Journal.AppendError else {
                return false
            }
            return true
        }
        #expect(try fixture.contents().steps == [Self.steps[0]])
        fixture.disk.byteCapacity = nil
        try journal.append([large])
        #expect(try fixture.contents().steps == [Self.steps[0], large])
    }

    @Test("does not know what became of a group whose write or sync failed, unless it could cut it away")
    func failures() throws {
        let cases: [(DiskOperationKind, CInt, isKnown: Bool)] = [
            (.write, 28, true), (.write, 5, false), (.syncData, 5, false), (.syncData, 28, false),
        ]
        for (kind, code, isKnown) in cases {
            let fixture = try JournalFixture([[Self.steps[0]]], sizes: .standard)
            let journal = try fixture.journal()
            try journal.append([Self.steps[1]])
            fixture.disk.inject(DiskFault(.kind(kind), number: 1, .failure(code)))
            #expect {
                try journal.append([Self.steps[2]])
            } throws: { error in
                switch error as? Journal.AppendError {
                case .nothingWritten: isKnown
                case .outcomeUnknown: !isKnown
                case nil: false
                }
            }
            guard isKnown else { continue }
            #expect(try fixture.contents().steps == Array(Self.steps[...1]))
            try journal.append([Self.steps[2]])
            #expect(try fixture.contents().steps == Array(Self.steps[...2]))
        }
    }

    @Test("takes a group with too many bytes for one frame for too large, and stays as it is")
    func tooLarge() throws {
        let fixture = try JournalFixture()
        let journal = try fixture.journal()
        var group = JournalGroup(first: 1)
        let bytes = [UInt8](repeating: 1, count: 256 << 20)
        group.add { $0.bytes.append(contentsOf: bytes) }
        #expect(throws: Journal.AppendError.self) { try journal.append(&group) }
        try journal.append([Self.steps[0]])
        #expect(try fixture.contents().steps == [Self.steps[0]])
    }

    @Test("can be read where nothing can be written")
    func readOnly() throws {
        let fixture = try JournalFixture(Self.groups)
        let folder = try PrivateFolder(readingAt: JournalFixture.path, on: fixture.disk)
        fixture.disk.isReadOnly = true
        let journal = try Journal(in: folder, kind: JournalFixture.kind, after: 2)
        #expect(try journal.readToEnd() == Array(Self.steps[2...]))
        #expect(try journal.recoverTail() == nil)
    }

    @Test("exists when a segment does")
    func exists() throws {
        let fixture = JournalFixture(on: SimulatedDisk())
        #expect(try !Journal.exists(in: fixture.folder()))
        fixture.disk.put([], at: "\(JournalFixture.path)/journal")
        fixture.disk.put([], at: "\(JournalFixture.path(1)).torn-64")
        #expect(try !Journal.exists(in: fixture.folder()))
        #expect(throws: FileStoreError.lost(path: JournalFixture.path(1))) {
            try Journal(in: fixture.folder(), kind: JournalFixture.kind, after: 0)
        }
        try Journal.make(in: fixture.folder(), store: JournalFixture.store(), kind: JournalFixture.kind)
        #expect(try Journal.exists(in: fixture.folder()))
    }
}
