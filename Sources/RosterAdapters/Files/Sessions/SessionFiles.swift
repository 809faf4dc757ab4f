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

    func sessions(of user: UserID) throws(SessionStoreError) -> UserSessions {
        try self.reading { (content) throws(FileStoreError) in try content.record(of: user) }
    }

    func session(withDigest digest: SessionDigest) throws(SessionStoreError) -> UserSession? {
        let sessions = try self.reading { (content) throws(FileStoreError) in
            try content.record(withKey: digest.description)
        }
        return sessions?.session(withDigest: digest)
    }

    func replace(_ changes: [SessionRecordChange]) throws(SessionStoreError) -> [Bool] {
        if changes.isEmpty { return [] }
        let requests = changes.map { PerUserRequest($0.next, of: $0.user, replacing: $0.former) }
        do throws(FileStoreError) {
            return try self.engine.repliesBlocking(to: requests).map { (reply) throws(FileStoreError) in
                try reply.get()
            }
        } catch {
            throw .unavailable(cause: error)
        }
    }

    func users() throws(SessionStoreError) -> [UserID] {
        // Going through all of them is no reason to hold up others.
        let copy = try self.reading { (content) throws(FileStoreError) in copy content }
        do throws(FileStoreError) { return try copy.users(withFlags: 0) } catch { throw .unavailable(cause: error) }
    }

    func changes(after position: Revision?) throws(SessionStoreError) -> SessionChanges {
        try self.reading { (content) throws(FileStoreError) in
            content.trace.changes(after: position, through: content.reached)
        }
    }

    private func reading<Value: Sendable>(
        _ body: (borrowing PerUserContent<UserSessions>) throws(FileStoreError) -> Value
    ) throws(SessionStoreError) -> Value {
        do throws(FileStoreError) {
            try self.engine.refresh()
            return try self.engine.content.read(body)
        } catch {
            throw .unavailable(cause: error)
        }
    }
}
