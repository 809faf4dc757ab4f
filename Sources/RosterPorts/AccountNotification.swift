public import RosterDomain

/// Something that a person is told.
public struct AccountNotification: Sendable, Identifiable {
    /// Names the notification forever, for example `7-0-018f6a7e-…`: where in the history it comes from, and whom it is for.
    ///
    /// ASCII letters, digits and `-` only. The same notification delivered again has the same name, and may be dropped. An
    /// invitation delivered again has a new code, so it has a new name: the former code does not work any more.
    public let id: String
    /// The name of the person who is told.
    public let recipientName: FullName
    /// The address of the person who is told.
    public let recipient: EmailAddress
    /// The company on whose behalf it is told.
    public let company: FullName
    /// When what it tells of happened.
    public let at: Timestamp
    /// What is told.
    public let content: Content

    /// Creates a notification.
    public init(
        id: String, recipientName: FullName, recipient: EmailAddress, company: FullName, at: Timestamp, content: Content
    ) {
        self.id = id
        self.recipientName = recipientName
        self.recipient = recipient
        self.company = company
        self.at = at
        self.content = content
    }

    /// What a person can be told.
    public enum Content: Sendable {
        /// An account was made; the administrator hands over the sign-in information.
        case accountCreated(roles: [String])
        /// An account that the person had already was taken in; the person signs in as before.
        case accountTakenIn(roles: [String])
        /// The person is invited; the code accepts the invitation once, until it expires.
        case invited(by: FullName?, code: InvitationCode, expiresAt: Timestamp)
        /// The password was reset by an administrator, who hands over the temporary one.
        case passwordReset(expiresAt: Timestamp)
        /// The person's password was changed; whoever did not do it should tell an administrator.
        case passwordChanged
        /// The person's roles changed; titles of what was given and what was taken.
        case rolesChanged(given: [String], taken: [String])
        /// Somebody asks for roles that the person may assign.
        case rolesRequested(by: FullName, userName: UserName, roles: [String], scope: Scope, reason: String)
        /// The person's own request was answered.
        case roleRequestAnswered(roles: [String], answer: RoleRequestAnswer)
    }
}
