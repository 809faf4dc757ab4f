extension User: Codable {
    private enum CodingKeys: String, CodingKey {
        case id, fullName, userName, email, affiliation, status, statusBeforeBlock, statusBeforeDeletion, addedAt,
            deletedAt
        case attributes, hasReleasedNames, hasSignedIn, resetCount, version
    }

    /// Reads a user; a user name that is absent is the address.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        let email = try fields.decodeIfPresent(EmailAddress.self, forKey: .email)
        let given = try fields.decodeIfPresent(UserName.self, forKey: .userName)
        guard let userName = given ?? email.map(UserName.init) else {
            let context = DecodingError.Context(
                codingPath: decoder.codingPath, debugDescription: "a user needs a user name or an address")
            throw DecodingError.keyNotFound(CodingKeys.userName, context)
        }
        self.init(
            id: try fields.decode(UserID.self, forKey: .id),
            fullName: try fields.decode(FullName.self, forKey: .fullName),
            userName: userName, email: email, affiliation: try fields.decode(Affiliation.self, forKey: .affiliation),
            status: try fields.decode(AccountStatus.self, forKey: .status),
            addedAt: try fields.decode(Timestamp.self, forKey: .addedAt),
            attributes: try fields.decodeIfPresent(UserAttributes.self, forKey: .attributes) ?? UserAttributes())
        self.statusBeforeBlock = try fields.decodeIfPresent(AccountStatus.self, forKey: .statusBeforeBlock)
        self.statusBeforeDeletion = try fields.decodeIfPresent(AccountStatus.self, forKey: .statusBeforeDeletion)
        self.deletedAt = try fields.decodeIfPresent(Timestamp.self, forKey: .deletedAt)
        self.hasReleasedNames = try fields.decodeIfPresent(Bool.self, forKey: .hasReleasedNames) ?? false
        self.hasSignedIn = try fields.decode(Bool.self, forKey: .hasSignedIn)
        self.resetCount = try fields.decode(Int.self, forKey: .resetCount)
        self.version = try fields.decode(Int.self, forKey: .version)
    }

    /// Writes a user; a user name that is the address is left out, and so is what most users do not have.
    public func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(self.id, forKey: .id)
        try fields.encode(self.fullName, forKey: .fullName)
        if !self.signsInWithAddressAlone { try fields.encode(self.userName, forKey: .userName) }
        try fields.encodeIfPresent(self.email, forKey: .email)
        try fields.encode(self.affiliation, forKey: .affiliation)
        try fields.encode(self.status, forKey: .status)
        try fields.encodeIfPresent(self.statusBeforeBlock, forKey: .statusBeforeBlock)
        try fields.encodeIfPresent(self.statusBeforeDeletion, forKey: .statusBeforeDeletion)
        try fields.encode(self.addedAt, forKey: .addedAt)
        try fields.encodeIfPresent(self.deletedAt, forKey: .deletedAt)
        if !self.attributes.isEmpty { try fields.encode(self.attributes, forKey: .attributes) }
        if self.hasReleasedNames { try fields.encode(true, forKey: .hasReleasedNames) }
        try fields.encode(self.hasSignedIn, forKey: .hasSignedIn)
        try fields.encode(self.resetCount, forKey: .resetCount)
        try fields.encode(self.version, forKey: .version)
    }

    /// Whether the user name is the address, letter for letter.
    package var signsInWithAddressAlone: Bool {
        self.email.map { $0.rawValue.isSameName(as: self.userName.rawValue) } ?? false
    }
}
