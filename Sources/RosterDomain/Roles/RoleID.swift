/// The stable name of a role: what is stored, compared and written in files.
///
/// A host declares its own as constants, so that a misspelt role does not compile:
/// ```swift
/// extension RoleID { static let editor = RoleID("editor") }
/// ```
public struct RoleID: Sendable, Hashable, Comparable {
    /// The name, for example `admin_agent`.
    public let rawValue: String

    /// Creates a role name; whether such a role exists is for a ``RoleCatalog`` to say.
    public init(_ rawValue: String) {
        self.rawValue = rawValue
    }

    /// Whether one name sorts before another, by its characters.
    public static func < (left: RoleID, right: RoleID) -> Bool { left.rawValue < right.rawValue }
}

extension RoleID: CustomStringConvertible {
    /// The name, made safe to print.
    public var description: String { self.rawValue.forDisplay }
}

extension RoleID: Codable {
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
