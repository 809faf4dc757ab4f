/// Fields of a stored value that a newer version of Roster wrote and this one does not know.
///
/// They are kept with the value and written back with it, so that a host that has not been upgraded yet loses nothing.
public struct UnknownFields: Sendable, Hashable {
    /// One field, as it was found.
    package enum Field: Sendable, Hashable {
        /// A field of the binary form: its number, the kind of its payload, and the payload.
        case numbered(UInt32, kind: UInt8, payload: [UInt8])
        /// A member of the JSON form: its name and its value as JSON.
        case named(String, json: [UInt8])
    }

    /// The fields: named ones first, then numbered ones by ascending number.
    package var fields: [Field] {
        get { self.kept ?? [] }
        set { self.kept = newValue.isEmpty ? nil : newValue }
    }

    /// Nil for none: nearly every value has none, and is copied often.
    private var kept: [Field]?

    /// Creates an empty set.
    public init() {}

    /// Whether every field of the value is known.
    public var isEmpty: Bool { self.kept == nil }
}
