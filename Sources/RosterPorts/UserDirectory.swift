public import RosterDomain

/// Where the users, groups and roles of one company and the history of everything done to them are kept.
///
/// The history is the truth: a sequence of `Commit`s, each all or nothing. What the other calls return is what the
/// history amounts to, as `DirectoryState` defines it; an adapter may keep one, or do the same with a database.
///
/// Records are named by kind and identifier. A later version of Roster may keep further kinds, and adds no requirement for
/// them: an adapter throws ``UserDirectoryError/unavailable(cause:)`` when it is asked for a kind that it does not know.
///
/// Every call may be made from any task at any time. An adapter proves that it conforms with `UserDirectoryContract` from
/// `RosterPortTesting`.
///
/// **A history that was taken back.** A file cannot lose what was acknowledged; a database that fails over to a standby can. A
/// directory whose history is no longer the one that it showed before takes no commits and shows none until it is opened
/// again: every call throws ``UserDirectoryError/unavailable(cause:)``.
public protocol UserDirectory: Sendable {
    /// Reads records by identifier and by name, all of them as of one revision, and the head at that revision.
    ///
    /// Without any key it reads the head alone. Deleted users are found too; an identifier or a name that no record has is no
    /// error. What is returned is at least as new as any commit that was acknowledged before the call.
    ///
    /// - Throws: ``UserDirectoryError/unavailable(cause:)``.
    func read(_ keys: RecordKeys) async throws(UserDirectoryError) -> DirectoryExcerpt

    /// Returns one page of what a query finds, in the order of identifiers.
    ///
    /// A page and its count reflect one revision. Following `UserPage.next` neither repeats nor skips a user who matched all
    /// along.
    /// - Throws: ``UserDirectoryError/unavailable(cause:)``.
    func page(_ query: DirectoryQuery) async throws(UserDirectoryError) -> DirectoryPage

    /// Adds a step to the history: all of the changes or none of them, durable once this returns.
    ///
    /// The directory itself enforces what must be unique and every other contradiction that `ChangeError` names, so that
    /// no caller has to look first.
    ///
    /// With a step that purges users (`Change.userPurged(user:)`) it also erases what is personal of them, as ``PersonalErasure`` says, from
    /// every step up to this one and from whatever else it keeps: after this returns, no file and no row of the directory holds it.
    /// Revisions, moments, principals and kinds of changes stay, and readers at other hosts go on undisturbed.
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
    ///   - ``UserDirectoryError/outcomeUnknown(cause:)`` when it is unknown whether the step was added, whole or not at all.
    ///     The directory takes no further step until it has found out. A database asks again by itself; a directory on files
    ///     finds out when it is opened again.
    ///   - ``UserDirectoryError/erasureUnfinished(_:cause:)`` when a step that purges users was added, and not everything is erased yet:
    ///     ``finishErasures()`` does the rest.
    @discardableResult
    func commit(
        _ changes: [Change], by principal: Principal, at moment: Timestamp, given precondition: CommitPrecondition
    ) async throws(UserDirectoryError) -> Commit

    /// Returns up to `limit` steps of the history that come after a revision, oldest first; none when there are none.
    ///
    /// - Throws: ``UserDirectoryError/unavailable(cause:)``.
    func history(after revision: Revision, limit: Int) async throws(UserDirectoryError) -> [Commit]

    /// Waits until the history reaches further than a revision; returns at once when it does already.
    ///
    /// ``HistoryWaiters`` does the waiting for an adapter.
    ///
    /// - Returns: Where the history reaches, or nil when the task was canceled while waiting.
    /// - Throws: ``UserDirectoryError/unavailable(cause:)``.
    func waitForHistory(after revision: Revision) async throws(UserDirectoryError) -> Revision?

    /// Calls `body` with every standing, one after another in the order of `RecordID`, to fill an `AccessTable`: the roles of the
    /// company, groups, those that are deleted too, and then users.
    ///
    /// - Returns: The revision at which all of it held together.
    /// - Throws: ``UserDirectoryError/unavailable(cause:)``; forget what `body` was called with until then.
    func readStandings(_ body: (DirectoryStanding) -> Void) async throws(UserDirectoryError) -> Revision

    /// Takes the turn to deliver notifications; nil while another holder has it, in this process or another one.
    ///
    /// ``LocalDeliveryTurns`` does it for an adapter whose content no other process has.
    ///
    /// - Throws: ``UserDirectoryError/unavailable(cause:)``.
    func takeDeliveryTurn() async throws(UserDirectoryError) -> (any DeliveryTurn)?

    /// Returns what the last holder of the turn noted; empty when nothing was noted, or the notes were lost.
    ///
    /// Any caller may read them, no matter who has the turn.
    /// - Throws: ``UserDirectoryError/unavailable(cause:)``.
    func deliveryNotes() async throws(UserDirectoryError) -> [UInt8]

    /// Erases what earlier steps that purge users have left, because a process died or a disk failed; nothing is no error.
    ///
    /// An adapter that adds the step and erases in one transaction need not implement it. One that does not, also does this when it is
    /// opened.
    ///
    /// - Throws: ``UserDirectoryError/unavailable(cause:)``.
    func finishErasures() async throws(UserDirectoryError)

    /// Throws when the directory is known to take no commits, although it can be read.
    ///
    /// Nothing is written. An adapter that learns it only by committing need not implement it.
    /// - Throws: ``UserDirectoryError/unavailable(cause:)``, ``UserDirectoryError/outcomeUnknown(cause:)``.
    func checkTakesCommits() async throws(UserDirectoryError)
}

extension UserDirectory {
    /// Reads the head: what cannot be read takes no commits.
    public func checkTakesCommits() async throws(UserDirectoryError) { _ = try await self.head() }

    /// Does nothing: what a step purges is erased in the transaction that adds it.
    public func finishErasures() async throws(UserDirectoryError) {}
}

extension UserDirectory {
    /// Returns how far the history reaches, and what holds for the company as a whole there.
    ///
    /// - Throws: ``UserDirectoryError/unavailable(cause:)``.
    public func head() async throws(UserDirectoryError) -> DirectoryHead {
        try await self.read(RecordKeys()).head
    }

    /// Returns a user, deleted ones too, or nil when no user has this identifier.
    ///
    /// - Throws: ``UserDirectoryError/unavailable(cause:)``.
    public func user(_ id: UserID) async throws(UserDirectoryError) -> UserRecord? {
        try await self.read(RecordKeys([.user(id)])).user(id)
    }

    /// Returns the user who has a name, or nil when no user has it.
    ///
    /// - Throws: ``UserDirectoryError/unavailable(cause:)``.
    public func user(named name: RecordName) async throws(UserDirectoryError) -> UserRecord? {
        try await self.read(RecordKeys(named: [name])).user(named: name)
    }

    /// Returns one page of users, in the order of their identifiers.
    ///
    /// - Throws: ``UserDirectoryError/unavailable(cause:)``.
    public func users(matching query: UserQuery) async throws(UserDirectoryError) -> UserPage {
        guard case .users(let page) = try await self.page(.users(query)) else {
            preconditionFailure("invariant: a page holds records of the kind that was asked for")
        }
        return page
    }

    /// Returns a group, deleted ones too, or nil when no group has this identifier.
    ///
    /// - Throws: ``UserDirectoryError/unavailable(cause:)``.
    public func group(_ id: GroupID) async throws(UserDirectoryError) -> Group? {
        try await self.read(RecordKeys([.group(id)])).group(id)
    }

    /// Returns the group that has a name or an external identifier, or nil when no group has it.
    ///
    /// - Throws: ``UserDirectoryError/unavailable(cause:)``.
    public func group(named name: RecordName) async throws(UserDirectoryError) -> Group? {
        try await self.read(RecordKeys(named: [name])).group(named: name)
    }

    /// Returns one page of groups, in the order of their identifiers.
    ///
    /// - Throws: ``UserDirectoryError/unavailable(cause:)``.
    public func groups(matching query: GroupQuery) async throws(UserDirectoryError) -> GroupPage {
        guard case .groups(let page) = try await self.page(.groups(query)) else {
            preconditionFailure("invariant: a page holds records of the kind that was asked for")
        }
        return page
    }

    /// Returns a role of the company, deleted ones too, or nil when none has this identifier.
    ///
    /// - Throws: ``UserDirectoryError/unavailable(cause:)``.
    public func companyRole(_ id: CompanyRoleID) async throws(UserDirectoryError) -> CompanyRole? {
        try await self.read(RecordKeys([.companyRole(id)])).companyRole(id)
    }

    /// Returns the role of the company that has a title, or nil when none has it.
    ///
    /// - Throws: ``UserDirectoryError/unavailable(cause:)``.
    public func companyRole(named name: RecordName) async throws(UserDirectoryError) -> CompanyRole? {
        try await self.read(RecordKeys(named: [name])).companyRole(named: name)
    }

    /// Adds a step to the history if it comes right after a revision: nothing at all happened since.
    ///
    /// - Throws: As ``commit(_:by:at:given:)`` does; ``UserDirectoryError/conflict(latest:)`` when the history reaches
    ///   further than the revision, or not that far.
    @discardableResult
    public func commit(
        _ changes: [Change], by principal: Principal, at moment: Timestamp, after revision: Revision
    ) async throws(UserDirectoryError) -> Commit {
        try await self.commit(changes, by: principal, at: moment, given: .history(at: revision))
    }
}
