/// The schemas of roles and entitlements as resources (draft-ietf-scim-roles-entitlements).
enum CatalogSchema {
    /// The kind of resource that the roles of the catalog are.
    static let roles = resourceType("Role", "Roles", "A role that can be given")
    /// The kind of resource that the permissions of the catalog are.
    static let entitlements = resourceType("Entitlement", "Entitlements", "A permission that roles grant")

    private static func resourceType(_ name: String, _ endpoint: String, _ details: String) -> SCIMResourceType {
        SCIMResourceType(
            name: name, endpoint: endpoint, details: details,
            core: SCIMSchema(
                id: "urn:ietf:params:scim:schemas:core:2.0:" + name, name: name, details: details,
                attributes: attributes.map { attribute in attribute.with { $0.mutability = .readOnly } }))
    }

    private static let attributes: [SCIMAttribute] = [
        SCIMAttribute("value", "The value as users have it").with { $0.isCaseExact = true },
        SCIMAttribute("display", "The name for people"),
        SCIMAttribute("type", "Which plane of authority it belongs to"),
        SCIMAttribute("supported", "Whether it can be used now").with { $0.kind = .boolean },
        SCIMAttribute("limitedAssignmentsPermitted", "Whether a limited number of users may have it").with {
            $0.kind = .boolean
        },
        SCIMAttribute("totalAssignmentsPermitted", "How many users may have it").with { $0.kind = .integer },
        SCIMAttribute("contains", "What it includes").with { $0.isMultiValued = true },
        SCIMAttribute("containedBy", "What includes it").with { $0.isMultiValued = true },
    ]
}
