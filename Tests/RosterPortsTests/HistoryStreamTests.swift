import RosterAdapters
import RosterDomain
import RosterPorts
import Testing

@Suite("Following a history")
struct HistoryStreamTests {
    @Test("gives what is there and what comes, each step once and in order", .timeLimit(.minutes(20)))
    func everyStepOnce() async throws {
        let directory = MemoryUserDirectory()
        for number in 1...300 { try await self.commit(number, to: directory) }
        let reader = Task {
            var seen: [UInt64] = []
            for try await commit in directory.changes(after: Revision(2)) {
                seen.append(commit.revision.number)
                if seen.last == 310 { break }
            }
            return seen
        }
        for number in 301...310 { try await self.commit(number, to: directory) }
        #expect(try await reader.value == Array(3...310))
    }

    @Test("ends quietly when the reading task is canceled while it waits", .timeLimit(.minutes(20)))
    func canceled() async throws {
        let directory = MemoryUserDirectory()
        let reader = Task {
            var count = 0
            for try await _ in directory.changes(after: .start) { count += 1 }
            return count
        }
        await Task.yield()
        reader.cancel()
        #expect(try await reader.value == 0)
    }

    @Test("an invitation's code is not shown by printing, dumping or mirroring it")
    func code() {
        let code = InvitationCode("open-sesame")
        var dumped = ""
        dump(code, to: &dumped)
        for text in ["\(code)", String(reflecting: code), dumped, "\(Mirror(reflecting: code).children.count)"] {
            #expect(!text.contains("sesame"))
        }
        #expect(code.withText { $0 } == "open-sesame")
    }

    private func commit(_ number: Int, to directory: MemoryUserDirectory) async throws {
        let refusal = Refusal("step \(number)", because: .noRole)
        try await directory.commit(
            [.refused(refusal: refusal)], by: .system, at: .distantPast, after: Revision(UInt64(number - 1)))
    }
}
