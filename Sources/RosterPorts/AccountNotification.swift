public import RosterDomain

/// Something that a person is told.
public struct AccountNotification: Sendable, Identifiable {
    /// Names the notification forever, for example `7-0-018f6a7e-…`: where in the history it comes from, and whom it is for.
    ///
    /// ASCII letters, digits and `-` only. The same notification delivered again has the same name, and may be dropped. An
    /// invitation delivered again has another code; each of them works.
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
        case invited(by: Person?, code: InvitationCode, expiresAt: Timestamp)
        /// The password was reset by an administrator, who hands over the temporary one.
        case passwordReset(expiresAt: Timestamp)
        /// The person's password was changed; a person who did not do it should tell an administrator.
        case passwordChanged
        /// The person, or another one, said that the password is forgotten; the code replaces it once, until it expires.
        case passwordForgotten(code: InvitationCode, expiresAt: Timestamp)
        /// A second factor was enrolled, or removed; a person who did not do it should tell an administrator.
        case secondFactorChanged(isEnrolled: Bool)
        /// The address that this goes to is to be the person's; the code confirms it once, until it expires.
        case addressToConfirm(code: InvitationCode, expiresAt: Timestamp)
        /// The address that this goes to is no longer the person's; a person who did not do it should tell an administrator.
        case addressChanged
        /// The person's roles changed; titles of what was given and what was taken.
        case rolesChanged(given: [String], taken: [String])
        /// Another person asks for roles that this one may assign; each title with the times that were asked for.
        case rolesRequested(by: Person, roles: [String], scope: Scope, reason: String)
        /// The person's own request was answered: what was given, or else what was asked for, with places and times.
        case roleRequestAnswered(roles: [String], answer: RoleRequestAnswer)
    }

    /// Another person, of whom a notification tells.
    ///
    /// People choose their names themselves: show a name along with what names only one person, and never as a link.
    public struct Person: Sendable, Hashable {
        /// The name.
        public let fullName: FullName
        /// What the person signs in with; no other account has it.
        public let userName: UserName
        /// Whether the account is the company's own, or comes from outside.
        public let affiliation: Affiliation

        /// Names a person.
        public init(_ fullName: FullName, userName: UserName, affiliation: Affiliation = .member) {
            self.fullName = fullName
            self.userName = userName
            self.affiliation = affiliation
        }

        /// Names the person who has an account.
        public init(_ user: User) {
            self.init(user.fullName, userName: user.userName, affiliation: user.affiliation)
        }
    }
}
