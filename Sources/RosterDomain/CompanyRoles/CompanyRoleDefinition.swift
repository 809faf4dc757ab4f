/// What a role of a company is called, what it contains, and where it can be held.
public struct CompanyRoleDefinition: Sendable, Hashable {
    /// The most Unicode scalars of a description; ours.
    public static let descriptionCharacterLimit = 1_000
    /// The most grants of a role; ours.
    public static let grantCountLimit = 500
    /// The most roles that a role may include by name; ours.
    public static let inclusionCountLimit = 100

    /// The name that people read; it follows the rules of a person's ``FullName``.
    ///
    /// No other role of the company has one that differs only by case, or only in letters that look the same, as for
    /// ``GroupProfile/name``. None has the title or the name of a role of the catalog, nor one that looks like it in any mixture of case
    /// and letters: beside `Global admin` there is no `GIobal admin` (with a capital I), `Gl0bal admin`, `Global adrnin` or
    /// `GLOBAL ADMlN`.
    public package(set) var title: FullName
    /// What the role is for, with line feeds for line ends; may be empty.
    public package(set) var description: String
    /// What it grants itself.
    public package(set) var grants: Set<Grant>
    /// The roles, of the catalog and of the company, all of which it includes.
    public package(set) var includes: Set<RoleID>
    /// Where it may be held: at most where all that it contains may be held.
    public package(set) var scoping: RoleScoping
    /// Whether people from outside the company may hold it; at most where they may hold all that it contains.
    public package(set) var isOpenToGuests: Bool
    /// The roles whose holders alone may give it; empty for all who may.
    ///
    /// It narrows who gives the role. A user who gives it must be able to give all that it contains, in every case. Holders of the
    /// indispensable role always may; they alone where the catalog has none of these roles any more.
    public package(set) var assignableBy: Set<RoleID>
    /// Fields that a newer version of Roster stored with it.
    package var unknownFields = UnknownFields()

    /// Creates a definition, or says which rule it breaks; whether a catalog has what it names is for a tenant to say.
    ///
    /// - Throws: ``CompanyRoleDefinitionError``.
    public init(
        title: FullName, description: String = "", grants: Set<Grant> = [], includes: Set<RoleID> = [],
        scoping: RoleScoping = .anywhere, isOpenToGuests: Bool = false, assignableBy: Set<RoleID> = []
    ) throws(CompanyRoleDefinitionError) {
        let description = RoleRequest.tidied(reason: description)
        let length = description.unicodeScalars.count
        guard length <= Self.descriptionCharacterLimit else { throw .descriptionTooLong(characterCount: length) }
        if let scalar = description.unicodeScalars.first(where: \.isUnsafeInFreeText) {
            throw .unsafeCharacter(scalar)
        }
        guard grants.count <= Self.grantCountLimit else { throw .tooManyGrants(count: grants.count) }
        for roles in [includes, assignableBy] where roles.count > Self.inclusionCountLimit {
            throw .tooManyRoles(count: roles.count)
        }
        self.init(
            takenInBefore: title, description: description, grants: grants, includes: includes, scoping: scoping,
            isOpenToGuests: isOpenToGuests, assignableBy: assignableBy)
    }

    /// Creates a definition that this type accepted before.
    package init(
        takenInBefore title: FullName, description: String, grants: Set<Grant>, includes: Set<RoleID>,
        scoping: RoleScoping, isOpenToGuests: Bool, assignableBy: Set<RoleID>
    ) {
        self.title = title
        self.description = description
        self.grants = grants
        self.includes = includes
        self.scoping = scoping
        self.isOpenToGuests = isOpenToGuests
        self.assignableBy = assignableBy
    }

    /// The definition without permissions, conditions and roles that a catalog does not have, the company's roles merged in.
    package func keepingWhatIsIn(_ catalog: RoleCatalog) -> CompanyRoleDefinition {
        let conditions = catalog.companyRoleGrounds.conditions
        var kept = self
        kept.grants = self.grants.filter {
            catalog.definition(of: $0.permission) != nil && $0.conditions.isSubset(of: conditions)
        }
        kept.includes = self.includes.filter { catalog.role($0) != nil }
        let assigners = self.assignableBy.filter { catalog.role($0) != nil }
        // An empty choice would let everyone give the role who may give what it contains.
        if !assigners.isEmpty { kept.assignableBy = assigners }
        return kept
    }

    /// The name by which the role is found.
    package var name: RecordName { RecordName(companyRoleTitled: self.title) }

    /// The names that no other role of the company has: the title in any case, and what it looks like.
    package var names: [RecordName] {
        [self.name, RecordName(space: .companyRole, key: self.title.rawValue.skeletonKey)]
    }
}

extension RecordName {
    /// Creates the name of a role of the company, which is the same in any case, and as another title that looks the same in any case.
    public init(companyRoleTitled title: FullName) {
        self.init(space: .companyRole, key: title.rawValue.caselessSkeleton)
    }
}

/// Why something is not the definition of a role.
public enum CompanyRoleDefinitionError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The description has more than ``CompanyRoleDefinition/descriptionCharacterLimit`` Unicode scalars.
    case descriptionTooLong(characterCount: Int)
    /// The description holds a character that could break a line or disguise it.
    case unsafeCharacter(Unicode.Scalar)
    /// There are more than ``CompanyRoleDefinition/grantCountLimit`` grants.
    case tooManyGrants(count: Int)
    /// More than ``CompanyRoleDefinition/inclusionCountLimit`` roles are named.
    case tooManyRoles(count: Int)

    /// The rule that was broken, for a person.
    public var description: String {
        switch self {
        case .descriptionTooLong(let count):
            "a description may have \(CompanyRoleDefinition.descriptionCharacterLimit) characters and this one has \(count)"
        case .unsafeCharacter(let scalar):
            "U+\(String(scalar.value, radix: 16, uppercase: true)) is a control character that a description cannot have"
        case .tooManyGrants(let count):
            "a role may have \(CompanyRoleDefinition.grantCountLimit) grants of its own and this one has \(count)"
        case .tooManyRoles(let count):
            "a role may name \(CompanyRoleDefinition.inclusionCountLimit) others and this one names \(count)"
        }
    }
}
