/// What a directory holds, as far as it takes to tell whether a change follows from it.
package protocol DirectoryLookup {
    /// How far the history reaches.
    var revision: Revision { get }
    /// The company; nil before it is enrolled.
    var company: Company? { get }
    /// The position up to which notifications have been delivered.
    var notifiedThrough: Revision { get }

    /// The user with this identifier, or nil.
    func knownRecord(_ id: UserID) throws(LookupFailure) -> UserRecord?

    /// Whom this key leads to, or nil.
    func knownHolder(of key: UniqueKey) throws(LookupFailure) -> UserID?
}

/// It cannot be told what a directory holds.
package struct LookupFailure: Error {
    /// Why.
    package let cause: any Error

    /// Wraps a cause.
    package init(_ cause: any Error) {
        self.cause = cause
    }
}

/// Why there is no draft of a step.
package enum DraftError: Error {
    /// The changes do not follow from what the directory holds.
    case contradiction(ChangeError)
    /// It cannot be told.
    case failure(LookupFailure)
}
