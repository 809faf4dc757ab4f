/// An adapter at a place where it can be closed and opened again.
struct Reopenable<Adapter: Sendable>: Sendable {
    private let opening: @Sendable () async throws -> Adapter
    private let closing: @Sendable (Adapter) async throws -> Void
    private var adapter: Adapter?

    /// Opens the adapter for the first time.
    init(
        opening: @escaping @Sendable () async throws -> Adapter,
        closing: @escaping @Sendable (Adapter) async throws -> Void
    ) async throws {
        self.opening = opening
        self.closing = closing
        self.adapter = try await opening()
    }

    /// The adapter that was opened last.
    var current: Adapter {
        get throws { try required("an open adapter", self.adapter) }
    }

    /// Closes the adapter, releases it, and opens it again.
    mutating func reopen() async throws {
        try await self.closing(self.current)
        self.adapter = nil  // an adapter may hold its place until its last reference is gone
        self.adapter = try await self.opening()
    }
}
