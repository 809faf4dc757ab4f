import RosterPartnerCenter
import Foundation
import Roster

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Durable commits: the file directory beside the disk itself, the two in turn.
enum CommitBenchmark: Benchmark {
    static let name = "commits"
    static let summary = "durable commits by one writer, beside the disk itself"

    private static let commitsPerRun = 100

    static func run(_ effort: Effort) async throws -> [Figure] {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("roster-benchmark-\(getpid())").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let directory = try FileDirectory(at: folder)
        let raw = RawFile(folder + "/raw")
        var revision = Revision.start
        var limits: [Double] = []
        var figures: [Double] = []
        for run in 0..<effort.rounds {
            let limit = ContinuousClock().measure { for _ in 0..<self.commitsPerRun { raw.append() } }
            let start = ContinuousClock.now
            for number in 0..<self.commitsPerRun {
                let changes = try self.changes(run * self.commitsPerRun + number)
                revision = try await directory.commit(changes, by: .system, at: .distantPast, after: revision).revision
            }
            limits.append(limit / .microseconds(1) / Double(self.commitsPerRun))
            figures.append((ContinuousClock.now - start) / .microseconds(1) / Double(self.commitsPerRun))
        }
        let disk = Figure("append 200 bytes + fdatasync, the disk itself", unit: "µs/commit", limits)
        return [
            disk,
            Figure("FileDirectory.commit, a user and two roles", unit: "µs/commit", figures).beside(
                disk, as: "the disk"),
        ]
    }

    private static func changes(_ number: Int) throws -> [Change] {
        let id = UserID(bits: UInt128(number + 1))
        let user = User(
            id: id, fullName: try FullName("User \(number)"), email: try EmailAddress("u\(number)@contoso.example"),
            status: .active, addedAt: .distantPast)
        let roles = [RoleID.adminAgent, .reportViewer].map { role in
            Change.roleAssigned(
                assignment: RoleAssignment(of: role, to: id, grantedBy: .system, grantedAt: .distantPast))
        }
        return [.userAdded(user: user)] + roles
    }
}

/// The least that a durable append can cost.
private final class RawFile {
    private let descriptor: Int32
    private let record = [UInt8](repeating: 0x5A, count: 200)

    init(_ path: String) {
        self.descriptor = open(path, O_CREAT | O_WRONLY | O_APPEND, 0o600)
        precondition(self.descriptor >= 0, "the benchmark can make a file")
    }

    deinit { close(self.descriptor) }

    func append() {
        precondition(write(self.descriptor, self.record, self.record.count) == self.record.count, "the disk has room")
        #if os(Linux)
            precondition(fdatasync(self.descriptor) == 0, "the disk can sync")
        #else
            precondition(fsync(self.descriptor) == 0, "the disk can sync")
        #endif
    }
}
