import RosterDomain

// Why something was refused, in the language of the page. The domain says it in English, for logs.

extension Words {
    /// The title of a role; its name when the catalog has it no more.
    func title(_ role: RoleID) -> String {
        // An identifier tells people nothing.
        self.catalog.role(role)?.title ?? (role.companyRole == nil ? role.rawValue : self(.deletedRole))
    }

    /// The title of a permission; its name when the catalog does not know it.
    func title(_ permission: Permission) -> String {
        self.catalog.definition(of: permission)?.title ?? permission.rawValue
    }

    /// The words of a condition's name, which has no title: `own_team`, `own-team` and `ownTeam` are "own team".
    func title(_ condition: Condition) -> String {
        var (words, wasLower) = ("", false)
        for character in condition.rawValue {
            if character.isUppercase, wasLower { words += " " }
            words += "_-./".contains(character) ? " " : wasLower ? character.lowercased() : String(character)
            wasLower = character.isLowercase || character.isNumber
        }
        let title = words.split(separator: " ").joined(separator: " ")
        return title.isEmpty ? condition.rawValue : title
    }

    /// The title of an attribute; its name when the schema does not know it.
    func title(_ attribute: AttributeName) -> String { self.attributes[attribute]?.title ?? attribute.rawValue }

    /// Titles of roles as a list.
    func titles(_ roles: some Collection<RoleID>, _ conjunction: Phrase = .listAnd) -> String {
        self.list(roles.prefix(8).map(self.title) + (roles.count > 8 ? ["…"] : []), conjunction)
    }

    /// Who may do something, by the roles that they hold.
    func holders(_ roles: [RoleID]) -> String {
        roles.isEmpty ? self(.noRoleMay) : self(.holdersMay, self.titles(roles, .listOr))
    }

    /// A place, as a part of a sentence.
    func place(_ scope: Scope) -> String { scope == .company ? self(.wholeCompany) : scope.path }

    /// A reason for a refusal, as a sentence.
    func sentence(_ reason: RefusalReason) -> String {
        self.sentenceOfAuthority(reason) ?? self.sentenceOfRoles(reason) ?? self.sentenceOfAccounts(reason)
            ?? self.sentenceOfCredentials(reason) ?? self.sentenceOfGroups(reason) ?? self.sentenceOfDefinitions(reason)
            // A reason that this version of the console does not know yet.
            ?? reason.description
    }

    private func sentenceOfAuthority(_ reason: RefusalReason) -> String? {
        switch reason {
        case .principalNotActive(let status): self(.refusalPrincipalNotActive, self.status(status))
        case .notPermitted(let permission, _, let remedy):
            self(.refusalNotPermitted, self.title(permission)) + " " + self.sentence(remedy)
        case .mayNotAssign(let role, let scope, let whoMay):
            self(.refusalMayNotAssign, self.title(role), self.place(scope)) + " " + self.holders(whoMay)
        case .mayNotActOn(let action, let roles, let whoMay):
            self(
                roles.isEmpty ? .refusalMayNotActOnPlain : .refusalMayNotActOn, self(action.phrase),
                self.titles(roles)) + " " + self.holders(whoMay)
        case .authorityEnds(let role, let scope, let until):
            self(.refusalAuthorityEnds, self.title(role), self.place(scope), self.moment(until))
        case .lastHolder(let role): self(.refusalLastHolder, self.title(role))
        case .ownIndispensableRole(let role): self(.refusalOwnIndispensableRole, self.title(role))
        case .ownAccount(let action): self(.refusalOwnAccount, self(action.phrase))
        case .attributeNotEditable(let name): self(.refusalAttributeNotEditable, self.title(name))
        case .companyFixed: self(.refusalCompanyFixed)
        default: nil
        }
    }

    private func sentenceOfRoles(_ reason: RefusalReason) -> String? {
        switch reason {
        case .unknownRole(let role, _):
            role.companyRole == nil ? self(.refusalUnknownRole, role.rawValue) : self(.refusalRoleDeleted)
        case .unknownScope(let scope): self(.refusalUnknownScope, scope.path)
        case .roleNotOffered(let role, let programs):
            self(.refusalRoleNotOffered, self.title(role), self.list(programs.map(self.program), .listOr))
        case .roleNotForGuests(let role): self(.refusalRoleNotForGuests, self.title(role))
        case .roleNotForScope(let role, let scope): self(.refusalRoleNotForScope, self.title(role), self.place(scope))
        case .rolesSeparated(let set, let wanted, let held, let limit):
            self.separation(set, wanted, held, limit, .refusalSeparatedHeld)
        case .rolesSeparatedInSession(let set, let wanted, let active, let limit):
            self.separation(set, wanted, active, limit, .refusalSeparatedActive)
        case .prerequisiteMissing(let role, let scope, let required):
            self(.refusalPrerequisite, self.title(role), self.place(scope), self.titles(required))
        case .roleRequired(let role, let other): self(.refusalRoleRequired, self.title(role), self.title(other))
        case .tooManyHolders(let role, let limit): self(.refusalTooManyHolders, self.title(role), "\(limit)")
        case .roleRepeated(let role): self(.refusalRoleRepeated, self.title(role))
        case .noRole: self(.refusalNoRole)
        case .roleCount(let count, let limit): self(.refusalRoleCount, "\(limit)", "\(count)")
        case .windowPassed(let until): self(.refusalWindowPassed, self.moment(until))
        case .roleHeldAtAnotherTime(let role, let scope, _, _):
            self(.refusalHeldAtAnotherTime, self.title(role), self.place(scope))
        case .roleAlreadyHeld(let role, let scope): self(.refusalAlreadyHeld, self.title(role), self.place(scope))
        case .roleNotHeld(let role, let scope): self(.refusalNotHeld, self.title(role), self.place(scope))
        case .roleAlreadyRequested(let role, let scope):
            self(.refusalAlreadyRequested, self.title(role), self.place(scope))
        case .roleNotAuthorized(let role): self(.refusalNotAuthorized, self.title(role))
        case .roleAlreadyActive(let role): self(.refusalAlreadyActive, self.title(role))
        case .roleNotActive(let role, _): self(.refusalNotActive, self.title(role))
        case .roleAlwaysActive(let role): self(.refusalAlwaysActive, self.title(role))
        case .rolesStillHeld(let roles, let holders): self(.refusalStillHeld, self.titles(roles), "\(holders)")
        case .tokenRolesFixed: self(.refusalTokenRolesFixed)
        default: nil
        }
    }

    private func separation(
        _ set: String, _ wanted: [RoleID], _ held: [RoleID], _ limit: Int, _ phrase: Phrase
    ) -> String {
        let rule = self(.refusalSeparated, set, "\(limit)", self.titles(wanted))
        return held.isEmpty ? rule : rule + " " + self(phrase, self.titles(held))
    }

    private func sentenceOfAccounts(_ reason: RefusalReason) -> String? {
        switch reason {
        case .unknownUser: self(.refusalUnknownUser)
        case .notProvisionedBy: self(.refusalNotProvisioned)
        case .nameTaken(let name): self(.refusalNameTaken, name.rawValue)
        case .accountDeleted(let name, let until): self(.refusalAccountDeleted, name.rawValue, self.moment(until))
        case .nameRepeated(let name): self(.refusalNameRepeated, name.rawValue)
        case .addressNeeded: self(.refusalAddressNeeded)
        case .attributeInvalid(let name, let problem):
            self(.refusalAttributeInvalid, self.title(name)) + " " + self.sentence(problem)
        case .attributeTaken(let name): self(.refusalAttributeTaken, self.title(name))
        case .invitationCount(let count, let limit): self(.refusalInvitationCount, "\(limit)", "\(count)")
        case .invitationLimit(let limit): self(.refusalInvitationLimit, "\(limit)")
        case .sentTooOften(let limit): self(.refusalSentTooOften, "\(limit)")
        case .tooSoon(let until): self(.refusalTooSoon, self.moment(until))
        case .inviterMayNoLongerInvite: self(.refusalInviter)
        case .accountCount(let count, let limit): self(.refusalAccountCount, "\(limit)", "\(count)")
        case .wrongStatus(let status): self(.refusalWrongStatus, self.status(status))
        case .nothingPending: self(.refusalNothingPending)
        case .reasonTooLong(let count, let limit): self(.refusalReasonTooLong, "\(limit)", "\(count)")
        case .reasonUnsafe: self(.refusalReasonUnsafe)
        case .requestExpired(let moment): self(.refusalRequestExpired, self.moment(moment))
        case .requestLimit(let limit): self(.refusalRequestLimit, "\(limit)")
        case .alreadyEnrolled: self(.refusalAlreadyEnrolled)
        case .noLongerRestorable: self(.refusalNoLongerRestorable)
        case .companyDiffers: self(.refusalCompanyDiffers)
        case .nothingToChange: self(.refusalNothingToChange)
        case .changedMeanwhile: self(.refusalChangedMeanwhile)
        default: nil
        }
    }

    private func sentenceOfCredentials(_ reason: RefusalReason) -> String? {
        switch reason {
        case .unacceptablePassword(let problems): problems.map(self.sentence).joined(separator: " ")
        case .wrongCredentials: self(.refusalWrongCredentials)
        case .lockedOut(let until): self(.refusalLockedOut, self.moment(until))
        case .recoveryUnavailable: self(.refusalRecoveryUnavailable)
        case .credentialsExpired: self(.refusalCredentialsExpired)
        case .resetMeanwhile: self(.refusalResetMeanwhile)
        case .wrongKind(let kind): self(kind == .person ? .refusalIsPerson : .refusalIsService)
        case .tokenLifetime(let latest): self(.refusalTokenLifetime, self.moment(latest))
        case .tokenLimit(let limit): self(.refusalTokenLimit, "\(limit)")
        case .unknownToken: self(.refusalUnknownToken)
        case .wrongSecondFactor(let wasUsed): self(wasUsed ? .refusalCodeUsed : .refusalCodeWrong)
        case .secondFactorPaused(let until): self(.refusalSecondFactorPaused, self.moment(until))
        case .secondFactorNeeded: self(.refusalSecondFactorNeeded)
        case .secondFactorDiffers: self(.refusalSecondFactorDiffers)
        default: nil
        }
    }

    private func sentenceOfGroups(_ reason: RefusalReason) -> String? {
        switch reason {
        case .unknownGroup: self(.refusalUnknownGroup)
        case .groupInUse: self(.refusalGroupInUse)
        case .groupNameTaken(let name): self(.refusalGroupNameTaken, name)
        case .memberAlready: self(.refusalMemberAlready)
        case .notAMember: self(.refusalNotAMember)
        case .groupLimit(let limit): self(.refusalGroupLimit, "\(limit)")
        default: nil
        }
    }
}

extension AccountAction {
    /// The action in words, in the infinitive.
    fileprivate var phrase: Phrase {
        switch self {
        case .resetPassword: .actionResetPassword
        case .block: .actionBlock
        case .delete: .actionDelete
        case .editProfile: .actionEditProfile
        case .removeRoles: .actionRemoveRoles
        }
    }
}
