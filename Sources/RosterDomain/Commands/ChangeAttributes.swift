/// Change profile attributes of a user: the user what the schema lets users edit, an administrator what it lets administrators
/// edit, and the host everything.
package struct ChangeAttributes: TenantCommand {
    /// Whose profile.
    package let user: UserID
    /// The values to give; nil takes an attribute out.
    package let values: [AttributeName: AttributeValue?]
    /// Which attributes there are.
    package let schema: AttributeSchema
    /// Whether the principal acts as the system that provisions the account.
    package let fromSource: Bool

    /// Names the user and the values.
    package init(
        of user: UserID, to values: [AttributeName: AttributeValue?], schema: AttributeSchema, fromSource: Bool = false
    ) {
        self.fromSource = fromSource
        self.user = user
        self.values = values
        self.schema = schema
    }

    /// What is wanted, in words.
    package var attempt: String { "change the profile" }
    /// The user, and whether unique values are free.
    package var needs: FactNeeds {
        FactNeeds(users: [self.user], names: self.schema.names(of: self.values.compactMapValues(\.self)))
    }

    /// Refuses what the principal may not edit of this user's profile, and values that the schema does not allow or that are
    /// unique and another user's.
    ///
    /// - Returns: One change, after what takes expired invitations out that have the values; or none when everything is so already.
    package func changes(given facts: Facts) throws(RefusalReason) -> [Change] {
        let record = try facts.user(self.user)
        var audience = try facts.audience(over: record)
        if self.fromSource { audience.formUnion(facts.sourceAudience) }
        guard !record.user.status.isGone else { throw .wrongStatus(status: record.user.status) }
        var attributes = record.user.attributes
        var edits: [AttributeEdit] = []
        for (name, value) in self.values.sorted(by: { $0.key < $1.key }) {
            let before = attributes.attribute(name)
            let after = try facts.attribute(name, value, in: self.schema, replacing: before, by: audience)
            if after.map({ before?.isSame(as: $0) ?? false }) ?? (before == nil) { continue }
            attributes.set(name, to: after)
            edits.append(AttributeEdit(name, from: before, to: after))
            guard attributes.isWithinLimits else { throw .attributeInvalid(name: name, problem: .tooMany) }
        }
        let freed = try facts.freeing(edits.compactMap(\.to), for: self.user)
        return edits.isEmpty ? [] : freed + [.attributesChanged(user: self.user, edits: edits)]
    }
}
