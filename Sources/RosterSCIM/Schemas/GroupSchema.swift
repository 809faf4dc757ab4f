/// The schema of groups.
enum GroupSchema {
    /// The URN of the core schema of groups.
    static let core = "urn:ietf:params:scim:schemas:core:2.0:Group"

    /// The kind of resource that groups are.
    static let resourceType: SCIMResourceType = {
        var type = SCIMResourceType(
            name: "Group", endpoint: "Groups", details: "Users who hold roles together",
            core: SCIMSchema(
                id: core, name: "Group", details: "Users who hold roles together", attributes: [displayName, members]))
        type.hasExternalID = true
        return type
    }()

    private static let displayName = SCIMAttribute("displayName", "The name; no other group has it, in any case").with {
        $0.isRequired = true
        $0.isUnique = true
        $0.source = .displayName
    }

    private static let members = SCIMAttribute("members", "The users who are members; groups do not nest").with {
        $0.kind = .complex
        $0.isMultiValued = true
        $0.parts = [
            SCIMAttribute("value", "The identifier of the user").with {
                $0.isCaseExact = true
                $0.mutability = .immutable
            },
            UserSchema.reference(to: ["User"]).with { $0.mutability = .immutable },
            SCIMAttribute("type", "What the member is").with {
                $0.mutability = .immutable
                $0.canonicalValues = ["User"]
            },
            SCIMAttribute("display", "The name of the user").with {
                $0.mutability = .readOnly
                $0.returned = .request
            },
        ]
    }
}
