/// An account that the company's identity provider already has.
public struct ExistingAccount: Sendable, Hashable {
    /// The person's name.
    public let fullName: FullName
    /// The person's address.
    public let email: EmailAddress

    /// Creates an account.
    public init(_ fullName: FullName, email: EmailAddress) {
        self.fullName = fullName
        self.email = email
    }
}
