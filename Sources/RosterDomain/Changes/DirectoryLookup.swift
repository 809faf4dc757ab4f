/// What a directory holds, as far as it takes to tell whether a change follows from it.
package protocol DirectoryLookup: ~Copyable {
    /// How far the history reaches.
    var revision: Revision { get }
    /// The company; nil before it is enrolled.
    var company: Company? { get }
    /// The position up to which notifications have been delivered.
    var notifiedThrough: Revision { get }

    /// The user with this identifier, or nil.
    func record(_ id: UserID) -> UserRecord?

    /// Who has this address in any case, or nil.
    func holder(of email: EmailAddress) -> UserID?
}
