/// The stable name of something that a user may be allowed to do: `namespace/entity/action`.
///
/// Declare permissions as constants, so that a misspelled one does not compile:
/// ```swift
/// extension Permission { static let publish = Permission("blog/articles/publish") }
/// ```
/// To turn text into a permission, call ``RoleCatalog/permission(named:)``, which refuses an unknown name.
public struct Permission: RawRepresentable, Sendable, Hashable, Comparable, Codable {
    /// The name, for example `partner/customers/manage`.
    public let rawValue: String

    /// Creates a permission name; a ``RoleCatalog`` decides whether such a permission exists.
    public init(_ rawValue: String) {
        self.rawValue = rawValue
    }

    /// Does the same as ``init(_:)``.
    public init(rawValue: String) {
        self.init(rawValue)
    }

    /// Whether two names have the same bytes; names that are only equal to Unicode are different.
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

/// The definition of a permission in a catalog.
public struct PermissionDefinition: Sendable, Hashable, Identifiable {
    /// The permission.
    public let id: Permission
    /// The name that people read, in the imperative: "Manage customers".
    public let title: String
    /// The group of pages or tasks it belongs to; for display only.
    public let workspace: String
    /// What it needs beyond a grant; nil when a grant is enough.
    public let rule: PermissionRule?
    /// Whether roles that companies define may grant it.
    public let companyRoles: CompanyRoleUse

    /// Creates a definition.
    public init(
        _ id: Permission, title: String, workspace: String = "", rule: PermissionRule? = nil,
        companyRoles: CompanyRoleUse = .unlessPrivileged
    ) {
        self.companyRoles = companyRoles
        self.id = id
        self.title = title
        self.workspace = workspace
        self.rule = rule
    }
}
