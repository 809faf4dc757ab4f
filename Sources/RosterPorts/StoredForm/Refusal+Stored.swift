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

    package static func read<Reader: StoredReader>(
        _ alternative: Alternative, from reader: inout Reader
    ) throws(StoredFormError) -> Self {
        switch alternative {
        case .unknownUser:
            let user: UserID = try reader.get(StoredField(1, "user"))
            return .unknownUser(user: user)
        case .unknownRole:
            let role: RoleID = try reader.get(StoredField(1, "role"))
            let nearest: RoleID? = try reader.getOptional(StoredField(2, "nearest"))
            return .unknownRole(role: role, nearest: nearest)
        case .unknownScope:
            let scope: Scope = try reader.get(StoredField(1, "scope"))
            return .unknownScope(scope: scope)
        case .roleNotAuthorized:
            let role: RoleID = try reader.get(StoredField(1, "role"))
            return .roleNotAuthorized(role: role)
        case .roleAlreadyActive:
            let role: RoleID = try reader.get(StoredField(1, "role"))
            return .roleAlreadyActive(role: role)
        case .roleNotActive:
            let role: RoleID = try reader.get(StoredField(1, "role"))
            let through: [RoleID] = try reader.getList(StoredField(2, "through"))
            return .roleNotActive(role: role, through: through)
        case .roleAlwaysActive:
            let role: RoleID = try reader.get(StoredField(1, "role"))
            return .roleAlwaysActive(role: role)
        case .rolesSeparatedInSession:
            let set: String = try reader.get(StoredField(1, "set"))
            let wanted: [RoleID] = try reader.getList(StoredField(2, "wanted"))
            let active: [RoleID] = try reader.getList(StoredField(3, "active"))
            let limit: Int = try reader.get(StoredField(4, "limit"))
            return .rolesSeparatedInSession(set: set, wanted: wanted, active: active, limit: limit)
        case .tokenRolesFixed: return .tokenRolesFixed
        case .principalNotActive:
            let status: AccountStatus = try reader.get(StoredField(1, "status"))
            return .principalNotActive(status: status)
        case .notPermitted:
            let permission: Permission = try reader.get(StoredField(1, "permission"))
            let why = try reader.choice(StoredField(2, "why"), as: DenialReason.self)
            let remedy = try reader.choice(StoredField(3, "remedy"), as: Remedy.self)
            return .notPermitted(permission: permission, why: why, remedy: remedy)
        case .mayNotAssign:
            let role: RoleID = try reader.get(StoredField(1, "role"))
            let scope: Scope = try reader.get(StoredField(2, "scope"))
            let whoMay: [RoleID] = try reader.getList(StoredField(3, "whoMay"))
            return .mayNotAssign(role: role, scope: scope, whoMay: whoMay)
        case .mayNotActOn:
            let action: AccountAction = try reader.get(StoredField(1, "action"))
            let roles: [RoleID] = try reader.getList(StoredField(2, "roles"))
            let whoMay: [RoleID] = try reader.getList(StoredField(3, "whoMay"))
            return .mayNotActOn(action: action, holderOf: roles, whoMay: whoMay)
        case .roleNotOffered:
            let role: RoleID = try reader.get(StoredField(1, "role"))
            let programs: [Program] = try reader.getList(StoredField(2, "programs"))
            return .roleNotOffered(role: role, programs: programs)
        case .roleNotForGuests:
            let role: RoleID = try reader.get(StoredField(1, "role"))
            return .roleNotForGuests(role: role)
        case .roleNotForScope:
            let role: RoleID = try reader.get(StoredField(1, "role"))
            let scope: Scope = try reader.get(StoredField(2, "scope"))
            return .roleNotForScope(role: role, scope: scope)
        case .rolesSeparated:
            let set: String = try reader.get(StoredField(1, "set"))
            let wanted: [RoleID] = try reader.getList(StoredField(2, "wanted"))
            let held: [RoleID] = try reader.getList(StoredField(3, "held"))
            let limit: Int = try reader.get(StoredField(4, "limit"))
            return .rolesSeparated(set: set, wanted: wanted, held: held, limit: limit)
        case .prerequisiteMissing:
            let role: RoleID = try reader.get(StoredField(1, "role"))
            let scope: Scope = try reader.get(StoredField(2, "scope"))
            let required: [RoleID] = try reader.getList(StoredField(3, "requires"))
            return .prerequisiteMissing(role: role, scope: scope, requires: required)
        case .roleRequired:
            let role: RoleID = try reader.get(StoredField(1, "role"))
            let other: RoleID = try reader.get(StoredField(2, "by"))
            return .roleRequired(role: role, by: other)
        case .tooManyHolders:
            let role: RoleID = try reader.get(StoredField(1, "role"))
            let limit: Int = try reader.get(StoredField(2, "limit"))
            return .tooManyHolders(role: role, limit: limit)
        case .roleRepeated:
            let role: RoleID = try reader.get(StoredField(1, "role"))
            return .roleRepeated(role: role)
        case .wrongKind:
            let kind: AccountKind = try reader.get(StoredField(1, "accountKind"))
            return .wrongKind(kind: kind)
        case .tokenLifetime:
            let latest: Timestamp = try reader.get(StoredField(1, "latest"))
            return .tokenLifetime(latest: latest)
        case .tokenLimit:
            let limit: Int = try reader.get(StoredField(1, "limit"))
            return .tokenLimit(limit: limit)
        case .unknownToken: return .unknownToken
        case .noRole: return .noRole
        case .roleCount:
            let count: Int = try reader.get(StoredField(1, "count"))
            let limit: Int = try reader.get(StoredField(2, "limit"))
            return .roleCount(count: count, limit: limit)
        case .windowPassed:
            let until: Timestamp = try reader.get(StoredField(1, "until"))
            return .windowPassed(until: until)
        case .roleAlreadyHeld:
            let role: RoleID = try reader.get(StoredField(1, "role"))
            let scope: Scope = try reader.get(StoredField(2, "scope"))
            return .roleAlreadyHeld(role: role, scope: scope)
        case .roleNotHeld:
            let role: RoleID = try reader.get(StoredField(1, "role"))
            let scope: Scope = try reader.get(StoredField(2, "scope"))
            return .roleNotHeld(role: role, scope: scope)
        case .lastHolder:
            let role: RoleID = try reader.get(StoredField(1, "role"))
            return .lastHolder(role: role)
        case .ownIndispensableRole:
            let role: RoleID = try reader.get(StoredField(1, "role"))
            return .ownIndispensableRole(role: role)
        case .ownAccount:
            let action: AccountAction = try reader.get(StoredField(1, "action"))
            return .ownAccount(action: action)
        case .nameTaken:
            let name: UserName = try reader.get(StoredField(1, "name", .personal))
            return .nameTaken(name: name)
        case .nameRepeated:
            let name: UserName = try reader.get(StoredField(1, "name", .personal))
            return .nameRepeated(name: name)
        case .addressNeeded:
            let user: UserID = try reader.get(StoredField(1, "user"))
            return .addressNeeded(user: user)
        case .attributeInvalid:
            let name: AttributeName = try reader.get(StoredField(1, "name"))
            var problem = AttributeProblem.blank
            try reader.record(StoredField(2, "problem"), &problem)
            return .attributeInvalid(name: name, problem: problem)
        case .attributeNotEditable:
            let name: AttributeName = try reader.get(StoredField(1, "name"))
            return .attributeNotEditable(name: name)
        case .attributeTaken:
            let name: AttributeName = try reader.get(StoredField(1, "name"))
            return .attributeTaken(name: name)
        case .invitationCount:
            let count: Int = try reader.get(StoredField(1, "count"))
            let limit: Int = try reader.get(StoredField(2, "limit"))
            return .invitationCount(count: count, limit: limit)
        case .accountCount:
            let count: Int = try reader.get(StoredField(1, "count"))
            let limit: Int = try reader.get(StoredField(2, "limit"))
            return .accountCount(count: count, limit: limit)
        case .wrongStatus:
            let status: AccountStatus = try reader.get(StoredField(1, "status"))
            return .wrongStatus(status: status)
        case .nothingPending: return .nothingPending
        case .reasonTooLong:
            let characterCount: Int = try reader.get(StoredField(1, "characterCount"))
            let limit: Int = try reader.get(StoredField(2, "limit"))
            return .reasonTooLong(characterCount: characterCount, limit: limit)
        case .reasonUnsafe: return .reasonUnsafe
        case .roleAlreadyRequested:
            let role: RoleID = try reader.get(StoredField(1, "role"))
            let scope: Scope = try reader.get(StoredField(2, "scope"))
            return .roleAlreadyRequested(role: role, scope: scope)
        case .authorityEnds:
            let role: RoleID = try reader.get(StoredField(1, "role"))
            let scope: Scope = try reader.get(StoredField(2, "scope"))
            let until: Timestamp = try reader.get(StoredField(3, "until"))
            return .authorityEnds(role: role, scope: scope, until: until)
        case .roleHeldAtAnotherTime:
            let role: RoleID = try reader.get(StoredField(1, "role"))
            let scope: Scope = try reader.get(StoredField(2, "scope"))
            let from: Timestamp? = try reader.getOptional(StoredField(3, "from"))
            let until: Timestamp? = try reader.getOptional(StoredField(4, "until"))
            return .roleHeldAtAnotherTime(role: role, scope: scope, from: from, until: until)
        case .requestLimit:
            let limit: Int = try reader.get(StoredField(1, "limit"))
            return .requestLimit(limit: limit)
        case .invitationLimit:
            let limit: Int = try reader.get(StoredField(1, "limit"))
            return .invitationLimit(limit: limit)
        case .recoveryUnavailable: return .recoveryUnavailable
        case .lockedOut: return .lockedOut(until: try reader.get(StoredField(1, "until")))
        case .tooSoon:
            let until: Timestamp = try reader.get(StoredField(1, "until"))
            return .tooSoon(until: until)
        case .sentTooOften:
            let limit: Int = try reader.get(StoredField(1, "limit"))
            return .sentTooOften(limit: limit)
        case .accountDeleted:
            let name: UserName = try reader.get(StoredField(1, "name", .personal))
            let restorableUntil: Timestamp = try reader.get(StoredField(2, "restorableUntil"))
            return .accountDeleted(name: name, restorableUntil: restorableUntil)
        case .inviterMayNoLongerInvite:
            let role: RoleID? = try reader.getOptional(StoredField(1, "role"))
            return .inviterMayNoLongerInvite(role: role)
        case .requestExpired:
            let at: Timestamp = try reader.get(StoredField(1, "at"))
            return .requestExpired(at: at)
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
            let until: Timestamp = try reader.get(StoredField(1, "until"))
            return .secondFactorPaused(until: until)
        case .secondFactorNeeded: return .secondFactorNeeded
        case .secondFactorDiffers: return .secondFactorDiffers
        case .unknownGroup: return .unknownGroup(group: try reader.get(StoredField(1, "group")))
        case .groupInUse: return .groupInUse(group: try reader.get(StoredField(1, "group")))
        case .groupNameTaken: return .groupNameTaken(name: try reader.get(StoredField(1, "name")))
        case .memberAlready:
            let user: UserID = try reader.get(StoredField(1, "user"))
            return .memberAlready(user: user, group: try reader.get(StoredField(2, "group")))
        case .notAMember:
            let user: UserID = try reader.get(StoredField(1, "user"))
            return .notAMember(user: user, group: try reader.get(StoredField(2, "group")))
        case .groupLimit: return .groupLimit(limit: try reader.get(StoredField(1, "limit")))
        case .nothingToChange: return .nothingToChange
        case .changedMeanwhile: return .changedMeanwhile
        case .notProvisionedBy: return .notProvisionedBy(user: try reader.get(StoredField(1, "user")))
        case .rolesStillHeld:
            let roles: [RoleID] = try reader.getList(StoredField(1, "roles"))
            let holders: Int = try reader.get(StoredField(2, "holders"))
            return .rolesStillHeld(roles: roles, holders: holders)
        case .companyDiffers: return .companyDiffers
        case .companyFixed: return .companyFixed
        case .unknownCompanyRole: return .unknownCompanyRole(role: try reader.get(StoredField(1, "role")))
        case .roleDefinitionUnsound:
            var problems: [StoredProblem] = []
            try reader.records(StoredField(1, "problems"), &problems)
            return .roleDefinitionUnsound(problems: problems.map(\.problem))
        case .roleTitleTaken: return .roleTitleTaken(title: try reader.get(StoredField(1, "title")))
        case .roleRetired: return .roleRetired(role: try reader.get(StoredField(1, "role")))
        case .companyRoleLimit: return .companyRoleLimit(limit: try reader.get(StoredField(1, "limit")))
        case .roleIncludedElsewhere:
            let role: RoleID = try reader.get(StoredField(1, "role"))
            return .roleIncludedElsewhere(role: role, by: try reader.getList(StoredField(2, "by")))
        case .mayNotGrant:
            let permission: Permission = try reader.get(StoredField(1, "permission"))
            return .mayNotGrant(permission: permission, whoMay: try reader.getList(StoredField(2, "whoMay")))
        case .companyRolesFixed: return .companyRolesFixed
        case .companyRoleStillHeld:
            let role: RoleID = try reader.get(StoredField(1, "role"))
            let holders: Int = try reader.get(StoredField(2, "holders"))
            return .companyRoleStillHeld(role: role, holders: holders, groups: try reader.get(StoredField(3, "groups")))
        }
    }
}
