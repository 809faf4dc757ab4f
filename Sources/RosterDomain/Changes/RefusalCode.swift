/// The stable name and number of a reason for a refusal: what programs compare, translate and store.
///
/// Names and numbers never change their meaning. ``RefusalReason/code`` gives the code of a reason, whose parts are its data and
/// whose description is its text.
public enum RefusalCode: UInt32, Sendable, Hashable, CaseIterable {
    /// ``RefusalReason/unknownUser(user:)``.
    case unknownUser = 1
    /// ``RefusalReason/unknownRole(role:nearest:)``.
    case unknownRole = 2
    /// ``RefusalReason/unknownScope(scope:)``.
    case unknownScope = 3
    /// ``RefusalReason/principalNotActive(status:)``.
    case principalNotActive = 4
    /// ``RefusalReason/notPermitted(permission:why:remedy:)``.
    case notPermitted = 5
    /// ``RefusalReason/mayNotAssign(role:scope:whoMay:)``.
    case mayNotAssign = 6
    /// ``RefusalReason/mayNotActOn(action:holderOf:whoMay:)``.
    case mayNotActOn = 7
    /// ``RefusalReason/roleNotOffered(role:programs:)``.
    case roleNotOffered = 8
    /// ``RefusalReason/roleNotForGuests(role:)``.
    case roleNotForGuests = 9
    /// ``RefusalReason/roleNotForScope(role:scope:)``.
    case roleNotForScope = 10
    /// ``RefusalReason/rolesSeparated(set:wanted:held:limit:)``.
    case rolesSeparated = 11
    /// ``RefusalReason/roleRepeated(role:)``.
    case roleRepeated = 12
    /// ``RefusalReason/noRole``.
    case noRole = 13
    /// ``RefusalReason/roleCount(count:limit:)``.
    case roleCount = 14
    /// ``RefusalReason/windowPassed(until:)``.
    case windowPassed = 15
    /// ``RefusalReason/roleAlreadyHeld(role:scope:)``.
    case roleAlreadyHeld = 16
    /// ``RefusalReason/roleNotHeld(role:scope:)``.
    case roleNotHeld = 17
    /// ``RefusalReason/lastHolder(role:)``.
    case lastHolder = 18
    /// ``RefusalReason/ownIndispensableRole(role:)``.
    case ownIndispensableRole = 19
    /// ``RefusalReason/ownAccount(action:)``.
    case ownAccount = 20
    /// ``RefusalReason/nameTaken(name:)``.
    case nameTaken = 21
    /// ``RefusalReason/nameRepeated(name:)``.
    case nameRepeated = 22
    /// ``RefusalReason/invitationCount(count:limit:)``.
    case invitationCount = 23
    /// ``RefusalReason/accountCount(count:limit:)``.
    case accountCount = 24
    /// ``RefusalReason/wrongStatus(status:)``.
    case wrongStatus = 25
    /// ``RefusalReason/nothingPending``.
    case nothingPending = 26
    /// ``RefusalReason/reasonTooLong(characterCount:limit:)``.
    case reasonTooLong = 27
    /// ``RefusalReason/reasonUnsafe``.
    case reasonUnsafe = 28
    /// ``RefusalReason/roleAlreadyRequested(role:scope:)``.
    case roleAlreadyRequested = 29
    /// ``RefusalReason/alreadyEnrolled``.
    case alreadyEnrolled = 30
    /// ``RefusalReason/noLongerRestorable``.
    case noLongerRestorable = 31
    /// ``RefusalReason/unacceptablePassword(problems:)``.
    case unacceptablePassword = 32
    /// ``RefusalReason/wrongCredentials``.
    case wrongCredentials = 33
    /// ``RefusalReason/credentialsExpired``.
    case credentialsExpired = 34
    /// ``RefusalReason/resetMeanwhile``.
    case resetMeanwhile = 35
    /// ``RefusalReason/addressNeeded(user:)``.
    case addressNeeded = 36
    /// ``RefusalReason/attributeInvalid(name:problem:)``.
    case attributeInvalid = 37
    /// ``RefusalReason/attributeNotEditable(name:)``.
    case attributeNotEditable = 38
    /// ``RefusalReason/attributeTaken(name:)``.
    case attributeTaken = 39
    /// ``RefusalReason/authorityEnds(role:scope:until:)``.
    case authorityEnds = 60
    /// ``RefusalReason/roleHeldAtAnotherTime(role:scope:from:until:)``.
    case roleHeldAtAnotherTime = 61
    /// ``RefusalReason/requestLimit(limit:)``.
    case requestLimit = 62
    /// ``RefusalReason/invitationLimit(limit:)``.
    case invitationLimit = 63
    /// ``RefusalReason/tooSoon(until:)``.
    case tooSoon = 64
    /// ``RefusalReason/sentTooOften(limit:)``.
    case sentTooOften = 65
    /// ``RefusalReason/accountDeleted(name:restorableUntil:)``.
    case accountDeleted = 66
    /// ``RefusalReason/inviterMayNoLongerInvite(role:)``.
    case inviterMayNoLongerInvite = 67
    /// ``RefusalReason/requestExpired(at:)``.
    case requestExpired = 68
    /// ``RefusalReason/prerequisiteMissing(role:scope:requires:)``.
    case prerequisiteMissing = 69
    /// ``RefusalReason/roleRequired(role:by:)``.
    case roleRequired = 70
    /// ``RefusalReason/tooManyHolders(role:limit:)``.
    case tooManyHolders = 71
    /// ``RefusalReason/wrongSecondFactor(wasUsed:)``.
    case wrongSecondFactor = 76
    /// ``RefusalReason/secondFactorPaused(until:)``.
    case secondFactorPaused = 77
    /// ``RefusalReason/secondFactorNeeded``.
    case secondFactorNeeded = 78
    /// ``RefusalReason/secondFactorDiffers``.
    case secondFactorDiffers = 79
    /// ``RefusalReason/lockedOut(until:)``.
    case lockedOut = 80
    /// ``RefusalReason/recoveryUnavailable``.
    case recoveryUnavailable = 81
    /// ``RefusalReason/wrongKind(kind:)``.
    case wrongKind = 84
    /// ``RefusalReason/tokenLifetime(latest:)``.
    case tokenLifetime = 85
    /// ``RefusalReason/tokenLimit(limit:)``.
    case tokenLimit = 86
    /// ``RefusalReason/unknownToken``.
    case unknownToken = 87
    /// ``RefusalReason/roleNotAuthorized(role:)``.
    case roleNotAuthorized = 88
    /// ``RefusalReason/roleAlreadyActive(role:)``.
    case roleAlreadyActive = 89
    /// ``RefusalReason/roleNotActive(role:through:)``.
    case roleNotActive = 90
    /// ``RefusalReason/roleAlwaysActive(role:)``.
    case roleAlwaysActive = 91
    /// ``RefusalReason/rolesSeparatedInSession(set:wanted:active:limit:)``.
    case rolesSeparatedInSession = 92
    /// ``RefusalReason/tokenRolesFixed``.
    case tokenRolesFixed = 93
    /// ``RefusalReason/rolesStillHeld(roles:holders:)``.
    case rolesStillHeld = 96
    /// ``RefusalReason/companyDiffers``.
    case companyDiffers = 97
    /// ``RefusalReason/companyFixed``.
    case companyFixed = 98
    /// ``RefusalReason/unknownGroup(group:)``.
    case unknownGroup = 100
    /// ``RefusalReason/groupInUse(group:)``.
    case groupInUse = 101
    /// ``RefusalReason/groupNameTaken(name:)``.
    case groupNameTaken = 102
    /// ``RefusalReason/memberAlready(user:group:)``.
    case memberAlready = 103
    /// ``RefusalReason/notAMember(user:group:)``.
    case notAMember = 104
    /// ``RefusalReason/groupLimit(limit:)``.
    case groupLimit = 105
    /// ``RefusalReason/nothingToChange``.
    case nothingToChange = 106
    /// ``RefusalReason/changedMeanwhile``.
    case changedMeanwhile = 107
    /// ``RefusalReason/unknownCompanyRole(role:)``.
    case unknownCompanyRole = 110
    /// ``RefusalReason/roleDefinitionUnsound(problems:)``.
    case roleDefinitionUnsound = 111
    /// ``RefusalReason/roleTitleTaken(title:)``.
    case roleTitleTaken = 112
    /// ``RefusalReason/roleRetired(role:)``.
    case roleRetired = 113
    /// ``RefusalReason/companyRoleLimit(limit:)``.
    case companyRoleLimit = 114
    /// ``RefusalReason/roleIncludedElsewhere(role:by:)``.
    case roleIncludedElsewhere = 115
    /// ``RefusalReason/mayNotGrant(permission:whoMay:)``.
    case mayNotGrant = 116
    /// ``RefusalReason/companyRolesFixed``.
    case companyRolesFixed = 117
    /// ``RefusalReason/companyRoleStillHeld(role:holders:groups:)``.
    case companyRoleStillHeld = 118
    /// ``RefusalReason/notProvisionedBy(user:)``.
    case notProvisionedBy = 130
}

extension RefusalCode {
    /// The name, such as `lastHolder`: the same in the journal, in exports and on the wire.
    public var name: String { "\(self)" }

    /// The status of an HTTP response that carries the refusal (RFC 9110 §15.5).
    ///
    /// - 401: who asks has not shown who they are.
    /// - 403: they have, and may not do it.
    /// - 404: there is no such account or group.
    /// - 409: the state of the account or the company does not allow it, and may change.
    /// - 422: it can never be done as it was asked.
    /// - 429: it was asked too often.
    public var httpStatus: Int {
        switch self {
        case .wrongCredentials, .credentialsExpired: 401
        case .wrongSecondFactor, .secondFactorNeeded: 401
        case .principalNotActive, .notPermitted, .mayNotAssign, .mayNotActOn, .ownIndispensableRole, .ownAccount,
            .attributeNotEditable, .authorityEnds:
            403
        case .roleNotAuthorized: 403
        case .roleAlreadyActive, .roleNotActive, .roleAlwaysActive, .rolesSeparatedInSession, .tokenRolesFixed: 409
        case .companyFixed: 403
        case .mayNotGrant, .companyRolesFixed: 403
        case .unknownCompanyRole: 404
        case .roleTitleTaken, .roleRetired, .companyRoleLimit, .roleIncludedElsewhere, .companyRoleStillHeld: 409
        case .roleDefinitionUnsound: 422
        case .notProvisionedBy: 403
        case .unknownUser, .unknownToken, .unknownGroup: 404
        case .rolesStillHeld, .companyDiffers: 409
        case .rolesSeparated, .roleAlreadyHeld, .roleNotHeld, .lastHolder, .nameTaken, .wrongStatus, .nothingPending,
            .roleAlreadyRequested, .alreadyEnrolled, .noLongerRestorable, .resetMeanwhile, .addressNeeded,
            .attributeTaken, .roleHeldAtAnotherTime, .accountDeleted, .inviterMayNoLongerInvite, .requestExpired,
            .recoveryUnavailable, .prerequisiteMissing, .roleRequired, .tooManyHolders, .wrongKind, .tokenLimit,
            .secondFactorDiffers, .groupInUse, .groupNameTaken, .memberAlready, .notAMember, .groupLimit,
            .nothingToChange, .changedMeanwhile:
            409
        case .unknownRole, .unknownScope, .roleNotOffered, .roleNotForGuests, .roleNotForScope, .roleRepeated, .noRole,
            .roleCount, .windowPassed, .nameRepeated, .attributeInvalid, .invitationCount, .accountCount,
            .reasonTooLong, .reasonUnsafe, .unacceptablePassword, .tokenLifetime:
            422
        case .requestLimit, .invitationLimit, .tooSoon, .sentTooOften, .lockedOut: 429
        case .secondFactorPaused: 429
        }
    }
}

extension RefusalReason {
    /// The stable name and number of the reason.
    public var code: RefusalCode {
        switch self {
        case .unknownUser: .unknownUser
        case .unknownRole: .unknownRole
        case .unknownScope: .unknownScope
        case .principalNotActive: .principalNotActive
        case .notPermitted: .notPermitted
        case .mayNotAssign: .mayNotAssign
        case .mayNotActOn: .mayNotActOn
        case .roleNotOffered: .roleNotOffered
        case .roleNotForGuests: .roleNotForGuests
        case .roleNotForScope: .roleNotForScope
        case .rolesSeparated: .rolesSeparated
        case .roleRepeated: .roleRepeated
        case .noRole: .noRole
        case .roleCount: .roleCount
        case .windowPassed: .windowPassed
        case .roleAlreadyHeld: .roleAlreadyHeld
        case .roleNotHeld: .roleNotHeld
        case .lastHolder: .lastHolder
        case .ownIndispensableRole: .ownIndispensableRole
        case .ownAccount: .ownAccount
        case .nameTaken: .nameTaken
        case .nameRepeated: .nameRepeated
        case .invitationCount: .invitationCount
        case .accountCount: .accountCount
        case .wrongStatus: .wrongStatus
        case .nothingPending: .nothingPending
        case .reasonTooLong: .reasonTooLong
        case .reasonUnsafe: .reasonUnsafe
        case .roleAlreadyRequested: .roleAlreadyRequested
        case .alreadyEnrolled: .alreadyEnrolled
        case .noLongerRestorable: .noLongerRestorable
        case .unacceptablePassword: .unacceptablePassword
        case .wrongCredentials: .wrongCredentials
        case .credentialsExpired: .credentialsExpired
        case .resetMeanwhile: .resetMeanwhile
        case .addressNeeded: .addressNeeded
        case .attributeInvalid: .attributeInvalid
        case .attributeNotEditable: .attributeNotEditable
        case .attributeTaken: .attributeTaken
        case .authorityEnds: .authorityEnds
        case .roleHeldAtAnotherTime: .roleHeldAtAnotherTime
        case .requestLimit: .requestLimit
        case .invitationLimit: .invitationLimit
        case .tooSoon: .tooSoon
        case .sentTooOften: .sentTooOften
        case .accountDeleted: .accountDeleted
        case .inviterMayNoLongerInvite: .inviterMayNoLongerInvite
        case .requestExpired: .requestExpired
        case .prerequisiteMissing: .prerequisiteMissing
        case .roleRequired: .roleRequired
        case .tooManyHolders: .tooManyHolders
        case .lockedOut: .lockedOut
        case .recoveryUnavailable: .recoveryUnavailable
        case .wrongKind: .wrongKind
        case .tokenLifetime: .tokenLifetime
        case .tokenLimit: .tokenLimit
        case .unknownToken: .unknownToken
        case .wrongSecondFactor: .wrongSecondFactor
        case .secondFactorPaused: .secondFactorPaused
        case .secondFactorNeeded: .secondFactorNeeded
        case .secondFactorDiffers: .secondFactorDiffers
        case .roleNotAuthorized: .roleNotAuthorized
        case .roleAlreadyActive: .roleAlreadyActive
        case .roleNotActive: .roleNotActive
        case .roleAlwaysActive: .roleAlwaysActive
        case .rolesSeparatedInSession: .rolesSeparatedInSession
        case .tokenRolesFixed: .tokenRolesFixed
        case .rolesStillHeld: .rolesStillHeld
        case .companyDiffers: .companyDiffers
        case .companyFixed: .companyFixed
        case .unknownGroup: .unknownGroup
        case .groupInUse: .groupInUse
        case .groupNameTaken: .groupNameTaken
        case .memberAlready: .memberAlready
        case .notAMember: .notAMember
        case .groupLimit: .groupLimit
        case .nothingToChange: .nothingToChange
        case .changedMeanwhile: .changedMeanwhile
        case .unknownCompanyRole: .unknownCompanyRole
        case .roleDefinitionUnsound: .roleDefinitionUnsound
        case .roleTitleTaken: .roleTitleTaken
        case .roleRetired: .roleRetired
        case .companyRoleLimit: .companyRoleLimit
        case .roleIncludedElsewhere: .roleIncludedElsewhere
        case .mayNotGrant: .mayNotGrant
        case .companyRolesFixed: .companyRolesFixed
        case .companyRoleStillHeld: .companyRoleStillHeld
        case .notProvisionedBy: .notProvisionedBy
        }
    }
}
