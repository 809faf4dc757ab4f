// Why something was refused, in words.

extension RefusalReason: CustomStringConvertible {
    /// The reason, for a person, with what would help where that is known.
    public var description: String {
        switch self {
        case .unknownUser(let user): "there is no user `\(user)`"
        case .unknownRole(let role, let nearest):
            UnknownNameError(kind: .role, name: role.rawValue, nearest: nearest?.rawValue).description
        case .unknownScope(let scope): "`\(scope)` names a kind of place that is not known here"
        case .principalNotActive(let status): "your account is not in use: \(status)"
        case .notPermitted(let permission, let why, let remedy): "`\(permission)` is needed; \(why); \(remedy)"
        case .mayNotAssign(let role, let scope, let whoMay):
            "you may not assign or remove the role `\(role)` at `\(scope)`; \(Self.holders(whoMay)) may"
        case .mayNotActOn(let action, let roles, let whoMay):
            "you may not \(action) of \(Self.person(holding: roles)); \(Self.holders(whoMay)) may"
        case .roleNotOffered(let role, let programs):
            "the role `\(role)` is offered only to companies in \(programs.orList)"
        case .roleNotForGuests(let role): "the role `\(role)` cannot be held by guests"
        case .roleNotForScope(let role, let scope): "the role `\(role)` cannot be held at `\(scope)`"
        case .rolesSeparated(let set, let wanted, let held, let limit):
            Self.separation(set, wanted: wanted, held: held, limit: limit)
        case .prerequisiteMissing(let role, let scope, let required):
            "the role `\(role)` at `\(scope)` takes \(required.listed), held there for all of its time; give that first or along with it"
        case .roleRequired(let role, let other):
            "the role `\(role)` is required by `\(other)`, which the user holds; take `\(other)` first or along with it"
        case .tooManyHolders(let role, let limit):
            "the role `\(role)` may be held by \(counted(limit, "user")), invited ones among them; take it from one of them first"
        case .roleRepeated(let role): "the role `\(role)` is named more than once"
        case .noRole: "at least one role is needed"
        case .roleCount(let count, let limit): "at most \(limit) roles can be handled at once, not \(count)"
        case .windowPassed(let until): "the role would have ended at `\(until)`, which has passed"
        case .authorityEnds(let role, let scope, let until):
            "you may give the role `\(role)` at `\(scope)` only until `\(until)`; choose an end that is no later"
        case .roleHeldAtAnotherTime(let role, let scope, let from, let until):
            Self.heldApart(role, scope, from: from, until: until)
        case .roleAlreadyHeld(let role, let scope): "the role `\(role)` is held at `\(scope)` already"
        case .roleNotHeld(let role, let scope): "the role `\(role)` is not held at `\(scope)`"
        case .lastHolder(let role): "no other user with the role `\(role)` can sign in; give it to another user first"
        case .ownIndispensableRole(let role): "you cannot take the role `\(role)` from yourself; another holder can"
        case .ownAccount(let action): "you cannot \(action) that is your own; another administrator can"
        case .nameTaken(let name): "`\(name)` is the user name or the address of another account"
        case .accountDeleted(let name, let until):
            "`\(name)` is the user name or the address of a deleted account, which can be restored until `\(until)`"
        case .nameRepeated(let name): "`\(name)` is named more than once"
        case .addressNeeded(let user):
            "user `\(user)` has no address, and this goes by mail; give the account one first"
        case .attributeInvalid(let name, let problem): "attribute `\(name)`: \(problem)"
        case .attributeNotEditable(let name): "you may not edit attribute `\(name)` of this account"
        case .attributeTaken(let name): "the value of attribute `\(name)` is unique, and another account has it"
        case .invitationCount(let count, let limit): "1 to \(limit) addresses can be invited at once, not \(count)"
        case .invitationLimit(let limit):
            "\(counted(limit, "invitation")) of yours may be pending; take some back, or wait until they are accepted"
        case .sentTooOften(let limit):
            "an invitation is sent \(counted(limit, "time")) at most; take it back and invite the person anew"
        case .tooSoon(let until): "this was done a moment ago; it can be done again at `\(until)`"
        case .inviterMayNoLongerInvite(let role):
            "the person who sent the invitation may no longer \(role.map { "give the role `\($0)`" } ?? "invite users"); "
                + "ask for it to be sent again"
        case .accountCount(let count, let limit): "1 to \(limit) accounts can be added at once, not \(count)"
        case .wrongStatus(let status): "the account's status does not allow it: \(status)"
        case .nothingPending: "nothing waits for an answer"
        case .reasonTooLong(let count, let limit): "a reason may have \(limit) characters and this one has \(count)"
        case .reasonUnsafe:
            "a reason may hold no control characters other than line ends and tabs, and no marks that force a direction of text"
        case .roleAlreadyRequested(let role, let scope):
            "a request for the role `\(role)` at `\(scope)` waits for an answer already"
        case .requestExpired(let moment): "the request expired at `\(moment)`; the user can ask again"
        case .requestLimit(let limit):
            "\(counted(limit, "request")) may wait for an answer, and those withdrawn today count; ask again later"
        case .alreadyEnrolled: "the company has been enrolled already"
        case .noLongerRestorable: "it was deleted too long ago to be restored"
        case .unacceptablePassword(let problems): problems.map(\.description).joined(separator: "; ")
        case .wrongCredentials: "the name and the password or code do not belong together"
        case .recoveryUnavailable: "forgotten passwords are not replaced by mail here; ask an administrator to reset it"
        case .lockedOut(let until): "too many wrong passwords were given; try again at `\(until)`"
        case .credentialsExpired: "it has expired; ask for a new one"
        case .wrongKind(.person): "the account is a person's, and only services have tokens"
        case .wrongKind(.service): "the account is a service's, which has tokens and no password"
        case .tokenLifetime(let latest): "a token ends in the future, and no later than at `\(latest)`"
        case .tokenLimit(let limit): "a service may have \(counted(limit, "token")); end one of them first"
        case .unknownToken: "the service has no such token, or has it no more"
        case .resetMeanwhile: "the password was reset in the meantime; sign in with the temporary one"
        case .wrongSecondFactor(let wasUsed):
            wasUsed ? "this code has been used already; wait for the next one" : "the code is wrong"
        case .secondFactorPaused(let until):
            "too many wrong codes were shown; try again at `\(until)`, or use a recovery code"
        case .secondFactorNeeded: "the second factor must be shown first"
        case .secondFactorDiffers: "the account has no second factor, or another one by now"
        case .unknownGroup(let group): "there is no group `\(group)` in use"
        case .groupInUse(let group): "the group `\(group)` is not deleted"
        case .groupNameTaken(let name):
            "`\(name.forDisplay)` is the name or the external identifier of another group, or looks the same"
        case .memberAlready(let user, let group): "user `\(user)` is a member of the group `\(group)` already"
        case .notAMember(let user, let group): "user `\(user)` is no member of the group `\(group)`"
        case .groupLimit(let limit):
            "a user can be a member of \(limit) groups, deleted ones that can be restored among them"
        case .nothingToChange: "it is so already"
        case .notProvisionedBy(let user): "user `\(user)` is not provisioned by the one who asks"
        case .changedMeanwhile: "it was changed in the meantime; look at it again"
        case .roleNotAuthorized(let role):
            "the role `\(role)` cannot be active: the user has neither it nor a role that includes it"
        case .roleAlreadyActive(let role): "the session has the role `\(role)` active already"
        case .roleNotActive(let role, let through): Self.inactive(role, through)
        case .roleAlwaysActive(let role): "every user holds the role `\(role)`, and every session has it active"
        case .tokenRolesFixed: "a token of a service keeps the roles that it was issued with; issue another one"
        case .rolesSeparatedInSession(let set, let wanted, let active, let limit):
            Self.separationInSession(set, wanted: wanted, active: active, limit: limit)
        case .rolesStillHeld(let roles, let holders):
            "the company would not be offered \(roles.listed) any more, held by \(counted(holders, "user")), deleted ones among them; "
                + "take these roles first"
        case .companyDiffers: "another administrator has changed the company since; look at it again"
        case .companyFixed: "the catalog names no permission to change this of the company"
        case .unknownCompanyRole(let role): "the company has no role `\(role)` of its own"
        case .roleDefinitionUnsound(let problems):
            "the role " + problems.prefix(8).map(\.description).joined(separator: "; it ")
                + (problems.count > 8 ? "; and \(problems.count - 8) more" : "")
        case .roleTitleTaken(let title): "`\(title.forDisplay)` is the title of another role, or looks the same"
        case .roleRetired(let role):
            "the role `\(role)` is retired; who holds it keeps it, and it cannot be given any more"
        case .companyRoleLimit(let limit):
            "a company may have \(counted(limit, "role")) of its own, retired ones among them; delete one first"
        case .roleIncludedElsewhere(let role, let others):
            "other roles name the role `\(role)`: \(others.listed); change those first"
        case .mayNotGrant(let permission, let whoMay):
            "you could not give `\(permission)` to anyone, and so cannot put it into a role; \(Self.holders(whoMay)) could"
        case .companyRolesFixed: "the catalog names no permission to define roles of the company"
        case .companyRoleStillHeld(let role, let holders, let groups):
            "the role `\(role)` is held by \(counted(holders, "user")) and \(counted(groups, "group")), deleted ones that can be "
                + "restored among them; take it from them first, or retire it"
        }
    }

    private static func heldApart(_ role: RoleID, _ scope: Scope, from: Timestamp?, until: Timestamp?) -> String {
        let begin = from.map { " from `\($0)`" } ?? ""
        let end = until.map { " until `\($0)`" } ?? ""
        return
            "the role `\(role)` is held at `\(scope)`\(begin)\(end), and a user holds a role at a scope for one time "
            + "without a gap; give it for both times together, or take it first"
    }

    private static func holders(_ roles: [RoleID]) -> String {
        roles.isEmpty ? "no role" : "holders of \(roles.orList)"
    }

    private static func separation(_ set: String, wanted: [RoleID], held: [RoleID], limit: Int) -> String {
        let rule = "no user may have \(limit) of the roles that `\(set.forDisplay)` keeps apart"
        guard !held.isEmpty else { return "\(rule), and these were wanted: \(wanted.listed)" }
        return "\(rule); wanted: \(wanted.listed); held already: \(held.listed)"
    }

    private static func separationInSession(
        _ set: String, wanted: [RoleID], active: [RoleID], limit: Int
    ) -> String {
        let rule = "no session may have \(limit) of the roles active that `\(set.forDisplay)` keeps apart"
        guard !active.isEmpty else { return "\(rule), and these were wanted: \(wanted.listed)" }
        return "\(rule); wanted: \(wanted.listed); active already: \(active.listed); deactivate those first"
    }

    private static func inactive(_ role: RoleID, _ through: [RoleID]) -> String {
        guard !through.isEmpty else { return "the session does not have the role `\(role)` active" }
        return
            "the session has the role `\(role)` active only through \(through.listed), which \(through.count == 1 ? "includes" : "include") it; "
            + "deactivate \(through.count == 1 ? "that" : "those")"
    }

    private static func person(holding roles: [RoleID]) -> String {
        guard !roles.isEmpty else { return "a person with no role" }
        return "a person who holds \(roles.map { "`\($0)`" }.joined(separator: ", "))"
    }
}

extension Collection<RoleID> {
    /// The first few names in backticks, for a message; "roles" for none.
    package var listed: String {
        if self.isEmpty { return "roles" }
        let names = self.prefix(8).map { "`\($0)`" }.joined(separator: ", ")
        return self.count > 8 ? "\(names) and \(self.count - 8) more" : names
    }
}

extension Collection where Element: CustomStringConvertible {
    /// The elements in backticks, joined by commas and a last "or".
    package var orList: String {
        let quoted = self.map { "`\($0)`" }
        guard let last = quoted.last, quoted.count > 1 else { return quoted.first ?? "nothing" }
        return quoted.dropLast().joined(separator: ", ") + " or " + last
    }
}
