import Foundation
import PostgreSQLTrialSupport
import RosterDomain
import RosterPorts
import RosterPostgreSQL
import Testing

@Suite("A connection that is cut at any byte", .timeLimit(.minutes(30)))
struct CutTests {
    /// How far the cuts are apart; 1 to try every byte.
    private static let stride = ProcessInfo.processInfo.environment["ROSTER_CUT_STRIDE"].flatMap { Int($0) } ?? 37

    @Test("loses no step, doubles none, and every answer is true", arguments: ConnectionProxy.Direction.allCases)
    func commits(_ direction: ConnectionProxy.Direction) async throws {
        let place = try #require(ProcessInfo.processInfo.environment["ROSTER_POSTGRESQL_PLACE"])
        let proxy = try ConnectionProxy(to: place)
        defer { proxy.stop() }
        let company = TestServer.company
        let truth = try await TestServer.open().directory(of: company)
        try await truth.add(0, after: 0)
        var (acknowledged, count, isCut) = ([UserID(bits: 0)], 0, true)
        while isCut {
            let server = try PostgreSQLServer(
                "host=\(proxy.folder) user=roster dbname=postgres", schema: TestServer.schema, listening: false)
            let user = try TestServer.user(count + 1)
            proxy.cut(direction, after: count)
            do throws(UserDirectoryError) {
                try await server.directory(of: company).commit(
                    [.userAdded(user: user)], by: .system, at: user.addedAt, given: .versions([:]))
                acknowledged.append(user.id)
            } catch {
                // True only if the step is not in the history, which is compared below.
                guard case .unavailable = error else { throw error }
            }
            isCut = proxy.disarm()
            count += Self.stride
        }
        let added = try await truth.history(after: .start, limit: .max).flatMap(\.changes).compactMap { change in
            if case .userAdded(let user) = change { user.id } else { nil as UserID? }
        }
        #expect(count > 1_000, "a commit has more bytes than that")
        #expect(added == acknowledged)
    }
}
