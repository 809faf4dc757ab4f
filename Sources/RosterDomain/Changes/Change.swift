/// Something that happened in a tenant.
///
/// The state moves only by changes, and their history is the audit trail.
///
/// The names of cases and labels are what journals store: they never change their meaning.
public enum Change: Sendable, Hashable {
    /// The company was enrolled.
    indirect case companyEnrolled(company: Company)
    /// The company's name, or the programs that it is in, became others.
    indirect case companyChanged(from: Company, to: Company)
    /// A user was added, with the status that the user carries.
    indirect case userAdded(user: User)
    /// A user's name became another one.
    case userRenamed(user: UserID, from: FullName, to: FullName)
    /// The account moved in its life.
    case statusChanged(user: UserID, from: AccountStatus, to: AccountStatus)
    /// A deleted account gave up its user name, its address and its unique values; others can take them from now on.
    ///
    /// It stands beside the deletion where the policy says so.
    case namesReleased(user: UserID)
    /// A deleted account took all of the names up again that it had released; it stands before the account is restored.
    case namesRegained(user: UserID, names: [RecordName])
    /// The account was purged: what was personal is erased from this step on and from every step before.
    case userPurged(user: UserID)
    /// Profile attributes of a user changed; each edit says what was and what is, and which values are unique.
    case attributesChanged(user: UserID, edits: [AttributeEdit])
    /// A role was given.
    case roleAssigned(assignment: RoleAssignment)
    /// A role was taken; the assignment as it was.
    case roleRemoved(assignment: RoleAssignment)
    /// An invitation was sent, or sent again.
    case invitationSent(user: UserID, invitation: Invitation)
    /// An invitation was taken back, and the invited account with it.
    case invitationRevoked(user: UserID)
    /// The password was replaced by a temporary one, which expires; the credential named counts from now on.
    case passwordReset(user: UserID, credential: CredentialID, expiresAt: Timestamp)
    /// The person chose a password of their own; the credential named counts from now on.
    case passwordChanged(user: UserID, credential: CredentialID)
    /// A user taken in with an account that they had already has signed in for the first time.
    case firstSignIn(user: UserID)
    /// Sessions of a user were ended by another user, or all of them by anyone: that one, or all when it is nil.
    case sessionsEnded(user: UserID, session: UserSessionID?)
    /// A user's address is to become another one, once the code mailed to it is shown.
    indirect case addressChangeRequested(user: UserID, change: AddressChange)
    /// A change of the address that waited to be confirmed was taken back.
    case addressChangeWithdrawn(user: UserID)
    /// The address became another one; so did the user name, if it was the address.
    indirect case addressChanged(user: UserID, from: EmailAddress?, to: EmailAddress)
    /// The names that a user signs in with became others, because the system that provisions the account says so.
    indirect case signInNamesChanged(user: UserID, from: SignInNames, to: SignInNames)
    /// A service got a token, perhaps in the place of another one.
    indirect case serviceTokenIssued(service: UserID, token: ServiceToken)
    /// An administrator ended the pause that wrong passwords had begun.
    case lockoutLifted(user: UserID)
    /// A user who forgot the password can replace it with a code that is mailed to them.
    case recoveryRequested(user: UserID, recovery: PasswordRecovery)
    /// Such a code was spent; the password that was chosen with it stands beside it.
    case recoverySpent(user: UserID)
    /// A second factor counts from now on, in place of the present one; the person has shown a first code.
    case secondFactorEnrolled(user: UserID, factor: SecondFactorID)
    /// The second factor counts no more, and none is in its place.
    case secondFactorRemoved(user: UserID)
    /// A user asked for roles.
    indirect case rolesRequested(request: RoleRequest)
    /// A request for roles was answered.
    indirect case roleRequestAnswered(request: RoleRequest, answer: RoleRequestAnswer)
    /// A group was added.
    indirect case groupAdded(group: Group)
    /// A group changed, but for its members.
    indirect case groupChanged(group: GroupID, change: GroupChange)
    /// A user became a member of a group.
    case memberAdded(user: UserID, group: GroupID)
    /// A user is a member of a group no more.
    case memberRemoved(user: UserID, group: GroupID)
    /// The company defined a role of its own.
    indirect case companyRoleDefined(role: CompanyRole)
    /// A role of the company changed.
    indirect case companyRoleChanged(role: CompanyRoleID, change: CompanyRoleChange)
    /// A principal was refused something; nothing else changed.
    indirect case refused(refusal: Refusal)
    /// Every notification that follows from the history up to here has been delivered.
    ///
    /// It comes along with whatever step the host adds next, and says nothing of the principal of that step.
    case notificationsDelivered(through: Revision)
    /// A notification was given up: the user was not told of something.
    case notificationGivenUp(user: UserID, notification: UndeliveredNotification)
    /// A notification that was given up is to be delivered again.
    case notificationRetried(user: UserID, notification: UndeliveredNotification)
}

extension Change {
    /// The user whose record the change touches, or nil when it touches none.
    public var subject: UserID? {
        switch self {
        case .userAdded(let user): user.id
        case .userRenamed(let user, _, _), .statusChanged(let user, _, _), .passwordReset(let user, _, _): user
        case .invitationSent(let user, _), .invitationRevoked(let user): user
        case .passwordChanged(let user, _), .firstSignIn(let user), .namesReleased(let user): user
        case .lockoutLifted(let user), .recoveryRequested(let user, _), .recoverySpent(let user): user
        case .sessionsEnded(let user, _): user
        case .serviceTokenIssued(let service, _): service
        case .secondFactorEnrolled(let user, _), .secondFactorRemoved(let user): user
        case .addressChangeRequested(let user, _), .addressChangeWithdrawn(let user), .addressChanged(let user, _, _):
            user
        case .signInNamesChanged(let user, _, _): user
        case .namesRegained(let user, _): user
        case .userPurged(let user): user
        case .attributesChanged(let user, _), .notificationGivenUp(let user, _), .notificationRetried(let user, _): user
        case .roleAssigned(let assignment), .roleRemoved(let assignment): assignment.user
        case .rolesRequested(let request), .roleRequestAnswered(let request, _): request.user
        case .memberAdded(let user, _), .memberRemoved(let user, _): user
        case .companyEnrolled, .companyChanged, .groupAdded, .groupChanged, .companyRoleDefined, .companyRoleChanged,
            .refused, .notificationsDelivered:
            nil
        }
    }

    /// The group that the change is about, or nil when it is about none.
    public var group: GroupID? {
        switch self {
        case .groupAdded(let group): group.id
        case .groupChanged(let group, _), .memberAdded(_, let group), .memberRemoved(_, let group): group
        case .companyEnrolled, .companyChanged, .userAdded, .userRenamed, .statusChanged, .namesReleased,
            .namesRegained,
            .userPurged, .attributesChanged, .roleAssigned, .roleRemoved, .invitationSent, .invitationRevoked,
            .passwordReset, .passwordChanged, .firstSignIn, .sessionsEnded, .addressChangeRequested,
            .addressChangeWithdrawn, .addressChanged, .serviceTokenIssued, .lockoutLifted, .recoveryRequested,
            .recoverySpent, .secondFactorEnrolled, .secondFactorRemoved, .rolesRequested, .roleRequestAnswered,
            .refused, .notificationsDelivered, .notificationGivenUp, .notificationRetried,
            .companyRoleDefined, .companyRoleChanged,
            .signInNamesChanged:
            nil
        }
    }

    /// The role of the company that the change is about, or nil when it is about none.
    public var companyRole: CompanyRoleID? {
        switch self {
        case .companyRoleDefined(let role): role.id
        case .companyRoleChanged(let role, _): role
        default: nil
        }
    }

    /// The change with another request for roles in the place of its own; the same change when it holds none.
    package func replacingRequest(_ replacement: (RoleRequest) -> RoleRequest) -> Change {
        switch self {
        case .rolesRequested(let request): .rolesRequested(request: replacement(request))
        case .roleRequestAnswered(let request, let answer):
            .roleRequestAnswered(request: replacement(request), answer: answer)
        case .companyEnrolled, .userAdded, .userRenamed, .statusChanged, .namesReleased, .namesRegained,
            .userPurged, .attributesChanged, .roleAssigned, .roleRemoved, .invitationSent, .invitationRevoked,
            .passwordReset,
            .passwordChanged, .firstSignIn, .sessionsEnded, .addressChangeRequested, .addressChangeWithdrawn,
            .addressChanged, .serviceTokenIssued, .groupAdded, .groupChanged, .memberAdded, .memberRemoved,
            .lockoutLifted, .recoveryRequested, .recoverySpent, .refused, .notificationsDelivered,
            .notificationGivenUp,
            .notificationRetried,
            .secondFactorEnrolled, .secondFactorRemoved,
            .signInNamesChanged,
            .companyRoleDefined, .companyRoleChanged,
            .companyChanged:
            self
        }
    }
}

extension Change {
    /// The names that the change gives to a record.
    package var namesGiven: [RecordName] {
        switch self {
        case .userAdded(let user): user.names
        case .namesRegained(_, let names): names
        case .addressChanged(_, _, let email): [RecordName(email)]
        case .signInNamesChanged(_, _, let names): names.recordNames
        case .attributesChanged(_, let edits): edits.compactMap { $0.to?.recordName }
        case .groupAdded(let group): group.names
        case .groupChanged(_, .changed(_, let profile)), .groupChanged(_, .restored(let profile)): profile.names
        case .groupChanged, .memberAdded, .memberRemoved: []
        case .companyRoleDefined(let role): role.names
        case .companyRoleChanged(_, .changed(_, let definition)): definition.names
        case .companyRoleChanged: []
        case .companyEnrolled, .userRenamed, .statusChanged, .namesReleased, .userPurged, .roleAssigned, .roleRemoved,
            .invitationSent,
            .invitationRevoked, .passwordReset, .passwordChanged, .firstSignIn, .sessionsEnded, .addressChangeRequested,
            .addressChangeWithdrawn, .serviceTokenIssued,
            .lockoutLifted, .recoveryRequested, .recoverySpent,
            .rolesRequested,
            .roleRequestAnswered,
            .refused, .notificationsDelivered, .notificationGivenUp, .notificationRetried,
            .secondFactorEnrolled, .secondFactorRemoved,
            .companyChanged:
            []
        }
    }
}

// MARK: - In words

extension Change {
    /// What the principal of the step did, in words that follow a name: `gave Grace Hopper the role Admin agent`.
    ///
    /// Texts of people are made safe to display. Nil for what is of no interest to people: how far notifications were delivered.
    ///
    /// - Parameters:
    ///   - name: What to call a user.
    ///   - title: What to call a role.
    ///   - groupName: What to call a group.
    public func phrase(
        naming name: (UserID) -> String, titling title: (RoleID) -> String,
        namingGroups groupName: (GroupID) -> String = { "`\($0)`" }
    ) -> String? {
        switch self {
        case .companyEnrolled(let company): "enrolled the company \(company.name.rawValue.forDisplay)"
        case .companyChanged(let former, let new): new.phrase(after: former)
        case .userAdded(let user): user.phraseOfAddition
        case .userRenamed(_, let former, let new): "renamed \(former.rawValue.forDisplay) to \(new.rawValue.forDisplay)"
        case .statusChanged(let user, let former, let new): Self.phrase(from: former, to: new, of: name(user))
        case .namesReleased(let user): "released the names of \(name(user))"
        case .namesRegained(let user, _): "gave \(name(user)) the former names again"
        case .attributesChanged(let user, let edits) where edits.isEmpty: "changed the profile of \(name(user))"
        case .userPurged(let user): "purged the account of \(name(user))"
        case .attributesChanged(let user, let edits):
            "changed \(edits.map(\.name.description).joined(separator: ", ")) of \(name(user))"
        case .roleAssigned(let assignment):
            "gave \(name(assignment.user)) the role \(title(assignment.role))\(assignment.place)"
        case .roleRemoved(let assignment):
            "took the role \(title(assignment.role))\(assignment.place) from \(name(assignment.user))"
        case .invitationSent(let user, let invitation):
            invitation.timesSent > 1 ? "sent \(name(user)) the invitation again" : "sent \(name(user)) an invitation"
        case .invitationRevoked(let user): "took the invitation of \(name(user)) back"
        case .passwordReset(let user, _, _): "reset the password of \(name(user))"
        case .passwordChanged(let user, _): "changed the password of \(name(user))"
        case .firstSignIn: "signed in for the first time"
        case .sessionsEnded(let user, nil): "ended all sessions of \(name(user))"
        case .sessionsEnded(let user, _): "ended a session of \(name(user))"
        case .secondFactorEnrolled(let user, _): "enrolled a second factor of \(name(user))"
        case .secondFactorRemoved(let user): "removed the second factor of \(name(user))"
        case .addressChangeRequested(let user, _): "asked for another address of \(name(user))"
        case .addressChangeWithdrawn(let user): "took a change of the address of \(name(user)) back"
        case .addressChanged(let user, _, let new): "changed the address of \(name(user)) to \(new.rawValue.forDisplay)"
        case .signInNamesChanged(let user, let former, let new): new.phrase(after: former, of: name(user))
        case .serviceTokenIssued(let service, let token):
            "issued the token \(token.name.description.forDisplay) for \(name(service))"
        case .recoveryRequested(let user, _): "had a code for a new password sent to \(name(user))"
        case .recoverySpent(let user): "recovered the account of \(name(user))"
        case .groupAdded(let group): "added the group \(group.profile.name.rawValue.forDisplay)"
        case .groupChanged(let group, let change): change.phrase(of: groupName(group), titling: title)
        case .memberAdded(let user, let group): "added \(name(user)) to the group \(groupName(group))"
        case .memberRemoved(let user, let group): "removed \(name(user)) from the group \(groupName(group))"
        case .companyRoleDefined(let role): "defined the role \(role.definition.title.rawValue.forDisplay)"
        case .companyRoleChanged(let role, let change): change.phrase(of: title(RoleID(role)))
        case .lockoutLifted(let user): "lifted the lockout of \(name(user))"
        case .rolesRequested(let request):
            "asked for \(request.roles.map(title).joined(separator: ", "))\(request.scope.place)"
        case .roleRequestAnswered(let request, let answer): Self.phrase(answer, to: name(request.user))
        case .refused(let refusal): "was refused: \(refusal.description.forDisplay)"
        case .notificationsDelivered: nil
        case .notificationGivenUp(let user, _): "could not reach \(name(user))"
        case .notificationRetried(let user, _): "had a notification to \(name(user)) sent again"
        }
    }

    private static func phrase(from former: AccountStatus, to new: AccountStatus, of name: String) -> String {
        switch (former, new) {
        case (.deleted, _): "restored the account of \(name)"
        case (_, .deleted): "deleted the account of \(name)"
        case (.blocked, _): "unblocked \(name)"
        case (_, .blocked): "blocked \(name)"
        case (.invited, _): "accepted the invitation of \(name)"
        default: "set the account of \(name) from \(former) to \(new)"
        }
    }

    private static func phrase(_ answer: RoleRequestAnswer, to name: String) -> String {
        switch answer {
        case .granted: "granted what \(name) had asked for"
        case .declined: "declined what \(name) had asked for"
        case .withdrawn: "withdrew the request of \(name)"
        case .lapsed: "closed the request of \(name)"
        }
    }
}

extension Company {
    /// What was done to the company: `renamed the company from A to B and enrolled it in c`.
    fileprivate func phrase(after former: Company) -> String {
        func list(_ programs: Set<Program>) -> String { programs.map(\.description).sorted().joined(separator: ", ") }
        let (joined, left) = (self.programs.subtracting(former.programs), former.programs.subtracting(self.programs))
        let isRenamed = self.name != former.name
        let names = "from \(former.name.rawValue.forDisplay) to \(self.name.rawValue.forDisplay)"
        let parts = [
            isRenamed ? "renamed the company \(names)" : nil,
            joined.isEmpty ? nil : "enrolled the company in \(list(joined))",
            left.isEmpty ? nil : "took the company out of \(list(left))",
        ]
        return parts.compactMap(\.self).joined(separator: " and ")
    }
}

extension User {
    fileprivate var phraseOfAddition: String {
        let name = self.fullName.rawValue.forDisplay
        if self.accountKind == .service { return "added the service \(name)" }
        return self.status == .invited ? "invited \(name)" : "added \(name)"
    }
}

extension GroupChange {
    fileprivate func phrase(of group: String, titling title: (RoleID) -> String) -> String {
        switch self {
        case .changed(let former, let new) where former.name != new.name:
            "renamed the group \(former.name.rawValue.forDisplay) to \(new.name.rawValue.forDisplay)"
        case .changed: "changed the group \(group)"
        case .deleted: "deleted the group \(group)"
        case .restored(let profile): "restored the group \(profile.name.rawValue.forDisplay)"
        case .roleAssigned(let role): "gave the group \(group) the role \(title(role.role))\(role.holding.place)"
        case .roleRemoved(let role): "took the role \(title(role.role))\(role.holding.place) from the group \(group)"
        }
    }
}

extension CompanyRoleChange {
    fileprivate func phrase(of role: String) -> String {
        switch self {
        case .changed(let former, let new) where former.title != new.title:
            "changed the role \(former.title.rawValue.forDisplay), now \(new.title.rawValue.forDisplay)"
        case .changed(let former, _): "changed the role \(former.title.rawValue.forDisplay)"
        case .retired: "retired the role \(role)"
        case .reinstated: "reinstated the role \(role)"
        case .deleted: "deleted the role \(role)"
        }
    }
}

extension RoleAssignment {
    fileprivate var place: String { self.holding.place }
}

extension RoleHolding {
    /// Where and when it holds, as far as that is not everywhere and always.
    fileprivate var place: String {
        let begin = self.window.from.map { " from \($0)" } ?? ""
        let end = self.window.until.map { " until \($0)" } ?? ""
        return self.scope.place + begin + end
    }
}

extension Scope {
    fileprivate var place: String { self == .company ? "" : " at \(self.path.forDisplay)" }
}
