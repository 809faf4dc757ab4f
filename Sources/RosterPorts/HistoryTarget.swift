public import RosterDomain

/// A directory that can take over the history of another one.
public protocol HistoryTarget: UserDirectory {
    /// Adds steps as they stand.
    ///
    /// The first must follow on what the directory holds, and each on the one before it. All are durable once this returns. When this
    /// throws, some of the steps may be in the history, in order and each as a whole.
    func append(_ commits: [Commit]) async throws(UserDirectoryError)
}
