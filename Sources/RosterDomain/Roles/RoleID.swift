/// The stable name of a role: what is stored, compared and written in files.
///
/// A host declares its own as constants, so that a misspelled role does not compile:
/// ```swift
/// extension RoleID { static let editor = RoleID("editor") }
/// ```
public struct RoleID: RawRepresentable, Sendable, Hashable, Comparable, Codable {
    /// The name, for example `admin_agent`.
    public let rawValue: String

    /// Creates a role name; whether such a role exists is for a ``RoleCatalog`` to say.
    public init(_ rawValue: String) {
        self.rawValue = rawValue
    }

    /// Does the same as ``init(_:)-(String)``.
    public init(rawValue: String) {
        self.init(rawValue)
    }

    /// Whether two names are written with the same bytes; look-alikes that Unicode takes for equal are different names.
    public static func == (left: RoleID, right: RoleID) -> Bool { left.rawValue.isSameName(as: right.rawValue) }

    /// Hashes the name.
    public func hash(into hasher: inout Hasher) { hasher.combine(self.rawValue) }

    /// Whether one name sorts before another, by its bytes.
    public static func < (left: RoleID, right: RoleID) -> Bool { left.rawValue.precedesAsName(right.rawValue) }
}

extension RoleID: CustomStringConvertible {
    /// The name, made safe to print.
    public var description: String { self.rawValue.forDisplay }
}
