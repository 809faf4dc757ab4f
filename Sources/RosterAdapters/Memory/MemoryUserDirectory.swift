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

    /// Creates a directory with an empty history.
    public init() {}

    /// Returns how far the history reaches, and what holds for the company as a whole there.
    public func head() async throws(UserDirectoryError) -> DirectoryHead {
        DirectoryHead(of: self.state)
    }

    /// Returns a user, deleted ones too, or nil when nobody has this identifier.
    public func user(_ id: UserID) async throws(UserDirectoryError) -> UserRecord? {
        self.content.withLock { $0.state.record(id) }
    }

    /// Returns the user with an address, in any case, or nil when nobody has it.
    public func user(withEmail email: EmailAddress) async throws(UserDirectoryError) -> UserRecord? {
        self.content.withLock { $0.state.record(withEmail: email) }
    }

    /// Returns one page of users, in the order of their identifiers.
    public func users(matching query: UserQuery) async throws(UserDirectoryError) -> UserPage {
        self.state.page(query)
    }

    /// Adds a step to the history: all of the changes or none of them.
    public func commit(
        _ changes: [Change], by principal: Principal, at moment: Timestamp, given precondition: CommitPrecondition
    ) async throws(UserDirectoryError) -> Commit {
        let commit = try self.content.withLock { (content) throws(UserDirectoryError) in
            let latest = content.state.revision
            guard content.state.meets(precondition) else { throw .conflict(latest: latest) }
            let commit = Commit(revision: latest.next, at: moment, principal: principal, changes: changes)
            content.state.absorb(try Self.draft(of: commit, over: content.state))
            content.commits.append(commit)
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

    /// Lends everybody's standing, one after another in the order of identifiers.
    ///
    /// What is lent is a copy of one moment; commits go on meanwhile.
    public func readStandings(_ body: (UserStanding) -> Void) async throws(UserDirectoryError) -> Revision {
        let state = self.state
        for standing in state.standings { body(standing) }
        return state.revision
    }

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
