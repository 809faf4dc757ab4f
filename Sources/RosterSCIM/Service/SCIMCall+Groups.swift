import RosterDomain
import RosterUseCases
import RosterWeb

// Groups: the company's groups, and who is in them.

extension SCIMCall {
    func groups(_ method: WebMethod) async throws -> WebResponse {
        try Self.allow([.get, .post], method)
        if method == .get { return try await self.list([GroupMapping.type.endpoint], self.queryRequest()) }
        return try await self.addGroup(self.body())
    }

    func group(_ text: String, _ method: WebMethod) async throws -> WebResponse {
        try Self.allow([.get, .put, .patch, .delete], method)
        guard let id = try? GroupID(text) else { throw SCIMError.notFound("group `\(text.shown)`") }
        switch method {
        case .get: return try await self.show(try await self.present(id))
        case .delete: return try await self.deleteGroup(try await self.present(id))
        case .put:
            let body = try self.body()
            return try await self.change(id) { editor in try editor.take(body) }
        default:
            let request = try PatchRequest(self.body())
            return try await self.change(id) { editor in
                for operation in request.operations {
                    try await editor.apply(operation) { try await self.members(of: id) }
                }
            }
        }
    }

    private func deleteGroup(_ group: Group) async throws -> WebResponse {
        let version = try self.checkVersion(group.version)
        do throws(TenantError) {
            try await self.tenant.expecting(version: version, of: .group(group.id)) { () async throws(TenantError) in
                try await self.tenant.deleteGroup(group.id, by: self.principal)
            }
        } catch {
            throw SCIMError(error, isConditional: true)
        }
        return WebResponse(204)
    }

    /// A group that is there; it takes the permission to see users.
    private func present(_ id: GroupID) async throws -> Group {
        try await self.requireMaySee()
        guard let group = try await self.tenant.group(id), !group.isDeleted else {
            throw SCIMError.notFound("group `\(id)`")
        }
        return group
    }

    /// Refuses callers who may not list users.
    func requireMaySee() async throws {
        _ = try await self.tenant.groups(matching: GroupQuery(pageSize: 1), by: self.principal)
    }

    private func addGroup(_ body: SCIMObject) async throws -> WebResponse {
        var editor = GroupEditor([:])
        try editor.take(body)
        let profile = try Self.profile(editor.object, nil)
        let group = try await self.tenant.provisionGroup(profile, members: editor.members.added, by: self.principal)
        return try await self.show(group, status: 201)
    }

    /// Changes a group as the caller says.
    ///
    /// Members who come and go by their identifiers do so whatever the group is: only what was worked out from the group, or under a
    /// version that the client named, rests on the version.
    private func change(_ id: GroupID, _ edit: (inout GroupEditor) async throws -> Void) async throws -> WebResponse {
        try await self.changing {
            let group = try await self.present(id)
            let expected = try self.checkVersion(group.version)
            let before = GroupMapping.resource(of: group, members: nil, at: self.addresses)
            var editor = GroupEditor(before, lookLimit: self.options.scanLimit)
            try await edit(&editor)
            let profile = editor.object == before ? nil : try Self.profile(editor.object, group)
            if profile == nil, editor.members.isEmpty { return try await self.show(group) }
            var removed = editor.members.removed.sorted()
            if editor.members.isCleared {
                let kept = Set(editor.members.added)
                removed = try await self.members(of: id, gone: true).map(\.id).filter { !kept.contains($0) }.sorted()
            }
            let rests = profile != nil || editor.members.isCleared || editor.hasReadMembers || expected != nil
            do {
                let changed = try await self.tenant.expecting(version: rests ? group.version : nil, of: .group(id)) {
                    try await self.tenant.changeProvisionedGroup(
                        id, to: profile, adding: editor.members.added, removing: removed, by: self.principal)
                }
                return try await self.show(changed)
            } catch let error as TenantError {
                if error.refusal?.reason == .changedMeanwhile, expected == nil { return nil }
                throw Self.error(error)
            }
        }
    }

    /// A user who is not listed is a wrong value here, and not a resource that is not there.
    private static func error(_ error: TenantError) -> SCIMError {
        if case .unknownUser = error.refusal?.reason { return SCIMError(.invalidValue, "\(error)") }
        return SCIMError(error, isConditional: true)
    }

    /// What is said of a group: what the resource has, and what no client can set.
    private static func profile(_ object: SCIMObject, _ former: Group?) throws(SCIMError) -> GroupProfile {
        guard let name = object["displayName"]?.text else {
            throw SCIMError(.invalidValue, "a group has a `displayName`")
        }
        let fullName = try FullName(scim: name)
        do throws(GroupProfileError) {
            return try GroupProfile(
                name: fullName, description: former?.profile.description ?? "", externalID: object["externalId"]?.text,
                owners: former?.profile.owners ?? [])
        } catch {
            throw SCIMError(.invalidValue, "\(error)")
        }
    }

    /// A group as a response.
    private func show(_ group: Group, status: Int = 200) async throws -> WebResponse {
        let projection = try self.projection(GroupMapping.type)
        let object = try await self.resource(of: group, projection)
        return self.response(
            status, object, at: self.addresses.group(group.id), version: group.version,
            showsOthers: projection.wants(GroupMapping.members, of: GroupMapping.type))
    }

    /// A group as a resource; its members are read only where the projection wants them.
    func resource(of group: Group, _ projection: Projection) async throws -> SCIMObject {
        let isWanted = projection.wants(GroupMapping.members, of: GroupMapping.type)
        let members = isWanted ? try await self.members(of: group.id) : nil
        return GroupMapping.resource(of: group, members: members, at: self.addresses, projection)
    }

    /// Every member of a group whose account is there, in the order of their identifiers.
    ///
    /// - Parameter gone: Whether deleted accounts count, which would be members again once they are restored.
    /// - Complexity: O(members), where the directory finds them by an index.
    func members(of group: GroupID, gone: Bool = false) async throws -> [UserRecord] {
        var query = UserQuery(memberOf: group, pageSize: UserQuery.pageSizeLimit)
        if gone { query.statuses = Set(AccountStatus.allCases) }
        var members: [UserRecord] = []
        while true {
            let page = try await self.tenant.users(matching: query, by: self.principal)
            members += page.records
            guard let next = page.next else { return members }
            query.start = next
        }
    }
}
