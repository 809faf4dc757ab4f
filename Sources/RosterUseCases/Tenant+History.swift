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
    ///     answer the request.
    /// - Throws: ``TenantError/refused(_:)``, ``TenantError/directory(_:)``.
    public func history(
        after revision: Revision = .start, limit: Int = 1_000, by principal: UserID
    ) async throws(TenantError) -> [Commit] {
        try await self.require(self.catalog.companyPermissions.createUsers, of: principal, attempt: "read the history")
        let steps = try await self.history(after: revision, limit: limit)
        guard let reader = self.reader(principal) else { return [] }
        return steps.map { reader.view(of: $0) }
    }
}

extension RecordReader {
    /// A step of the history without the reasons of requests that the reader may not answer.
    func view(of step: Commit) -> Commit {
        let changes = step.changes.map { change in
            change.replacingRequest { self.mayAnswer($0) ? $0 : $0.withoutReason }
        }
        return Commit(revision: step.revision, at: step.at, principal: step.principal, changes: changes)
    }
}
