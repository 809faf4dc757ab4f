import RosterDomain
import RosterUseCases

// Forms about an account name the version that they were made for.

extension Visit {
    private static let versionField = "version"

    /// The version for which a form is made, as a field.
    ///
    /// What comes back because it was refused was typed over the version that its form has shown, and keeps it: with a newer one it would
    /// overwrite what has been done since without a word.
    ///
    /// - Parameters:
    ///   - isCurrent: Whether the page shows what is there now and nothing that was typed: after a conflict, or after something was done.
    ///   - count: How many changes of the same form have been made.
    func version(of record: UserRecord, isCurrent: Bool = false, later count: Int = 0) -> HTML {
        let typed = isCurrent ? nil : Int(self.form.text(Self.versionField)).map { $0 + count }
        return self.hidden(Self.versionField, "\(typed ?? record.user.version)")
    }

    /// Does something to an account if it is still as the form has shown it.
    func acting<Result>(
        _ viewer: Viewer, on account: UserID, later count: Int = 0, _ body: (Tenant, UserID) async throws -> Result
    ) async throws -> Result {
        guard let version = Int(self.form.text(Self.versionField)) else { throw Interruption.foreignForm }
        return try await self.acting(viewer) { tenant, principal in
            try await tenant.expecting(version: version + count, of: .user(account)) {
                try await body(tenant, principal)
            }
        }
    }
}
