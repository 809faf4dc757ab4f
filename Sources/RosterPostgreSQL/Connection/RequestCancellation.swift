#if PostgreSQL
    internal import CRosterLibpq
    internal import Dispatch

    /// Asks the server to give up what a connection is no longer waiting for.
    ///
    /// A statement that waits for a lock would wait on, and a host that asks again on another connection would fill the server.
    ///
    /// invariant: libpq copies what it needs when the object is made, and nothing changes it until it is freed.
    final class RequestCancellation: @unchecked Sendable {
        /// One after another, on a thread that may wait: a server that stands still does not take a cancellation either.
        private static let queue = DispatchQueue(label: "roster-postgresql-cancellations", qos: .utility)

        private let handle: OpaquePointer

        /// Remembers what a connection asks; nil when there is no memory for it.
        init?(of connection: OpaquePointer) {
            guard let handle = PQgetCancel(connection) else { return nil }
            self.handle = handle
        }

        deinit { PQfreeCancel(self.handle) }

        /// Sends it, and does not wait for it.
        func send() {
            Self.queue.async {
                var message = [CChar](repeating: 0, count: 256)
                _ = PQcancel(self.handle, &message, Int32(message.count))
            }
        }
    }
#endif
