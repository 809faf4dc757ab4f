import RosterDomain

/// What is what: the parts of an account and the attributes of a SCIM user.
struct UserMapping: Sendable {
    let type: SCIMResourceType
    let catalog: RoleCatalog
    /// The attribute in which the company keeps what clients say about addresses; nil when it keeps one address.
    let emailsName: AttributeName?
    /// The attribute in which the company keeps how clients describe roles; nil when it keeps the roles alone.
    let rolesName: AttributeName?
    /// What the client calls roles, in lower case.
    let roleNames: [String: RoleID]

    init(attributes: AttributeSchema, catalog: RoleCatalog, options: SCIMOptions) {
        self.type = UserSchema.resourceType(for: attributes, acceptsPasswords: options.acceptsPasswords)
        self.catalog = catalog
        func entries(_ name: String) -> AttributeName? {
            attributes.definitions.first { definition in
                if case .entries = definition.kind { definition.name.rawValue == name } else { false }
            }?.name
        }
        self.emailsName = entries("emails")
        self.rolesName = entries("roles")
        var names: [String: RoleID] = [:]
        // What says it best comes last, and counts: the title, the identifier, the host's own word.
        for role in catalog.roles { names[role.title.lowercased()] = role.id }
        for role in catalog.roles { names[role.id.rawValue.lowercased()] = role.id }
        for (name, role) in options.roleNames { names[name.lowercased()] = role }
        self.roleNames = names
    }

    /// The role that a client means; nil for none of the catalog.
    func role(_ text: String) -> RoleID? {
        let exact = RoleID(text)
        return self.catalog.role(exact) != nil ? exact : self.roleNames[text.lowercased()]
    }

    /// Which of several addresses is the account's: the primary one, or the one of type work, or the first.
    static func accountPosition(among emails: [SCIMValue]) -> Int? {
        let objects = emails.map { $0.object ?? [:] }
        return objects.firstIndex { $0["primary"] == .flag(true) }
            ?? objects.firstIndex { $0["type"]?.text.map { $0.isAttributeName("work") } ?? false }
            ?? (objects.isEmpty ? nil : 0)
    }

    /// How an address is shown of which nothing is kept but the address.
    static func plain(_ email: String) -> SCIMValue {
        .object(["value": .text(email), "type": .text("work"), "primary": .flag(true)])
    }
}
