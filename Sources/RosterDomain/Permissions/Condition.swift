/// A fact that the host states about the request and that a grant may require, such as "this is the caller's own
/// record".
///
/// Roster never determines a condition itself; a condition that the host does not state does not hold.
public struct Condition: RawRepresentable, Sendable, Hashable, Comparable, Codable {
    /// The stable name, for example `own_record`.
    public let rawValue: String

    /// Creates a condition name.
    public init(_ rawValue: String) {
        self.rawValue = rawValue
    }

    /// Does the same as ``init(_:)``.
    public init(rawValue: String) {
        self.init(rawValue)
    }

    /// Whether two names have the same bytes; names that are only equal to Unicode are different.
    public static func == (left: Condition, right: Condition) -> Bool { left.rawValue.isSameName(as: right.rawValue) }

    /// Hashes the name.
    public func hash(into hasher: inout Hasher) { hasher.combine(self.rawValue) }

    /// Whether one name sorts before another, by its bytes.
    public static func < (left: Condition, right: Condition) -> Bool { left.rawValue.precedesAsName(right.rawValue) }
}

extension Condition: CustomStringConvertible {
    /// The name, made safe to print.
    public var description: String { self.rawValue.forDisplay }
}
