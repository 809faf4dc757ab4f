public import RosterDomain

// Verbs on what the caller has seen.

extension Tenant {
    /// Calls `body`, whose verbs do to a user what they do only while the user's record is at a version.
    ///
    /// For hosts that show a record and change it later, such as those that take `If-Match`: a verb that finds another version is refused
    /// with `RefusalReason.changedMeanwhile`. It is decided with the verb, so that no change in between is overlooked.
    ///
    /// It holds for the task and its children, and not for detached tasks.
    ///
    /// - Parameters:
    ///   - version: The version that was seen; `User.version`.
    ///   - user: Whose record.
    ///   - body: Calls verbs that concern the user.
    public func expecting<Result>(
        version: Int, of user: UserID, _ body: () async throws -> Result
    ) async rethrows -> Result {
        try await ExpectedVersion.$current.withValue(ExpectedVersion(user: user, version: version)) { try await body() }
    }
}

/// The version at which a record must be for the verbs of a task.
struct ExpectedVersion: Sendable {
    @TaskLocal static var current: ExpectedVersion?

    let user: UserID
    let version: Int

    /// Refuses what is decided on another version than the task expects.
    static func check(_ facts: Facts) throws(RefusalReason) {
        guard let current = self.current, let known = facts.users[current.user] else { return }
        guard known.user.version == current.version else { throw .changedMeanwhile }
    }
}
