internal import Dispatch

/// Who holds the lock of a file on a simulated disk, and who waits for it, in the order of their coming.
struct SimulatedLock {
    private var owner: UInt64?
    private var waiters: [(opening: UInt64, semaphore: DispatchSemaphore)] = []

    mutating func tryTake(for opening: UInt64) -> Bool {
        guard self.owner == nil || self.owner == opening else { return false }
        self.owner = opening
        return true
    }

    /// Takes the lock and returns nil, or returns what is signaled when it is taken.
    mutating func take(for opening: UInt64) -> DispatchSemaphore? {
        guard !self.tryTake(for: opening) else { return nil }
        let semaphore = DispatchSemaphore(value: 0)
        self.waiters.append((opening, semaphore))
        return semaphore
    }

    mutating func release(by opening: UInt64) {
        guard self.owner == opening else { return }
        self.owner = nil
        guard !self.waiters.isEmpty else { return }
        let next = self.waiters.removeFirst()
        self.owner = next.opening
        next.semaphore.signal()
    }
}
