/// Identifies a record of a directory by its kind and its identifier.
///
/// A directory keeps records of several kinds. A later version may add a kind: an adapter answers a kind that it does not
/// know with an error, never with nil.
@nonexhaustive
public enum RecordID: Sendable, Hashable {
    /// A user.
    case user(UserID)
}

extension RecordID: Comparable {
    /// Whether one identifier is listed before another: kind after kind, and within a kind by identifier.
    public static func < (left: RecordID, right: RecordID) -> Bool {
        switch (left, right) {
        case (.user(let left), .user(let right)): left < right
        }
    }
}

extension RecordID: CustomStringConvertible {
    /// The kind and the identifier: "user `018f6a7e-…`".
    public var description: String {
        switch self {
        case .user(let id): "user `\(id)`"
        }
    }
}
