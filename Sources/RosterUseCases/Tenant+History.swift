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
}
