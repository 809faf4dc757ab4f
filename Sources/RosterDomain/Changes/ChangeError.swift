/// Why a batch of changes does not follow from the state it was to change.
///
/// Nothing of the batch was taken over.
public enum ChangeError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The batch does not come right after the state's revision.
    case notNext(Revision, after: Revision)
    /// The batch holds no change.
    case noChange
    /// A user name, an address, a unique value or the name of a group belongs to another record.
    case nameTaken(RecordName, by: RecordID)
    /// There is no group with this identifier, or it is deleted.
    case unknownGroup(GroupID)
    /// A group with this identifier exists already.
    case groupExists(GroupID)
    /// The group is not what the change starts from.
    case groupDiffers(GroupID)
    /// There is no such role of the company, or it is deleted.
    case unknownCompanyRole(CompanyRoleID)
    /// A role of the company with this identifier exists already.
    case companyRoleExists(CompanyRoleID)
    /// The role of the company is not what the change starts from.
    case companyRoleDiffers(CompanyRoleID)
    /// The user is a member of the group already.
    case memberAlready(UserID, of: GroupID)
    /// The user is not a member of the group.
    case notAMember(UserID, of: GroupID)
    /// The account has no address to send something to.
    case noAddress(UserID)
    /// The account is not deleted, or has released its names already.
    case namesNotReleasable(UserID)
    /// The account has not released its names, or these are not the names that it had.
    case namesNotRegainable(UserID)
    /// The account is to be used again and has not taken up its names.
    case namesMissing(UserID)
    /// A user with this identifier exists already.
    case userExists(UserID)
    /// There is no user with this identifier.
    case unknownUser(UserID)
    /// The account was purged, which nothing undoes; or it would become so in another way than by being purged.
    case userPurged(UserID)
    /// The attribute is not what the edit starts from, or the edit is of two attributes.
    case attributeDiffers(UserID, AttributeName)
    /// The user would have more attributes, or longer ones, than ``UserAttributes`` can hold.
    case tooManyAttributes(UserID)
    /// The company has been enrolled already.
    case companyExists
    /// The company is not what the change starts from, or would become another one.
    case companyDiffers
    /// The user holds this role at this scope already.
    case roleHeld(RoleAssignment)
    /// The user does not hold this role at this scope.
    case roleNotHeld(RoleAssignment)
    /// The account is not in the status that the change starts from.
    case statusDiffers(UserID, expected: AccountStatus, found: AccountStatus)
    /// The request for roles does not wait for an answer, or waits already.
    case requestDiffers(RoleRequestID)
    /// The user has no invitation to take back.
    case notInvited(UserID)
    /// The user's record does not list this notification as given up.
    case notificationNotGivenUp(UserID)
    /// The account has another address than the change starts from, or no change of it that waits to be confirmed.
    case addressDiffers(UserID)
    /// The account waits for no code for a new password.
    case noRecovery(UserID)
    /// The account is a person's, and people have no tokens.
    case notAService(UserID)
    /// Notifications were marked as delivered beyond the history, or before the mark.
    case deliveryMarkOutOfRange(Revision)

    /// The contradiction, for a person.
    public var description: String {
        switch self {
        case .notNext(let revision, let last): "revision `\(revision)` does not come right after `\(last)`"
        case .noChange: "a commit needs at least one change"
        case .nameTaken(let key, let record): "`\(key)` belongs to \(record)"
        case .unknownGroup(let group): "there is no group `\(group)` in use"
        case .groupExists(let group): "there is a group `\(group)` already"
        case .groupDiffers(let group): "group `\(group)` is not what the change starts from"
        case .unknownCompanyRole(let role): "there is no role `\(role)` of the company"
        case .companyRoleExists(let role): "there is a role `\(role)` of the company already"
        case .companyRoleDiffers(let role): "the role `\(role)` of the company is not what the change starts from"
        case .memberAlready(let user, let group): "user `\(user)` is a member of group `\(group)` already"
        case .notAMember(let user, let group): "user `\(user)` is no member of group `\(group)`"
        case .noAddress(let user): "user `\(user)` has no address to send an invitation to"
        case .addressDiffers(let user): "the address of user `\(user)` is not what the change starts from"
        case .noRecovery(let user): "user `\(user)` was mailed no code for a new password"
        case .notAService(let user): "user `\(user)` is no service"
        case .namesNotReleasable(let user): "the account of user `\(user)` has no names to release"
        case .namesNotRegainable(let user): "the account of user `\(user)` has not released these names"
        case .namesMissing(let user): "the account of user `\(user)` released its names and has not taken them up again"
        case .userExists(let user): "there is a user `\(user)` already"
        case .unknownUser(let user): "there is no user `\(user)`"
        case .userPurged(let user): "the account of user `\(user)` was purged, or cannot be purged in this way"
        case .attributeDiffers(let user, let name):
            "attribute `\(name)` of user `\(user)` is not what the change starts from"
        case .tooManyAttributes(let user): "user `\(user)` would have too many attributes"
        case .companyExists: "the company has been enrolled already"
        case .companyDiffers: "the company is not what the change starts from"
        case .roleHeld(let held): "user `\(held.user)` holds the role `\(held.role)` at `\(held.scope)` already"
        case .roleNotHeld(let held): "user `\(held.user)` does not hold the role `\(held.role)` at `\(held.scope)`"
        case .statusDiffers(let user, let expected, let found):
            "the account of user `\(user)` should be `\(expected)` and is `\(found)`"
        case .requestDiffers(let request): "the request `\(request)` is not in the state the change starts from"
        case .notInvited(let user): "user `\(user)` has no invitation"
        case .notificationNotGivenUp(let user): "user `\(user)` has no such notification that was given up"
        case .deliveryMarkOutOfRange(let revision): "revision `\(revision)` cannot be marked as delivered"
        }
    }
}
