/// The threads on which a store waits for the disk: the caller's, for all of its stores together, and none that tasks share.
package struct StoreThreads: Sendable {
    /// Starts work on one of them.
    package typealias Start = @Sendable (@escaping @Sendable () -> Void) -> Void

    /// For the commits of a store, one round after another.
    let commits: Start
    /// For what takes as long as the files are large.
    let upkeep: Start

    /// Names the threads.
    package init(commits: @escaping Start, upkeep: @escaping Start) {
        self.commits = commits
        self.upkeep = upkeep
    }
}
