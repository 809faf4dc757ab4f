public import RosterDomain
import RosterPorts

extension Tenant {
    /// Brings the access table up to everything that other hosts have committed.
    ///
    /// - Returns: The revision that checks are answered at, from now on or later.
    /// - Throws: ``TenantError/directory(_:)``. After `UserDirectoryError.historyTakenBack(at:)` no check is answered with yes any more: open
    ///   the company again.
    @discardableResult
    public func refresh() async throws(TenantError) -> Revision {
        do throws(TenantError) {
            return try await self.readSteps()
        } catch {
            if error.isForGood { self.freshness.expire() }
            throw error
        }
    }

    private func readSteps() async throws(TenantError) -> Revision {
        try await askingDirectory { () async throws(UserDirectoryError) in
            while true {
                let moment = self.clock.now
                let commits = try await self.directory.history(after: self.access.revision, limit: 256)
                guard !commits.isEmpty else {
                    self.freshness.touch(at: moment)
                    return self.access.revision
                }
                for commit in commits { self.apply(commit) }
            }
        }
    }

    /// Follows what other hosts commit, and which sessions they end, until the calling task is canceled.
    ///
    /// ``run()`` does so too. When the directory cannot be read, it tries again after pauses that grow up to a minute, and tells
    /// the observer, as ``TenantEvent/lagging(since:cause:retryAfter:)`` and ``TenantEvent/caughtUp(_:)``.
    ///
    /// - Throws: ``TenantError/directory(_:)`` with `UserDirectoryError.historyTakenBack(at:)`, which no pause mends: open the company again.
    public func follow() async throws(TenantError) {
        let failure = await withTaskGroup(of: TenantError?.self) { group in
            group.add { () async throws(TenantError) in try await self.followHistory() }
            group.add { await self.followSessions() }
            return await group.firstFailure()
        }
        if let failure { throw failure }
    }

    private func followHistory() async throws(TenantError) {
        var pause = GrowingPause(from: .milliseconds(200), to: .seconds(60))
        var isLagging = false
        while !Task.isCancelled {
            do throws(TenantError) {
                let revision = try await self.refresh()
                if isLagging { self.observer.observe(.caughtUp(revision)) }
                isLagging = false
                pause.reset()
                // Also when nothing is committed, the directory is asked now and then, to know that it still answers.
                try await askingDirectory { () async throws(UserDirectoryError) in
                    try await self.directory.waitForHistory(after: revision, upTo: self.contactInterval)
                }
            } catch {
                if Task.isCancelled { return }
                if case .directory(.historyTakenBack(let revision)) = error {
                    self.freshness.expire()
                    self.observer.observe(.historyTakenBack(at: revision))
                    throw error
                }
                isLagging = true
                let wait = pause.next()
                self.observer.observe(.lagging(since: self.freshness.lastContact, cause: error, retryAfter: wait))
                try? await Task.sleep(for: wait)
            }
        }
    }

    /// How often the directory is asked at least: ten seconds, or a third of what the policy allows.
    private var contactInterval: Duration {
        guard let limit = self.policy.maximumStaleness else { return .seconds(10) }
        return min(limit / 3, .seconds(10))
    }
}

extension TaskGroup<TenantError?> {
    /// Adds work that can fail.
    mutating func add(_ work: @escaping @Sendable () async throws(TenantError) -> Void) {
        self.addTask {
            do throws(TenantError) { try await work() } catch { return error }
            return nil
        }
    }

    /// Waits for all tasks, and cancels the others once one fails.
    mutating func firstFailure() async -> TenantError? {
        var first: TenantError?
        for await failure in self where first == nil && failure != nil {
            first = failure
            self.cancelAll()
        }
        return first
    }
}

extension TenantError {
    /// Whether no pause mends it.
    fileprivate var isForGood: Bool { if case .directory(.historyTakenBack) = self { true } else { false } }
}

extension UserDirectory {
    /// Waits until the history reaches further than a revision, for as long as a limit at most.
    func waitForHistory(after revision: Revision, upTo limit: Duration) async throws(UserDirectoryError) {
        try await waiting(upTo: limit) { () async throws(UserDirectoryError) in
            _ = try await self.waitForHistory(after: revision)
        }
    }
}

/// Waits for an event, for as long as a limit at most.
func waiting<Failure: Error>(
    upTo limit: Duration, for event: @escaping @Sendable () async throws(Failure) -> Void
) async throws(Failure) {
    let result = await withTaskGroup(of: Result<Void, Failure>.self) { group in
        group.addTask {
            do throws(Failure) {
                return .success(try await event())
            } catch {
                return .failure(error)
            }
        }
        group.addTask {
            try? await Task.sleep(for: limit)
            return .success(())
        }
        defer { group.cancelAll() }
        return await group.next() ?? .success(())
    }
    try result.get()
}

/// Pauses that double.
struct GrowingPause {
    private let first: Duration
    private let longest: Duration
    private var following: Duration

    init(from first: Duration, to longest: Duration) {
        self.first = first
        self.longest = longest
        self.following = first
    }

    mutating func next() -> Duration {
        defer { self.following = min(self.following * 2, self.longest) }
        return self.following
    }

    mutating func reset() { self.following = self.first }
}
