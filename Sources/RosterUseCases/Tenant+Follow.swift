public import RosterDomain
import RosterPorts

extension Tenant {
    /// Brings the access table up to everything that other hosts have committed.
    ///
    /// - Returns: The revision that checks are answered at, from now on or later.
    /// - Throws: ``TenantError/directory(_:)``.
    @discardableResult
    public func refresh() async throws(TenantError) -> Revision {
        try await askingDirectory { () async throws(UserDirectoryError) in
            while true {
                let commits = try await self.directory.history(after: self.access.revision, limit: 256)
                guard !commits.isEmpty else { return self.access.revision }
                for commit in commits { self.access.apply(commit) }
            }
        }
    }

    /// Follows what other hosts commit, until the calling task is canceled.
    ///
    /// - Throws: ``TenantError/directory(_:)`` when the directory can no longer be followed.
    public func follow() async throws(TenantError) {
        try await askingDirectory { () async throws(UserDirectoryError) in
            while try await self.directory.waitForHistory(after: self.access.revision) != nil {
                for commit in try await self.directory.history(after: self.access.revision, limit: 256) {
                    self.access.apply(commit)
                }
            }
        }
    }
}
