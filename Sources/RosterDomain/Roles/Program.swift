/// A program that a company is enrolled in; some roles are offered only to companies in certain programs.
public struct Program: RawRepresentable, Sendable, Hashable, Codable {
    /// The stable name, for example `indirect_provider`.
    public let rawValue: String

    /// Creates a program name.
    public init(_ rawValue: String) {
        self.rawValue = rawValue
    }

    /// Does the same as ``init(_:)``.
    public init(rawValue: String) {
        self.init(rawValue)
    }
}

extension Program: CustomStringConvertible {
    /// The name, made safe to print.
    public var description: String { self.rawValue.forDisplay }
}
