import RosterDomain
import RosterUseCases
import RosterWeb

// Users: one account each.

extension SCIMCall {
    /// How often a change is made again because the resource changed while it was worked out; ours.
    private static let attemptLimit = 40

    /// Makes a change until no other caller was in its way, with growing pauses: clients send many changes of one resource at once.
    ///
    /// - Parameter attempt: Makes the change once; nil when the resource changed meanwhile.
    func changing(_ attempt: () async throws -> WebResponse?) async throws -> WebResponse {
        for count in 1...Self.attemptLimit {
            if let answer = try await attempt() { return answer }
            try await Task.sleep(for: .milliseconds(Int.random(in: 0...min(5 * count, 100))))
        }
        var error = SCIMError(503, nil, "others kept changing the resource; try again")
        error.headers = [("retry-after", "1")]
        throw error
    }

    func users(_ method: WebMethod) async throws -> WebResponse {
        try Self.allow([.get, .post], method)
        if method == .get { return try await self.list([self.mapping.type.endpoint], self.queryRequest()) }
        return try await self.addUser(self.body())
    }

    func user(_ text: String, _ method: WebMethod) async throws -> WebResponse {
        try Self.allow([.get, .put, .patch, .delete], method)
        guard let id = try? UserID(text) else { throw SCIMError.notFound("user `\(text.shown)`") }
        switch method {
        case .get: return try await self.show(try await self.present(id))
        case .delete: return try await self.delete(id)
        case .put:
            let body = try self.body()
            return try await self.change(id) { (editor) throws(SCIMError) in try editor.take(body) }
        default:
            let request = try PatchRequest(self.body())
            return try await self.change(id) { (editor) throws(SCIMError) in
                for operation in request.operations { try editor.apply(operation) }
            }
        }
    }

    /// A user that is there and that the caller may see.
    private func present(_ id: UserID) async throws -> UserRecord {
        let record = try await self.tenant.profile(of: id, by: self.principal)
        guard let record, ![.deleted, .purged].contains(record.user.status) else {
            throw SCIMError.notFound("user `\(id)`")
        }
        return record
    }

    private func addUser(_ body: SCIMObject) async throws -> WebResponse {
        var editor = ResourceEditor([:], of: self.mapping.type)
        try editor.take(body)
        let account = try self.mapping.account(editor.object)
        let record = try await self.tenant.provisionUser(account, by: self.principal)
        return try await self.show(record, status: 201)
    }

    /// Changes a user as the caller says, all of it or nothing.
    ///
    /// What was worked out rests on one version of the account; when another caller changed it meanwhile, it is worked out anew.
    private func change(
        _ id: UserID, _ edit: (inout ResourceEditor) throws(SCIMError) -> Void
    ) async throws -> WebResponse {
        try await self.changing {
            let record = try await self.present(id)
            let expected = try self.checkVersion(record.user.version)
            let before = self.mapping.resource(of: record, self.surroundings)
            var editor = ResourceEditor(before, of: self.mapping.type)
            try edit(&editor)
            var changes = try self.mapping.changes(
                from: before, to: editor.object, of: record.user, setsDisplayName: editor.setsDisplayName)
            changes.takesCompanions = editor.removesRoles
            if changes.isEmpty { return try await self.show(record) }
            let changed: UserRecord
            do throws(TenantError) {
                changed = try await self.tenant.expecting(version: record.user.version, of: .user(id)) {
                    () async throws(TenantError) in
                    try await self.tenant.changeProvisionedUser(id, to: changes, by: self.principal)
                }
            } catch {
                if error.refusal?.reason == .changedMeanwhile, expected == nil { return nil }
                throw SCIMError(error, isConditional: true)
            }
            return try await self.show(changed)
        }
    }

    private func delete(_ id: UserID) async throws -> WebResponse {
        let record = try await self.present(id)
        let version = try self.checkVersion(record.user.version)
        do throws(TenantError) {
            try await self.tenant.expecting(version: version, of: .user(id)) { () async throws(TenantError) in
                if record.user.status == .invited {
                    try await self.tenant.revokeInvitation(of: id, by: self.principal)
                } else {
                    try await self.tenant.deleteUser(id, by: self.principal)
                }
            }
        } catch {
            throw SCIMError(error, isConditional: true)
        }
        return WebResponse(204)
    }

    /// A user as a response.
    private func show(_ record: UserRecord, status: Int = 200) async throws -> WebResponse {
        let projection = try self.projection(self.mapping.type)
        let object = try await self.resources(of: [record], projection)[0]
        return self.response(
            status, object, at: self.addresses.user(record.id), version: record.user.version,
            showsOthers: self.showsOthers(of: record, projection))
    }

    /// Whether a user is shown with what groups and roles amount to.
    private func showsOthers(of record: UserRecord, _ projection: Projection) -> Bool {
        let held = (record.groups.isEmpty ? [] : ["groups"]) + (record.assignments.isEmpty ? [] : ["roles"])
        return !held.isEmpty && (held + ["entitlements"]).contains { self.wants($0, projection) }
    }

    /// What users are shown with, apart from what must be read for it.
    var surroundings: UserSurroundings {
        UserSurroundings(addresses: self.addresses, now: self.tenant.now)
    }

    /// Users as resources, with the names of their groups, which are read once for all of them.
    func resources(of records: [UserRecord], _ projection: Projection) async throws -> [SCIMObject] {
        var surroundings = self.surroundings
        if self.wants("groups", projection) {
            let ids = records.reduce(into: Set<GroupID>()) { $0.formUnion($1.groups) }
            surroundings.groups = try await self.tenant.groups(ids)
        }
        let showsEntitlements = self.wants("entitlements", projection)
        return records.map { record in
            if showsEntitlements, let handle = self.tenant.handle(for: record.id) {
                surroundings.entitlements = self.tenant.entitlements(of: handle)
            } else {
                surroundings.entitlements = []
            }
            return self.mapping.resource(of: record, surroundings, projection)
        }
    }

    private func wants(_ name: String, _ projection: Projection) -> Bool {
        guard let attribute = self.mapping.type.core.attribute(name) else { return false }
        return projection.wants(attribute, of: self.mapping.type)
    }
}
