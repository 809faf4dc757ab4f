/// Something the host states about the case in hand, and a grant may require: "this is the caller's own record".
///
/// Roster never finds out a condition by itself; what the host does not state does not hold.
public struct Condition: Sendable, Hashable, Comparable {
    /// The stable name, for example `own_record`.
    public let rawValue: String

    /// Creates a condition name.
    public init(_ rawValue: String) {
        self.rawValue = rawValue
    }

    /// Whether one name sorts before another, by its characters.
    public static func < (left: Condition, right: Condition) -> Bool { left.rawValue < right.rawValue }
}

extension Condition: CustomStringConvertible {
    /// The name, made safe to print.
    public var description: String { self.rawValue.forDisplay }
}

extension Condition: Codable {
    /// Reads the name.
    public init(from decoder: any Decoder) throws {
        self.init(try decoder.singleValueContainer().decode(String.self))
    }

    /// Writes the name.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(self.rawValue)
    }
}
