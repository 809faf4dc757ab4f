/// Who may edit which profile attributes.
extension Facts {
    /// As whom the principal may edit the profile of a user.
    ///
    /// The host edits as everyone. Users edit their own profiles as themselves, and as administrators when they may edit users.
    /// For the profile of another person it takes that permission and the right to act on the account.
    func audience(over target: UserRecord) throws(RefusalReason) -> AttributeAudience {
        guard case .user(let id) = self.principal else { return .everyone }
        guard id == target.id else {
            try self.require(self.catalog.companyPermissions.editUsers)
            try self.requireMay(.editProfile, to: target)
            return .administrator
        }
        try self.activePrincipal()
        let isAdministrator = (try? self.require(self.catalog.companyPermissions.editUsers)) != nil
        return isAdministrator ? [.user, .administrator] : .user
    }

    /// What a principal may edit beside, who acts as the system that provisions accounts: only a service is one.
    var sourceAudience: AttributeAudience { self.principalRecord?.user.accountKind == .service ? .source : [] }

    /// The attributes of a user who is added, whether or not unique values are free.
    ///
    /// - Parameter fromSource: Whether the principal acts as the system that provisions the account.
    func attributes(
        _ values: [AttributeName: AttributeValue], in schema: AttributeSchema, fromSource: Bool = false
    ) throws(RefusalReason) -> UserAttributes {
        var attributes = UserAttributes()
        var audience: AttributeAudience = if case .user = self.principal { .administrator } else { .everyone }
        if fromSource { audience.formUnion(self.sourceAudience) }
        for (name, value) in values.sorted(by: { $0.key < $1.key }) {
            let attribute = try self.attribute(name, value, in: schema, replacing: nil, by: audience)
            attributes.set(name, to: attribute)
            guard attributes.isWithinLimits else { throw .attributeInvalid(name: name, problem: .tooMany) }
        }
        return attributes
    }

    /// An attribute as it will be stored; nil when it is taken out.
    ///
    /// What the schema does not define any more can still be taken out.
    func attribute(
        _ name: AttributeName, _ value: AttributeValue?, in schema: AttributeSchema, replacing before: UserAttribute?,
        by audience: AttributeAudience
    ) throws(RefusalReason) -> UserAttribute? {
        let isLeftOver = schema[name] == nil && before != nil && value == nil
        let editors: AttributeAudience? =
            isLeftOver ? AttributeAudience([.administrator, .source]) : schema[name]?.editableBy
        if let editors, editors.isDisjoint(with: audience) { throw .attributeNotEditable(name: name) }
        guard !isLeftOver else { return nil }
        do throws(AttributeProblem) {
            if let value { return try schema.attribute(name, value) }
            guard schema[name] != nil else { throw schema.unknown(name) }
            return nil
        } catch {
            throw .attributeInvalid(name: name, problem: error)
        }
    }

    /// Refuses unique values that belong to another account.
    ///
    /// As with user names and addresses, an invitation that has expired is no account: it makes room.
    ///
    /// - Returns: What takes expired invitations out; it stands before what gives the values.
    func freeing(_ attributes: some Sequence<UserAttribute>, for user: UserID) throws(RefusalReason) -> [Change] {
        var expired: [UserRecord] = []
        for attribute in attributes {
            guard let holder = attribute.recordName.flatMap({ self.holders[$0] }), holder.id != user else { continue }
            guard self.isExpiredInvitation(holder) else { throw self.taken(attribute, by: holder) }
            expired.append(holder)
        }
        return self.takingOut(expired)
    }

    /// Why a value cannot be given that an account has: a deleted account is named to those who see it, for they can restore or purge it.
    private func taken(_ attribute: UserAttribute, by holder: UserRecord) -> RefusalReason {
        guard holder.user.status == .deleted, let name = self.nameShown(of: holder) else {
            return .attributeTaken(name: attribute.name)
        }
        return self.taken(name, by: holder.user)
    }
}

extension AttributeSchema {
    /// The names that those values are that are unique.
    func names(of values: [AttributeName: AttributeValue]) -> Set<RecordName> {
        let names = values.compactMap { name, value -> RecordName? in
            if case .text(let text) = value { self.recordName(name, text) } else { nil }
        }
        return Set(names)
    }

    func unknown(_ name: AttributeName) -> AttributeProblem {
        .unknown(nearest: nearestName(to: name.rawValue, among: self.definitions.map(\.name.rawValue)))
    }
}
