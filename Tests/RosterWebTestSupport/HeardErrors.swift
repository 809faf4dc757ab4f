import Synchronization

/// Errors that a host hears of.
package final class HeardErrors: Sendable {
    private let errors = Mutex<[any Error]>([])
    package init() {}
    package var count: Int { self.errors.withLock { $0.count } }
    package func add(_ error: any Error) { self.errors.withLock { $0.append(error) } }
}
