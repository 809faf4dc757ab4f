/// The stable name of something that a user may be allowed to do: `namespace/entity/action`.
///
/// A host declares its own as constants, so that a misspelled permission does not compile:
/// ```swift
/// extension Permission { static let publish = Permission("blog/articles/publish") }
/// ```
/// A name that comes in as text is looked up with ``RoleCatalog/permission(named:)``, which refuses an unknown one.
public struct Permission: RawRepresentable, Sendable, Hashable, Comparable, Codable {
    /// The name, for example `partner/customers/manage`.
    public let rawValue: String

    /// Creates a permission name; whether such a permission exists is for a ``RoleCatalog`` to say.
    public init(_ rawValue: String) {
        self.rawValue = rawValue
    }

    /// Does the same as ``init(_:)``.
    public init(rawValue: String) {
        self.init(rawValue)
    }

    /// Whether two names are written with the same bytes; look-alikes that Unicode takes for equal are different names.
    public static func == (left: Permission, right: Permission) -> Bool { left.rawValue.isSameName(as: right.rawValue) }

    /// Hashes the name.
    public func hash(into hasher: inout Hasher) { hasher.combine(self.rawValue) }

    /// Whether one name sorts before another, by its bytes.
    public static func < (left: Permission, right: Permission) -> Bool { left.rawValue.precedesAsName(right.rawValue) }

    /// Whether the name has the form `namespace/entity[/part …]/action` with no empty part and no blank.
    var isWellFormed: Bool {
        var (parts, length) = (1, 0)
        for byte in self.rawValue.utf8 {
            if byte == UInt8(ascii: "/") {
                guard length > 0 else { return false }
                (parts, length) = (parts + 1, 0)
            } else {
                guard
                    byte.isASCIILetterOrDigit || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "_")
                        || byte == UInt8(ascii: "-")
                else { return false }
                length += 1
            }
        }
        return parts >= 3 && length > 0
    }
}

extension Permission: CustomStringConvertible {
    /// The name, made safe to print.
    public var description: String { self.rawValue.forDisplay }
}

/// What a catalog says of one permission.
public struct PermissionDefinition: Sendable, Hashable, Identifiable {
    /// The permission.
    public let id: Permission
    /// The name that people read, in the imperative: "Manage customers".
    public let title: String
    /// The group of pages or tasks it belongs to; for display only.
    public let workspace: String
    /// What it needs beyond a grant; nil when a grant is enough.
    public let rule: PermissionRule?

    /// Creates a definition.
    public init(_ id: Permission, title: String, workspace: String = "", rule: PermissionRule? = nil) {
        self.id = id
        self.title = title
        self.workspace = workspace
        self.rule = rule
    }
}
