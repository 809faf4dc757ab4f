/// What a directory holds, as far as it takes to tell whether a change follows from it.
///
/// `DirectoryState` holds everything, ``DirectoryExcerpt`` what was read for one step. An adapter that can answer at once,
/// from memory or a local file, conforms a type of its own.
public protocol DirectoryLookup {
    /// How far the history reaches, and what holds for the company as a whole there.
    var head: DirectoryHead { get }

    /// Returns the record with an identifier, or nil when there is none.
    ///
    /// - Throws: ``LookupFailure`` when it cannot be told.
    func record(_ id: RecordID) throws(LookupFailure) -> DirectoryRecord?

    /// Returns the identifier of the record that has a name, or nil when the name is free.
    ///
    /// - Throws: ``LookupFailure`` when it cannot be told.
    func holder(of name: RecordName) throws(LookupFailure) -> RecordID?
}

/// Why it cannot be told what a directory holds.
public struct LookupFailure: Error, CustomStringConvertible {
    /// What went wrong.
    public let cause: any Error

    /// Wraps a cause.
    public init(_ cause: any Error) {
        self.cause = cause
    }

    /// What went wrong, for a person.
    public var description: String { "the directory cannot tell what it holds: \(self.cause)" }
}

/// Why there is no draft of a step.
public enum DraftError: Error {
    /// The changes do not follow from what the directory holds.
    case contradiction(ChangeError)
    /// It cannot be told what the directory holds.
    case failure(LookupFailure)
}

extension DirectoryLookup {
    /// Returns a user, or nil when there is none.
    package func user(_ id: UserID) throws(LookupFailure) -> UserRecord? { try self.record(.user(id))?.user }
}
