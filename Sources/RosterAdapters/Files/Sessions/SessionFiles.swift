internal import RosterDomain
internal import RosterPorts
internal import RosterStore

extension UserSessions: PerUserRecord {
    static var kind: StoreKind { StoreKind(3, dropsHistory: true) }
    static var changedByteCountEach: Int { 400 }
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

    func replace(
        _ former: UserSessions, with sessions: UserSessions, of user: UserID
    ) throws(SessionStoreError) -> Bool {
        let request = PerUserRequest(sessions, of: user, replacing: former)
        do throws(FileStoreError) {
            return try self.engine.replyBlocking(to: request).get()
        } catch {
            throw .unavailable(cause: error)
        }
    }

    func users() throws(SessionStoreError) -> [UserID] {
        try self.reading { (content) throws(FileStoreError) in try content.users(withFlags: 0) }
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
