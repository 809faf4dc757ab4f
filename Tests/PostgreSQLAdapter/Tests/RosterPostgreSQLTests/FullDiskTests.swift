import Foundation
import PostgreSQLTrialSupport
import RosterDomain
import RosterPorts
import RosterPostgreSQL
import Testing

@Suite("A disk without room", .timeLimit(.minutes(10)))
struct FullDiskTests {
    @Test("for the write-ahead log stops the server, loses nothing, and does nothing by halves")
    func fullLog() async throws {
        guard let cluster = try await self.cluster() else { return }
        let company = TestServer.company
        var limits = TestServer.quick
        limits.outcome = .seconds(1)
        let server = try PostgreSQLServer(cluster.connection, listening: false, limits: limits)
        try await server.createSchema()
        let directory = server.directory(of: company)
        var (tried, acknowledged, unknown) = (0, Set<Int>(), Set<Int>())
        func commit() async throws -> Bool {
            tried += 1
            let user = try TestServer.user(tried)
            do throws(UserDirectoryError) {
                try await directory.commit(
                    [.userAdded(user: user)], by: .system, at: user.addedAt, given: .versions([:]))
                acknowledged.insert(tried)
                return true
            } catch {
                switch error {
                case .outcomeUnknown: unknown.insert(tried)
                case .unavailable: break
                default: throw error
                }
                return false
            }
        }
        for _ in 1...10 { #expect(try await commit()) }
        try await self.fill(cluster)
        // What was made ready before still takes some.
        while try await commit() {}
        for _ in 1...3 { #expect(try await !commit()) }
        try FileManager.default.removeItem(atPath: "\(cluster.log)/filling")
        while try await !commit() {
            // It may recover by itself, or have given up.
            if cluster.process == nil { try await cluster.start() }
            try await Task.sleep(for: .milliseconds(100))
        }

        let history = try await directory.history(after: .start, limit: .max)
        #expect(history.map(\.revision.number) == Array(1...UInt64(history.count)))
        let added = history.map { $0.changes[0].subject.map { Int(truncatingIfNeeded: $0.bits) } ?? 0 }
        #expect(Set(added).count == added.count)
        #expect(acknowledged.isSubset(of: added))
        #expect(acknowledged.union(unknown).isSuperset(of: added), "a commit that was refused is not there")
        #expect(try await LedgerState.complaints(about: directory, with: history) == [])
        try await cluster.remove()
    }

    /// A server whose log is on a small disk of its own; nil, with a printed reason, where none can be mounted.
    private func cluster() async throws -> Cluster? {
        do {
            return try await Cluster.make(["min_wal_size=2MB", "max_wal_size=4MB", "wal_keep_size=1GB"]) { log in
                try await Shell.run(["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", log])
                try await Shell.run(["chown", "postgres", log])
            }
        } catch let failure as ShellFailure where failure.isOf("mount") {
            print("skipped a full disk: \(failure)")
            return nil
        }
    }

    private func fill(_ cluster: Cluster) async throws {
        // `dd` fails once the disk is full, which is what it is for.
        _ = try? await Shell.run(["dd", "if=/dev/zero", "of=\(cluster.log)/filling", "bs=64k"])
    }
}
