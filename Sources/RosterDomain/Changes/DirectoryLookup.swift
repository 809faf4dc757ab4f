/// What a directory holds, as far as it takes to tell whether a change follows from it.
package protocol DirectoryLookup {
    /// Why it cannot be told what the directory holds.
    associatedtype Failure: Error

    /// How far the history reaches.
    var revision: Revision { get }
    /// The company; nil before it is enrolled.
    var company: Company? { get }
    /// The position up to which notifications have been delivered.
    var notifiedThrough: Revision { get }

    /// The user with this identifier, or nil.
    func record(_ id: UserID) throws(Failure) -> UserRecord?

    /// Who has this address in any case, or nil.
    func holder(of email: EmailAddress) throws(Failure) -> UserID?
}

/// Why there is no draft of a step.
package enum DraftError<Failure: Error>: Error {
    /// The changes do not follow from what the directory holds.
    case contradiction(ChangeError)
    /// It cannot be told.
    case failure(Failure)
}
