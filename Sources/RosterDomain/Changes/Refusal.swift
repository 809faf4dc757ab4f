/// What a principal wanted to do and was refused, and why.
///
/// A refusal is an answer: nothing failed, and nothing was changed. It is recorded in the history, and holds no secret.
public struct Refusal: Error, Sendable, Hashable {
    /// What was attempted, in the infinitive: "add a user".
    public package(set) var attempt: String
    /// Why it was refused.
    public package(set) var reason: RefusalReason
    /// How often it was refused: 1, or more when repetitions were put on record together.
    public package(set) var times: Int
    /// Which of several it is about, where the reason does not say so itself; nil for all of them.
    public package(set) var about: UserName?
    /// What a newer version of Roster stored of it.
    package var unknownFields = UnknownFields()
    /// What roles of the company are called where the refusal is told.
    package private(set) var roleTitles = RoleTitles()

    /// Creates a refusal.
    public init(_ attempt: String, because reason: RefusalReason, about: UserName? = nil, times: Int = 1) {
        self.about = about
        self.attempt = attempt
        self.reason = reason
        self.times = times
    }
}

extension Refusal: CustomStringConvertible {
    /// What was refused and why, for a person.
    public var description: String {
        let name = self.about.map { "`\($0)`: " } ?? ""
        let attempt = self.roleTitles.naming(in: self.attempt)
        let reason = self.roleTitles.naming(in: self.reason.description)
        return "cannot \(attempt): \(name)\(reason)" + (self.times > 1 ? " (\(self.times) times)" : "")
    }
}

extension Refusal {
    /// The same refusal, which tells roles of the company by their titles, as far as a catalog has them merged in.
    package func titled(by catalog: RoleCatalog) -> Refusal {
        var refusal = self
        refusal.roleTitles = RoleTitles(catalog.companyRoles)
        return refusal
    }
}

extension Change {
    /// The same change; a refusal tells roles of the company by their titles, as far as a catalog has them merged in.
    package func titled(by catalog: RoleCatalog) -> Change {
        if case .refused(let refusal) = self { .refused(refusal: refusal.titled(by: catalog)) } else { self }
    }
}

/// What roles of the company are called in a message; no part of what the message says, so that all are equal.
package struct RoleTitles: Sendable, Hashable {
    private let titles: [(role: RoleID, title: String)]

    init(_ roles: [Role] = []) { self.titles = roles.map { ($0.id, $0.title) } }

    package static func == (left: RoleTitles, right: RoleTitles) -> Bool { true }

    package func hash(into hasher: inout Hasher) {}

    /// A message with titles in place of names that only programs read.
    func naming(in message: String) -> String {
        self.titles.reduce(message) { $0.replacing($1.role.rawValue, with: $1.title.forDisplay) }
    }
}

/// Why something was refused.
///
/// A closed list: code that handles refusals handles every one.
public enum RefusalReason: Error, Sendable, Hashable {
    /// The tenant has no such user.
    case unknownUser(user: UserID)
    /// The catalog has no such role.
    case unknownRole(role: RoleID, nearest: RoleID?)
    /// The catalog knows no such kind of place.
    case unknownScope(scope: Scope)
    /// The one who asks has an account that is not in use.
    case principalNotActive(status: AccountStatus)
    /// The one who asks lacks a permission.
    case notPermitted(permission: Permission, why: DenialReason, remedy: Remedy)
    /// The one who asks may not assign or remove this role here; holders of the roles named may.
    case mayNotAssign(role: RoleID, scope: Scope, whoMay: [RoleID])
    /// The one who asks may not do this to a user who holds these roles; holders of the roles named may.
    case mayNotActOn(action: AccountAction, holderOf: [RoleID], whoMay: [RoleID])
    /// The role is offered only to companies in one of these programs.
    case roleNotOffered(role: RoleID, programs: [Program])
    /// The role may not be held by people from outside the company.
    case roleNotForGuests(role: RoleID)
    /// The role may not be assigned at this scope.
    case roleNotForScope(role: RoleID, scope: Scope)
    /// No user may be authorized for this many of the roles that a separation set keeps apart; of these, some are wanted and
    /// others are held already, themselves or through roles that include them.
    case rolesSeparated(set: String, wanted: [RoleID], held: [RoleID], limit: Int)
    /// The role takes other roles, of which the user would not hold these where it is held, for all of its time.
    case prerequisiteMissing(role: RoleID, scope: Scope, requires: [RoleID])
    /// The role cannot be taken, or end sooner, because the user holds another one that requires it.
    case roleRequired(role: RoleID, by: RoleID)
    /// As many users as may hold the role hold it already, invited ones among them.
    case tooManyHolders(role: RoleID, limit: Int)
    /// The same role was named more than once.
    case roleRepeated(role: RoleID)
    /// No role was named.
    case noRole
    /// More roles were named than can be handled at once.
    case roleCount(count: Int, limit: Int)
    /// The time for which the role was to hold has passed.
    case windowPassed(until: Timestamp)
    /// The one who asks may give the role here, but only until this moment.
    case authorityEnds(role: RoleID, scope: Scope, until: Timestamp)
    /// The user holds this role at this scope in another time, and a gap lies between the two.
    case roleHeldAtAnotherTime(role: RoleID, scope: Scope, from: Timestamp?, until: Timestamp?)
    /// The user holds this role at this scope already.
    case roleAlreadyHeld(role: RoleID, scope: Scope)
    /// The user does not hold this role at this scope.
    case roleNotHeld(role: RoleID, scope: Scope)
    /// No other user who can sign in would hold the role that the tenant must not be without.
    case lastHolder(role: RoleID)
    /// No user takes this role from themselves.
    case ownIndispensableRole(role: RoleID)
    /// No user does this to their own account.
    case ownAccount(action: AccountAction)
    /// The user name or address is the user name or address of another account.
    case nameTaken(name: UserName)
    /// The user name or address is that of a deleted account, which can be restored until this moment.
    case accountDeleted(name: UserName, restorableUntil: Timestamp)
    /// The same user name or address was named more than once.
    case nameRepeated(name: UserName)
    /// The account has no address, and what was wanted goes by mail.
    case addressNeeded(user: UserID)
    /// The value cannot be stored as this attribute.
    case attributeInvalid(name: AttributeName, problem: AttributeProblem)
    /// The one who asks may not edit this attribute of this account.
    case attributeNotEditable(name: AttributeName)
    /// The value of this unique attribute is another account's.
    case attributeTaken(name: AttributeName)
    /// No address was named, or more than can be handled at once.
    case invitationCount(count: Int, limit: Int)
    /// So many invitations of the one who asks wait to be accepted already.
    case invitationLimit(limit: Int)
    /// The invitation was sent as often as it may be.
    case sentTooOften(limit: Int)
    /// It was done a moment ago, and can be done again at this moment.
    case tooSoon(until: Timestamp)
    /// The person who sent the invitation may no longer invite, or no longer give this role.
    ///
    /// An administrator with the right to can send the invitation again.
    case inviterMayNoLongerInvite(role: RoleID?)
    /// No account was named, or more than can be handled at once.
    case accountCount(count: Int, limit: Int)
    /// The account's status does not allow it.
    case wrongStatus(status: AccountStatus)
    /// Nothing waits for an answer.
    case nothingPending
    /// The reason given is longer than allowed.
    case reasonTooLong(characterCount: Int, limit: Int)
    /// The reason given holds control characters other than line ends.
    case reasonUnsafe
    /// A request for the same role at the same scope waits for an answer already.
    case roleAlreadyRequested(role: RoleID, scope: Scope)
    /// The request for roles has expired.
    case requestExpired(at: Timestamp)
    /// So many requests of the user wait for an answer already, or were withdrawn within a day.
    case requestLimit(limit: Int)
    /// The company has been enrolled already, and its first administrator has signed in.
    case alreadyEnrolled
    /// The account was deleted too long ago to be restored.
    case noLongerRestorable
    /// The new password breaks these rules.
    case unacceptablePassword(problems: [PasswordProblem])
    /// The name and the password or code do not belong together, or no account has the name: the answer does not tell which.
    case wrongCredentials
    /// Too many wrong passwords were given for the name or from the source; attempts are taken again at this moment.
    case lockedOut(until: Timestamp)
    /// The host has no channel that is fit for the codes that replace forgotten passwords.
    case recoveryUnavailable
    /// The temporary password or the invitation's code was right, but no longer holds.
    case credentialsExpired
    /// Another administrator reset the password in the meantime.
    case resetMeanwhile
    /// The account is of this kind, and only the other kind has what is wanted.
    case wrongKind(kind: AccountKind)
    /// A token would end in the past, or later than at this moment.
    case tokenLifetime(latest: Timestamp)
    /// So many tokens of the service are valid already.
    case tokenLimit(limit: Int)
    /// The service has no such token, or has it no more.
    case unknownToken
    /// The code of the second factor is wrong, or was used before.
    case wrongSecondFactor(wasUsed: Bool)
    /// So many wrong codes were shown that those of the app are refused until this moment; recovery codes are not.
    case secondFactorPaused(until: Timestamp)
    /// The session has not shown the second factor yet.
    case secondFactorNeeded
    /// The account has no second factor, or another one than was shown.
    case secondFactorDiffers
    /// The company has no such group in use.
    case unknownGroup(group: GroupID)
    /// The group is not deleted, so that there is nothing to restore.
    case groupInUse(group: GroupID)
    /// Another group has this name or one that looks the same, or this external identifier.
    case groupNameTaken(name: String)
    /// The user is a member of the group already.
    case memberAlready(user: UserID, group: GroupID)
    /// The user is no member of the group.
    case notAMember(user: UserID, group: GroupID)
    /// The user is a member of as many groups as a user can be.
    case groupLimit(limit: Int)
    /// There is nothing to change.
    case nothingToChange
    /// It is not any more what the one who asks has seen.
    case changedMeanwhile
    /// The system that asks does not provision the account.
    case notProvisionedBy(user: UserID)
    /// The user has neither the role nor one that includes it, so that no session can have it active.
    case roleNotAuthorized(role: RoleID)
    /// The session has the role active already.
    case roleAlreadyActive(role: RoleID)
    /// The session does not have the role active, unless through these, which include it.
    case roleNotActive(role: RoleID, through: [RoleID])
    /// Users hold the role without an assignment, so that every session has it active.
    case roleAlwaysActive(role: RoleID)
    /// No session may have this many of the roles active that a dynamic separation set keeps apart; of these, some are wanted and
    /// others are active already, themselves or through roles that include them.
    case rolesSeparatedInSession(set: String, wanted: [RoleID], active: [RoleID], limit: Int)
    /// The session is a token of a service, whose roles were chosen when it was issued.
    case tokenRolesFixed
    /// Users hold these roles, so many in all, which the company would no longer be offered.
    case rolesStillHeld(roles: [RoleID], holders: Int)
    /// Another principal has changed the company since.
    case companyDiffers
    /// The catalog names no permission for it.
    case companyFixed
    /// The company has no such role of its own.
    case unknownCompanyRole(role: CompanyRoleID)
    /// The role of the company would not be sound under the catalog; with every problem found.
    case roleDefinitionUnsound(problems: [CompanyRoleProblem])
    /// Another role has this title, or one that looks the same.
    case roleTitleTaken(title: String)
    /// The role is retired, and cannot be given any more.
    case roleRetired(role: RoleID)
    /// The company has as many roles of its own as it may have.
    case companyRoleLimit(limit: Int)
    /// Other roles of the company name the role: they include it, or its holders may give them.
    case roleIncludedElsewhere(role: RoleID, by: [RoleID])
    /// The one who asks could not give this permission to anyone; holders of the roles named could.
    case mayNotGrant(permission: Permission, whoMay: [RoleID])
    /// The catalog leaves no room for roles of the company.
    case companyRolesFixed
    /// So many users and groups hold the role of the company, deleted ones that can be restored among them.
    case companyRoleStillHeld(role: RoleID, holders: Int, groups: Int)
}
