public import RosterDomain

extension Tenant {
    /// Calls `body`, and refuses every verb in it that concerns a user whose account has changed.
    ///
    /// For forms that an administrator fills in: what another one has done since the form was shown is not overwritten. The version is
    /// compared where the step is added to the history, so nothing comes in between.
    ///
    /// It holds for the task and its children, and not for detached tasks. A verb that changes the account moves its version.
    ///
    /// - Parameters:
    ///   - version: The `User.version` that was seen.
    ///   - user: Whose.
    /// - Returns: What `body` returns.
    /// - Throws: What `body` throws: ``TenantError/refused(_:)`` with `RefusalReason.changedMeanwhile` from verbs whose decision rests
    ///   on the user at another version. It is put on record as any refusal.
    public func expecting<Result>(
        _ version: Int, of user: UserID, _ body: () async throws -> Result
    ) async rethrows -> Result {
        try await ExpectedVersion.$value.withValue(ExpectedVersion(user: user, version: version)) { try await body() }
    }
}

/// The version of a user that a task expects.
struct ExpectedVersion: Sendable {
    @TaskLocal static var value: ExpectedVersion?

    let user: UserID
    let version: Int

    /// Refuses to decide on users who are known at another version.
    static func check(_ users: [UserID: UserRecord]) throws(RefusalReason) {
        guard let expected = self.value, let known = users[expected.user] else { return }
        guard known.user.version == expected.version else { throw .changedMeanwhile }
    }
}
