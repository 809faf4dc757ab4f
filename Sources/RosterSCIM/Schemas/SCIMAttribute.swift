import RosterDomain

/// An attribute of a resource, or a part of one, as `/Schemas` describes it (RFC 7643 §7).
@dynamicMemberLookup
struct SCIMAttribute: Sendable {
    /// What a value is.
    enum Kind: String, Sendable {
        case string, boolean, integer, dateTime, binary, reference, complex
    }

    /// Who may set it.
    enum Mutability: String, Sendable {
        case readOnly, readWrite, immutable, writeOnly
    }

    /// When it is returned.
    enum Returned: String, Sendable {
        case always, never, byDefault = "default", request
    }

    /// Where a value is kept.
    enum Source: Sendable, Hashable {
        /// A profile attribute that is one text.
        case text(AttributeName)
        /// A profile attribute that has entries, whose parts have the names of the parts here.
        case entries(AttributeName)
        case userName, displayName, active, password, emails, roles, groups, entitlements
        /// A reference to the user whose identifier a profile attribute holds.
        case reference(AttributeName)
        /// It is made elsewhere: parts of complex values, and whatever has no place of its own.
        case none
    }

    /// What is said of an attribute.
    struct Traits: Sendable {
        let name: String
        let details: String
        var kind = Kind.string
        var isMultiValued = false
        var isRequired = false
        var isCaseExact = false
        var mutability = Mutability.readWrite
        var returned = Returned.byDefault
        var isUnique = false
        var canonicalValues: [String] = []
        var referenceTypes: [String] = []
        var parts: [SCIMAttribute] = []
        var source = Source.none
    }

    /// Attributes are passed about for each value of each user: one reference is copied, and not a dozen.
    private final class Storage: Sendable {
        let traits: Traits

        init(_ traits: Traits) { self.traits = traits }
    }

    private let storage: Storage

    init(_ name: String, _ details: String) {
        self.storage = Storage(Traits(name: name, details: details))
    }

    private init(_ traits: Traits) { self.storage = Storage(traits) }

    /// One of the traits.
    subscript<Value>(dynamicMember trait: KeyPath<Traits, Value>) -> Value { self.storage.traits[keyPath: trait] }

    var name: String { self.storage.traits.name }
    var kind: Kind { self.storage.traits.kind }
    var isMultiValued: Bool { self.storage.traits.isMultiValued }
    var returned: Returned { self.storage.traits.returned }
    var mutability: Mutability { self.storage.traits.mutability }
    var source: Source { self.storage.traits.source }
    var parts: [SCIMAttribute] { self.storage.traits.parts }

    /// The attribute with something else about it.
    func with(_ change: (inout Traits) -> Void) -> SCIMAttribute {
        var traits = self.storage.traits
        change(&traits)
        return SCIMAttribute(traits)
    }

    /// A part of a complex attribute, in any case.
    func part(_ name: String) -> SCIMAttribute? { self.parts.first { $0.name.isAttributeName(name) } }

    /// The part that a value without parts stands for.
    var mainPart: SCIMAttribute? { self.part("value") }

    /// Whether a client can set it.
    var isWritable: Bool { self.mutability != .readOnly }

    /// The attribute as `/Schemas` describes it.
    func description() -> SCIMObject {
        var object: SCIMObject = [
            "name": .text(self.name), "type": .text(self.kind.rawValue), "multiValued": .flag(self.isMultiValued),
            "description": .text(self.details), "required": .flag(self.isRequired),
        ]
        if !self.canonicalValues.isEmpty {
            object.add("canonicalValues", .list(self.canonicalValues.map { .text($0) }))
        }
        if self.kind != .complex { object.add("caseExact", .flag(self.isCaseExact)) }
        object.add("mutability", .text(self.mutability.rawValue))
        object.add("returned", .text(self.returned.rawValue))
        object.add("uniqueness", .text(self.isUnique ? "server" : "none"))
        if !self.referenceTypes.isEmpty { object.add("referenceTypes", .list(self.referenceTypes.map { .text($0) })) }
        if !self.parts.isEmpty {
            object.add("subAttributes", .list(self.parts.map { .object($0.description()) }))
        }
        return object
    }
}

/// A schema: the attributes that one URN names.
struct SCIMSchema: Sendable {
    let id: String
    let name: String
    let details: String
    var attributes: [SCIMAttribute]

    /// An attribute in any case.
    func attribute(_ name: String) -> SCIMAttribute? { self.attributes.first { $0.name.isAttributeName(name) } }

    /// The schema of schemas.
    static let schema = "urn:ietf:params:scim:schemas:core:2.0:Schema"

    /// The schema as `/Schemas` describes it.
    func resource(at location: String) -> SCIMObject {
        [
            "schemas": .list([.text(Self.schema)]), "id": .text(self.id), "name": .text(self.name),
            "description": .text(self.details), "attributes": .list(self.attributes.map { .object($0.description()) }),
            "meta": .object(["resourceType": .text("Schema"), "location": .text(location)]),
        ]
    }
}

/// A kind of resource: where it is, and which schemas it has.
struct SCIMResourceType: Sendable {
    let name: String
    let endpoint: String
    let details: String
    let core: SCIMSchema
    var extensions: [SCIMSchema] = []
    /// Whether the resources have an identifier that another system gave them.
    var hasExternalID = false

    /// The schema of resource types.
    static let schema = "urn:ietf:params:scim:schemas:core:2.0:ResourceType"

    /// The schemas, the core one first.
    var schemas: [SCIMSchema] { [self.core] + self.extensions }

    /// The schemas as clients are told of them: Entra takes the core one for everything that it can map, `externalId` among it.
    var describedSchemas: [SCIMSchema] {
        var schemas = self.schemas
        schemas[0].attributes += self.common.filter { $0.name == "externalId" }
        return schemas
    }

    /// The attributes that every resource has (RFC 7643 §3.1).
    var common: [SCIMAttribute] { self.hasExternalID ? Self.commonAttributes : Self.commonWithoutExternalID }

    private static let commonWithoutExternalID = commonAttributes.filter { $0.name != "externalId" }

    private static let commonAttributes: [SCIMAttribute] = [
        SCIMAttribute("id", "").with {
            $0.isCaseExact = true
            $0.mutability = .readOnly
            $0.returned = .always
        },
        SCIMAttribute("schemas", "").with {
            $0.isMultiValued = true
            $0.isCaseExact = true
            $0.mutability = .readOnly
            $0.returned = .always
        },
        SCIMAttribute("externalId", "The identifier that the client gave it").with {
            $0.isCaseExact = true
            $0.source = .text(.externalID)
        },
        SCIMAttribute("meta", "").with {
            $0.kind = .complex
            $0.mutability = .readOnly
            $0.parts = ["resourceType", "location", "version"].map {
                SCIMAttribute($0, "").with { $0.isCaseExact = true }
            }
            $0.parts += ["created", "lastModified"].map { SCIMAttribute($0, "").with { $0.kind = .dateTime } }
        },
    ]

    /// The resource type as `/ResourceTypes` describes it.
    func resource(at location: String) -> SCIMObject {
        var object: SCIMObject = [
            "schemas": .list([.text(Self.schema)]), "id": .text(self.name), "name": .text(self.name),
            "endpoint": .text("/" + self.endpoint), "description": .text(self.details), "schema": .text(self.core.id),
        ]
        if !self.extensions.isEmpty {
            let extensions = self.extensions.map {
                SCIMValue.object(["schema": .text($0.id), "required": .flag(false)])
            }
            object.add("schemaExtensions", .list(extensions))
        }
        object.add("meta", .object(["resourceType": .text("ResourceType"), "location": .text(location)]))
        return object
    }
}
