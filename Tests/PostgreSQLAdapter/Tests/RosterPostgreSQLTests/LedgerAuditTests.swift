import PostgreSQLTrialSupport
import RosterDomain
import Testing

/// An audit that finds nothing is worth as much as the faults that it would find.
@Suite("The audit of the ledger")
struct LedgerAuditTests {
    private static let history = (1...4).map { number in
        Commit(
            revision: Revision(UInt64(number)), at: Timestamp(millisecondsSinceEpoch: Int64(100 + number)),
            principal: .system, changes: [.notificationsDelivered(through: .start)])
    }

    private static let entries: [LedgerEntry] = [
        .added(101, Revision(1), from: 10, through: 20), .added(102, Revision(2), from: 15, through: 30),
        .refused(900), .unknown(103), .added(104, Revision(4), from: 31, through: 40),
        .checked(Revision(2), UserID(bits: 1), false),
    ]

    @Test("finds nothing where there is nothing to be found")
    func findsNothing() throws {
        #expect(try LedgerAudit(of: Self.history, against: Self.entries).complaints == [])
        for entry in Self.entries + [.wrong("what it is")] { #expect(LedgerEntry(entry.line[...]) == entry) }
        #expect(LedgerEntry("added 101 1 1") == nil)
    }

    @Test(
        "finds what does not fit",
        arguments: [
            .added(999, Revision(3), from: 12, through: 50), .added(101, Revision(2), from: 12, through: 50),
            .refused(103),
            .added(103, Revision(3), from: 41, through: 50), .checked(Revision(3), UserID(bits: 1), true),
            .checked(Revision(9), UserID(bits: 1), false), .wrong("it is"),
        ] as [LedgerEntry])
    func findsFaults(_ entry: LedgerEntry) throws {
        #expect(try LedgerAudit(of: Self.history, against: Self.entries + [entry]).complaints.count == 1)
    }

    @Test("finds a gap in the revisions, and a step that comes twice")
    func findsGaps() throws {
        let gap = Array(Self.history[0...1] + Self.history[3...3])
        #expect(try !LedgerAudit(of: gap, against: []).complaints.isEmpty)
        let twice =
            Self.history + [
                Commit(
                    revision: Revision(5), at: Timestamp(millisecondsSinceEpoch: 101), principal: .system,
                    changes: Self.history[0].changes)
            ]
        #expect(try LedgerAudit(of: twice, against: []).complaints.count == 1)
    }
}
