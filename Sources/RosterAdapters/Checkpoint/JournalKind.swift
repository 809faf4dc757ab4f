/// What the commits of a journal change, and what a checkpoint holds.
package enum JournalKind: UInt32, Sendable, Hashable {
    /// The users of a directory.
    case directory = 1
    /// The credentials of a vault.
    case credentials = 2
}
