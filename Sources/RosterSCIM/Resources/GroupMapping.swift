import RosterDomain

/// What is what: a group of the company and a SCIM group.
enum GroupMapping {
    static let type = GroupSchema.resourceType

    /// The attribute that holds the members.
    static var members: SCIMAttribute {
        guard let members = self.type.core.attribute("members") else {
            preconditionFailure("invariant: the schema of groups has members")
        }
        return members
    }

    /// A group as a resource, with what a projection wants.
    ///
    /// - Parameter members: The members; nil when the projection does not want them.
    static func resource(
        of group: Group, members: [UserRecord]?, at addresses: ResourceAddresses, _ projection: Projection = .standard
    ) -> SCIMObject {
        let location = addresses.group(group.id)
        var object: SCIMObject = [
            "schemas": .list([.text(self.type.core.id)]), "id": .text(group.id.description),
        ]
        object.add("externalId", group.profile.externalID.map { .text($0) })
        object.add("displayName", .text(group.profile.name.rawValue))
        if let members, !members.isEmpty {
            // Their names are told to those who ask for them.
            let shows = projection.wants(
                self.members.parts[3], of: self.members, in: nil, of: self.type)
            object.add("members", .list(members.map { self.member($0, at: addresses, showsName: shows) }))
        }
        object.add(
            "meta",
            ResourceAddresses.meta(
                "Group", at: location, added: group.addedAt, changed: group.changedAt, version: group.version))
        return projection.isStandard ? object : object.projected(projection, of: self.type)
    }

    /// A member as a value.
    static func member(_ record: UserRecord, at addresses: ResourceAddresses, showsName: Bool) -> SCIMValue {
        var object: SCIMObject = [
            "value": .text(record.id.description), "$ref": .text(addresses.user(record.id)), "type": .text("User"),
        ]
        if showsName { object.add("display", .text(record.user.fullName.rawValue)) }
        return .object(object)
    }
}
