public import RosterDomain

// Verbs in a session: least privilege for those who administer.

extension Tenant {
    /// Calls `body` with the user who acts in a session, and does the verbs that it calls with the roles that the session has active.
    ///
    /// A verb that is done by a user rests on everything that the user holds. Within `body` it rests on what the session has active, as
    /// far as it is done by the session's user: a Global admin whose session has only Billing admin active adds no users.
    ///
    /// It holds for the task and its children, and not for detached tasks.
    ///
    /// - Returns: What `body` returns; nil, without a call, as long as the session has duties.
    public func acting<Result>(
        in admission: SessionAdmission, _ body: (_ principal: UserID) async throws -> Result
    ) async rethrows -> Result? {
        guard let subject = admission.subject else { return nil }
        guard subject.isOfSession else { return try await body(admission.user) }
        return try await ActingSession.$subject.withValue(subject) { try await body(admission.user) }
    }
}

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
        guard let current = self.current else { return }
        guard facts.users[current.user]?.user.version == current.version else { throw .changedMeanwhile }
    }
}

/// The session in which a task acts.
private enum ActingSession {
    @TaskLocal static var subject: UserHandle?

    /// The session, if a user is the one who acts in it.
    static func subject(of user: UserID) -> UserHandle? { self.subject.flatMap { $0.id == user ? $0 : nil } }
}

extension Tenant {
    /// Which roles of a principal count, when the principal acts in a session that does not have all of them active.
    func activation(of principal: Principal) -> RoleActivation? {
        guard case .user(let user) = principal, let subject = ActingSession.subject(of: user) else { return nil }
        return self.sessions.table.subjects.activation(of: subject, in: self.catalog)
    }

    /// What the one who asks can use: all that the user holds, or what is active in the session in which the user acts.
    func standing(asking user: UserID) -> UserStanding? {
        guard let subject = ActingSession.subject(of: user) else { return self.access.standing(of: user) }
        return self.sessions.table.subjects.standing(of: subject)
    }

    /// Decides whether the one who asks may do something for the whole company, in the session in which the user acts.
    func decide(asking user: UserID, _ permission: Permission) -> AccessDecision {
        guard let subject = ActingSession.subject(of: user) else { return self.decide(user, permission) }
        return self.decide(subject, permission)
    }
}
