import RosterDomain

/// What a change is about, as the record can be filtered.
enum RecordKind: String, CaseIterable {
    case accounts, roles, groups, signingIn, company, refusals

    init(of change: Change) {
        self =
            switch change {
            case .userAdded, .userRenamed, .statusChanged, .namesReleased, .namesRegained, .userPurged,
                .attributesChanged, .invitationSent, .invitationRevoked, .addressChangeRequested,
                .addressChangeWithdrawn, .addressChanged, .signInNamesChanged:
                .accounts
            case .roleAssigned, .roleRemoved, .rolesRequested, .roleRequestAnswered, .companyRoleDefined,
                .companyRoleChanged:
                .roles
            case .groupAdded, .groupChanged, .memberAdded, .memberRemoved: .groups
            case .passwordReset, .passwordChanged, .firstSignIn, .sessionsEnded, .serviceTokenIssued, .lockoutLifted,
                .recoveryRequested, .recoverySpent, .secondFactorEnrolled, .secondFactorRemoved:
                .signingIn
            case .companyEnrolled, .companyChanged, .notificationsDelivered, .notificationGivenUp,
                .notificationRetried:
                .company
            case .refused: .refusals
            }
    }

    var phrase: Phrase {
        switch self {
        case .accounts: .recordOfAccounts
        case .roles: .recordOfRoles
        case .groups: .recordOfGroups
        case .signingIn: .recordOfSigningIn
        case .company: .recordOfCompany
        case .refusals: .recordOfRefusals
        }
    }
}
