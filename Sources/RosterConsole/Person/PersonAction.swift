import RosterDomain
import RosterUseCases

/// Something that an administrator does to an account, with a page that says what it means beforehand.
enum PersonAction: String, CaseIterable {
    case reset, block, unblock, address, delete, restore, purge, resend, revoke
    case endSessions = "end-sessions"
    case liftLockout = "lift-lockout"
    case removeFactor = "remove-factor"

    var verb: AccountVerb {
        switch self {
        case .reset: .resetPassword
        case .block: .block
        case .unblock: .unblock
        case .address: .changeAddress
        case .delete: .delete
        case .restore: .restore
        case .purge: .purge
        case .resend: .resendInvitation
        case .revoke: .revokeInvitation
        case .endSessions: .endSessions
        case .liftLockout: .liftLockout
        case .removeFactor: .removeSecondFactor
        }
    }

    var phrase: Phrase {
        switch self {
        case .reset: .resetPassword
        case .block: .block
        case .unblock: .unblock
        case .address: .changeAddress
        case .delete: .delete
        case .restore: .restore
        case .purge: .purge
        case .resend: .resendInvitation
        case .revoke: .revokeInvitation
        case .endSessions: .endAllSessions
        case .liftLockout: .liftLockout
        case .removeFactor: .removeSecondFactor
        }
    }

    /// What it means, told beforehand.
    var consequence: Phrase {
        switch self {
        case .reset: .resetPasswordText
        case .block: .blockText
        case .unblock: .unblockText
        case .address: .changeAddressText
        case .delete: .deleteText
        case .restore: .restoreText
        case .purge: .purgeText
        case .resend: .resendInvitationText
        case .revoke: .revokeInvitationText
        case .endSessions: .endAllSessionsText
        case .liftLockout: .liftLockoutText
        case .removeFactor: .removeFactorText
        }
    }

    /// What the page after it says.
    var notice: Notice {
        switch self {
        case .reset: .saved
        case .block: .blocked
        case .unblock: .unblocked
        case .address: .addressRequested
        case .delete: .deleted
        case .restore: .restored
        case .purge: .purged
        case .resend: .invitationSent
        case .revoke: .invitationRevoked
        case .endSessions: .sessionsEnded
        case .liftLockout: .lockoutLifted
        case .removeFactor: .secondFactorRemoved
        }
    }

    /// Whether it takes something from the person.
    var isDangerous: Bool {
        switch self {
        case .block, .delete, .purge, .revoke, .removeFactor: true
        case .reset, .unblock, .address, .restore, .resend, .endSessions, .liftLockout: false
        }
    }

    /// Whether it can concern an account in its state at all: the others are not worth a reason.
    func concerns(_ record: UserRecord) -> Bool {
        let user = record.user
        let isService = user.accountKind == .service
        switch user.status {
        case .invited: return self == .resend || self == .revoke
        case .deleted: return self == .restore || self == .purge
        case .purged: return false
        case .blocked: return self == .unblock || self == .delete || self == .reset && !isService
        case .active, .mustChangePassword: break
        }
        switch self {
        case .block, .delete, .endSessions: return true
        case .reset, .address, .liftLockout: return !isService
        case .removeFactor: return user.secondFactor != nil
        case .unblock, .restore, .purge, .resend, .revoke: return false
        }
    }
}
