/// What people say of a group.
public struct GroupProfile: Sendable, Hashable {
    /// The most Unicode scalars of a description; ours.
    public static let descriptionCharacterLimit = 1_000
    /// The most UTF-8 bytes of an external identifier; ours.
    public static let externalIDByteLimit = 256
    /// The most owners of a group; ours.
    public static let ownerCountLimit = 100

    /// The name; it follows the rules of a person's ``FullName``.
    ///
    /// No other group has one that differs only by case, or only in letters that look the same: beside `Sales Oslo` there is no
    /// `SALES OSLO`, `Sales 0slo` or `SaIes Oslo` (with a capital I), and no name that differs in how accents are encoded. `Sales 1` and
    /// `Sales 2` are two names; `Team 1`, `Team I` and `Team l` look the same.
    public package(set) var name: FullName
    /// What the group is for, with line feeds for line ends; may be empty.
    public package(set) var description: String
    /// How another system calls the group, letter for letter; unique among groups, and nil for none.
    public package(set) var externalID: String?
    /// The users who may change the members beside the administrators, as far as they may give the group's roles.
    public package(set) var owners: Set<UserID>
    /// Fields that a newer version of Roster stored with it.
    package var unknownFields = UnknownFields()

    /// Creates a profile, or says which rule it breaks.
    ///
    /// - Throws: ``GroupProfileError``.
    public init(
        name: FullName, description: String = "", externalID: String? = nil, owners: Set<UserID> = []
    ) throws(GroupProfileError) {
        let description = RoleRequest.tidied(reason: description)
        let length = description.unicodeScalars.count
        guard length <= Self.descriptionCharacterLimit else { throw .descriptionTooLong(characterCount: length) }
        if let scalar = description.unicodeScalars.first(where: \.isUnsafeInFreeText) {
            throw .unsafeCharacter(scalar)
        }
        if let externalID { try Self.check(externalID: externalID) }
        guard owners.count <= Self.ownerCountLimit else { throw .tooManyOwners(count: owners.count) }
        self.init(takenInBefore: name, description: description, externalID: externalID, owners: owners)
    }

    /// Creates a profile that this type accepted before.
    package init(takenInBefore name: FullName, description: String, externalID: String?, owners: Set<UserID>) {
        self.name = name
        self.description = description
        self.externalID = externalID
        self.owners = owners
    }

    private static func check(externalID: String) throws(GroupProfileError) {
        guard externalID.unicodeScalars.contains(where: \.isDrawn) else { throw .externalIDEmpty }
        let byteCount = externalID.utf8.count
        guard byteCount <= Self.externalIDByteLimit else { throw .externalIDTooLong(byteCount: byteCount) }
        if let scalar = externalID.unicodeScalars.first(where: \.isUnsafeInText) { throw .unsafeCharacter(scalar) }
    }

    /// The names that no other group has: the name in any case, what it looks like, and the external identifier.
    package var names: [RecordName] {
        [RecordName(groupNamed: self.name), RecordName(space: .group, key: self.name.rawValue.skeletonKey)]
            + (self.externalID.map { [RecordName(space: .groupExternalID, key: $0)] } ?? [])
    }
}

extension RecordName {
    /// Creates the name of a group, which is the same in any case, and as another name that looks the same in any case.
    public init(groupNamed name: FullName) {
        self.init(space: .group, key: name.rawValue.caselessSkeleton)
    }
}

/// Why something is not the profile of a group.
public enum GroupProfileError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The description has more than ``GroupProfile/descriptionCharacterLimit`` Unicode scalars.
    case descriptionTooLong(characterCount: Int)
    /// The external identifier has no character that can be seen.
    case externalIDEmpty
    /// The external identifier has more than ``GroupProfile/externalIDByteLimit`` UTF-8 bytes.
    case externalIDTooLong(byteCount: Int)
    /// A text holds a character that could break a line or disguise it.
    case unsafeCharacter(Unicode.Scalar)
    /// There are more than ``GroupProfile/ownerCountLimit`` owners.
    case tooManyOwners(count: Int)

    /// The rule that was broken, for a person.
    public var description: String {
        switch self {
        case .descriptionTooLong(let count):
            "a description may have \(GroupProfile.descriptionCharacterLimit) characters and this one has \(count)"
        case .externalIDEmpty: "an external identifier needs at least one character that can be seen"
        case .externalIDTooLong(let count):
            "an external identifier may hold \(GroupProfile.externalIDByteLimit) bytes and this one has \(count)"
        case .unsafeCharacter(let scalar):
            "U+\(String(scalar.value, radix: 16, uppercase: true)) is a control character that the text of a group cannot have"
        case .tooManyOwners(let count):
            "a group may have \(GroupProfile.ownerCountLimit) owners and \(count) are named"
        }
    }
}
