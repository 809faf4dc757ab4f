public import RosterDomain

/// What SCIM says of users.
extension AttributeSchema {
    /// The standard attributes, and everything else that SCIM's core schema of users and its enterprise extension name.
    ///
    /// A host that provisions by SCIM passes it in the tenant's policy, or a schema of its own: attributes that are not in it are neither
    /// advertised nor kept.
    public static let scim: AttributeSchema = {
        let texts = [
            ("formattedName", "Formatted name"), ("middleName", "Middle name"),
            ("honorificPrefix", "Title before the name"),
            ("honorificSuffix", "Title after the name"), ("nickName", "Nickname"), ("profileUrl", "Profile"),
            ("userType", "Kind of user"), ("costCenter", "Cost center"), ("division", "Division"),
        ]
        let lists = [
            ("emails", "Email addresses", 256), ("roles", "Roles as the source system describes them", 256),
            ("ims", "Instant messages", 256), ("photos", "Photos", 1_024), ("x509Certificates", "Certificates", 4_096),
        ]
        let addressParts: Set<String> = [
            "formatted", "streetAddress", "locality", "region", "postalCode", "country", "type", "primary",
        ]
        do {
            var definitions = AttributeSchema.standard.definitions
            for (name, title) in texts {
                definitions.append(AttributeDefinition(try AttributeName(name), title: title, byteLimit: 1_024))
            }
            for (name, title, byteLimit) in lists {
                definitions.append(
                    AttributeDefinition(
                        try AttributeName(name), title: title,
                        kind: .entries(parts: ["value", "type", "display", "primary"]),
                        byteLimit: byteLimit))
            }
            definitions.append(
                AttributeDefinition(
                    try AttributeName("addresses"), title: "Addresses", kind: .entries(parts: addressParts),
                    byteLimit: 1_024))
            return try AttributeSchema(definitions)
        } catch {
            preconditionFailure("invariant: the attributes that are listed here make a schema: \(error)")
        }
    }()
}
