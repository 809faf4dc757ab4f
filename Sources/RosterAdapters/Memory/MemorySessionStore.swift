public import RosterDomain
public import RosterPorts
internal import Synchronization

/// A session store in memory, for tests and for hosts of one process whose sessions may end with it.
public final class MemorySessionStore: KeptSessionStore {
    private let table = SessionRecordTable()
    package let keeper: SessionKeeper

    /// Creates an empty store.
    public init() { self.keeper = SessionKeeper(self.table) }

    /// Which sessions ended or got another token after a position.
    public func changes(after position: Revision?) async throws(SessionStoreError) -> SessionChanges {
        self.table.changes(after: position)
    }

    /// Waits until something happened after a position.
    public func waitForChanges(after position: Revision) async throws(SessionStoreError) -> Revision? {
        await self.table.waiters.wait(after: position)
    }
}

private final class SessionRecordTable: SessionRecords {
    private struct Content {
        var position: UInt64 = 0
        var users: [UserID: UserSessions] = [:]
        var holders: [SessionDigest: UserID] = [:]
        var ended = EndedSessions(at: 0)

        mutating func replace(_ change: SessionRecordChange) -> Bool {
            guard self.users[change.user] ?? UserSessions() == change.former else { return false }
            for session in change.former.list { self.holders[session.digest] = nil }
            for session in change.next.list { self.holders[session.digest] = change.user }
            self.users[change.user] = change.next.isEmpty ? nil : change.next
            self.position += 1
            self.ended.note(change.next.ended, at: self.position)
            return true
        }
    }

    private let content = Mutex(Content())
    let waiters = HistoryWaiters(at: .start)

    func sessions(of users: [UserID]) -> [UserSessions] {
        self.content.withLock { content in users.map { content.users[$0] ?? UserSessions() } }
    }

    func session(withDigest digest: SessionDigest) -> UserSession? {
        self.content.withLock { content in
            content.holders[digest].flatMap { content.users[$0]?.session(withDigest: digest) }
        }
    }

    func replace(_ changes: [SessionRecordChange]) -> [Bool] {
        let (done, position) = self.content.withLock { content in
            (changes.map { content.replace($0) }, content.position)
        }
        self.waiters.advance(to: Revision(position))
        return done
    }

    func users() -> [UserID] { self.content.withLock { Array($0.users.keys) } }

    func changes(after position: Revision?) -> SessionChanges {
        self.content.withLock { $0.ended.changes(after: position, through: $0.position) }
    }
}
