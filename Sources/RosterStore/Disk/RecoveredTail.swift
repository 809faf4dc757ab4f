/// The torn end of a journal, which was cut away when the store was opened.
///
/// It was what a crash left of a change that had not been acknowledged. The bytes are kept in a file next to the journal.
public struct RecoveredTail: Sendable, Hashable {
    /// Where it began, in bytes from the beginning of the journal.
    public let offset: UInt64
    /// How many bytes it had.
    public let byteCount: Int
    /// The name of the file in the store's folder that keeps the bytes; it can be removed.
    public let fileName: String
}
