/// A position in a tenant's history: the number of commits made so far.
///
/// A host that committed revision 7 can tell whether checks reflect that commit yet.
public struct Revision: Sendable, Hashable, Comparable, Codable, CustomStringConvertible {
    /// The number of commits; 0 is an empty history.
    public let number: UInt64

    /// Creates a revision from a number of commits.
    public init(_ number: UInt64) {
        self.number = number
    }

    /// The position before the first commit.
    public static let start = Revision(0)

    /// The position after one more commit.
    public var next: Revision { Revision(self.number + 1) }

    /// Whether one position is before another.
    public static func < (left: Revision, right: Revision) -> Bool { left.number < right.number }

    /// Reads a whole number.
    public init(from decoder: any Decoder) throws {
        self.init(try decoder.singleValueContainer().decode(UInt64.self))
    }

    /// Writes a whole number.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(self.number)
    }

    /// The number in decimal digits.
    public var description: String { String(self.number) }
}
