public import RosterDomain
public import RosterPorts
import Synchronization

/// A user directory that forgets everything with the process; for tests and demonstrations.
///
/// It keeps every promise of `UserDirectory` but durability. Nothing it does can fail for want of a disk or a network:
/// it throws conflicts and contradictions only.
public final class MemoryUserDirectory: UserDirectory {
    private struct Content {
        var state = DirectoryState()
        var commits: [Commit] = []
    }

    private let content = Mutex(Content())
    private let waiters = HistoryWaiters(at: .start)
    private let turns = LocalDeliveryTurns()

    /// Creates a directory with an empty history.
    public init() {}

    /// Reads records by identifier and by name, all of them as of one revision, and the head at that revision.
    public func read(_ keys: RecordKeys) async throws(UserDirectoryError) -> DirectoryExcerpt {
        self.content.withLock { $0.state.excerpt(of: keys) }
    }

    /// Returns one page of what a query finds, in the order of identifiers.
    public func page(_ query: DirectoryQuery) async throws(UserDirectoryError) -> DirectoryPage {
        self.state.page(query)
    }

    /// Adds a step to the history: all of the changes or none of them.
    @discardableResult
    public func commit(
        _ changes: [Change], by principal: Principal, at moment: Timestamp, given precondition: CommitPrecondition
    ) async throws(UserDirectoryError) -> Commit {
        let commit = try self.content.withLock { (content) throws(UserDirectoryError) in
            let latest = content.state.revision
            guard content.state.meets(precondition) else { throw .conflict(latest: latest) }
            let commit = Commit(revision: latest.next, at: moment, principal: principal, changes: changes)
            content.state.absorb(try Self.draft(of: commit, over: content.state))
            content.commits.append(commit)
            PersonalErasure.erase(for: commit, from: &content.commits)
            return commit
        }
        self.waiters.advance(to: commit.revision)
        return commit
    }

    /// Returns up to `limit` steps of the history that come after a revision, oldest first.
    public func history(after revision: Revision, limit: Int) async throws(UserDirectoryError) -> [Commit] {
        self.content.withLock { content in
            guard revision < content.state.revision else { return [] }
            return Array(content.commits[Int(revision.number)...].prefix(max(0, limit)))
        }
    }

    /// Waits until the history reaches further than a revision, or the task is canceled.
    public func waitForHistory(after revision: Revision) async throws(UserDirectoryError) -> Revision? {
        await self.waiters.wait(after: revision)
    }

    /// Calls `body` with every standing, one after another in the order of `RecordID`.
    ///
    /// It reads a copy of one moment; commits go on meanwhile.
    public func readStandings(_ body: (DirectoryStanding) -> Void) async throws(UserDirectoryError) -> Revision {
        let state = self.state
        for standing in state.standings { body(standing) }
        return state.revision
    }

    /// Takes the turn to deliver notifications; nil while another holder has it.
    public func takeDeliveryTurn() async throws(UserDirectoryError) -> (any DeliveryTurn)? { self.turns.take() }

    /// Returns what the last holder of the turn noted.
    public func deliveryNotes() async throws(UserDirectoryError) -> [UInt8] { self.turns.notes }

    private var state: DirectoryState { self.content.withLock { $0.state } }

    private static func draft(
        of commit: Commit, over state: DirectoryState
    ) throws(UserDirectoryError) -> DirectoryDraft {
        do throws(ChangeError) {
            return try state.draft(of: commit)
        } catch {
            throw .contradiction(error)
        }
    }
}
