public import RosterDomain
import RosterPorts

extension Tenant {
    /// Steps of the history after a revision, oldest first: who did what when, with what was before, refusals among them.
    ///
    /// For the host: it asks no permission.
    /// - Throws: ``TenantError/directory(_:)``.
    public func history(after revision: Revision = .start, limit: Int = 1_000) async throws(TenantError) -> [Commit] {
        try await askingDirectory { () async throws(UserDirectoryError) in
            try await self.directory.history(after: revision, limit: limit)
        }
    }

    /// The same for a user who may read it.
    ///
    /// - Parameters:
    ///   - revision: After which step.
    ///   - limit: The most steps.
    ///   - principal: Who reads; needs the permission to create users. Reasons of requests for roles are shown to those who may
    ///     answer the request, and attributes to those whom the schema shows them.
    /// - Throws: ``TenantError/refused(_:)``, ``TenantError/directory(_:)``.
    public func history(
        after revision: Revision = .start, limit: Int = 1_000, by principal: UserID
    ) async throws(TenantError) -> [Commit] {
        try await self.require(self.catalog.companyPermissions.createUsers, of: principal, attempt: "read the history")
        let steps = try await self.history(after: revision, limit: limit)
        guard let reader = self.reader(principal) else { return [] }
        return steps.map { self.view(of: $0, by: reader) }
    }
}

extension Tenant {
    /// A step of the history without the reasons of requests that a reader may not answer, and without attributes that the schema
    /// does not show them.
    func view(of step: Commit, by reader: RecordReader) -> Commit {
        let changes = step.changes.map { change in
            self.withVisibleAttributes(change, to: reader).replacingRequest {
                reader.mayAnswer($0) ? $0 : $0.withoutReason
            }
        }
        return Commit(revision: step.revision, at: step.at, principal: step.principal, changes: changes)
    }

    /// The change with the attributes that a reader may see; perhaps with none.
    private func withVisibleAttributes(_ change: Change, to reader: RecordReader) -> Change {
        let schema = self.policy.attributes
        if case .userAdded(var user) = change {
            user.attributes = schema.attributes(user.attributes, visibleTo: self.audience(of: reader, over: user.id))
            return .userAdded(user: user)
        }
        guard case .attributesChanged(let user, let edits) = change else { return change }
        let audience = self.audience(of: reader, over: user)
        let visible = edits.filter { !(schema[$0.name]?.visibleTo.isDisjoint(with: audience) ?? true) }
        return .attributesChanged(user: user, edits: visible)
    }
}
