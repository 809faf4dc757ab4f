import RosterDomain

/// What is what: the parts of an account and the attributes of a SCIM user.
struct UserMapping: Sendable {
    let type: SCIMResourceType
    /// The roles; a company's own can change while the service runs.
    var catalog: RoleCatalog
    /// The attribute in which the company keeps what clients say about addresses; nil when it keeps one address.
    let emailsName: AttributeName?
    /// The attribute in which the company keeps how clients describe roles; nil when it keeps the roles alone.
    let rolesName: AttributeName?
    /// What clients call roles beside their identifiers and titles, in lower case.
    private let roleNames: [String: RoleID]

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
        self.roleNames = Dictionary(options.roleNames.map { ($0.key.lowercased(), $0.value) }) { $1 }
    }

    /// The role that a client means; nil for none of the catalog.
    func role(_ text: String) -> RoleID? {
        let exact = RoleID(text)
        if self.catalog.role(exact) != nil { return exact }
        let wanted = text.lowercased()
        if let role = self.roleNames[wanted] { return role }
        let roles = self.catalog.roles
        return
            (roles.first { $0.id.rawValue.lowercased() == wanted } ?? roles.first { $0.title.lowercased() == wanted })?
            .id
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
