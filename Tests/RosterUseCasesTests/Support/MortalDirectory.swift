import RosterDomain
import RosterPorts
import Synchronization

/// The directory as one host has it, which can die: every later call of the host fails, and its turn is free for others.
final class MortalDirectory: UserDirectory {
    private struct State {
        var isDead = false
        var isUnreadable = false
        var historyReads = 0
        var turn: (any DeliveryTurn)?
    }

    private let inner: any UserDirectory
    private let state = Mutex(State())

    init(_ inner: any UserDirectory) { self.inner = inner }

    /// Ends the host without a word.
    func die() async {
        let turn = self.state.withLock { state in
            state.isDead = true
            return state.turn.take()
        }
        // The operating system gives back what a process held.
        await turn?.end()
    }

    func setUnreadable(_ isUnreadable: Bool) { self.state.withLock { $0.isUnreadable = isUnreadable } }

    /// How often steps were asked for.
    var historyReads: Int { self.state.withLock { $0.historyReads } }

    private func check() throws(UserDirectoryError) {
        let fails = self.state.withLock { $0.isDead || $0.isUnreadable }
        if fails { throw .unavailable(cause: PlannedFault()) }
    }

    func read(_ keys: RecordKeys) async throws(UserDirectoryError) -> DirectoryExcerpt {
        try self.check()
        return try await self.inner.read(keys)
    }
    func page(_ query: DirectoryQuery) async throws(UserDirectoryError) -> DirectoryPage {
        try self.check()
        return try await self.inner.page(query)
    }
    func commit(
        _ changes: [Change], by principal: Principal, at moment: Timestamp, given precondition: CommitPrecondition
    ) async throws(UserDirectoryError) -> Commit {
        try self.check()
        return try await self.inner.commit(changes, by: principal, at: moment, given: precondition)
    }
    func history(after revision: Revision, limit: Int) async throws(UserDirectoryError) -> [Commit] {
        try self.check()
        self.state.withLock { $0.historyReads += 1 }
        return try await self.inner.history(after: revision, limit: limit)
    }
    func waitForHistory(after revision: Revision) async throws(UserDirectoryError) -> Revision? {
        try self.check()
        return try await self.inner.waitForHistory(after: revision)
    }
    func readStandings(_ body: (DirectoryStanding) -> Void) async throws(UserDirectoryError) -> Revision {
        try self.check()
        return try await self.inner.readStandings(body)
    }
    func takeDeliveryTurn() async throws(UserDirectoryError) -> (any DeliveryTurn)? {
        try self.check()
        guard let turn = try await self.inner.takeDeliveryTurn() else { return nil }
        self.state.withLock { $0.turn = turn }
        return MortalTurn(self, turn)
    }
    func deliveryNotes() async throws(UserDirectoryError) -> [UInt8] {
        try self.check()
        return try await self.inner.deliveryNotes()
    }
    func checkTakesCommits() async throws(UserDirectoryError) {
        try self.check()
        try await self.inner.checkTakesCommits()
    }

    private struct MortalTurn: DeliveryTurn {
        let directory: MortalDirectory
        let turn: any DeliveryTurn

        init(_ directory: MortalDirectory, _ turn: any DeliveryTurn) {
            self.directory = directory
            self.turn = turn
        }

        func note(_ notes: [UInt8]) async throws(UserDirectoryError) {
            try self.directory.check()
            try await self.turn.note(notes)
        }
        func end() async {
            self.directory.state.withLock { $0.turn = nil }
            await self.turn.end()
        }
    }
}
