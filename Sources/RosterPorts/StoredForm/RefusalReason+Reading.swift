package import RosterDomain

extension RefusalReason {
    package static func read<Reader: StoredReader>(
        _ alternative: Alternative, from reader: inout Reader
    ) throws(StoredFormError) -> Self {
        switch alternative {
        case .unknownUser:
            return try .unknownUser(user: reader.get(StoredField(1, "user")))
        case .unknownRole:
            return try .unknownRole(
                role: reader.get(StoredField(1, "role")), nearest: reader.getOptional(StoredField(2, "nearest")))
        case .unknownScope:
            return try .unknownScope(scope: reader.get(StoredField(1, "scope")))
        case .roleNotAuthorized:
            return try .roleNotAuthorized(role: reader.get(StoredField(1, "role")))
        case .roleAlreadyActive:
            return try .roleAlreadyActive(role: reader.get(StoredField(1, "role")))
        case .roleNotActive:
            return try .roleNotActive(
                role: reader.get(StoredField(1, "role")), through: reader.getList(StoredField(2, "through")))
        case .roleAlwaysActive:
            return try .roleAlwaysActive(role: reader.get(StoredField(1, "role")))
        case .rolesSeparatedInSession:
            return try .rolesSeparatedInSession(
                set: reader.get(StoredField(1, "set")), wanted: reader.getList(StoredField(2, "wanted")),
                active: reader.getList(StoredField(3, "active")), limit: reader.get(StoredField(4, "limit")))
        case .tokenRolesFixed: return .tokenRolesFixed
        case .principalNotActive:
            return try .principalNotActive(status: reader.get(StoredField(1, "status")))
        case .notPermitted:
            return try .notPermitted(
                permission: reader.get(StoredField(1, "permission")),
                why: reader.choice(StoredField(2, "why"), as: DenialReason.self),
                remedy: reader.choice(StoredField(3, "remedy"), as: Remedy.self))
        case .mayNotAssign:
            return try .mayNotAssign(
                role: reader.get(StoredField(1, "role")), scope: reader.get(StoredField(2, "scope")),
                whoMay: reader.getList(StoredField(3, "whoMay")))
        case .mayNotActOn:
            return try .mayNotActOn(
                action: reader.get(StoredField(1, "action")), holderOf: reader.getList(StoredField(2, "roles")),
                whoMay: reader.getList(StoredField(3, "whoMay")))
        case .roleNotOffered:
            return try .roleNotOffered(
                role: reader.get(StoredField(1, "role")), programs: reader.getList(StoredField(2, "programs")))
        case .roleNotForGuests:
            return try .roleNotForGuests(role: reader.get(StoredField(1, "role")))
        case .roleNotForScope:
            return try .roleNotForScope(
                role: reader.get(StoredField(1, "role")), scope: reader.get(StoredField(2, "scope")))
        case .rolesSeparated:
            return try .rolesSeparated(
                set: reader.get(StoredField(1, "set")), wanted: reader.getList(StoredField(2, "wanted")),
                held: reader.getList(StoredField(3, "held")), limit: reader.get(StoredField(4, "limit")))
        case .prerequisiteMissing:
            return try .prerequisiteMissing(
                role: reader.get(StoredField(1, "role")), scope: reader.get(StoredField(2, "scope")),
                requires: reader.getList(StoredField(3, "requires")))
        case .roleRequired:
            return try .roleRequired(role: reader.get(StoredField(1, "role")), by: reader.get(StoredField(2, "by")))
        case .tooManyHolders:
            return try .tooManyHolders(
                role: reader.get(StoredField(1, "role")), limit: reader.get(StoredField(2, "limit")))
        case .roleRepeated:
            return try .roleRepeated(role: reader.get(StoredField(1, "role")))
        case .wrongKind:
            return try .wrongKind(kind: reader.get(StoredField(1, "accountKind")))
        case .tokenLifetime:
            return try .tokenLifetime(latest: reader.get(StoredField(1, "latest")))
        case .tokenLimit:
            return try .tokenLimit(limit: reader.get(StoredField(1, "limit")))
        case .unknownToken: return .unknownToken
        case .noRole: return .noRole
        case .roleCount:
            return try .roleCount(
                count: reader.get(StoredField(1, "count")), limit: reader.get(StoredField(2, "limit")))
        case .windowPassed:
            return try .windowPassed(until: reader.get(StoredField(1, "until")))
        case .roleAlreadyHeld:
            return try .roleAlreadyHeld(
                role: reader.get(StoredField(1, "role")), scope: reader.get(StoredField(2, "scope")))
        case .roleNotHeld:
            return try .roleNotHeld(
                role: reader.get(StoredField(1, "role")), scope: reader.get(StoredField(2, "scope")))
        case .lastHolder:
            return try .lastHolder(role: reader.get(StoredField(1, "role")))
        case .ownIndispensableRole:
            return try .ownIndispensableRole(role: reader.get(StoredField(1, "role")))
        case .ownAccount:
            return try .ownAccount(action: reader.get(StoredField(1, "action")))
        case .nameTaken:
            return try .nameTaken(name: reader.get(StoredField(1, "name", .personal)))
        case .nameRepeated:
            return try .nameRepeated(name: reader.get(StoredField(1, "name", .personal)))
        case .addressNeeded:
            return try .addressNeeded(user: reader.get(StoredField(1, "user")))
        case .attributeInvalid:
            let name: AttributeName = try reader.get(StoredField(1, "name"))
            var problem = AttributeProblem.blank
            try reader.record(StoredField(2, "problem"), &problem)
            return .attributeInvalid(name: name, problem: problem)
        case .attributeNotEditable:
            return try .attributeNotEditable(name: reader.get(StoredField(1, "name")))
        case .attributeTaken:
            return try .attributeTaken(name: reader.get(StoredField(1, "name")))
        case .invitationCount:
            return try .invitationCount(
                count: reader.get(StoredField(1, "count")), limit: reader.get(StoredField(2, "limit")))
        case .accountCount:
            return try .accountCount(
                count: reader.get(StoredField(1, "count")), limit: reader.get(StoredField(2, "limit")))
        case .wrongStatus:
            return try .wrongStatus(status: reader.get(StoredField(1, "status")))
        case .nothingPending: return .nothingPending
        case .reasonTooLong:
            return try .reasonTooLong(
                characterCount: reader.get(StoredField(1, "characterCount")), limit: reader.get(StoredField(2, "limit"))
            )
        case .reasonUnsafe: return .reasonUnsafe
        case .roleAlreadyRequested:
            return try .roleAlreadyRequested(
                role: reader.get(StoredField(1, "role")), scope: reader.get(StoredField(2, "scope")))
        case .authorityEnds:
            return try .authorityEnds(
                role: reader.get(StoredField(1, "role")), scope: reader.get(StoredField(2, "scope")),
                until: reader.get(StoredField(3, "until")))
        case .roleHeldAtAnotherTime:
            return try .roleHeldAtAnotherTime(
                role: reader.get(StoredField(1, "role")), scope: reader.get(StoredField(2, "scope")),
                from: reader.getOptional(StoredField(3, "from")), until: reader.getOptional(StoredField(4, "until")))
        case .requestLimit:
            return try .requestLimit(limit: reader.get(StoredField(1, "limit")))
        case .invitationLimit:
            return try .invitationLimit(limit: reader.get(StoredField(1, "limit")))
        case .recoveryUnavailable: return .recoveryUnavailable
        case .lockedOut: return try .lockedOut(until: reader.get(StoredField(1, "until")))
        case .tooSoon:
            return try .tooSoon(until: reader.get(StoredField(1, "until")))
        case .sentTooOften:
            return try .sentTooOften(limit: reader.get(StoredField(1, "limit")))
        case .accountDeleted:
            return try .accountDeleted(
                name: reader.get(StoredField(1, "name", .personal)),
                restorableUntil: reader.get(StoredField(2, "restorableUntil")))
        case .inviterMayNoLongerInvite:
            return try .inviterMayNoLongerInvite(role: reader.getOptional(StoredField(1, "role")))
        case .requestExpired:
            return try .requestExpired(at: reader.get(StoredField(1, "at")))
        case .alreadyEnrolled: return .alreadyEnrolled
        case .noLongerRestorable: return .noLongerRestorable
        case .unacceptablePassword:
            var problems: [PasswordProblem] = []
            try reader.records(StoredField(1, "problems"), &problems)
            return .unacceptablePassword(problems: problems)
        case .wrongCredentials: return .wrongCredentials
        case .credentialsExpired: return .credentialsExpired
        case .resetMeanwhile: return .resetMeanwhile
        case .wrongSecondFactor:
            var wasUsed = false
            try reader.field(StoredField(1, "wasUsed"), &wasUsed, unless: false)
            return .wrongSecondFactor(wasUsed: wasUsed)
        case .secondFactorPaused:
            return try .secondFactorPaused(until: reader.get(StoredField(1, "until")))
        case .secondFactorNeeded: return .secondFactorNeeded
        case .secondFactorDiffers: return .secondFactorDiffers
        case .unknownGroup: return try .unknownGroup(group: reader.get(StoredField(1, "group")))
        case .groupInUse: return try .groupInUse(group: reader.get(StoredField(1, "group")))
        case .groupNameTaken: return try .groupNameTaken(name: reader.get(StoredField(1, "name")))
        case .memberAlready:
            return try .memberAlready(
                user: reader.get(StoredField(1, "user")), group: reader.get(StoredField(2, "group")))
        case .notAMember:
            return try .notAMember(user: reader.get(StoredField(1, "user")), group: reader.get(StoredField(2, "group")))
        case .groupLimit: return try .groupLimit(limit: reader.get(StoredField(1, "limit")))
        case .nothingToChange: return .nothingToChange
        case .changedMeanwhile: return .changedMeanwhile
        case .notProvisionedBy: return try .notProvisionedBy(user: reader.get(StoredField(1, "user")))
        case .rolesStillHeld:
            return try .rolesStillHeld(
                roles: reader.getList(StoredField(1, "roles")), holders: reader.get(StoredField(2, "holders")))
        case .companyDiffers: return .companyDiffers
        case .companyFixed: return .companyFixed
        case .unknownCompanyRole: return try .unknownCompanyRole(role: reader.get(StoredField(1, "role")))
        case .roleDefinitionUnsound:
            var problems: [StoredProblem] = []
            try reader.records(StoredField(1, "problems"), &problems)
            return .roleDefinitionUnsound(problems: problems.map(\.problem))
        case .roleTitleTaken: return try .roleTitleTaken(title: reader.get(StoredField(1, "title")))
        case .roleRetired: return try .roleRetired(role: reader.get(StoredField(1, "role")))
        case .companyRoleLimit: return try .companyRoleLimit(limit: reader.get(StoredField(1, "limit")))
        case .roleIncludedElsewhere:
            return try .roleIncludedElsewhere(
                role: reader.get(StoredField(1, "role")), by: reader.getList(StoredField(2, "by")))
        case .mayNotGrant:
            return try .mayNotGrant(
                permission: reader.get(StoredField(1, "permission")), whoMay: reader.getList(StoredField(2, "whoMay")))
        case .companyRolesFixed: return .companyRolesFixed
        case .companyRoleStillHeld:
            return try .companyRoleStillHeld(
                role: reader.get(StoredField(1, "role")), holders: reader.get(StoredField(2, "holders")),
                groups: reader.get(StoredField(3, "groups")))
        }
    }
}
