/// Something that happened in a tenant.
///
/// The state moves only by changes, and their history is the audit trail.
///
/// The names of cases and labels are what journals store: they never change their meaning.
public enum Change: Sendable, Hashable {
    /// The company was enrolled.
    indirect case companyEnrolled(company: Company)
    /// A user was added, with the status that the user carries.
    indirect case userAdded(user: User)
    /// A user's name became another one.
    case userRenamed(user: UserID, from: FullName, to: FullName)
    /// The account moved in its life.
    case statusChanged(user: UserID, from: AccountStatus, to: AccountStatus)
    /// A deleted account gave up its user name, its address and its unique values; others can take them from now on.
    ///
    /// It stands beside the deletion where the policy says so.
    case namesReleased(user: UserID)
    /// A deleted account took all of the names up again that it had released; it stands before the account is restored.
    case namesRegained(user: UserID, names: [RecordName])
    /// Profile attributes of a user changed; each edit says what was and what is, and which values are unique.
    case attributesChanged(user: UserID, edits: [AttributeEdit])
    /// A role was given.
    case roleAssigned(assignment: RoleAssignment)
    /// A role was taken; the assignment as it was.
    case roleRemoved(assignment: RoleAssignment)
    /// An invitation was sent, or sent again.
    case invitationSent(user: UserID, invitation: Invitation)
    /// An invitation was taken back, and the invited account with it.
    case invitationRevoked(user: UserID)
    /// The password was replaced by a temporary one, which expires; the credential named counts from now on.
    case passwordReset(user: UserID, credential: CredentialID, expiresAt: Timestamp)
    /// The person chose a password of their own; the credential named counts from now on.
    case passwordChanged(user: UserID, credential: CredentialID)
    /// A user taken in with an account that they had already has signed in for the first time.
    case firstSignIn(user: UserID)
    /// Sessions of a user were ended by another user, or all of them by anyone: that one, or all when it is nil.
    case sessionsEnded(user: UserID, session: UserSessionID?)
    /// A user's address is to become another one, once the code mailed to it is shown.
    indirect case addressChangeRequested(user: UserID, change: AddressChange)
    /// A change of the address that waited to be confirmed was taken back.
    case addressChangeWithdrawn(user: UserID)
    /// The address became another one; so did the user name, if it was the address.
    indirect case addressChanged(user: UserID, from: EmailAddress?, to: EmailAddress)
    /// A service got a token, perhaps in the place of another one.
    indirect case serviceTokenIssued(service: UserID, token: ServiceToken)
    /// An administrator ended the pause that wrong passwords had begun.
    case lockoutLifted(user: UserID)
    /// A user asked for roles.
    indirect case rolesRequested(request: RoleRequest)
    /// A request for roles was answered.
    indirect case roleRequestAnswered(request: RoleRequest, answer: RoleRequestAnswer)
    /// A principal was refused something; nothing else changed.
    indirect case refused(refusal: Refusal)
    /// Every notification that follows from the history up to here has been delivered.
    ///
    /// It comes along with whatever step the host adds next, and says nothing of the principal of that step.
    case notificationsDelivered(through: Revision)
    /// A notification was given up: the user was not told of something.
    case notificationGivenUp(user: UserID, notification: UndeliveredNotification)
    /// A notification that was given up is to be delivered again.
    case notificationRetried(user: UserID, notification: UndeliveredNotification)
}

extension Change {
    /// The user whose record the change touches, or nil when it touches none.
    public var subject: UserID? {
        switch self {
        case .userAdded(let user): user.id
        case .userRenamed(let user, _, _), .statusChanged(let user, _, _), .passwordReset(let user, _, _): user
        case .invitationSent(let user, _), .invitationRevoked(let user): user
        case .passwordChanged(let user, _), .firstSignIn(let user), .namesReleased(let user): user
        case .lockoutLifted(let user): user
        case .sessionsEnded(let user, _): user
        case .serviceTokenIssued(let service, _): service
        case .addressChangeRequested(let user, _), .addressChangeWithdrawn(let user), .addressChanged(let user, _, _):
            user
        case .namesRegained(let user, _): user
        case .attributesChanged(let user, _), .notificationGivenUp(let user, _), .notificationRetried(let user, _): user
        case .roleAssigned(let assignment), .roleRemoved(let assignment): assignment.user
        case .rolesRequested(let request), .roleRequestAnswered(let request, _): request.user
        case .companyEnrolled, .refused, .notificationsDelivered: nil
        }
    }

    /// The change with another request for roles in the place of its own; the same change when it holds none.
    package func replacingRequest(_ replacement: (RoleRequest) -> RoleRequest) -> Change {
        switch self {
        case .rolesRequested(let request): .rolesRequested(request: replacement(request))
        case .roleRequestAnswered(let request, let answer):
            .roleRequestAnswered(request: replacement(request), answer: answer)
        case .companyEnrolled, .userAdded, .userRenamed, .statusChanged, .namesReleased, .namesRegained,
            .attributesChanged, .roleAssigned, .roleRemoved, .invitationSent, .invitationRevoked, .passwordReset,
            .passwordChanged, .firstSignIn, .sessionsEnded, .addressChangeRequested, .addressChangeWithdrawn,
            .addressChanged, .serviceTokenIssued,
            .lockoutLifted, .refused, .notificationsDelivered,
            .notificationGivenUp,
            .notificationRetried:
            self
        }
    }
}
