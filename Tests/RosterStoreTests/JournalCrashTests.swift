import RosterStore
import RosterStoreTestSupport
import Testing

@Suite("A journal after a crash")
struct JournalCrashTests {
    private static let steps = (1...12).map { JournalFixture.step($0, byteCount: $0.isMultiple(of: 4) ? 1_400 : 90) }

    /// Opens a journal that a crash left, if there is one yet, and checks that it goes on and stays the same.
    private static func check(_ fixture: JournalFixture, promised: Int, expected: [[UInt8]]) throws {
        let exists = try Journal.exists(in: fixture.folder())
        guard promised >= 0 || exists else { return }
        let steps = try fixture.contents().steps
        try #require(steps.count >= promised && steps == Array(expected.prefix(steps.count)), "\(fixture.disk.origin)")
        let journal = try fixture.journal()
        try #require(try journal.recoverTail() == nil)
        try journal.append([JournalFixture.step(99)])
        let again = try fixture.contents()
        try #require(again.torn == nil && again.steps == steps + [JournalFixture.step(99)], "\(fixture.disk.origin)")
    }

    @Test("holds what was promised, whatever was kept of the rest", .timeLimit(.minutes(20)))
    func sweep() throws {
        let fixture = JournalFixture(on: SimulatedDisk())
        _ = try fixture.folder()
        fixture.disk.settle()
        try Journal.make(
            in: fixture.folder(), store: JournalFixture.store(), kind: JournalFixture.kind, sizes: fixture.sizes)
        fixture.disk.mark()
        let journal = try fixture.journal()
        for step in Self.steps {
            try journal.append([step])
            fixture.disk.mark()
        }
        for (_, marks, disk) in CrashSweep(of: fixture.disk.log, limit: 24) {
            try Self.check(
                JournalFixture(on: disk, sizes: fixture.sizes), promised: marks - 1, expected: Self.steps)
        }
    }

    @Test("can crash again while it is recovered", .timeLimit(.minutes(20)))
    func recovery() throws {
        let fixture = try JournalFixture(Self.steps.prefix(3).map { [$0] })
        let journal = try fixture.journal()
        try journal.append([Self.steps[3]])
        try journal.append([Self.steps[4]])
        for (_, _, disk) in CrashSweep(of: fixture.disk.log, limit: 6) {
            let crashed = JournalFixture(on: disk.copy(), sizes: fixture.sizes)
            crashed.disk.settle()
            let count = try crashed.contents().steps.count
            let journal = try crashed.journal()
            try journal.persistAgain(from: JournalPosition(segment: 1, offset: 0, next: 1))
            for (_, _, again) in CrashSweep(of: crashed.disk.log, limit: 6) {
                let recovered = JournalFixture(on: again, sizes: fixture.sizes)
                try #require(try recovered.contents().steps.count == count)
                try Self.check(recovered, promised: count, expected: Self.steps)
            }
        }
    }

    @Test(
        "knows the same after a failure of any operation, and goes on when it is opened again", .timeLimit(.minutes(20))
    )
    func failures() throws {
        for code in [5, 28] as [CInt] {
            var known = 0
            for number in 1...400 where known < Self.steps.count {
                let fixture = try JournalFixture()
                let journal = try fixture.journal()
                fixture.disk.inject(DiskFault(.change, number: number, .failure(code)))
                known = 0
                do {
                    for step in Self.steps {
                        try journal.append([step])
                        known += 1
                    }
                } catch Journal.AppendError.nothingWritten {
                    fixture.disk.removeFaults()
                    let steps = try fixture.contents().steps
                    try #require(steps == Array(Self.steps.prefix(known)))
                } catch Journal.AppendError.outcomeUnknown {}
                fixture.disk.removeFaults()
                try Self.check(fixture, promised: known, expected: Self.steps)
            }
            #expect(known == Self.steps.count)
        }
    }
}
