package import RosterDomain

/// Values to write, read, display and build histories from.
package enum DomainSample {
    package static let moment = Timestamp(millisecondsSinceEpoch: 1_795_354_800_000)
    package static let email = sound { try EmailAddress("Ada@Contoso.example") }
    package static let scope = sound { try Scope("/locations/42") }
    package static let company = Company(
        name: sound { try FullName("Contoso") }, programs: [Program("indirect_provider")], enrolledBy: id(1),
        enrolledAt: moment)
    package static let credential = CredentialID(bits: 0xC4ED)
    package static let invitation = Invitation(
        invitedBy: .user(id: id(1)), credential: credential, sentAt: moment, expiresAt: moment + .seconds(86_400),
        timesSent: 2)
    /// Always, from, until, and both.
    package static let windows: [ValidityWindow] = sound {
        let (zero, one) = (Timestamp(millisecondsSinceEpoch: 0), Timestamp(millisecondsSinceEpoch: 1))
        return [
            .always, try ValidityWindow(from: zero), try ValidityWindow(until: one),
            try ValidityWindow(from: zero, until: one),
        ]
    }

    package static func id(_ number: Int) -> UserID { UserID(bits: UInt128(number)) }

    package static func user(
        _ number: Int, _ email: String, name: String = "Ada Lovelace", status: AccountStatus = .active,
        affiliation: Affiliation = .member
    ) -> User {
        User(
            id: self.id(number), fullName: self.sound { try FullName(name) },
            email: self.sound { try EmailAddress(email) }, affiliation: affiliation, status: status,
            addedAt: self.moment)
    }

    package static func assignment(_ role: String, to user: UserID, at path: String = "/") -> RoleAssignment {
        RoleAssignment(
            of: RoleID(role), to: user, at: self.sound { try Scope(path) }, during: self.windows[3],
            grantedBy: .user(id: self.id(1)), grantedAt: self.moment)
    }

    package static func request(by user: UserID) -> RoleRequest {
        RoleRequest(
            id: RoleRequestID(bits: 77), user: user, roles: [RoleID("sales_agent")], scope: self.scope,
            reason: "to sell\nmore \u{1F6D2}", requestedAt: self.moment)
    }

    static func sound<Value>(_ make: () throws -> Value) -> Value {
        do { return try make() } catch { preconditionFailure("invariant: samples are sound: \(error)") }
    }
}

extension DomainSample {
    /// Every change once.
    package static let changes = allChanges()

    private static func allChanges() -> [Change] {
        let ada = self.user(1, "ada@contoso.example")
        let request = self.request(by: ada.id)
        let changes: [Change] =
            [
                .companyEnrolled(company: self.company), .userAdded(user: ada),
                .companyChanged(from: self.company, to: self.renamedCompany),
                .userRenamed(user: ada.id, from: ada.fullName, to: self.company.name),
                .statusChanged(user: ada.id, from: .active, to: .blocked), .namesReleased(user: ada.id),
                .namesRegained(user: ada.id, names: ada.names),
                .attributesChanged(
                    user: ada.id,
                    edits: [
                        AttributeEdit(.title, from: nil, to: UserAttribute(.title, .text("Pilot"))),
                        AttributeEdit(
                            .phoneNumbers,
                            from: UserAttribute(.phoneNumbers, .entries([["value": "1", "type": "work"]])),
                            to: nil),
                    ]),
                .roleAssigned(assignment: self.assignment("a", to: ada.id)),
                .roleRemoved(assignment: self.assignment("a", to: ada.id)),
                .invitationSent(user: ada.id, invitation: self.invitation), .invitationRevoked(user: ada.id),
                .passwordReset(user: ada.id, credential: DomainSample.credential, expiresAt: self.moment),
                .passwordChanged(user: ada.id, credential: DomainSample.credential),
                .firstSignIn(user: ada.id), .sessionsEnded(user: ada.id, session: nil),
                .sessionsEnded(user: ada.id, session: UserSessionID(bits: 7)), .rolesRequested(request: request),
                .lockoutLifted(user: ada.id), .recoverySpent(user: ada.id),
                .recoveryRequested(
                    user: ada.id,
                    recovery: PasswordRecovery(by: DomainSample.credential, at: self.moment, expiringAt: self.moment)),
                .secondFactorEnrolled(user: ada.id, factor: SecondFactorID(bits: 9)),
                .secondFactorRemoved(user: ada.id),
                .serviceTokenIssued(service: ada.id, token: self.serviceToken),
                .addressChangeRequested(user: ada.id, change: self.addressChange),
                .addressChangeWithdrawn(user: ada.id),
                .addressChanged(user: ada.id, from: ada.email, to: self.email),
                .addressChanged(user: ada.id, from: nil, to: self.email),
                .signInNamesChanged(
                    user: ada.id, from: SignInNames(of: ada), to: SignInNames(userName: ada.userName, email: nil)),
                .roleRequestAnswered(request: request, answer: .granted),
                .refused(refusal: Refusal("add a user", because: .noRole)),
                .notificationsDelivered(through: Revision(3)),
                .notificationGivenUp(user: ada.id, notification: self.undelivered),
                .notificationRetried(user: ada.id, notification: self.undelivered), .userPurged(user: ada.id),
                .groupAdded(group: self.group), .memberAdded(user: ada.id, group: self.group.id),
                .memberRemoved(user: ada.id, group: self.group.id),
                .companyRoleDefined(role: self.companyRole),
            ] + self.groupChanges.map { .groupChanged(group: self.group.id, change: $0) }
            + self.companyRoleChanges.map { .companyRoleChanged(role: self.companyRole.id, change: $0) }
        for change in changes { self.mustBeListedAbove(change) }
        return changes
    }

    /// A group, as it is added.
    package static let group = Group(
        id: GroupID(bits: 0x6A0), profile: profile("Sales", "West\nand south"), addedAt: moment)

    /// A role of a group.
    package static let groupRole = GroupRole(
        RoleID("a"), at: scope, during: windows[3], grantedBy: .user(id: id(1)), grantedAt: moment)

    /// The profile of a group that has everything that one can have.
    package static func profile(_ name: String, _ description: String = "") -> GroupProfile {
        self.sound {
            try GroupProfile(
                name: FullName(name), description: description, externalID: "okta:\(name)",
                owners: [self.id(1), self.id(2)])
        }
    }

    /// Everything that can happen to a group, once.
    package static let groupChanges: [GroupChange] = {
        let changes: [GroupChange] = [
            .changed(from: group.profile, to: profile("Marketing")), .deleted, .restored(as: profile("Sales 2")),
            .roleAssigned(groupRole), .roleRemoved(groupRole),
        ]
        for change in changes {
            switch change {
            case .changed, .deleted, .restored, .roleAssigned, .roleRemoved: break
            }
        }
        return changes
    }()

    /// The company under another name and in other programs.
    package static let renamedCompany: Company = {
        var company = DomainSample.company
        company.name = FullName(takenInBefore: "Fabrikam")
        company.programs = [Program("b"), Program("c")]
        return company
    }()

    /// A change of address that waits to be confirmed.
    package static let addressChange = AddressChange(
        to: email, requestedBy: .user(id: id(1)), credential: credential, at: moment,
        expiringAt: moment + .seconds(86_400))

    /// A token of a service, in the place of another one.
    package static let serviceToken = ServiceToken(
        UserSessionID(bits: 9), named: DeviceName("Okta, production"), expiringAt: Timestamp(millisecondsSinceEpoch: 9),
        replacing: UserSessionID(bits: 8), overlappingUntil: Timestamp(millisecondsSinceEpoch: 8))

    /// A notification that was given up.
    package static let undelivered = UndeliveredNotification(
        revision: Revision(3), position: 1, reason: .patienceEnded, givenUpAt: Timestamp(millisecondsSinceEpoch: 7))

    /// Does nothing but stop compiling when there is a new change, which then belongs above.
    private static func mustBeListedAbove(_ change: Change) {
        switch change {
        case .companyEnrolled, .userAdded, .userRenamed, .statusChanged, .namesReleased, .namesRegained,
            .userPurged, .attributesChanged, .roleAssigned, .roleRemoved, .invitationSent,
            .invitationRevoked, .passwordReset, .passwordChanged, .firstSignIn, .sessionsEnded, .rolesRequested,
            .serviceTokenIssued,
            .lockoutLifted, .recoveryRequested, .recoverySpent, .addressChangeRequested, .addressChangeWithdrawn,
            .addressChanged,
            .signInNamesChanged,
            .roleRequestAnswered, .refused, .notificationsDelivered, .notificationGivenUp, .notificationRetried,
            .secondFactorEnrolled, .secondFactorRemoved,
            .companyChanged, .groupAdded, .groupChanged, .memberAdded, .memberRemoved, .companyRoleDefined,
            .companyRoleChanged:
            break
        }
    }

    /// Every reason for a refusal, with a text from outside wherever one can be.
    package static func reasons(naming text: String) -> [RefusalReason] {
        let role = RoleID(text)
        let reasons: [RefusalReason] =
            [
                .unknownUser(user: self.id(1)), .unknownRole(role: role, nearest: nil),
                .unknownRole(role: role, nearest: RoleID("near")), .unknownScope(scope: self.scope),
                .mayNotAssign(role: role, scope: self.scope, whoMay: []),
                .mayNotAssign(role: role, scope: .company, whoMay: [role]),
                .mayNotActOn(action: .block, holderOf: [], whoMay: []),
                .mayNotActOn(action: .delete, holderOf: [role, RoleID("b")], whoMay: [RoleID("b"), role]),
                .roleNotOffered(role: role, programs: [Program(text)]), .roleNotForGuests(role: role),
                .roleNotForScope(role: role, scope: self.scope), .roleRepeated(role: role), .noRole,
                .rolesSeparated(set: text, wanted: [role], held: [RoleID("b"), role], limit: 2),
                .rolesSeparated(set: text, wanted: [role, RoleID("b")], held: [], limit: 2),
                .prerequisiteMissing(role: role, scope: self.scope, requires: [role, RoleID("b")]),
                .roleRequired(role: role, by: role), .tooManyHolders(role: role, limit: 2),
                .lockedOut(until: self.moment), .recoveryUnavailable,
                .roleCount(count: 101, limit: 100), .windowPassed(until: self.moment),
                .authorityEnds(role: role, scope: self.scope, until: self.moment),
                .roleHeldAtAnotherTime(role: role, scope: self.scope, from: self.moment, until: nil),
                .roleHeldAtAnotherTime(role: role, scope: .company, from: nil, until: self.moment),
                .accountDeleted(name: UserName(self.email), restorableUntil: self.moment),
                .invitationLimit(limit: 1), .sentTooOften(limit: 20), .tooSoon(until: self.moment),
                .inviterMayNoLongerInvite(role: nil), .inviterMayNoLongerInvite(role: role),
                .requestExpired(at: self.moment), .requestLimit(limit: 10),
                .roleAlreadyHeld(role: role, scope: self.scope), .roleNotHeld(role: role, scope: self.scope),
                .lastHolder(role: role), .ownIndispensableRole(role: role), .nameTaken(name: UserName(self.email)),
                .nameRepeated(name: UserName(self.email)), .addressNeeded(user: self.id(1)),
                .attributeNotEditable(name: .title), .attributeTaken(name: .department),
                .invitationCount(count: 0, limit: 100),
                .accountCount(count: 101, limit: 100), .nothingPending,
                .reasonTooLong(characterCount: 1_001, limit: 1_000),
                .reasonUnsafe, .roleAlreadyRequested(role: role, scope: self.scope), .alreadyEnrolled,
                .noLongerRestorable, .unacceptablePassword(problems: self.passwordProblems), .wrongCredentials,
                .credentialsExpired, .resetMeanwhile, .tokenLifetime(latest: self.moment), .tokenLimit(limit: 20),
                .unknownToken, .wrongKind(kind: .person), .wrongKind(kind: .service),
                .wrongSecondFactor(wasUsed: false), .wrongSecondFactor(wasUsed: true),
                .secondFactorPaused(until: self.moment), .secondFactorNeeded, .secondFactorDiffers,
                .unknownGroup(group: self.group.id), .groupInUse(group: self.group.id), .groupNameTaken(name: text),
                .memberAlready(user: self.id(1), group: self.group.id),
                .notAMember(user: self.id(1), group: self.group.id), .groupLimit(limit: 100), .nothingToChange,
                .changedMeanwhile,
                .notProvisionedBy(user: self.id(1)),
                .roleNotAuthorized(role: role), .roleAlreadyActive(role: role), .roleAlwaysActive(role: role),
                .roleNotActive(role: role, through: []), .roleNotActive(role: role, through: [RoleID("b"), role]),
                .rolesSeparatedInSession(set: text, wanted: [role], active: [RoleID("b"), role], limit: 2),
                .rolesSeparatedInSession(set: text, wanted: [role, RoleID("b")], active: [], limit: 2),
                .tokenRolesFixed,
                .rolesStillHeld(roles: [role, RoleID("b")], holders: 2), .companyDiffers, .companyFixed,
            ] + self.attributeProblems(naming: text).map { .attributeInvalid(name: .title, problem: $0) }
            + self.companyRoleReasons(naming: text)
            + AccountStatus.allCases.flatMap { [.principalNotActive(status: $0), .wrongStatus(status: $0)] }
            + AccountAction.allCases.map { .ownAccount(action: $0) }
            + self.denials(naming: text).map {
                .notPermitted(permission: Permission(text), why: $0, remedy: .nothing)
            }
        for reason in reasons { self.mustBeListedAbove(reason) }
        return reasons
    }

    static func attributeProblems(naming text: String) -> [AttributeProblem] {
        [
            .unknown(nearest: nil), .unknown(nearest: text), .wrongKind, .empty, .tooLong(byteCount: 257, limit: 256),
            .tooManyValues(count: 21, limit: 20), .unknownPart(name: text), .unsafeCharacter(code: 0x1B), .repeated,
            .taken(by: self.id(1)), .tooMany, .otherUniqueness(stored: .none, defined: .caseExact),
        ]
    }

    private static func mustBeListedAbove(_ reason: RefusalReason) {
        switch reason {
        case .unknownUser, .unknownRole, .unknownScope, .principalNotActive, .notPermitted, .mayNotAssign, .mayNotActOn,
            .roleNotOffered, .roleNotForGuests, .roleNotForScope, .rolesSeparated, .roleRepeated, .noRole, .roleCount,
            .windowPassed, .roleAlreadyHeld, .roleNotHeld, .lastHolder, .ownIndispensableRole, .ownAccount, .nameTaken,
            .nameRepeated, .addressNeeded, .attributeInvalid, .attributeNotEditable, .attributeTaken,
            .invitationCount,
            .accountCount, .wrongStatus, .nothingPending, .reasonTooLong, .reasonUnsafe, .roleAlreadyRequested,
            .alreadyEnrolled, .noLongerRestorable, .unacceptablePassword, .wrongCredentials, .credentialsExpired,
            .resetMeanwhile, .authorityEnds, .roleHeldAtAnotherTime, .accountDeleted, .invitationLimit,
            .sentTooOften, .tooSoon, .inviterMayNoLongerInvite, .requestExpired, .requestLimit, .prerequisiteMissing,
            .lockedOut, .recoveryUnavailable, .roleRequired, .tooManyHolders, .wrongKind, .tokenLifetime, .tokenLimit,
            .unknownToken,
            .wrongSecondFactor, .secondFactorPaused, .secondFactorNeeded, .secondFactorDiffers,
            .unknownGroup, .groupInUse, .groupNameTaken, .memberAlready, .notAMember, .groupLimit, .nothingToChange,
            .notProvisionedBy,
            .changedMeanwhile, .roleNotAuthorized, .roleAlreadyActive, .roleNotActive, .roleAlwaysActive,
            .rolesSeparatedInSession, .tokenRolesFixed, .rolesStillHeld, .companyDiffers, .companyFixed,
            .unknownCompanyRole, .roleDefinitionUnsound, .roleTitleTaken, .roleRetired, .companyRoleLimit,
            .roleIncludedElsewhere, .mayNotGrant, .companyRolesFixed, .companyRoleStillHeld:
            break
        }
    }

    package static let passwordProblems: [PasswordProblem] = [
        .tooShort(minimum: 8), .tooLong(maximum: 256), .tooManyBytes(limit: 511), .unacceptableCharacter,
        .tooFewClasses(minimum: 3), .banned, .tooGuessable(pointMinimum: 5), .containsName, .breached, .unchanged,
        .reused,
    ]

    /// Every reason for a denial.
    package static func denials(naming text: String) -> [DenialReason] {
        let denials: [DenialReason] = [
            .unknownPermission(permission: Permission(text), nearest: nil),
            .unknownPermission(permission: Permission(text), nearest: Permission("a/b/c")), .unknownUser,
            .notActive(status: .blocked), .noRole, .notGranted(heldRoles: [RoleID(text), RoleID("b")]),
            .notYetValid(from: self.moment), .noLongerValid(since: self.moment),
            .momentNotStated, .wrongScope(holdsAt: [.company, self.scope]),
            .notHeldHereAndNow(holdings: [self.assignment(text, to: self.id(1), at: "/a/1").holding]),
            .missingConditions(anyOf: [[Condition(text)], [Condition("b")]]),
            .ruleUnmet(parts: [self.unmet([[text, "b"], ["c"]], of: [text, "Plane"]), self.unmet([["d"]], of: [])]),
            .outdated(since: self.moment), .rolesInactive(roles: [RoleID(text), RoleID("b")]), .sessionOver,
        ]
        for denial in denials {
            switch denial {
            case .unknownPermission, .unknownUser, .notActive, .noRole, .notGranted, .notYetValid, .noLongerValid,
                .momentNotStated, .wrongScope, .notHeldHereAndNow, .missingConditions, .ruleUnmet, .outdated,
                .rolesInactive, .sessionOver:
                break
            }
        }
        return denials
    }

    /// Every remedy.
    package static func remedies(naming text: String) -> [Remedy] {
        let remedies: [Remedy] = [
            .gainRoles(anyOf: [
                self.gain([text], given: [text], from: [text]), self.gain(["b", "c"], from: []),
                self.gain([text], from: [], givers: [[text, "b"], ["c", "d"]]),
            ]),
            .stateConditions(anyOf: [[Condition(text)], [Condition("b")]]), .stateMoment, .finishSigningUp,
            .reinstate(by: []),
            .reinstate(by: [RoleID(text), RoleID("b")]), .beAdded, .wait(until: self.moment), .nothing,
            .activateRoles([RoleID(text), RoleID("b")], insteadOf: []),
            .activateRoles([RoleID("b")], insteadOf: [RoleID(text), RoleID("c")]), .beginSession,
        ]
        for remedy in remedies {
            switch remedy {
            case .gainRoles, .stateConditions, .stateMoment, .finishSigningUp, .reinstate, .beAdded, .wait, .nothing,
                .activateRoles, .beginSession:
                break
            }
        }
        return remedies
    }

    private static func unmet(_ alternatives: [[String]], of planes: [String]) -> UnmetRulePart {
        UnmetRulePart(
            missing: PermissionRule.Alternatives(alternatives.map { $0.map { RoleID($0) } }), planes: planes)
    }

    private static func gain(
        _ roles: [String], given conditions: [String] = [], from whoMayAssign: [String], givers: [[String]] = [["e"]]
    ) -> RoleRemedy {
        let scope = self.sound { try Scope("/a/1") }
        let gains = roles.map { role in
            RoleGain(role: RoleID(role), scope: scope, givers: givers.map { $0.map { RoleID($0) } })
        }
        return RoleRemedy(
            gains: gains, conditions: Set(conditions.map { Condition($0) }),
            whoMayAssign: whoMayAssign.map { RoleID($0) })
    }
}
