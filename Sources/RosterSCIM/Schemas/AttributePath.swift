/// The name of an attribute as requests write it: `userName`, `name.givenName`, `urn:…:User:name.givenName`.
struct AttributePath: Sendable, Hashable {
    /// The schema's URN; nil for the core schema and what all resources have.
    var schema: String?
    /// The attribute; empty for a whole schema.
    var name: String
    /// The part of the attribute; nil for the whole.
    var part: String?

    /// The most bytes of a path; ours.
    static let byteLimit = 512

    /// Reads a path.
    ///
    /// - Parameters:
    ///   - text: The path, without a filter.
    ///   - schemas: The URNs that are known. A URN has dots itself, so that it must be known where it ends; of an unknown one, what
    ///     follows its last colon is the attribute.
    init?(_ text: String, schemas: [String]) {
        guard !text.isEmpty, text.utf8.count <= Self.byteLimit else { return nil }
        var rest = text[...]
        self.schema = nil
        if text.hasAttributePrefix("urn:") {
            if let known = schemas.first(where: { text.isAttributeName($0) }) {
                (self.schema, self.name, self.part) = (known, "", nil)
                return
            }
            // The longest first: one URN can be the beginning of another.
            let known = schemas.sorted { $0.utf8.count > $1.utf8.count }.first { text.hasAttributePrefix($0 + ":") }
            if let known {
                self.schema = known
                rest = text[text.utf8.index(text.startIndex, offsetBy: known.utf8.count + 1)...]
            } else if let colon = text.lastIndex(of: ":") {
                self.schema = String(text[..<colon])
                rest = text[text.index(after: colon)...]
            }
        }
        let parts = rest.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard (1...2).contains(parts.count), parts.allSatisfy(Self.isName) else { return nil }
        self.name = parts[0]
        self.part = parts.count == 2 ? parts[1] : nil
    }

    /// Whether a text is a name as the grammar has it, `$ref` among them.
    private static func isName(_ text: String) -> Bool {
        guard let first = text.utf8.first, first == UInt8(ascii: "$") || Self.isLetter(first) else { return false }
        return text.utf8.dropFirst().allSatisfy {
            Self.isLetter($0) || (48...57).contains($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_")
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool { byte.lowercasedASCII &- UInt8(ascii: "a") < 26 }
}

/// An attribute of a kind of resource, found by its path.
struct AttributeTarget: Sendable {
    /// The extension that it belongs to; nil for the core schema and what all resources have.
    let schema: String?
    let attribute: SCIMAttribute
    /// The part of it; nil for the whole.
    let part: SCIMAttribute?

    /// What is compared: the part, the part that stands for the whole, or the attribute.
    var compared: SCIMAttribute? {
        self.part ?? (self.attribute.kind == .complex ? self.attribute.mainPart : self.attribute)
    }
}

extension SCIMResourceType {
    /// What a path may lead to.
    enum Finding {
        case target(AttributeTarget)
        /// A whole extension.
        case schema(SCIMSchema)
        /// An attribute that RFC 7643 or an extension of another product defines, and that is not kept here.
        case notKept
        /// No such attribute.
        case unknown
    }

    /// The URNs by which attributes can be named.
    var urns: [String] { self.schemas.map(\.id) }

    /// Finds an attribute.
    func find(_ path: AttributePath) -> Finding {
        let schema = path.schema.flatMap { urn in self.schemas.first { $0.id.isAttributeName(urn) } }
        if let urn = path.schema, schema == nil {
            // An extension of the client's own, which Entra names beneath `urn:ietf:params:scim:schemas:extension:`, must not stand in
            // the way of what comes with it. A core schema of another name is a slip of the pen.
            return urn.hasAttributePrefix("urn:ietf:params:scim:schemas:core:") ? .unknown : .notKept
        }
        if path.name.isEmpty { return schema.map { .schema($0) } ?? .unknown }
        let isCore = schema == nil || schema?.id == self.core.id
        var attribute = (schema ?? self.core).attribute(path.name)
        if attribute == nil, isCore { attribute = self.common.first { $0.name.isAttributeName(path.name) } }
        guard let attribute else { return Self.isDefined(path, isCore: isCore) ? .notKept : .unknown }
        let extensionID = isCore ? nil : schema?.id
        guard let name = path.part else {
            return .target(AttributeTarget(schema: extensionID, attribute: attribute, part: nil))
        }
        guard let part = attribute.part(name) else { return .notKept }
        return .target(AttributeTarget(schema: extensionID, attribute: attribute, part: part))
    }

    /// Whether RFC 7643 defines an attribute, whether it is kept here or not.
    private static func isDefined(_ path: AttributePath, isCore: Bool) -> Bool {
        (isCore ? Self.definedInCore : Self.definedInEnterprise).contains { $0.isAttributeName(path.name) }
    }

    private static let definedInCore = [
        "externalId", "name", "nickName", "profileUrl", "title", "userType", "preferredLanguage", "locale", "timezone",
        "password", "emails", "phoneNumbers", "ims", "photos", "addresses", "groups", "entitlements", "roles",
        "x509Certificates", "displayName", "active", "members",
    ]

    private static let definedInEnterprise = [
        "employeeNumber", "costCenter", "organization", "division", "department", "manager",
    ]
}
