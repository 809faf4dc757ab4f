internal import Synchronization

/// The content of a store, shared by those who read it and the one who moves it.
package final class SharedContent<Content: StoreContent>: Sendable {
    private let content: Mutex<Content>
    private let reached: Atomic<UInt64>

    init(_ content: Content) {
        self.reached = Atomic(content.reached)
        self.content = Mutex(content)
    }

    /// How far the content reaches; costs next to nothing.
    package var revision: UInt64 { self.reached.load(ordering: .acquiring) }

    /// Reads the content.
    package func read<Result: Sendable, Failure: Error>(
        _ body: (borrowing Content) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try self.content.withLock { (content) throws(Failure) in try body(content) }
    }

    /// Moves the content.
    ///
    /// Only one thread does at a time, and for that one nothing moves between two calls.
    package func update<Result: Sendable, Failure: Error>(
        _ body: (inout Content) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try self.content.withLock { (content) throws(Failure) in
            defer { self.reached.store(content.reached, ordering: .releasing) }
            return try body(&content)
        }
    }
}
