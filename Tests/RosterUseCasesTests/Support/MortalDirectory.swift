import RosterDomain
import RosterPorts
import Synchronization

/// The directory as one host has it, which can die: every later call of the host fails, and its turn is free for others.
final class MortalDirectory: ForwardingDirectory {
    private struct State {
        var isDead = false
        var isUnreadable = false
        var historyReads = 0
        var turn: (any DeliveryTurn)?
    }

    let inner: any UserDirectory
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

    func before(_ call: DirectoryCall) async throws(UserDirectoryError) {
        let fails = self.state.withLock { state in
            if call == .history { state.historyReads += 1 }
            return state.isDead || state.isUnreadable
        }
        if fails { throw .unavailable(cause: PlannedFault()) }
    }

    func takeDeliveryTurn() async throws(UserDirectoryError) -> (any DeliveryTurn)? {
        try await self.before(.takeDeliveryTurn)
        guard let turn = try await self.inner.takeDeliveryTurn() else { return nil }
        self.state.withLock { $0.turn = turn }
        return MortalTurn(self, turn)
    }

    private struct MortalTurn: DeliveryTurn {
        let directory: MortalDirectory
        let turn: any DeliveryTurn

        init(_ directory: MortalDirectory, _ turn: any DeliveryTurn) {
            self.directory = directory
            self.turn = turn
        }

        func note(_ notes: [UInt8]) async throws(UserDirectoryError) {
            try await self.directory.before(.deliveryNotes)
            try await self.turn.note(notes)
        }
        func end() async {
            self.directory.state.withLock { $0.turn = nil }
            await self.turn.end()
        }
    }
}
