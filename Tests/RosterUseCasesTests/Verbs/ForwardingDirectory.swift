import Roster

/// A directory that passes every call on to another one, and has a say before and after.
///
/// What a directory of a test does beyond that stands in its two hooks.
protocol ForwardingDirectory: UserDirectory {
    /// Where calls go.
    var inner: any UserDirectory { get }
    /// Runs before a call; the call fails with what it throws.
    func before(_ call: DirectoryCall) async throws(UserDirectoryError)
    /// Runs after a call that succeeded, which fails all the same with what it throws.
    func after(_ call: DirectoryCall) async throws(UserDirectoryError)
}

/// What a directory is asked.
enum DirectoryCall: String, Sendable {
    case read, page, commit, history, waitForHistory, readStandings, takeDeliveryTurn, deliveryNotes, checkTakesCommits,
        finishErasures
}

extension ForwardingDirectory {
    func before(_ call: DirectoryCall) async throws(UserDirectoryError) {}
    func after(_ call: DirectoryCall) async throws(UserDirectoryError) {}

    private func passing<Value>(
        _ call: DirectoryCall, _ body: () async throws(UserDirectoryError) -> Value
    ) async throws(UserDirectoryError) -> Value {
        try await self.before(call)
        let value = try await body()
        try await self.after(call)
        return value
    }

    func read(_ keys: RecordKeys) async throws(UserDirectoryError) -> DirectoryExcerpt {
        try await self.passing(.read) { () async throws(UserDirectoryError) in try await self.inner.read(keys) }
    }
    func page(_ query: DirectoryQuery) async throws(UserDirectoryError) -> DirectoryPage {
        try await self.passing(.page) { () async throws(UserDirectoryError) in try await self.inner.page(query) }
    }
    func commit(
        _ changes: [Change], by principal: Principal, at moment: Timestamp, given precondition: CommitPrecondition
    ) async throws(UserDirectoryError) -> Commit {
        try await self.passing(.commit) { () async throws(UserDirectoryError) in
            try await self.inner.commit(changes, by: principal, at: moment, given: precondition)
        }
    }
    func history(after revision: Revision, limit: Int) async throws(UserDirectoryError) -> [Commit] {
        try await self.passing(.history) { () async throws(UserDirectoryError) in
            try await self.inner.history(after: revision, limit: limit)
        }
    }
    func waitForHistory(after revision: Revision) async throws(UserDirectoryError) -> Revision? {
        try await self.passing(.waitForHistory) { () async throws(UserDirectoryError) in
            try await self.inner.waitForHistory(after: revision)
        }
    }
    func readStandings(_ body: (DirectoryStanding) -> Void) async throws(UserDirectoryError) -> Revision {
        try await self.passing(.readStandings) { () async throws(UserDirectoryError) in
            try await self.inner.readStandings(body)
        }
    }
    func takeDeliveryTurn() async throws(UserDirectoryError) -> (any DeliveryTurn)? {
        try await self.passing(.takeDeliveryTurn) { () async throws(UserDirectoryError) in
            try await self.inner.takeDeliveryTurn()
        }
    }
    func deliveryNotes() async throws(UserDirectoryError) -> [UInt8] {
        try await self.passing(.deliveryNotes) { () async throws(UserDirectoryError) in
            try await self.inner.deliveryNotes()
        }
    }
    func finishErasures() async throws(UserDirectoryError) {
        try await self.passing(.finishErasures) { () async throws(UserDirectoryError) in
            try await self.inner.finishErasures()
        }
    }
    func checkTakesCommits() async throws(UserDirectoryError) {
        try await self.passing(.checkTakesCommits) { () async throws(UserDirectoryError) in
            try await self.inner.checkTakesCommits()
        }
    }
}
