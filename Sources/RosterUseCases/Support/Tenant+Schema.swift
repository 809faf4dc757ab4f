import RosterDomain
import RosterPorts

extension Tenant {
    /// How often the schema is tried again because other hosts changed users meanwhile; ours.
    private static let schemaAttemptLimit = 64
    /// How many users are changed in one step; ours.
    private static let schemaStepLimit = 200

    /// Compares what is stored with the schema, before a tenant opens.
    ///
    /// An attribute that became unique, or is no longer, is stored so from now on: its value stays. Everything else that
    /// contradicts the schema keeps the tenant closed, and what is stored as it is.
    ///
    /// - Throws: ``TenantError/attributesContradictSchema(_:)``, ``TenantError/directory(_:)``.
    /// - Complexity: O(users with attributes); O(attributes) where the directory keeps their extents and the schema admits them.
    static func adopt(_ schema: AttributeSchema, in directory: any UserDirectory, at now: Timestamp)
        async throws(TenantError)
    {
        if let keeper = directory as? any AttributeKeeping {
            let extents = try await askingDirectory { () async throws(UserDirectoryError) in
                try await keeper.attributeExtents()
            }
            if schema.admits(extents) { return }
        }
        for _ in 0..<Self.schemaAttemptLimit {
            let outdated = try await self.outdatedUsers(under: schema, in: directory)
            if outdated.isEmpty { return }
            for first in stride(from: 0, to: outdated.count, by: Self.schemaStepLimit) {
                let step = Array(outdated[first..<min(first + Self.schemaStepLimit, outdated.count)])
                try await self.adopt(schema, for: step, in: directory, at: now)
            }
        }
        throw .busy
    }

    /// The users with attributes that are stored with another uniqueness than the schema's.
    private static func outdatedUsers(
        under schema: AttributeSchema, in directory: any UserDirectory
    ) async throws(TenantError) -> [UserRecord] {
        var outdated: [UserRecord] = []
        var query = UserQuery(
            statuses: Set(AccountStatus.allCases), hasAttributes: true, pageSize: UserQuery.pageSizeLimit)
        while true {
            let page = try await askingDirectory { [query] () async throws(UserDirectoryError) in
                try await directory.users(matching: query)
            }
            for record in page.records {
                let contradictions = schema.contradictions(in: record.user)
                for contradiction in contradictions {
                    guard case .otherUniqueness = contradiction.problem else {
                        throw .attributesContradictSchema(contradiction)
                    }
                }
                if !contradictions.isEmpty { outdated.append(record) }
            }
            guard let next = page.next else { return outdated }
            query.start = next
        }
    }

    /// Stores attributes with the schema's uniqueness, unless another host changed a user first.
    private static func adopt(
        _ schema: AttributeSchema, for records: [UserRecord], in directory: any UserDirectory, at now: Timestamp
    ) async throws(TenantError) {
        let changes = records.map { Change.attributesChanged(user: $0.id, edits: schema.edits(adoptedBy: $0.user)) }
        let versions = Dictionary(
            uniqueKeysWithValues: records.map { (RecordID.user($0.id), Optional($0.user.version)) })
        do throws(UserDirectoryError) {
            _ = try await directory.commit(changes, by: .system, at: now, given: .versions(versions))
        } catch {
            switch error {
            case .conflict: return
            case .contradiction(.nameTaken(let name, by: .user(let holder))):
                guard case .attribute(let attribute) = name.space,
                    let record = records.first(where: { schema.wouldHave(name, in: $0.user) && $0.id != holder })
                else { throw .directory(error) }
                throw .attributesContradictSchema(
                    AttributeContradiction(user: record.id, attribute: attribute, problem: .taken(by: holder)))
            default: throw .directory(error)
            }
        }
    }
}

extension AttributeSchema {
    /// What stores the attributes of a user with the uniqueness that the schema says.
    fileprivate func edits(adoptedBy user: User) -> [AttributeEdit] {
        user.attributes.compactMap { attribute in
            guard let adopted = try? self.attribute(attribute.name, attribute.value), adopted != attribute else {
                return nil
            }
            return AttributeEdit(attribute.name, from: attribute, to: adopted)
        }
    }

    fileprivate func wouldHave(_ name: RecordName, in user: User) -> Bool {
        self.edits(adoptedBy: user).contains { $0.to?.recordName == name }
    }
}
