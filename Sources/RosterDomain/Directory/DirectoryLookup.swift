/// The part of a directory's state that is needed to decide whether a step contradicts it.
///
/// `DirectoryState` holds everything; ``DirectoryExcerpt`` holds what was read for one step. An adapter that answers
/// synchronously, from memory or a local file, can conform a type of its own.
public protocol DirectoryLookup {
    /// The head of the history.
    var head: DirectoryHead { get }

    /// Returns the record with an identifier, or nil when there is none.
    ///
    /// - Throws: ``LookupFailure`` when the look-up fails.
    func record(_ id: RecordID) throws(LookupFailure) -> DirectoryRecord?

    /// Returns the identifier of the record that has a name, or nil when the name is free.
    ///
    /// - Throws: ``LookupFailure`` when the look-up fails.
    func holder(of name: RecordName) throws(LookupFailure) -> RecordID?
}

/// Why a look-up failed.
public struct LookupFailure: Error, CustomStringConvertible {
    /// What went wrong.
    public let cause: any Error

    /// Wraps a cause.
    public init(_ cause: any Error) {
        self.cause = cause
    }

    /// A description of what went wrong.
    public var description: String { "the directory cannot tell what it holds: \(self.cause)" }
}

/// Why there is no draft of a step.
public enum DraftError: Error {
    /// The changes contradict the state of the directory.
    case contradiction(ChangeError)
    /// A look-up failed.
    case failure(LookupFailure)
}

extension DirectoryLookup {
    /// Returns a user, or nil when there is none.
    package func user(_ id: UserID) throws(LookupFailure) -> UserRecord? { try self.record(.user(id))?.user }

    /// Returns a group, or nil when there is none.
    package func group(_ id: GroupID) throws(LookupFailure) -> Group? { try self.record(.group(id))?.group }

    /// Returns a role of the company, or nil when there is none.
    package func companyRole(_ id: CompanyRoleID) throws(LookupFailure) -> CompanyRole? {
        try self.record(.companyRole(id))?.companyRole
    }
}
