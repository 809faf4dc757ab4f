internal import Dispatch
internal import Synchronization

extension StoreEngine {
    /// The longest time after which telling is tried again; ours.
    private static var tellingDelayLimit: Duration { .seconds(60) }

    /// Tells other processes later of what is durable and found no room to be told.
    ///
    /// It is tried until it succeeds, by whomever, or fails for another reason, or the store is closed.
    func tellLater(after delay: Duration) {
        let (seconds, attoseconds) = delay.components
        let time = DispatchTime.now() + .seconds(Int(seconds)) + .nanoseconds(Int(attoseconds / 1_000_000_000))
        DispatchQueue.global(qos: .utility).asyncAfter(deadline: time) { [weak self] in
            guard let self, self.head.revision < self.content.revision, self.retryPublishing() else { return }
            self.tellLater(after: min(delay * 2, Self.tellingDelayLimit))
        }
    }

    /// Tells them, and returns whether that has to be tried once more.
    private func retryPublishing() -> Bool {
        do throws(FileStoreError) {
            let lock = try self.lock.take(waitingUpTo: self.options.lockPatience)
            defer { withExtendedLifetime(lock) {} }
            try self.end.withLock { (end) throws(FileStoreError) in try self.prepare(&end) }
            return false
        } catch {
            if case .locked = error { return true }
            return error.isPassing
        }
    }
}
