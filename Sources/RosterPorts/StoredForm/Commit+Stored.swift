package import RosterDomain

extension Commit: StoredRecord {
    package static var blank: Commit { Commit(revision: .start, at: .blank, principal: .system, changes: []) }

    /// The revision is not among the fields: what holds the step knows its place in the history.
    package static func describe<Coder: StoredCoder>(
        _ commit: inout Commit, with coder: inout Coder
    ) throws(StoredFormError) {
        try coder.origin(StoredField(1, "at"), &commit.at)
        try coder.principal(StoredField(2, "principal"), &commit.principal)
        try coder.choices(StoredField(3, "changes"), &commit.changes, unknown: &commit.unknownFieldsOfChanges)
    }
}

extension Change: StoredChoice {
    /// The kinds of changes: their numbers and names are stored forever.
    package enum Alternative: UInt32, StoredAlternative {
        case companyEnrolled = 1
        case userAdded = 2
        case userRenamed = 3
        case statusChanged = 4
        case roleAssigned = 5
        case roleRemoved = 6
        case invitationSent = 7
        case invitationRevoked = 8
        case passwordReset = 9
        case passwordChanged = 10
        case firstSignIn = 11
        case rolesRequested = 12
        case roleRequestAnswered = 13
        case refused = 14
        case notificationsDelivered = 15
        case namesReleased = 16
        case namesRegained = 17
        case attributesChanged = 18
        case notificationGivenUp = 19
        case notificationRetried = 20
        case sessionsEnded = 21
        case userPurged = 22
        case secondFactorEnrolled = 23
        case secondFactorRemoved = 24
        case addressChangeRequested = 25
        case addressChanged = 26
        case serviceTokenIssued = 27
        case companyChanged = 28
        case addressChangeWithdrawn = 29
        case lockoutLifted = 30
        case recoveryRequested = 31
        case recoverySpent = 32
        case groupAdded = 34
        case groupChanged = 35
        case memberAdded = 40
        case memberRemoved = 41
        case companyRoleDefined = 42
        case companyRoleChanged = 43
        case signInNamesChanged = 48
    }

    package var alternative: Alternative {
        switch self {
        case .companyEnrolled: .companyEnrolled
        case .companyChanged: .companyChanged
        case .userAdded: .userAdded
        case .userRenamed: .userRenamed
        case .statusChanged: .statusChanged
        case .roleAssigned: .roleAssigned
        case .roleRemoved: .roleRemoved
        case .invitationSent: .invitationSent
        case .invitationRevoked: .invitationRevoked
        case .passwordReset: .passwordReset
        case .passwordChanged: .passwordChanged
        case .firstSignIn: .firstSignIn
        case .sessionsEnded: .sessionsEnded
        case .serviceTokenIssued: .serviceTokenIssued
        case .lockoutLifted: .lockoutLifted
        case .recoveryRequested: .recoveryRequested
        case .recoverySpent: .recoverySpent
        case .secondFactorEnrolled: .secondFactorEnrolled
        case .secondFactorRemoved: .secondFactorRemoved
        case .addressChangeRequested: .addressChangeRequested
        case .addressChanged: .addressChanged
        case .signInNamesChanged: .signInNamesChanged
        case .addressChangeWithdrawn: .addressChangeWithdrawn
        case .rolesRequested: .rolesRequested
        case .roleRequestAnswered: .roleRequestAnswered
        case .refused: .refused
        case .notificationsDelivered: .notificationsDelivered
        case .namesReleased: .namesReleased
        case .userPurged: .userPurged
        case .namesRegained: .namesRegained
        case .attributesChanged: .attributesChanged
        case .notificationGivenUp: .notificationGivenUp
        case .notificationRetried: .notificationRetried
        case .groupAdded: .groupAdded
        case .groupChanged: .groupChanged
        case .memberAdded: .memberAdded
        case .memberRemoved: .memberRemoved
        case .companyRoleDefined: .companyRoleDefined
        case .companyRoleChanged: .companyRoleChanged
        }
    }
}

/// The fields of changes that are no values of their own.
private enum ChangeField {
    static let user = StoredField(1, "user")
    static let formerName = StoredField(2, "from", .personal)
    static let name = StoredField(3, "to", .personal)
    static let formerCompany = StoredField(1, "from")
    static let company = StoredField(2, "to")
    static let formerStatus = StoredField(2, "from")
    static let status = StoredField(3, "to")
    static let expiresAt = StoredField(2, "expiresAt")
    static let invitation = StoredField(2, "invitation")
    static let credential = StoredField(4, "credential")
    static let formerUserName = StoredField(2, "fromUserName", .personal)
    static let formerEmail = StoredField(3, "fromEmail", .personal)
    static let userName = StoredField(4, "toUserName", .personal)
    static let email = StoredField(5, "toEmail", .personal)
    static let answer = StoredField(1, "answer")
    static let request = StoredField(2, "request")
    static let through = StoredField(1, "through")
    static let names = StoredField(2, "names", .personal)
    static let session = StoredField(2, "session")
    static let factor = StoredField(2, "factor")
    static let edits = StoredField(2, "edits", .personal)
    static let recovery = StoredField(2, "recovery")
    static let token = StoredField(2, "token")
    static let addressChange = StoredField(2, "change", .personal)
    static let notification = StoredField(2, "notification")
    static let changedGroup = StoredField(1, "group")
    static let groupChange = StoredField(2, "change")
    static let group = StoredField(2, "group")
    static let changedRole = StoredField(1, "role")
    static let roleChange = StoredField(2, "change")
}

extension Change {
    package func write<Writer: StoredWriter>(to writer: inout Writer) throws(StoredFormError) {
        switch self {
        case .companyEnrolled(let company): try writer.fields(of: company)
        case .companyChanged(var former, var company):
            try writer.record(ChangeField.formerCompany, &former)
            try writer.record(ChangeField.company, &company)
        case .userAdded(let user): try writer.fields(of: user)
        case .userRenamed(let user, let from, let to):
            try writer.putUser(user)
            try writer.put(ChangeField.formerName, from)
            try writer.put(ChangeField.name, to)
        case .statusChanged(let user, let from, let to):
            try writer.putUser(user)
            try writer.put(ChangeField.formerStatus, from)
            try writer.put(ChangeField.status, to)
        case .roleAssigned(let assignment), .roleRemoved(let assignment): try writer.fields(of: assignment)
        case .invitationSent(let user, var invitation):
            try writer.putUser(user)
            try writer.record(ChangeField.invitation, &invitation)
        case .passwordReset(let user, let credential, let expiresAt):
            try writer.putUser(user)
            var moment: Timestamp? = expiresAt
            try writer.moment(ChangeField.expiresAt, &moment)
            try writer.put(ChangeField.credential, credential)
        case .passwordChanged(let user, let credential):
            try writer.putUser(user)
            try writer.put(ChangeField.credential, credential)
        case .invitationRevoked(let user), .firstSignIn(let user), .namesReleased(let user),
            .userPurged(let user), .addressChangeWithdrawn(let user), .lockoutLifted(let user),
            .recoverySpent(let user):
            try writer.putUser(user)
        case .sessionsEnded(let user, var session):
            try writer.putUser(user)
            try writer.field(ChangeField.session, &session)
        case .recoveryRequested(let user, var recovery):
            try writer.putUser(user)
            try writer.record(ChangeField.recovery, &recovery)
        case .addressChangeRequested(let user, var change):
            try writer.putUser(user)
            try writer.record(ChangeField.addressChange, &change)
        case .addressChanged(let user, let former, let email):
            try writer.putUser(user)
            try writer.put(ChangeField.formerName, former)
            try writer.put(ChangeField.name, email)
        case .signInNamesChanged(let user, let former, let names):
            try writer.putUser(user)
            try writer.put(ChangeField.formerUserName, former.userName)
            try writer.put(ChangeField.formerEmail, former.email)
            try writer.put(ChangeField.userName, names.userName)
            try writer.put(ChangeField.email, names.email)
        case .serviceTokenIssued(let service, var token):
            try writer.putUser(service)
            try writer.record(ChangeField.token, &token)
        case .secondFactorEnrolled(let user, let factor):
            try writer.putUser(user)
            try writer.put(ChangeField.factor, factor)
        case .secondFactorRemoved(let user): try writer.putUser(user)
        case .rolesRequested(let request): try writer.fields(of: request)
        case .roleRequestAnswered(var request, let answer):
            try writer.put(ChangeField.answer, answer)
            try writer.record(ChangeField.request, &request)
        case .refused(let refusal): try writer.fields(of: refusal)
        case .notificationsDelivered(let revision): try writer.put(ChangeField.through, revision)
        case .namesRegained(let user, let names):
            try writer.putUser(user)
            try writer.put(ChangeField.names, names)
        case .attributesChanged(let user, var edits):
            try writer.putUser(user)
            try writer.records(ChangeField.edits, &edits)
        case .notificationGivenUp(let user, var notification), .notificationRetried(let user, var notification):
            try writer.putUser(user)
            try writer.record(ChangeField.notification, &notification)
        case .groupAdded(let group): try writer.fields(of: group)
        case .groupChanged(let group, let change):
            try writer.put(ChangeField.changedGroup, group)
            try writer.choice(ChangeField.groupChange, change)
        case .companyRoleDefined(let role): try writer.fields(of: role)
        case .companyRoleChanged(let role, let change):
            try writer.put(ChangeField.changedRole, role)
            try writer.choice(ChangeField.roleChange, change)
        case .memberAdded(let user, let group), .memberRemoved(let user, let group):
            try writer.putUser(user)
            try writer.put(ChangeField.group, group)
        }
    }

    package static func read<Reader: StoredReader>(
        _ alternative: Alternative, from reader: inout Reader
    ) throws(StoredFormError) -> Change {
        switch alternative {
        case .companyEnrolled: return .companyEnrolled(company: try reader.fields(of: Company.self))
        case .companyChanged:
            var (former, company) = (Company.blank, Company.blank)
            try reader.record(ChangeField.formerCompany, &former)
            try reader.record(ChangeField.company, &company)
            return .companyChanged(from: former, to: company)
        case .userAdded: return .userAdded(user: try reader.fields(of: User.self))
        case .userRenamed:
            let user = try reader.getUser()
            let from: FullName = try reader.get(ChangeField.formerName)
            return .userRenamed(user: user, from: from, to: try reader.get(ChangeField.name))
        case .statusChanged:
            let user = try reader.getUser()
            let from: AccountStatus = try reader.get(ChangeField.formerStatus)
            return .statusChanged(user: user, from: from, to: try reader.get(ChangeField.status))
        case .roleAssigned: return .roleAssigned(assignment: try reader.fields(of: RoleAssignment.self))
        case .roleRemoved: return .roleRemoved(assignment: try reader.fields(of: RoleAssignment.self))
        case .invitationSent:
            let user = try reader.getUser()
            var invitation = Invitation.blank
            try reader.record(ChangeField.invitation, &invitation)
            return .invitationSent(user: user, invitation: invitation)
        case .invitationRevoked: return .invitationRevoked(user: try reader.getUser())
        case .passwordReset:
            let user = try reader.getUser()
            var moment: Timestamp?
            try reader.moment(ChangeField.expiresAt, &moment)
            let credential: CredentialID = try reader.get(ChangeField.credential)
            guard let moment else { throw StoredFormError(.missing, at: ChangeField.expiresAt.name) }
            return .passwordReset(user: user, credential: credential, expiresAt: moment)
        case .passwordChanged:
            let user = try reader.getUser()
            return .passwordChanged(user: user, credential: try reader.get(ChangeField.credential))
        case .recoveryRequested:
            let user = try reader.getUser()
            var recovery = PasswordRecovery.blank
            try reader.record(ChangeField.recovery, &recovery)
            return .recoveryRequested(user: user, recovery: recovery)
        case .recoverySpent: return .recoverySpent(user: try reader.getUser())
        case .lockoutLifted: return .lockoutLifted(user: try reader.getUser())
        case .firstSignIn: return .firstSignIn(user: try reader.getUser())
        case .sessionsEnded:
            let user = try reader.getUser()
            var session: UserSessionID?
            try reader.field(ChangeField.session, &session)
            return .sessionsEnded(user: user, session: session)
        case .addressChangeRequested:
            let user = try reader.getUser()
            var change = AddressChange.blank
            try reader.record(ChangeField.addressChange, &change)
            return .addressChangeRequested(user: user, change: change)
        case .addressChanged:
            let user = try reader.getUser()
            let former: EmailAddress? = try reader.getOptional(ChangeField.formerName)
            return .addressChanged(user: user, from: former, to: try reader.get(ChangeField.name))
        case .addressChangeWithdrawn: return .addressChangeWithdrawn(user: try reader.getUser())
        case .signInNamesChanged:
            let user = try reader.getUser()
            let former: UserName = try reader.get(ChangeField.formerUserName)
            let formerEmail: EmailAddress? = try reader.getOptional(ChangeField.formerEmail)
            let name: UserName = try reader.get(ChangeField.userName)
            let email: EmailAddress? = try reader.getOptional(ChangeField.email)
            return .signInNamesChanged(
                user: user, from: SignInNames(userName: former, email: formerEmail),
                to: SignInNames(userName: name, email: email))
        case .serviceTokenIssued:
            let service = try reader.getUser()
            var token = ServiceToken.blank
            try reader.record(ChangeField.token, &token)
            return .serviceTokenIssued(service: service, token: token)
        case .secondFactorEnrolled:
            let user = try reader.getUser()
            return .secondFactorEnrolled(user: user, factor: try reader.get(ChangeField.factor))
        case .secondFactorRemoved: return .secondFactorRemoved(user: try reader.getUser())
        case .rolesRequested: return .rolesRequested(request: try reader.fields(of: RoleRequest.self))
        case .roleRequestAnswered:
            let answer: RoleRequestAnswer = try reader.get(ChangeField.answer)
            var request = RoleRequest.blank
            try reader.record(ChangeField.request, &request)
            return .roleRequestAnswered(request: request, answer: answer)
        case .refused: return .refused(refusal: try reader.fields(of: Refusal.self))
        case .notificationsDelivered:
            return .notificationsDelivered(through: try reader.get(ChangeField.through))
        case .namesReleased: return .namesReleased(user: try reader.getUser())
        case .userPurged: return .userPurged(user: try reader.getUser())
        case .namesRegained:
            let user = try reader.getUser()
            return .namesRegained(user: user, names: try reader.getList(ChangeField.names))
        case .attributesChanged:
            let user = try reader.getUser()
            var edits: [AttributeEdit] = []
            try reader.records(ChangeField.edits, &edits)
            return .attributesChanged(user: user, edits: edits)
        case .notificationGivenUp, .notificationRetried:
            let user = try reader.getUser()
            var notification = UndeliveredNotification.blank
            try reader.record(ChangeField.notification, &notification)
            return alternative == .notificationGivenUp
                ? .notificationGivenUp(user: user, notification: notification)
                : .notificationRetried(user: user, notification: notification)
        case .groupAdded: return .groupAdded(group: try reader.fields(of: Group.self))
        case .groupChanged:
            let group: GroupID = try reader.get(ChangeField.changedGroup)
            let change = try reader.choice(ChangeField.groupChange, as: GroupChange.self)
            return .groupChanged(group: group, change: change)
        case .companyRoleDefined: return .companyRoleDefined(role: try reader.fields(of: CompanyRole.self))
        case .companyRoleChanged:
            let role: CompanyRoleID = try reader.get(ChangeField.changedRole)
            let change = try reader.choice(ChangeField.roleChange, as: CompanyRoleChange.self)
            return .companyRoleChanged(role: role, change: change)
        case .memberAdded:
            let user = try reader.getUser()
            return .memberAdded(user: user, group: try reader.get(ChangeField.group))
        case .memberRemoved:
            let user = try reader.getUser()
            return .memberRemoved(user: user, group: try reader.get(ChangeField.group))
        }
    }
}

extension StoredWriter {
    fileprivate mutating func putUser(_ user: UserID) throws(StoredFormError) {
        var user = user
        try self.user(ChangeField.user, &user)
    }
}

extension StoredReader {
    fileprivate mutating func getUser() throws(StoredFormError) -> UserID {
        var user = UserID.blank
        try self.user(ChangeField.user, &user)
        return user
    }
}
