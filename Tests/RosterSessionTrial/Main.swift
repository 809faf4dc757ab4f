import Foundation
import RosterSessionTestSupport

/// `RosterSessionTrial [HISTORIES] [COMPANY]`: random histories of sessions over two hosts, from a company on, several at once.
///
/// See `Scripts/soak-sessions.sh`.
@main
struct Main {
    static func main() async {
        let numbers = CommandLine.arguments.dropFirst().map { Int($0) ?? -1 }
        let (histories, first) = (numbers.first ?? 100_000, numbers.dropFirst().first ?? 0)
        guard numbers.count <= 2, histories > 0, first >= 0 else {
            print("usage: RosterSessionTrial [HISTORIES] [COMPANY]")
            exit(64)
        }
        do {
            let begun = ContinuousClock.now
            let tally = try await Self.play(histories, from: first)
            let seconds = Int((ContinuousClock.now - begun).components.seconds)
            for line in tally.lines + ["\(seconds)\tseconds"] { print("  \(line)") }
        } catch {
            print("  \(error)")
            exit(1)
        }
    }

    /// Plays companies, as many at once as there are processors.
    private static func play(_ histories: Int, from first: Int) async throws -> SessionTally {
        let size = SessionTrial.historiesInCompany
        let companies = stride(from: 0, to: histories, by: size).map { min(size, histories - $0) }
        return try await withThrowingTaskGroup(of: SessionTally.self) { group in
            var (next, tally) = (0, SessionTally())
            func add() {
                guard next < companies.count else { return }
                let (number, count) = (first + next, companies[next])
                next += 1
                group.addTask { try await SessionTrial.playCompany(number, histories: count) }
            }
            for _ in 0..<ProcessInfo.processInfo.activeProcessorCount { add() }
            while let done = try await group.next() {
                tally.add(done)
                if tally.histories % 10_000 < done.histories { Self.tell(tally.histories) }
                add()
            }
            return tally
        }
    }

    private static func tell(_ histories: Int) {
        FileHandle.standardError.write(Data("  \(histories) histories so far\n".utf8))
    }
}
