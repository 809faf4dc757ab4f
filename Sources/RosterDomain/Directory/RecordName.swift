/// A name by which a directory finds one record: unique within its space.
///
/// Two names are the same when their space and key are. The key is folded already: an adapter compares it byte for byte, and
/// can index it as it is.
public struct RecordName: Sendable, Hashable {
    /// A set of names, each of which belongs to one record at most.
    ///
    /// An adapter stores the raw value beside the key; it stays the same forever. A later version may add a space.
    @nonexhaustive
    public enum Space: String, Sendable, Hashable {
        /// The names that people sign in with.
        case signIn
    }

    /// The set of names in which this one is unique.
    public let space: Space
    /// The folded name, as it is compared.
    public let key: String

    /// The name that an email address is, in any case of its letters.
    public static func email(_ email: EmailAddress) -> RecordName {
        RecordName(space: .signIn, key: email.folded)
    }
}
