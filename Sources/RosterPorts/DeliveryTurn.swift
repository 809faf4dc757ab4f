internal import Synchronization

/// The turn to deliver notifications: one holder has it at a time, of all processes that have a directory open.
///
/// It is no part of the history and of no backup. A holder that dies, or lets go of this value without ``end()``, has the turn no
/// longer: another one can take it, at once or within a minute.
public protocol DeliveryTurn: Sendable {
    /// Keeps notes for the next holder of the turn, in place of the former ones.
    ///
    /// They need not survive a power failure, only the death of the process: when they are lost or cannot be read, notifications
    /// come again and none is lost. An adapter takes up to 128 KiB.
    ///
    /// - Throws: ``UserDirectoryError/unavailable(cause:)``, also when another holder has the turn meanwhile.
    func note(_ notes: [UInt8]) async throws(UserDirectoryError)

    /// Gives the turn back; the notes stay. Does nothing when it was given back before.
    func end() async
}

/// The turn and its notes in the memory of one process: what an adapter needs for ``UserDirectory/takeDeliveryTurn()`` when no
/// other process has its content.
public final class LocalDeliveryTurns: Sendable {
    private struct State {
        var holder: UInt64?
        var last: UInt64 = 0
        var notes: [UInt8] = []
    }

    private let state: Mutex<State>

    /// Creates it: no holder has the turn, and there are no notes.
    public convenience init() { self.init(notes: []) }

    /// Creates it with notes of former holders.
    public init(notes: [UInt8]) {
        self.state = Mutex(State(notes: notes))
    }

    /// What was noted last; empty when nothing was.
    public var notes: [UInt8] { self.state.withLock { $0.notes } }

    /// Takes the turn, or returns nil while it is taken.
    public func take() -> (any DeliveryTurn)? {
        self.state.withLock { state in
            guard state.holder == nil else { return nil }
            state.last += 1
            state.holder = state.last
            return LocalDeliveryTurn(self, number: state.last)
        }
    }

    fileprivate func note(_ notes: [UInt8], by number: UInt64) throws(UserDirectoryError) {
        let isHeld = self.state.withLock { state in
            if state.holder == number { state.notes = notes }
            return state.holder == number
        }
        guard isHeld else { throw .unavailable(cause: DeliveryTurnLost()) }
    }

    /// Ends the turn of its present holder; for tests.
    package func takeAway() { self.state.withLock { $0.holder = nil } }

    fileprivate func giveBack(_ number: UInt64) {
        self.state.withLock { if $0.holder == number { $0.holder = nil } }
    }
}

private final class LocalDeliveryTurn: DeliveryTurn {
    private let turns: LocalDeliveryTurns
    private let number: UInt64

    init(_ turns: LocalDeliveryTurns, number: UInt64) {
        self.turns = turns
        self.number = number
    }

    deinit { self.turns.giveBack(self.number) }

    func note(_ notes: [UInt8]) async throws(UserDirectoryError) { try self.turns.note(notes, by: self.number) }
    func end() async { self.turns.giveBack(self.number) }
}

/// The turn to deliver notifications was given back, or another holder has it.
public struct DeliveryTurnLost: Error, Sendable, CustomStringConvertible {
    /// Creates the error.
    public init() {}

    /// What went wrong, for a person.
    public var description: String { "the turn to deliver notifications has ended" }
}
