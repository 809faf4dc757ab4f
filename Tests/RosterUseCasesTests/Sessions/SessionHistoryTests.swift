import RosterSessionTestSupport
import Testing

/// A part of what `Scripts/soak-sessions.sh` tries with a hundred thousand histories.
@Suite("Sessions in random histories over two hosts", .timeLimit(.minutes(20)))
struct SessionHistoryTests {
    @Test(
        "Law 10: what a block, a deletion, a purge, a reset, a recovery, a change of password or factor, or an end has ended, no host admits",
        arguments: [0, 1, 49])
    func histories(of company: Int) async throws {
        let tally = try await SessionTrial.playCompany(company)
        // Both happen often, or the histories would show nothing.
        #expect(tally.admitted > tally.histories * 20 && tally.refused > tally.histories * 20)
        #expect((tally.historiesOnFiles > 0) == (company == 49))
    }
}
