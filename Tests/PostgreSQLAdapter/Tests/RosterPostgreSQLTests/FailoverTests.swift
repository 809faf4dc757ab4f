import PostgreSQLTrialSupport
import RosterDomain
import RosterPorts
import RosterPostgreSQL
import Testing

@Suite("Two servers, of which one takes over", .timeLimit(.minutes(10)))
struct FailoverTests {
    @Test("steps that an asynchronous standby never had are missed by those who saw them, and by no other")
    func losesAndTells() async throws {
        let pair = try await ServerPair(isSynchronous: false)
        let company = TestServer.company
        let (early, late) = (try pair.host(), try pair.host())
        try await early.createSchema()
        let (stale, seeing) = (early.directory(of: company), late.directory(of: company))
        for number in 1...10 { try await seeing.add(number, after: UInt64(number - 1)) }
        #expect(try await stale.head().revision == Revision(10))
        try await pair.waitForStandby()
        try await pair.disconnectStandby()
        for number in 11...15 { try await seeing.add(number, after: UInt64(number - 1)) }
        try await pair.failOver()

        // One host saw 15 steps and finds 10; it is told so at once, whatever it asks for.
        try await self.expectTakenBack(from: seeing, next: 16)
        // The other one saw 10, and goes on; the revisions that were lost are taken by other steps.
        for number in 21...26 { try await stale.add(number, after: UInt64(number - 11)) }
        // More steps than were lost do not make up for them.
        try await self.expectTakenBack(from: seeing, next: 17)
        let again = late.directory(of: company)
        #expect(try await again.head().revision == Revision(16))
        try await again.add(30, after: 16)
        let numbers = try await again.history(after: .start, limit: 100).flatMap(\.changes).map(\.subject)
        #expect(numbers == (Array(1...10) + Array(21...26) + [30]).map { UserID(bits: UInt128($0)) })
        try await pair.remove()
    }

    @Test("a synchronous standby has every step that was acknowledged, and hosts go on by themselves")
    func losesNothing() async throws {
        let pair = try await ServerPair(isSynchronous: true)
        let company = TestServer.company
        try await pair.host().createSchema()
        let committing = try (0..<4).map { host in
            let directory = try pair.host().directory(of: company)
            return Task { try await self.commitOn(directory, from: 1_000 * host, until: pair) }
        }
        try await Task.sleep(for: .milliseconds(500))
        try await pair.failOver()
        var acknowledged: [Revision: UserID] = [:]
        for host in committing { acknowledged.merge(try await host.value) { one, _ in one } }
        let history = try await pair.host().directory(of: company).history(after: .start, limit: .max)
        #expect(history.map(\.revision.number) == Array(1...UInt64(history.count)))
        for (revision, user) in acknowledged {
            #expect(history[Int(revision.number) - 1].changes[0].subject == user)
        }
        // What was never acknowledged may be there, once.
        #expect(Set(history.map { $0.changes[0].subject }).count == history.count)
        #expect(acknowledged.count > 8)
        try await pair.remove()
    }

    @Test("a commit that stops waiting for the standby is acknowledged once the standby has it, and not before")
    func distrustsWarnings() async throws {
        let pair = try await ServerPair(isSynchronous: true)
        let company = TestServer.company
        var limits = TestServer.quick
        limits.outcome = .seconds(2)
        try await pair.host().createSchema()
        let directory = try pair.host(limits: limits).directory(of: company)
        try await directory.add(1, after: 0)
        try await pair.standby.stop(.fast)
        // The server says yes to a commit that an administrator tells not to wait, and to a look-up just so.
        let administrator = Task {
            while !Task.isCancelled {
                try await pair.primary.psql(
                    "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'")
                try await Task.sleep(for: .milliseconds(20))
            }
        }
        let step = await #expect(throws: UserDirectoryError.self) { try await directory.add(2, after: 1) }
        guard case .outcomeUnknown = step else { throw Unexpected(error: step) }
        administrator.cancel()
        _ = try? await administrator.value
        try await pair.standby.start()
        try await directory.add(3, after: 2)
        #expect(try await directory.history(after: .start, limit: 10).map(\.revision.number) == [1, 2, 3])
        try await pair.remove()
    }

    private func expectTakenBack(from directory: PostgreSQLDirectory, next: Int) async throws {
        for _ in 0..<2 {
            let head = await #expect(throws: UserDirectoryError.self) { try await directory.head() }
            #expect("\(head, default: "")".contains("no longer has the step at revision 15"))
            let step = await #expect(throws: UserDirectoryError.self) {
                try await directory.add(next, after: UInt64(next - 1))
            }
            guard case .historyTakenBack = step else { throw Unexpected(error: step) }
        }
    }

    /// Adds users until some were added after the failover, and returns those that were acknowledged.
    private func commitOn(
        _ directory: PostgreSQLDirectory, from first: Int, until pair: ServerPair
    ) async throws -> [Revision: UserID] {
        var (acknowledged, number, countAfterwards) = ([Revision: UserID](), first, 0)
        while countAfterwards < 3 {
            number += 1
            let user = try TestServer.user(number)
            let isOver = pair.hasFailedOver
            do throws(UserDirectoryError) {
                let commit = try await directory.commit(
                    [.userAdded(user: user)], by: .system, at: user.addedAt, given: .versions([:]))
                acknowledged[commit.revision] = user.id
                if isOver { countAfterwards += 1 }
            } catch {
                if case .contradiction = error { throw error }
                try await Task.sleep(for: .milliseconds(20))
            }
        }
        return acknowledged
    }
}
