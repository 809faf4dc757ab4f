public import RosterDomain

/// What a directory in a folder was found to hold, all of it sound.
public struct FileDirectoryReport: Sendable, Hashable {
    /// How far the history was read, from its first step on.
    public let revision: Revision
    /// The number of users that were compared with what the history amounts to, deleted ones among them.
    public let userCount: Int
    /// The number of files that hold the history.
    public let segmentCount: Int
    /// The bytes of history in them.
    public let journalByteCount: UInt64
    /// The revision of the checkpoint; nil when there is none.
    public let checkpointRevision: Revision?
    /// The bytes of the checkpoint; 0 when there is none.
    public let checkpointByteCount: UInt64
}
