public import RosterDomain

/// What can go wrong with a ``UserDirectory``.
@nonexhaustive
public enum UserDirectoryError: Error, Sendable {
    /// The history has moved on, or never reached the revision named. Nothing was changed.
    case conflict(latest: Revision)
    /// The changes do not follow from the state. Nothing was changed.
    case contradiction(ChangeError)
    /// The store could not answer, or cannot write at all. Nothing was changed.
    case unavailable(cause: any Error)
    /// It is unknown whether the step was added; the directory takes no further step until it has found out.
    ///
    /// A database asks again by itself. A directory on files finds out when it is opened again.
    case outcomeUnknown(cause: any Error)
    /// The history no longer has the step at a revision that it showed before: a failover or a restored backup took steps back.
    ///
    /// No later call succeeds, since other steps may have these revisions by now. The host must open the company again.
    case historyTakenBack(at: Revision)
    /// The step was added and stays, and what is personal of the users whom it purges is not erased everywhere yet.
    ///
    /// ``UserDirectory/finishErasures()`` does the rest, as does opening the directory again.
    case erasureUnfinished(Commit, cause: any Error)
}

extension UserDirectoryError {
    /// Translates why there is no draft of a step: a contradiction, or a store that could not answer.
    public init(_ error: DraftError) {
        switch error {
        case .contradiction(let contradiction): self = .contradiction(contradiction)
        case .failure(let failure): self.init(failure)
        }
    }

    /// Translates why a directory cannot tell what it holds: the store could not answer.
    public init(_ failure: LookupFailure) {
        self = .unavailable(cause: failure.cause)
    }
}

extension UserDirectoryError: CustomStringConvertible {
    /// What went wrong, for a person.
    public var description: String {
        switch self {
        case .conflict(let latest): "the history has moved on to revision \(latest)"
        case .contradiction(let error): "the change contradicts what the directory holds: \(error)"
        case .unavailable(let cause): "the directory cannot do it: \(cause)"
        case .outcomeUnknown(let cause):
            "it is unknown whether the change was kept: \(cause)"
        case .historyTakenBack(let revision):
            "the directory no longer has the step at revision \(revision) that it showed before; open the company again"
        case .erasureUnfinished(let commit, let cause):
            "revision \(commit.revision) purged users, and not all that is personal of them is erased yet: \(cause)"
        }
    }
}
