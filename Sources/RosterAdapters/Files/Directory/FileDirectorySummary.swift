public import RosterDomain
internal import RosterStore

/// What is in the folder of a directory, in numbers.
public struct FileDirectorySummary: Sendable, Hashable {
    /// A file that holds part of the history.
    public struct Segment: Sendable, Hashable {
        /// The file's name.
        public let name: String
        /// The revision that the first step in it reaches.
        public let firstRevision: Revision
        /// The bytes of history in it.
        public let usedByteCount: UInt64
        /// The length of the file; what is beyond the history is zeros, for steps to come.
        public let byteCount: UInt64
    }

    /// A file that holds what the history amounts to at one revision.
    public struct Checkpoint: Sendable, Hashable {
        /// The file's name.
        public let name: String
        /// The revision at which it holds everything.
        public let revision: Revision
        /// The length of the file.
        public let byteCount: UInt64
    }

    /// How far the history reaches.
    public let revision: Revision
    /// The company; nil before it is enrolled.
    public let company: Company?
    /// The number of users by status; none for a status that nobody has.
    public let userCounts: [AccountStatus: Int]
    /// The files that hold the history, in order.
    public let segments: [Segment]
    /// The newest checkpoint; nil when there is none.
    public let checkpoint: Checkpoint?
    /// The number of users who changed since the checkpoint that is in use, and are in memory.
    public let changedUserCount: Int
    /// The names of files that keep what a crash left unfinished; they can be removed.
    public let tornFiles: [String]
    /// The names of whatever else is in the folder, credentials say.
    public let otherEntries: [String]

    /// The number of users, deleted ones among them.
    public var userCount: Int { self.userCounts.values.reduce(0, +) }
}
