import RosterDomain

/// Where the resources of a company are, and what is said of each.
struct ResourceAddresses: Sendable {
    /// The address of the service, without a slash at the end.
    let base: String

    func user(_ id: UserID) -> String { "\(self.base)/Users/\(id)" }
    func group(_ id: GroupID) -> String { "\(self.base)/Groups/\(id)" }

    /// The `meta` of a resource.
    static func meta(_ type: String, at location: String, added: Timestamp, changed: Timestamp?, version: Int)
        -> SCIMValue
    {
        let created = added.rfc3339
        return .object([
            "resourceType": .text(type), "created": .text(created),
            "lastModified": .text(changed?.rfc3339 ?? created),
            "location": .text(location), "version": .text(Self.tag(version)),
        ])
    }

    /// The entity tag of a version.
    static func tag(_ version: Int) -> String { "W/\"\(version)\"" }
}
