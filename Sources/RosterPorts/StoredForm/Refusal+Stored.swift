package import RosterDomain

extension Refusal: StoredRecord {
    package static var blank: Refusal { Refusal("", because: .noRole) }

    package static func describe<Coder: StoredCoder>(
        _ refusal: inout Refusal, with coder: inout Coder
    ) throws(StoredFormError) {
        try coder.field(StoredField(1, "attempt", .personal), &refusal.attempt)
        try coder.choice(StoredField(2, "reason"), &refusal.reason)
        try coder.field(StoredField(3, "times"), &refusal.times, unless: 1)
        try coder.field(StoredField(4, "about", .personal), &refusal.about)
    }
}

extension RefusalReason: StoredChoice {
    package typealias Alternative = RefusalCode
    package var alternative: RefusalCode { self.code }
}

extension RefusalCode: StoredAlternative {}

extension RefusalReason {
    package func write<Writer: StoredWriter>(to writer: inout Writer) throws(StoredFormError) {
        switch self {
        case .unknownUser(let user):
            try writer.put(StoredField(1, "user"), user)
        case .unknownRole(let role, let nearest):
            try writer.put(StoredField(1, "role"), role)
            try writer.put(StoredField(2, "nearest"), nearest)
        case .unknownScope(let scope):
            try writer.put(StoredField(1, "scope"), scope)
        case .principalNotActive(let status):
            try writer.put(StoredField(1, "status"), status)
        case .notPermitted(let permission, let why, let remedy):
            try writer.put(StoredField(1, "permission"), permission)
            try writer.choice(StoredField(2, "why"), why)
            try writer.choice(StoredField(3, "remedy"), remedy)
        case .mayNotAssign(let role, let scope, let whoMay):
            try writer.put(StoredField(1, "role"), role)
            try writer.put(StoredField(2, "scope"), scope)
            try writer.put(StoredField(3, "whoMay"), whoMay)
        case .mayNotActOn(let action, let roles, let whoMay):
            try writer.put(StoredField(1, "action"), action)
            try writer.put(StoredField(2, "roles"), roles)
            try writer.put(StoredField(3, "whoMay"), whoMay)
        case .roleNotOffered(let role, let programs):
            try writer.put(StoredField(1, "role"), role)
            try writer.put(StoredField(2, "programs"), programs)
        case .roleNotForGuests(let role):
            try writer.put(StoredField(1, "role"), role)
        case .roleNotForScope(let role, let scope):
            try writer.put(StoredField(1, "role"), role)
            try writer.put(StoredField(2, "scope"), scope)
        case .rolesSeparated(let set, let wanted, let held, let limit):
            try writer.put(StoredField(1, "set"), set)
            try writer.put(StoredField(2, "wanted"), wanted)
            try writer.put(StoredField(3, "held"), held)
            try writer.put(StoredField(4, "limit"), limit)
        case .prerequisiteMissing(let role, let scope, let required):
            try writer.put(StoredField(1, "role"), role)
            try writer.put(StoredField(2, "scope"), scope)
            try writer.put(StoredField(3, "requires"), required)
        case .roleRequired(let role, let other):
            try writer.put(StoredField(1, "role"), role)
            try writer.put(StoredField(2, "by"), other)
        case .tooManyHolders(let role, let limit):
            try writer.put(StoredField(1, "role"), role)
            try writer.put(StoredField(2, "limit"), limit)
        case .roleRepeated(let role):
            try writer.put(StoredField(1, "role"), role)
        case .roleCount(let count, let limit):
            try writer.put(StoredField(1, "count"), count)
            try writer.put(StoredField(2, "limit"), limit)
        case .windowPassed(let until):
            try writer.put(StoredField(1, "until"), until)
        case .roleAlreadyHeld(let role, let scope):
            try writer.put(StoredField(1, "role"), role)
            try writer.put(StoredField(2, "scope"), scope)
        case .roleNotHeld(let role, let scope):
            try writer.put(StoredField(1, "role"), role)
            try writer.put(StoredField(2, "scope"), scope)
        case .lastHolder(let role):
            try writer.put(StoredField(1, "role"), role)
        case .ownIndispensableRole(let role):
            try writer.put(StoredField(1, "role"), role)
        case .ownAccount(let action):
            try writer.put(StoredField(1, "action"), action)
        case .nameTaken(let name):
            try writer.put(StoredField(1, "name", .personal), name)
        case .nameRepeated(let name):
            try writer.put(StoredField(1, "name", .personal), name)
        case .addressNeeded(let user), .notProvisionedBy(let user):
            try writer.put(StoredField(1, "user"), user)
        case .attributeInvalid(let name, var problem):
            try writer.put(StoredField(1, "name"), name)
            try writer.record(StoredField(2, "problem"), &problem)
        case .attributeNotEditable(let name):
            try writer.put(StoredField(1, "name"), name)
        case .attributeTaken(let name):
            try writer.put(StoredField(1, "name"), name)
        case .invitationCount(let count, let limit):
            try writer.put(StoredField(1, "count"), count)
            try writer.put(StoredField(2, "limit"), limit)
        case .accountCount(let count, let limit):
            try writer.put(StoredField(1, "count"), count)
            try writer.put(StoredField(2, "limit"), limit)
        case .wrongStatus(let status):
            try writer.put(StoredField(1, "status"), status)
        case .reasonTooLong(let characterCount, let limit):
            try writer.put(StoredField(1, "characterCount"), characterCount)
            try writer.put(StoredField(2, "limit"), limit)
        case .roleAlreadyRequested(let role, let scope):
            try writer.put(StoredField(1, "role"), role)
            try writer.put(StoredField(2, "scope"), scope)
        case .unacceptablePassword(var problems):
            try writer.records(StoredField(1, "problems"), &problems)
        case .authorityEnds(let role, let scope, let until):
            try writer.put(StoredField(1, "role"), role)
            try writer.put(StoredField(2, "scope"), scope)
            try writer.put(StoredField(3, "until"), until)
        case .roleHeldAtAnotherTime(let role, let scope, let from, let until):
            try writer.put(StoredField(1, "role"), role)
            try writer.put(StoredField(2, "scope"), scope)
            try writer.put(StoredField(3, "from"), from)
            try writer.put(StoredField(4, "until"), until)
        case .requestLimit(let limit):
            try writer.put(StoredField(1, "limit"), limit)
        case .invitationLimit(let limit):
            try writer.put(StoredField(1, "limit"), limit)
        case .lockedOut(let until):
            try writer.put(StoredField(1, "until"), until)
        case .tooSoon(let until):
            try writer.put(StoredField(1, "until"), until)
        case .sentTooOften(let limit):
            try writer.put(StoredField(1, "limit"), limit)
        case .accountDeleted(let name, let restorableUntil):
            try writer.put(StoredField(1, "name", .personal), name)
            try writer.put(StoredField(2, "restorableUntil"), restorableUntil)
        case .inviterMayNoLongerInvite(let role):
            try writer.put(StoredField(1, "role"), role)
        case .requestExpired(let at):
            try writer.put(StoredField(1, "at"), at)
        case .wrongKind(let kind):
            try writer.put(StoredField(1, "accountKind"), kind)
        case .tokenLifetime(let latest):
            try writer.put(StoredField(1, "latest"), latest)
        case .tokenLimit(let limit):
            try writer.put(StoredField(1, "limit"), limit)
        case .unknownToken, .recoveryUnavailable, .noRole, .nothingPending, .reasonUnsafe, .alreadyEnrolled,
            .noLongerRestorable,
            .wrongCredentials,
            .credentialsExpired, .resetMeanwhile,
            .secondFactorNeeded, .secondFactorDiffers, .nothingToChange, .changedMeanwhile, .tokenRolesFixed,
            .companyDiffers, .companyFixed, .companyRolesFixed:
            break
        case .unknownCompanyRole(let role):
            try writer.put(StoredField(1, "role"), role)
        case .roleDefinitionUnsound(let problems):
            var problems = problems.map { StoredProblem(problem: $0) }
            try writer.records(StoredField(1, "problems"), &problems)
        case .companyRoleStillHeld(let role, let holders, let groups):
            try writer.put(StoredField(1, "role"), role)
            try writer.put(StoredField(2, "holders"), holders)
            try writer.put(StoredField(3, "groups"), groups)
        case .roleTitleTaken(let title):
            try writer.put(StoredField(1, "title"), title)
        case .roleRetired(let role):
            try writer.put(StoredField(1, "role"), role)
        case .companyRoleLimit(let limit):
            try writer.put(StoredField(1, "limit"), limit)
        case .roleIncludedElsewhere(let role, let others):
            try writer.put(StoredField(1, "role"), role)
            try writer.put(StoredField(2, "by"), others)
        case .mayNotGrant(let permission, let whoMay):
            try writer.put(StoredField(1, "permission"), permission)
            try writer.put(StoredField(2, "whoMay"), whoMay)
        case .unknownGroup(let group), .groupInUse(let group):
            try writer.put(StoredField(1, "group"), group)
        case .groupNameTaken(let name):
            try writer.put(StoredField(1, "name"), name)
        case .memberAlready(let user, let group), .notAMember(let user, let group):
            try writer.put(StoredField(1, "user"), user)
            try writer.put(StoredField(2, "group"), group)
        case .groupLimit(let limit):
            try writer.put(StoredField(1, "limit"), limit)
        case .rolesStillHeld(let roles, let holders):
            try writer.put(StoredField(1, "roles"), roles)
            try writer.put(StoredField(2, "holders"), holders)
        case .wrongSecondFactor(var wasUsed):
            try writer.field(StoredField(1, "wasUsed"), &wasUsed, unless: false)
        case .secondFactorPaused(let until):
            try writer.put(StoredField(1, "until"), until)
        case .roleNotAuthorized(let role), .roleAlreadyActive(let role), .roleAlwaysActive(let role):
            try writer.put(StoredField(1, "role"), role)
        case .roleNotActive(let role, let through):
            try writer.put(StoredField(1, "role"), role)
            try writer.put(StoredField(2, "through"), through)
        case .rolesSeparatedInSession(let set, let wanted, let active, let limit):
            try writer.put(StoredField(1, "set"), set)
            try writer.put(StoredField(2, "wanted"), wanted)
            try writer.put(StoredField(3, "active"), active)
            try writer.put(StoredField(4, "limit"), limit)
        }
    }
}
