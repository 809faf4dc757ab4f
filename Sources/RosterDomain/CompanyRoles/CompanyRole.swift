/// Identifies a role of a company; never given to another role, not even after deletion.
public typealias CompanyRoleID = Identifier<CompanyRole>

/// A role that a company defined itself, beside those of the catalog.
///
/// It combines what the catalog has: it grants permissions of the catalog and includes roles of it, or other roles of the company. It
/// adds no permission, gives no authority over other people, and is never the role that a company must not be without.
///
/// Its identity is ``id``, of which 74 bits are random: a role that is defined again under a former title is another role, and the former
/// holders do not hold it.
public struct CompanyRole: Sendable, Hashable, Identifiable {
    /// The most roles that a company may have at a time, retired ones among them; the limit of the directory for custom roles.
    public static let countLimit = 100

    /// Identifies the role forever.
    public package(set) var id: CompanyRoleID
    /// What it is called, what it contains, and where it can be held.
    public package(set) var definition: CompanyRoleDefinition
    /// Who defined it.
    public package(set) var definedBy: Principal
    /// When it was defined.
    public package(set) var definedAt: Timestamp
    /// When it was retired; nil unless it is.
    ///
    /// A retired role stays with its holders, and cannot be given any more.
    public package(set) var retiredAt: Timestamp?
    /// When it was deleted; nil unless it is.
    ///
    /// A deleted role grants nothing and has no title; what is left of it tells the history what it was.
    public package(set) var deletedAt: Timestamp?
    /// The number of changes to the role; 1 when it is defined.
    public package(set) var version: Int = 1
    /// Fields that a newer version of Roster stored with it.
    package var unknownFields = UnknownFields()

    /// Creates a role in use.
    public init(id: CompanyRoleID, _ definition: CompanyRoleDefinition, definedBy: Principal, definedAt: Timestamp) {
        self.id = id
        self.definition = definition
        self.definedBy = definedBy
        self.definedAt = definedAt
    }

    /// The name under which the role is given, taken and asked for, like a role of the catalog.
    public var role: RoleID { RoleID(self.id) }
    /// Whether the role is retired.
    public var isRetired: Bool { self.retiredAt != nil }
    /// Whether the role is deleted.
    public var isDeleted: Bool { self.deletedAt != nil }
}

extension CompanyRole {
    /// The names by which the role is found; none once it is deleted.
    public var names: [RecordName] { self.isDeleted ? [] : self.definition.names }

    /// Moves the role by a change to it that has been checked.
    mutating func apply(_ change: CompanyRoleChange, at moment: Timestamp) {
        self.version = self.version.countedUp
        switch change {
        case .changed(_, let definition): self.definition = definition
        case .retired: self.retiredAt = moment
        case .reinstated: self.retiredAt = nil
        case .deleted: self.deletedAt = moment
        }
    }

    /// Whether a change to the role follows from what it is.
    func follows(_ change: CompanyRoleChange) -> Bool {
        guard !self.isDeleted else { return false }
        return switch change {
        case .changed(let former, let new): self.definition == former && former != new
        case .retired: !self.isRetired
        case .reinstated: self.isRetired
        case .deleted: true
        }
    }
}

/// What happens to a role of a company that is there.
public enum CompanyRoleChange: Sendable, Hashable {
    /// It was defined anew.
    case changed(from: CompanyRoleDefinition, to: CompanyRoleDefinition)
    /// It can be given no more.
    case retired
    /// It can be given again.
    case reinstated
    /// It is gone.
    case deleted
}

extension RoleID {
    /// What the names of roles of companies begin with; a role of a catalog cannot have such a name.
    static let companyPrefix = "company:"

    /// Creates the name of a role of a company.
    public init(_ role: CompanyRoleID) { self.init(Self.companyPrefix + role.description) }

    /// The role of a company that the name stands for; nil for the name of a role of a catalog.
    public var companyRole: CompanyRoleID? {
        guard self.isReservedForCompanies else { return nil }
        let id = try? CompanyRoleID(String(self.rawValue.dropFirst(Self.companyPrefix.count)))
        // One role has one name, letter for letter.
        return id.flatMap { RoleID($0) == self ? $0 : nil }
    }

    /// Whether the name begins as those of roles of companies do.
    var isReservedForCompanies: Bool { self.rawValue.utf8.starts(with: Self.companyPrefix.utf8) }
}

extension Grant {
    /// The order in which grants are listed: by permission, then by conditions.
    package static func precedes(_ left: Grant, _ right: Grant) -> Bool {
        left.permission == right.permission
            ? left.conditions.sorted().lexicographicallyPrecedes(right.conditions.sorted())
            : left.permission < right.permission
    }
}
