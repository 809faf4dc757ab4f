public import RosterDomain
import RosterPorts

extension Tenant {
    /// Which profile attributes there are, and who may see and edit them; the policy's.
    public var attributeSchema: AttributeSchema { self.policy.attributes }

    /// Changes profile attributes of a user: all of them, or none.
    ///
    /// - Parameters:
    ///   - user: Whose profile.
    ///   - values: The values to give, by the names of the attributes; nil takes an attribute out.
    ///   - principal: Who changes it. Users edit of their own profile what the schema lets users edit; for everything else it
    ///     takes the permission to edit users, and the right to act on the account.
    /// - Returns: Whether anything changed; what was so already is no change, and not on record.
    /// - Throws: ``TenantError/refused(_:)``, with `RefusalReason.attributeInvalid(name:problem:)`,
    ///   `RefusalReason.attributeNotEditable(name:)` or `RefusalReason.attributeTaken(name:)` where an attribute is the
    ///   reason, and `RefusalReason.accountDeleted(name:restorableUntil:)` where a deleted account has a unique value, as far as the
    ///   principal sees deleted accounts; ``TenantError/directory(_:)``.
    @discardableResult
    public func changeAttributes(
        of user: UserID, to values: [AttributeName: AttributeValue?], by principal: UserID
    ) async throws(TenantError) -> Bool {
        try await self.changeAttributes(of: user, to: values, by: .user(id: principal))
    }

    /// Changes profile attributes on behalf of the system that provisions the account: what the schema reserves for the
    /// source system, too.
    ///
    /// For the host: it asks no permission.
    /// - Throws: As ``changeAttributes(of:to:by:)`` does.
    @discardableResult
    public func changeAttributesFromSource(
        of user: UserID, to values: [AttributeName: AttributeValue?]
    ) async throws(TenantError) -> Bool {
        try await self.changeAttributes(of: user, to: values, by: .system)
    }

    private func changeAttributes(
        of user: UserID, to values: [AttributeName: AttributeValue?], by principal: Principal
    ) async throws(TenantError) -> Bool {
        let command = ChangeAttributes(of: user, to: values, schema: self.policy.attributes)
        let performed = try await self.perform(command, by: principal)
        await self.dropCodes(replacedBy: performed)
        return !performed.changes.isEmpty
    }

    /// The account of a user with as much of the record and the profile as the principal may see; nil when there is no such user, and
    /// when the one who asks does not see the account.
    ///
    /// - Parameters:
    ///   - user: Whose profile.
    ///   - principal: Who asks; for the account of another person it takes the permission to view users. See
    ///     ``users(matching:by:)`` for what is seen of the record. Of the profile, those who may edit users see what administrators may see, and others see nothing.
    /// - Throws: ``TenantError/refused(_:)``, ``TenantError/directory(_:)``.
    public func profile(of user: UserID, by principal: UserID) async throws(TenantError) -> UserRecord? {
        if user != principal {
            try await self.require(self.catalog.companyPermissions.viewUsers, of: principal, attempt: "view a profile")
        }
        guard let record = try await self.user(user), let reader = self.reader(principal) else { return nil }
        return self.showing(record, to: reader)
    }

    /// The user who has a value of a unique attribute; nil when there is none, and when the attribute is not unique.
    ///
    /// For the host: it asks no permission.
    /// - Throws: ``TenantError/directory(_:)``.
    public func user(having name: AttributeName, _ text: String) async throws(TenantError) -> UserRecord? {
        guard let name = self.policy.attributes.recordName(name, text) else { return nil }
        return try await askingDirectory { () async throws(UserDirectoryError) in
            try await self.directory.user(named: name)
        }
    }

    /// A record as a reader may see it, with the attributes that are for administrators who may edit users or for the person;
    /// nil when the reader does not see the account.
    func showing(_ record: UserRecord, to reader: RecordReader) -> UserRecord? {
        let audience = self.audience(of: reader, over: record.id)
        let attributes = self.policy.attributes.attributes(record.user.attributes, visibleTo: audience)
        let view = reader.view(of: record)
        return attributes.count == record.user.attributes.count ? view : view?.showing(attributes)
    }

    /// As whom a reader sees the profile of a user.
    func audience(of reader: RecordReader, over user: UserID) -> AttributeAudience {
        (reader.editsUsers ? AttributeAudience.administrator : []).union(reader.id == user ? .user : [])
    }
}
