import Foundation
import PostgreSQLTrialSupport
import RosterDomain
import RosterPartnerCenter
import RosterPorts
import RosterPostgreSQL

/// A process that commits to a company, follows it and answers checks, and notes all of it.
struct LedgerHost: Sendable {
    /// How many users there are from the beginning, whose roles all hosts change.
    static let sharedUserCount = 40
    private static let taskCount = 4

    private let directory: PostgreSQLDirectory
    private let file: LedgerFile
    private let table = AccessTable(catalog: .partnerCenter)
    private let permission: PermissionHandle

    init(connection: String, company: CompanyID, host: Int, folder: String) throws {
        var limits = PostgreSQLLimits()
        limits.idleTransaction = .seconds(1)
        limits.lookInterval = .milliseconds(50)
        let server = try PostgreSQLServer("\(connection) application_name=ledger", limits: limits)
        self.directory = server.directory(of: company)
        self.file = try LedgerFile(at: "\(folder)/host-\(host)", host: host)
        self.permission = try self.table.handle(for: .manageCustomers)
    }

    /// Commits until the standard input ends.
    func run() async {
        await withDiscardingTaskGroup { group in
            group.addTask { await self.follow() }
            for _ in 0..<Self.taskCount {
                group.addTask {
                    while !Task.isCancelled {
                        try? await Task.sleep(for: .microseconds(Int.random(in: 0...100_000)))
                        await self.step()
                    }
                }
            }
            // The thread of a task would wait for input.
            await withCheckedContinuation { continuation in
                Thread {
                    while readLine() != nil {}
                    continuation.resume()
                }.start()
            }
            group.cancelAll()
        }
    }

    // MARK: - Following

    private func follow() async {
        while !Task.isCancelled {
            do {
                try await self.load()
                while let revision = try await self.directory.waitForHistory(after: self.table.revision) {
                    while self.table.revision < revision {
                        let steps = try await self.directory.history(after: self.table.revision, limit: 1_000)
                        if steps.isEmpty { break }
                        for step in steps where !self.table.apply(step) {
                            self.file.note(.wrong("the step \(step.revision) does not follow \(self.table.revision)"))
                        }
                    }
                }
            } catch {
                self.noteIfTakenBack(error)
                try? await Task.sleep(for: .milliseconds(20))
            }
        }
    }

    private func load() async throws {
        guard self.table.revision == .start else { return }
        var standings: [UserStanding] = []
        let revision = try await self.directory.readStandings { if let user = $0.user { standings.append(user) } }
        self.table.reload(standings, at: revision)
    }

    private func check() {
        let user = Self.sharedUser(.random(in: 0..<Self.sharedUserCount))
        let before = self.table.revision
        let answer = self.table.permits(user, self.permission)
        // In between another step may have come, and the answer may be of either.
        if before != .start, self.table.revision == before { self.file.note(.checked(before, user, answer)) }
    }

    // MARK: - Committing

    private func step() async {
        self.check()
        let mark = self.file.nextMark()
        do {
            let (changes, precondition) = try await self.proposal(mark)
            let start = LedgerFile.now
            do throws(UserDirectoryError) {
                let commit = try await self.directory.commit(
                    changes, by: .system, at: Timestamp(millisecondsSinceEpoch: mark), given: precondition)
                self.file.note(.added(mark, commit.revision, from: start, through: LedgerFile.now))
            } catch {
                if case .outcomeUnknown = error {
                    self.file.note(.unknown(mark))
                } else {
                    self.file.note(.refused(mark))
                }
                self.noteIfTakenBack(error)
            }
        } catch {
            // Without an answer to what it is to rest on, there is nothing to commit.
            self.noteIfTakenBack(error)
        }
        self.check()
    }

    /// A new user, or a role of a shared one that is given or taken, which other hosts may do at the same time.
    private func proposal(_ mark: LedgerMark) async throws -> (changes: [Change], precondition: CommitPrecondition) {
        let now = Timestamp(millisecondsSinceEpoch: mark)
        if Int.random(in: 0..<5) == 0 {
            let user = try Self.user(UserID(bits: UInt128(mark)))
            return ([.userAdded(user: user)], .versions([:]))
        }
        let id = Self.sharedUser(.random(in: 0..<Self.sharedUserCount))
        guard let record = try await self.directory.user(id) else { throw CocoaError(.coderValueNotFound) }
        let precondition = CommitPrecondition.versions([.user(id): record.version])
        if let held = record.assignments.first { return ([.roleRemoved(assignment: held)], precondition) }
        let assignment = RoleAssignment(
            of: .adminAgent, to: id, at: .company, during: .always, grantedBy: .system, grantedAt: now)
        return ([.roleAssigned(assignment: assignment)], precondition)
    }

    /// Only a failover takes a history back, and there is none.
    private func noteIfTakenBack(_ error: any Error) {
        guard case UserDirectoryError.historyTakenBack = error else { return }
        self.file.note(.wrong("\(error)"))
    }

    static func sharedUser(_ number: Int) -> UserID { UserID(bits: UInt128(number + 1)) }

    static func user(_ id: UserID) throws -> User {
        User(
            id: id, fullName: try FullName("Grace Hopper"), email: try EmailAddress("user.\(id)@contoso.example"),
            status: .active, addedAt: Timestamp(millisecondsSinceEpoch: 0))
    }
}
