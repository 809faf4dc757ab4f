package import RosterDomain

// The one description of each value that belongs to an account: add a field here, with the next number, and it is in the journal, in
// checkpoints, in exports and in every other store. See CONTRIBUTING, "A field".

/// The fields that a search reads in place.
enum UserField {
    @inline(__always) static var id: StoredField { StoredField(1, "id") }
    @inline(__always) static var email: StoredField { StoredField(3, "email", .personal) }
    @inline(__always) static var fullName: StoredField { StoredField(4, "fullName", .personal) }
    @inline(__always) static var status: StoredField { StoredField(5, "status") }
    @inline(__always) static var affiliation: StoredField { StoredField(6, "affiliation") }
    @inline(__always) static var addedAt: StoredField { StoredField(7, "addedAt") }
    @inline(__always) static var version: StoredField { StoredField(8, "version") }
    @inline(__always) static var hasSignedIn: StoredField { StoredField(9, "hasSignedIn") }
    @inline(__always) static var sessionEpoch: StoredField { StoredField(13, "sessionEpoch") }
    @inline(__always) static var userName: StoredField { StoredField(14, "userName", .personal) }
    @inline(__always) static var attributes: StoredField { StoredField(15, "attributes", .personal) }
    @inline(__always) static var hasReleasedNames: StoredField { StoredField(16, "hasReleasedNames") }
    @inline(__always) static var credential: StoredField { StoredField(18, "credential") }
    @inline(__always) static var secondFactor: StoredField { StoredField(19, "secondFactor") }
    @inline(__always) static var accountKind: StoredField { StoredField(20, "accountKind") }
    @inline(__always) static var isErased: StoredField { StoredField(23, "isErased", .required) }
}

extension User: StoredRecord {
    package static var blank: User {
        User(id: .blank, fullName: .blank, userName: .blank, status: .blank, addedAt: .blank)
    }

    package static func describe<Coder: StoredCoder>(
        _ user: inout User, with coder: inout Coder
    ) throws(StoredFormError) {
        try coder.user(UserField.id, &user.id)
        try coder.field(UserField.email, &user.email)
        try coder.field(UserField.fullName, &user.fullName)
        try coder.field(UserField.status, &user.status, unless: .active)
        try coder.field(UserField.affiliation, &user.affiliation, unless: .member)
        try coder.origin(UserField.addedAt, &user.addedAt)
        try coder.field(UserField.version, &user.version, unless: 1)
        try user.version.checkStoredCount(from: 1, at: UserField.version)
        try coder.field(UserField.hasSignedIn, &user.hasSignedIn, unless: false)
        try coder.field(StoredField(10, "statusBeforeBlock"), &user.statusBeforeBlock)
        try coder.field(StoredField(11, "statusBeforeDeletion"), &user.statusBeforeDeletion)
        try coder.moment(StoredField(12, "deletedAt"), &user.deletedAt)
        try coder.field(UserField.sessionEpoch, &user.sessionEpoch, unless: 0)
        try user.sessionEpoch.checkStoredCount(from: 0, at: UserField.sessionEpoch)
        try user.describeUserName(with: &coder)
        try user.describeAttributes(with: &coder)
        try coder.field(UserField.hasReleasedNames, &user.hasReleasedNames, unless: false)
        try coder.field(StoredField(17, "provisionedBy"), &user.provisionedBy)
        try coder.field(UserField.credential, &user.credential)
        try coder.field(UserField.secondFactor, &user.secondFactor)
        try coder.field(UserField.accountKind, &user.accountKind, unless: .person)
        try coder.record(StoredField(21, "addressChange", .personal), &user.addressChange)
        try coder.record(StoredField(22, "recovery"), &user.recovery)
        try coder.field(UserField.isErased, &user.isErased, unless: false)
        try coder.list(StoredField(30, "requestWithdrawals"), &user.requestWithdrawals)
        try coder.list(StoredField(31, "addressRequests"), &user.addressRequests)
        try coder.moment(StoredField(48, "changedAt"), &user.changedAt)
    }

    /// The user name is left out when it is the address, letter for letter.
    private mutating func describeUserName<Coder: StoredCoder>(with coder: inout Coder) throws(StoredFormError) {
        var userName = self.signsInWithAddressAlone ? nil : self.userName as UserName?
        try coder.field(UserField.userName, &userName)
        guard let name = userName ?? self.email.map({ UserName($0) }) else {
            throw StoredFormError(.missing, at: UserField.userName.name)
        }
        self.userName = name
    }

    private mutating func describeAttributes<Coder: StoredCoder>(with coder: inout Coder) throws(StoredFormError) {
        var attributes = Array(self.attributes)
        try coder.records(UserField.attributes, &attributes)
        guard !attributes.isEmpty else {
            if !self.attributes.isEmpty { self.attributes = UserAttributes() }
            return
        }
        do throws(AttributeProblem) {
            self.attributes = try UserAttributes(attributes)
        } catch {
            throw StoredFormError(.invalid(detail: "\(error)"), at: UserField.attributes.name)
        }
    }
}

/// The fields that a search reads in place.
enum RecordField {
    @inline(__always) static var user: StoredField { StoredField(1, "user") }
    @inline(__always) static var assignments: StoredField { StoredField(2, "assignments") }
    @inline(__always) static var roleRequests: StoredField { StoredField(4, "roleRequests") }
    @inline(__always) static var undelivered: StoredField { StoredField(5, "undelivered") }
    @inline(__always) static var groups: StoredField { StoredField(6, "groups") }
}

extension UserRecord: StoredRecord {
    package static var blank: UserRecord { UserRecord(.blank) }

    package static func describe<Coder: StoredCoder>(
        _ record: inout UserRecord, with coder: inout Coder
    ) throws(StoredFormError) {
        try coder.record(RecordField.user, &record.user)
        try coder.records(RecordField.assignments, &record.assignments)
        try coder.record(StoredField(3, "invitation"), &record.invitation)
        try coder.records(RecordField.roleRequests, &record.roleRequests)
        try coder.records(RecordField.undelivered, &record.undelivered)
        try coder.groups(RecordField.groups, &record.groups)
        try record.checkGroupsAscend()
    }

    private func checkGroupsAscend() throws(StoredFormError) {
        guard self.groups.count > 1 else { return }
        for position in 1..<self.groups.count where self.groups[position - 1] >= self.groups[position] {
            throw StoredFormError(
                .invalid(detail: "the groups are not in the order of their identifiers"), at: RecordField.groups.name)
        }
    }
}

/// The fields that a search reads in place.
enum AssignmentField {
    @inline(__always) static var role: StoredField { StoredField(1, "role") }
    @inline(__always) static var scope: StoredField { StoredField(3, "scope") }
    @inline(__always) static var from: StoredField { StoredField(4, "from") }
    @inline(__always) static var until: StoredField { StoredField(5, "until") }
    @inline(__always) static var grantedBy: StoredField { StoredField(6, "grantedBy") }
}

extension RoleAssignment: StoredRecord {
    package static var blank: RoleAssignment {
        RoleAssignment(of: .blank, to: .blank, grantedBy: .blank, grantedAt: .blank)
    }

    package static func describe<Coder: StoredCoder>(
        _ assignment: inout RoleAssignment, with coder: inout Coder
    ) throws(StoredFormError) {
        try coder.role(AssignmentField.role, &assignment.role)
        try coder.user(StoredField(2, "user"), &assignment.user)
        try coder.scope(AssignmentField.scope, &assignment.scope)
        try assignment.window.describe(from: AssignmentField.from.number, with: &coder)
        try coder.principal(AssignmentField.grantedBy, &assignment.grantedBy)
        try coder.moment(StoredField(7, "grantedAt"), &assignment.grantedAt)
    }
}

extension ValidityWindow {
    /// Names the two ends of a window, which are fields of the value around it.
    fileprivate mutating func describe<Coder: StoredCoder>(
        from number: UInt32, with coder: inout Coder
    ) throws(StoredFormError) {
        var (from, until) = (self.from, self.until)
        try coder.moment(StoredField(number, "from"), &from)
        try coder.moment(StoredField(number + 1, "until"), &until)
        if from == self.from, until == self.until { return }
        self = try ValidityWindow(storedFrom: from, until: until)
    }

    init(storedFrom from: Timestamp?, until: Timestamp?) throws(StoredFormError) {
        do throws(ValidityWindowError) {
            try self.init(from: from, until: until)
        } catch {
            throw StoredFormError(.invalid(detail: "\(error)"), at: "until")
        }
    }
}

extension RoleHolding: StoredRecord {
    package static var blank: RoleHolding { RoleHolding(.blank) }

    package static func describe<Coder: StoredCoder>(
        _ holding: inout RoleHolding, with coder: inout Coder
    ) throws(StoredFormError) {
        try coder.role(StoredField(1, "role"), &holding.role)
        try coder.scope(StoredField(2, "scope"), &holding.scope)
        try holding.window.describe(from: 3, with: &coder)
    }
}

extension Invitation: StoredRecord {
    package static var blank: Invitation {
        Invitation(invitedBy: .blank, credential: .blank, sentAt: .blank, expiresAt: .blank)
    }

    package static func describe<Coder: StoredCoder>(
        _ invitation: inout Invitation, with coder: inout Coder
    ) throws(StoredFormError) {
        try coder.principal(StoredField(1, "invitedBy"), &invitation.invitedBy)
        try coder.moment(StoredField(2, "sentAt"), &invitation.sentAt)
        try coder.moment(StoredField(3, "expiresAt"), &invitation.expiresAt)
        try coder.field(StoredField(4, "timesSent"), &invitation.timesSent, unless: 1)
        try invitation.timesSent.checkStoredCount(from: 1, at: StoredField(4, "timesSent"))
        try coder.field(StoredField(5, "credential"), &invitation.credential)
    }
}

extension PasswordRecovery: StoredRecord {
    package static var blank: PasswordRecovery { PasswordRecovery(by: .blank, at: .blank, expiringAt: .blank) }

    package static func describe<Coder: StoredCoder>(
        _ recovery: inout PasswordRecovery, with coder: inout Coder
    ) throws(StoredFormError) {
        try coder.field(StoredField(1, "credential"), &recovery.credential)
        try coder.field(StoredField(2, "requestedAt"), &recovery.requestedAt)
        try coder.field(StoredField(3, "expiresAt"), &recovery.expiresAt)
    }
}

extension AddressChange: StoredRecord {
    package static var blank: AddressChange {
        AddressChange(to: .blank, requestedBy: .blank, credential: .blank, at: .blank, expiringAt: .blank)
    }

    package static func describe<Coder: StoredCoder>(
        _ change: inout AddressChange, with coder: inout Coder
    ) throws(StoredFormError) {
        try coder.field(StoredField(1, "email", .personal), &change.email)
        try coder.field(StoredField(2, "requestedBy"), &change.requestedBy)
        try coder.field(StoredField(3, "credential"), &change.credential)
        try coder.field(StoredField(4, "requestedAt"), &change.requestedAt)
        try coder.field(StoredField(5, "expiresAt"), &change.expiresAt)
    }
}

extension RoleRequest: StoredRecord {
    package static var blank: RoleRequest {
        RoleRequest(id: .blank, user: .blank, roles: [], scope: .company, reason: "", requestedAt: .blank)
    }

    package static func describe<Coder: StoredCoder>(
        _ request: inout RoleRequest, with coder: inout Coder
    ) throws(StoredFormError) {
        try coder.field(StoredField(1, "id"), &request.id)
        try coder.user(StoredField(2, "user"), &request.user)
        try coder.roles(StoredField(3, "roles"), &request.roles)
        try coder.scope(StoredField(4, "scope"), &request.scope)
        try coder.field(StoredField(5, "reason", .personal), &request.reason, unless: "")
        try coder.moment(StoredField(6, "requestedAt"), &request.requestedAt)
        try request.describeWindow(with: &coder)
        try coder.field(StoredField(9, "expiresAt"), &request.expiresAt)
    }
}

extension RoleRequest {
    private mutating func describeWindow<Coder: StoredCoder>(with coder: inout Coder) throws(StoredFormError) {
        var (from, until) = (self.window.from, self.window.until)
        try coder.field(StoredField(7, "from"), &from)
        try coder.field(StoredField(8, "until"), &until)
        self.window = try ValidityWindow(storedFrom: from, until: until)
    }
}

extension UndeliveredNotification: StoredRecord {
    package static var blank: UndeliveredNotification {
        UndeliveredNotification(revision: .blank, position: 0, reason: .undeliverable, givenUpAt: .blank)
    }

    package static func describe<Coder: StoredCoder>(
        _ notification: inout UndeliveredNotification, with coder: inout Coder
    ) throws(StoredFormError) {
        try coder.field(StoredField(1, "revision"), &notification.revision)
        try coder.field(StoredField(2, "position"), &notification.position, unless: 0)
        try notification.position.checkStoredCount(from: 0, at: StoredField(2, "position"))
        try coder.field(StoredField(3, "reason"), &notification.reason, unless: .undeliverable)
        try coder.field(StoredField(4, "givenUpAt"), &notification.givenUpAt)
    }
}

extension Company: StoredRecord {
    package static var blank: Company {
        Company(name: .blank, programs: [], enrolledBy: .blank, enrolledAt: .blank)
    }

    package static func describe<Coder: StoredCoder>(
        _ company: inout Company, with coder: inout Coder
    ) throws(StoredFormError) {
        var programs = company.programs.sorted { $0.rawValue.utf8.lexicographicallyPrecedes($1.rawValue.utf8) }
        try coder.field(StoredField(1, "name"), &company.name)
        try coder.list(StoredField(2, "programs"), &programs)
        try coder.field(StoredField(3, "enrolledBy"), &company.enrolledBy)
        try coder.field(StoredField(4, "enrolledAt"), &company.enrolledAt)
        company.programs = Set(programs)
    }
}
