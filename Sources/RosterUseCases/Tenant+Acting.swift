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

    /// Whether the one who asks may do something for the whole company, in the session in which the user acts.
    func permits(asking user: UserID, _ permission: Permission) -> Bool {
        guard let subject = ActingSession.subject(of: user) else { return self.permits(user, permission) }
        return self.permits(subject, permission)
    }

    /// Decides the same, and says why.
    func decide(asking user: UserID, _ permission: Permission) -> AccessDecision {
        guard let subject = ActingSession.subject(of: user) else { return self.decide(user, permission) }
        return self.decide(subject, permission)
    }
}
