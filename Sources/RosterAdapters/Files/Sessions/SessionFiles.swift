internal import RosterDomain
internal import RosterPorts
internal import RosterStore

extension UserSessions: PerUserRecord {
    static var kind: StoreKind { StoreKind(3, dropsHistory: true) }
    typealias Trace = EndedSessions

    var flags: UInt8 { 0 }
    var keys: [String] { self.list.map(\.digest.description) }
}

extension EndedSessions: PerUserTrace {
    typealias Record = UserSessions

    mutating func note(_ record: UserSessions, at position: UInt64) { self.note(record.ended, at: position) }
}

/// The store of sessions on files, as what keeps sessions asks it.
struct SessionFiles: SessionRecords {
    let engine: StoreEngine<PerUserContent<UserSessions>>

    func sessions(of users: [UserID]) async throws(SessionStoreError) -> [UserSessions] {
        let kind: BlockingWork.Kind = users.count > 1 ? .lengthy : .brief
        return try await self.reading(kind) { (content) throws(FileStoreError) in
            var sessions: [UserSessions] = []
            for user in users { sessions.append(try content.record(of: user)) }
            return sessions
        }
    }

    func session(withDigest digest: SessionDigest) async throws(SessionStoreError) -> UserSession? {
        try await self.reading { (content) throws(FileStoreError) in
            try content.record(withKey: digest.description)?.session(withDigest: digest)
        }
    }

    func replace(_ changes: [SessionRecordChange]) async throws(SessionStoreError) -> [Bool] {
        if changes.isEmpty { return [] }
        let (engine, requests) = (
            self.engine, changes.map { PerUserRequest($0.next, of: $0.user, replacing: $0.former) }
        )
        do throws(FileStoreError) {
            return try await BlockingWork.run(changes.count > 1 ? .lengthy : .brief) { () throws(FileStoreError) in
                try engine.repliesBlocking(to: requests).map { (reply) throws(FileStoreError) in try reply.get() }
            }
        } catch {
            throw .unavailable(cause: error)
        }
    }

    func users() async throws(SessionStoreError) -> [UserID] {
        let engine = self.engine
        do throws(FileStoreError) {
            return try await BlockingWork.run(.lengthy) { () throws(FileStoreError) in
                try engine.refresh()
                // Going through all of them is no reason to hold up others.
                let copy = engine.content.read { content in copy content }
                return try copy.users(withFlags: 0)
            }
        } catch {
            throw .unavailable(cause: error)
        }
    }

    func changes(after position: Revision?) async throws(SessionStoreError) -> SessionChanges {
        try await self.reading { content in content.trace.changes(after: position, through: content.reached) }
    }

    private func reading<Value: Sendable>(
        _ kind: BlockingWork.Kind = .brief,
        _ body: @escaping @Sendable (borrowing PerUserContent<UserSessions>) throws(FileStoreError) -> Value
    ) async throws(SessionStoreError) -> Value {
        let engine = self.engine
        do throws(FileStoreError) {
            return try await BlockingWork.run(kind) { () throws(FileStoreError) in
                try engine.refresh()
                return try engine.content.read(body)
            }
        } catch {
            throw .unavailable(cause: error)
        }
    }
}
