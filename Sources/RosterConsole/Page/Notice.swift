/// What a page before has done, named in the address of the page after it.
enum Notice: String, CaseIterable {
    /// The field of the query.
    static let field = "told"

    case saved, passwordChanged, sessionEnded, sessionOver, sessionsEnded, requested, withdrawn, signedOut, recovered
    case accepted
    case secondFactorRemoved
    case blocked
    case unblocked
    case addressRequested
    case deleted
    case restored
    case purged
    case invitationSent
    case invitationRevoked
    case lockoutLifted
    case rolesGiven
    case roleTaken
    case granted
    case declined
    case groupAdded
    case groupDeleted
    case groupRestored
    case memberAdded
    case memberRemoved
    case serviceAdded
    case deliveredAgain
    case roleDefined, roleChanged, roleRetired, roleReinstated, roleDeleted

    var phrase: Phrase {
        switch self {
        case .saved: .toldSaved
        case .passwordChanged: .toldPasswordChanged
        case .sessionEnded: .toldSessionEnded
        case .sessionOver: .toldSessionOver
        case .sessionsEnded: .toldSessionsEnded
        case .requested: .toldRequested
        case .withdrawn: .toldWithdrawn
        case .signedOut: .toldSignedOut
        case .recovered: .toldRecovered
        case .accepted: .toldAccepted
        case .secondFactorRemoved: .toldSecondFactorRemoved
        case .blocked: .toldBlocked
        case .unblocked: .toldUnblocked
        case .addressRequested: .toldAddressRequested
        case .deleted: .toldDeleted
        case .restored: .toldRestored
        case .purged: .toldPurged
        case .invitationSent: .toldInvitationSent
        case .invitationRevoked: .toldInvitationRevoked
        case .lockoutLifted: .toldLockoutLifted
        case .rolesGiven: .toldRolesGiven
        case .roleTaken: .toldRoleTaken
        case .granted: .toldGranted
        case .declined: .toldDeclined
        case .groupAdded: .toldGroupAdded
        case .groupDeleted: .toldGroupDeleted
        case .groupRestored: .toldGroupRestored
        case .memberAdded: .toldMemberAdded
        case .memberRemoved: .toldMemberRemoved
        case .serviceAdded: .toldServiceAdded
        case .deliveredAgain: .toldDeliveredAgain
        case .roleDefined: .toldRoleDefined
        case .roleChanged: .toldRoleChanged
        case .roleRetired: .toldRoleRetired
        case .roleReinstated: .toldRoleReinstated
        case .roleDeleted: .toldRoleDeleted
        }
    }
}
