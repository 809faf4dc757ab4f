/// The profile attributes that users can have, the form of their values, and who may see and edit them.
///
/// The host passes it in the tenant's policy. To add an attribute, add a definition; nothing else changes.
/// ```swift
/// let schema = try AttributeSchema(
///     AttributeSchema.standard.definitions + [
///         AttributeDefinition(AttributeName("costCenter"), title: "Cost center", byteLimit: 32)
///     ])
/// ```
public struct AttributeSchema: Sendable, Hashable {
    /// The definitions, in the order of their names.
    public let definitions: [AttributeDefinition]

    /// Creates a schema.
    ///
    /// - Throws: ``AttributeSchemaError``, which names the attribute that breaks a rule.
    public init(_ definitions: [AttributeDefinition]) throws(AttributeSchemaError) {
        self.definitions = definitions.sorted { $0.name < $1.name }
        guard definitions.count <= UserAttributes.countLimit else { throw .tooMany(count: definitions.count) }
        for definition in self.definitions { try definition.check() }
        let folded = self.definitions.map { CaseFolding.folded($0.name.rawValue) }
        for (position, name) in folded.enumerated() where folded[..<position].contains(name) {
            throw .repeated(self.definitions[position].name)
        }
    }

    /// Creates a schema that is written in this package and known to be valid.
    private init(known definitions: [AttributeDefinition]) {
        self.definitions = definitions.sorted { $0.name < $1.name }
    }

    /// The definition of an attribute; nil when there is none of that name.
    ///
    /// - Complexity: O(log definitions).
    public subscript(name: AttributeName) -> AttributeDefinition? {
        var (low, high) = (0, self.definitions.count)
        while low < high {
            let middle = (low + high) / 2
            if self.definitions[middle].name < name { low = middle + 1 } else { high = middle }
        }
        return low < self.definitions.count && self.definitions[low].name == name ? self.definitions[low] : nil
    }

    /// The attributes that directories usually have: given and family name, title, department, organization, employee
    /// number, manager, telephone numbers, locale, time zone, preferred language and the source system's identifier.
    ///
    /// People edit how they are reached and addressed: telephone numbers, locale, time zone and language. The external
    /// identifier is unique; the source system alone edits it.
    public static let standard = AttributeSchema(known: [
        AttributeDefinition(.givenName, title: "Given name"),
        AttributeDefinition(.familyName, title: "Family name"),
        AttributeDefinition(.title, title: "Title"),
        AttributeDefinition(.department, title: "Department"),
        AttributeDefinition(.organization, title: "Organization"),
        AttributeDefinition(.employeeNumber, title: "Employee number"),
        AttributeDefinition(.manager, title: "Manager"),
        AttributeDefinition(
            .phoneNumbers, title: "Phone numbers", kind: .entries(parts: ["value", "type", "display", "primary"]),
            editableBy: .everyone),
        AttributeDefinition(.locale, title: "Locale", editableBy: .everyone),
        AttributeDefinition(.timeZone, title: "Time zone", editableBy: .everyone),
        AttributeDefinition(.preferredLanguage, title: "Preferred language", editableBy: .everyone),
        AttributeDefinition(
            .externalID, title: "External identifier", uniqueness: .caseExact, visibleTo: [.administrator, .source],
            editableBy: [.source]),
    ])
}

/// The definition of one profile attribute.
public struct AttributeDefinition: Sendable, Hashable {
    /// The most bytes that a text of any attribute may hold.
    public static let byteLimitRange = 1...4_096
    /// The most bytes that a text of a unique attribute may hold: it is the key of an index.
    public static let uniqueByteLimit = 256
    /// The most texts or entries that any attribute may have.
    public static let valueLimitRange = 1...100
    /// The most parts that an entry may have.
    public static let partLimit = 16

    /// The name.
    public let name: AttributeName
    /// The name for people.
    public let title: String
    /// What a value consists of.
    public let kind: AttributeKind
    /// The most bytes of a text; each of several texts and each part of an entry counts by itself.
    public let byteLimit: Int
    /// The most texts or entries; ignored for an attribute that is one text.
    public let valueLimit: Int
    /// Whether a value belongs to one user at most.
    public let uniqueness: AttributeUniqueness
    /// Who may see it.
    ///
    /// The host sees everything.
    public let visibleTo: AttributeAudience
    /// Who may edit it.
    public let editableBy: AttributeAudience

    /// Creates a definition; ``AttributeSchema/init(_:)`` checks it.
    public init(
        _ name: AttributeName, title: String, kind: AttributeKind = .text, byteLimit: Int = 256, valueLimit: Int = 20,
        uniqueness: AttributeUniqueness = .none, visibleTo: AttributeAudience = .everyone,
        editableBy: AttributeAudience = [.administrator, .source]
    ) {
        self.name = name
        self.title = title
        self.kind = kind
        self.byteLimit = byteLimit
        self.valueLimit = valueLimit
        self.uniqueness = uniqueness
        self.visibleTo = visibleTo
        self.editableBy = editableBy
    }
}

/// The kind of value that an attribute has.
public enum AttributeKind: Sendable, Hashable {
    /// One text.
    case text
    /// Several texts.
    case texts
    /// Several entries, whose parts have these names.
    case entries(parts: Set<String>)
}

/// Who may see or edit an attribute.
public struct AttributeAudience: OptionSet, Sendable, Hashable {
    /// The bits.
    public let rawValue: UInt8

    /// Creates an audience from bits.
    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// The person whose account it is.
    public static let user = AttributeAudience(rawValue: 1 << 0)
    /// People who may edit users, or view them.
    public static let administrator = AttributeAudience(rawValue: 1 << 1)
    /// The system that provisions the account, and the host.
    public static let source = AttributeAudience(rawValue: 1 << 2)

    /// All of them.
    public static let everyone: AttributeAudience = [.user, .administrator, .source]
}
