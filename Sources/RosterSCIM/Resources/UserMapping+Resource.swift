import RosterDomain

/// What is needed beside the record to show a user.
struct UserSurroundings: Sendable {
    let addresses: ResourceAddresses
    let now: Timestamp
    /// The groups of the users shown, as far as they are in use.
    var groups: [GroupID: Group] = [:]
    /// What the user may do, for those who ask for it.
    var entitlements: [Entitlement] = []
}

/// A user who is shown, copied out of the record once, because attributes are asked for one by one.
private struct ShownUser {
    let record: UserRecord
    let user: User
    let surroundings: UserSurroundings
}

extension UserMapping {
    /// A user as a resource, with what a projection wants.
    func resource(
        of record: UserRecord, _ surroundings: UserSurroundings, _ projection: Projection = .standard
    ) -> SCIMObject {
        let shown = ShownUser(record: record, user: record.user, surroundings: surroundings)
        var object = SCIMObject()
        var schemas = [SCIMValue.text(self.type.core.id)]
        var rest = SCIMObject()
        for attribute in self.type.common where attribute.name == "externalId" {
            rest.add(attribute.name, self.wanted(attribute, nil, of: shown, projection))
        }
        for attribute in self.type.core.attributes {
            rest.add(attribute.name, self.wanted(attribute, nil, of: shown, projection))
        }
        for schema in self.type.extensions {
            var part = SCIMObject()
            for attribute in schema.attributes {
                part.add(attribute.name, self.wanted(attribute, schema.id, of: shown, projection))
            }
            // The schemas are those of the user, whatever of it is wanted.
            let isThere =
                !part.isEmpty
                || (!projection.isStandard
                    && schema.attributes.contains { self.value(of: $0, shown) != nil })
            if isThere { schemas.append(.text(schema.id)) }
            if !part.isEmpty { rest.add(schema.id, .object(part)) }
        }
        object.add("schemas", .list(schemas))
        object.add("id", .text(record.id.description))
        for member in rest.members { object.add(member.name, member.value) }
        let location = surroundings.addresses.user(record.id)
        object.add(
            "meta",
            ResourceAddresses.meta(
                "User", at: location, added: shown.user.addedAt, changed: shown.user.changedAt,
                version: shown.user.version))
        return projection.isStandard ? object : object.projected(projection, of: self.type)
    }

    private func wanted(
        _ attribute: SCIMAttribute, _ schema: String?, of shown: ShownUser, _ projection: Projection
    ) -> SCIMValue? {
        projection.wants(attribute, in: schema, of: self.type) ? self.value(of: attribute, shown) : nil
    }

    private func value(of attribute: SCIMAttribute, _ shown: ShownUser) -> SCIMValue? {
        switch attribute.source {
        case .userName: return .text(shown.user.userName.rawValue)
        // A full name that is nothing but the user name was given by no one.
        case .displayName:
            return shown.user.fullName.rawValue.utf8.elementsEqual(shown.user.userName.rawValue.utf8)
                ? nil : .text(shown.user.fullName.rawValue)
        case .active: return .flag(shown.user.status.isUsable)
        case .password: return nil
        case .emails: return self.emails(of: shown.user)
        case .roles: return self.roles(of: shown.record, at: shown.surroundings.now)
        case .groups: return self.groups(of: shown.record, shown.surroundings)
        case .entitlements: return self.entitlements(shown.surroundings.entitlements)
        case .text(let name): return Self.text(name, of: shown.user)
        case .reference(let name): return self.reference(name, of: shown.user, shown.surroundings)
        case .entries(let name): return self.entries(name, of: shown.user, attribute)
        case .none:
            let parts = attribute.parts.compactMap { part -> SCIMObject.Member? in
                guard case .text(let name) = part.source else { return nil }
                return Self.text(name, of: shown.user).map { SCIMObject.Member(name: part.name, value: $0) }
            }
            return parts.isEmpty ? nil : .object(SCIMObject(parts))
        }
    }

    private static func text(_ name: AttributeName, of user: User) -> SCIMValue? {
        if case .text(let text) = user.attributes[name] { .text(text) } else { nil }
    }

    private func reference(_ name: AttributeName, of user: User, _ surroundings: UserSurroundings) -> SCIMValue? {
        guard case .text(let text) = user.attributes[name] else { return nil }
        var object: SCIMObject = ["value": .text(text)]
        if let id = try? UserID(text) { object.add("$ref", .text(surroundings.addresses.user(id))) }
        return .object(object)
    }

    private func entries(_ name: AttributeName, of user: User, _ attribute: SCIMAttribute) -> SCIMValue? {
        guard case .entries(let entries) = user.attributes[name] else { return nil }
        return .list(entries.map { Self.object(of: $0, attribute) })
    }

    private static func object(of entry: AttributeEntry, _ attribute: SCIMAttribute) -> SCIMValue {
        var object = SCIMObject()
        for part in attribute.parts {
            guard let text = entry[part.name] else { continue }
            object.add(part.name, part.kind == .boolean ? .flag(text == "true") : .text(text))
        }
        return .object(object)
    }

    private func emails(of user: User) -> SCIMValue? {
        var kept: [SCIMValue] = []
        if let name = self.emailsName, let attribute = self.type.core.attribute("emails") {
            kept = self.entries(name, of: user, attribute)?.elements ?? []
        }
        guard let email = user.email else { return nil }
        guard let position = Self.accountPosition(among: kept), var object = kept[position].object else {
            return .list([Self.plain(email.rawValue)])
        }
        // The address may have been changed elsewhere since the client told of it.
        if object["value"]?.text.map({ CaseFolding.folded($0) != email.folded }) ?? true {
            object["value"] = .text(email.rawValue)
            kept[position] = .object(object)
        }
        return .list(kept)
    }

    private func roles(of record: UserRecord, at now: Timestamp) -> SCIMValue? {
        let held = record.assignments.filter { $0.scope == .company && ($0.window.until.map { $0 > now } ?? true) }
        guard !held.isEmpty else { return nil }
        var described: [RoleID: SCIMValue] = [:]
        if let name = self.rolesName, let attribute = self.type.core.attribute("roles") {
            for value in self.entries(name, of: record.user, attribute)?.elements ?? [] {
                if let role = value.object?["value"]?.text.flatMap(self.role) { described[role] = value }
            }
        }
        return .list(held.map { described[$0.role] ?? .object(["value": .text($0.role.rawValue)]) })
    }

    private func groups(of record: UserRecord, _ surroundings: UserSurroundings) -> SCIMValue? {
        let groups = record.groups.compactMap { surroundings.groups[$0] }
        guard !groups.isEmpty else { return nil }
        return .list(
            groups.map { group in
                .object([
                    "value": .text(group.id.description), "$ref": .text(surroundings.addresses.group(group.id)),
                    "display": .text(group.profile.name.rawValue), "type": .text("direct"),
                ])
            })
    }

    private func entitlements(_ entitlements: [Entitlement]) -> SCIMValue? {
        guard !entitlements.isEmpty else { return nil }
        return .list(
            entitlements.map { entitlement in
                var object: SCIMObject = ["value": .text(entitlement.permission.rawValue)]
                object.add("display", (self.catalog.definition(of: entitlement.permission)?.title).map { .text($0) })
                object.add("type", .text(entitlement.scope.path))
                return .object(object)
            })
    }
}
