/// A program that a company is enrolled in; some roles are offered only to companies in certain programs.
public struct Program: Sendable, Hashable, Codable, CustomStringConvertible {
    /// The stable name, for example `indirect_provider`.
    public let rawValue: String

    /// Creates a program name.
    public init(_ rawValue: String) {
        self.rawValue = rawValue
    }

    /// Reads the name.
    public init(from decoder: any Decoder) throws {
        self.init(try decoder.singleValueContainer().decode(String.self))
    }

    /// Writes the name.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(self.rawValue)
    }

    /// The name, made safe to print.
    public var description: String { self.rawValue.forDisplay }
}
