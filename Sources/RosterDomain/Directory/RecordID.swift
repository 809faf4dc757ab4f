/// Identifies a record of a directory by its kind and its identifier.
///
/// A directory keeps records of several kinds. A later version may add a kind: for a kind that it does not know, an
/// adapter throws an error and never returns nil.
@nonexhaustive
public enum RecordID: Sendable, Hashable {
    /// A user.
    case user(UserID)
    /// A group.
    case group(GroupID)
    /// A role of the company.
    case companyRole(CompanyRoleID)
}

extension RecordID: Comparable {
    /// Whether one identifier sorts before another: roles of the company before groups, groups before users, then by identifier.
    public static func < (left: RecordID, right: RecordID) -> Bool {
        switch (left, right) {
        case (.user(let left), .user(let right)): left < right
        case (.group(let left), .group(let right)): left < right
        case (.companyRole(let left), .companyRole(let right)): left < right
        case (.companyRole, _), (.group, .user): true
        case (.user, _), (.group, .companyRole): false
        }
    }
}

extension RecordID: CustomStringConvertible {
    /// The kind and the identifier: "user `018f6a7e-…`".
    public var description: String {
        switch self {
        case .user(let id): "user `\(id)`"
        case .group(let id): "group `\(id)`"
        case .companyRole(let id): "role `\(id)` of the company"
        }
    }
}

extension RecordID {
    /// The kind of a record, as a store writes it beside the identifier.
    ///
    /// The numbers are stored and never change. All cases are in the order of their records. A store that keeps every kind in the same
    /// way needs no change for a later one.
    @nonexhaustive
    public enum Kind: Int, Sendable, CaseIterable {
        /// A role of the company.
        case companyRole = 3
        /// A group.
        case group = 1
        /// A user.
        case user = 2
    }

    /// Creates the identifier of a record from its kind and its 128 bits.
    public init(_ kind: Kind, bits: UInt128) {
        switch kind {
        case .companyRole: self = .companyRole(CompanyRoleID(bits: bits))
        case .group: self = .group(GroupID(bits: bits))
        case .user: self = .user(UserID(bits: bits))
        }
    }

    /// The kind of the record.
    public var kind: Kind {
        switch self {
        case .companyRole: .companyRole
        case .group: .group
        case .user: .user
        }
    }

    /// The 128 bits of the identifier, most significant first; records of two kinds can have the same.
    public var bits: UInt128 {
        switch self {
        case .companyRole(let id): id.bits
        case .group(let id): id.bits
        case .user(let id): id.bits
        }
    }
}
