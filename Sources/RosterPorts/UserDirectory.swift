public import RosterDomain

/// Where the users of one company and the history of everything done to them are kept.
///
/// The history is the truth: a sequence of `Commit`s, each all or nothing. What the other calls return is what the
/// history amounts to, as `DirectoryState` defines it; an adapter may keep one, or do the same with a database.
///
/// Every call may be made from any task at any time. An adapter proves that it conforms with `UserDirectoryContract` from
/// `RosterPortTesting`.
public protocol UserDirectory: Sendable {
    /// Returns how far the history reaches, and what holds for the company as a whole there.
    ///
    /// - Throws: ``UserDirectoryError/unavailable(cause:)``.
    func head() async throws(UserDirectoryError) -> DirectoryHead

    /// Returns a user, deleted ones too, or nil when nobody has this identifier; an unknown one is not an error.
    ///
    /// What is returned is at least as new as any commit that was acknowledged before the call.
    /// - Throws: ``UserDirectoryError/unavailable(cause:)``.
    func user(_ id: UserID) async throws(UserDirectoryError) -> UserRecord?

    /// Returns the user with an address, in any case, or nil when nobody has it.
    ///
    /// - Throws: ``UserDirectoryError/unavailable(cause:)``.
    func user(withEmail email: EmailAddress) async throws(UserDirectoryError) -> UserRecord?

    /// Returns one page of users, in the order of their identifiers.
    ///
    /// A page reflects one revision. Following `UserPage.next` neither repeats nor skips a user who matched all along.
    /// - Throws: ``UserDirectoryError/unavailable(cause:)``.
    func users(matching query: UserQuery) async throws(UserDirectoryError) -> UserPage

    /// Adds a step to the history: all of the changes or none of them, durable once this returns.
    ///
    /// The directory itself enforces what must be unique and every other contradiction that `ChangeError` names, so that
    /// no caller has to look first.
    ///
    /// - Parameters:
    ///   - changes: What happened, in order; at least one.
    ///   - principal: Who did it.
    ///   - moment: When, by the caller's clock.
    ///   - precondition: What the caller's decision rests on; it is looked at in the same instant in which the step is added.
    /// - Returns: The step as it stands in the history.
    /// - Throws:
    ///   - ``UserDirectoryError/conflict(latest:)`` when the precondition does not hold. Nothing was changed: decide again
    ///     on the new state.
    ///   - ``UserDirectoryError/contradiction(_:)`` when the changes do not follow from the state. Nothing was changed.
    ///   - ``UserDirectoryError/unavailable(cause:)`` when nothing was changed because the store cannot write.
    ///   - ``UserDirectoryError/outcomeUnknown(cause:)`` when it is unknown whether the step was added: it may be in the
    ///     history when the store is opened again, whole, or not at all.
    func commit(
        _ changes: [Change], by principal: Principal, at moment: Timestamp, given precondition: CommitPrecondition
    ) async throws(UserDirectoryError) -> Commit

    /// Returns up to `limit` steps of the history that come after a revision, oldest first; none when there are none.
    ///
    /// - Throws: ``UserDirectoryError/unavailable(cause:)``.
    func history(after revision: Revision, limit: Int) async throws(UserDirectoryError) -> [Commit]

    /// Waits until the history reaches further than a revision; returns at once when it does already.
    ///
    /// - Returns: Where the history reaches, or nil when the task was canceled while waiting.
    /// - Throws: ``UserDirectoryError/unavailable(cause:)``.
    func waitForHistory(after revision: Revision) async throws(UserDirectoryError) -> Revision?

    /// Lends everybody's standing, one after another in the order of identifiers, to fill an `AccessTable`.
    ///
    /// - Returns: The revision at which all of it held together.
    /// - Throws: ``UserDirectoryError/unavailable(cause:)``; what was lent until then is to be forgotten.
    func readStandings(_ body: (UserStanding) -> Void) async throws(UserDirectoryError) -> Revision
}

extension UserDirectory {
    /// Adds a step to the history if it comes right after a revision: nothing at all happened since.
    ///
    /// - Throws: As ``commit(_:by:at:given:)`` does; ``UserDirectoryError/conflict(latest:)`` when the history reaches
    ///   further than the revision, or not that far.
    public func commit(
        _ changes: [Change], by principal: Principal, at moment: Timestamp, after revision: Revision
    ) async throws(UserDirectoryError) -> Commit {
        try await self.commit(changes, by: principal, at: moment, given: .history(at: revision))
    }
}

/// How far a directory's history reaches, and what holds for the company as a whole there.
public struct DirectoryHead: Sendable, Hashable {
    /// The position that the history has reached.
    public let revision: Revision
    /// The company; nil before it is enrolled.
    public let company: Company?
    /// The position up to which notifications have been delivered.
    public let notifiedThrough: Revision

    /// Creates a head.
    public init(revision: Revision, company: Company?, notifiedThrough: Revision) {
        self.revision = revision
        self.company = company
        self.notifiedThrough = notifiedThrough
    }

    /// The head of a state.
    public init(of state: DirectoryState) {
        self.init(revision: state.revision, company: state.company, notifiedThrough: state.notifiedThrough)
    }
}
