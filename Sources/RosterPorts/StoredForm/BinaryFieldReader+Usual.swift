internal import RosterDomain

// Records as nearly all of them are: read in place, field by field, at a third of what the description costs.
//
// Anything else makes these functions return nil or throw, and the description reads the record from its beginning: a field that
// is not named here, other names or places, an order that is not the writer's. A test compares both on random records.

extension BinaryFieldReader {
    /// Reads a record whose user has an address for a name and no more than a person usually has.
    mutating func usualRecord(of id: UserID) throws(StoredFormError) -> UserRecord? {
        guard let roles, let userEnd = try self.enter(RecordField.user, before: self.end) else { return nil }
        guard let user = try self.usualUser(id, end: userEnd) else { return nil }
        guard self.position < self.end else { return UserRecord(user) }
        var assignments: [RoleAssignment] = []
        if let end = try self.enter(RecordField.assignments, before: self.end) {
            assignments.reserveCapacity(self.usualAssignmentCount(end: end))
            while self.position < end {
                guard let assignment = try self.usualAssignment(to: id, roles, end: end) else { return nil }
                assignments.append(assignment)
            }
        }
        guard self.position < self.end else { return UserRecord(user, assignments: assignments) }
        guard let groups = try self.usualGroups() else { return nil }
        return UserRecord(user, assignments: assignments, groups: groups)
    }

    /// Reads the groups at the end of a record; nil when something else is there.
    private mutating func usualGroups() throws(StoredFormError) -> [GroupID]? {
        guard let end = try self.enter(RecordField.groups, before: self.end), end == self.end else { return nil }
        var groups: [GroupID] = []
        groups.reserveCapacity(self.bytes[self.position..<end].count { $0 < 0x80 })
        while self.position < end {
            let number = try self.number()
            guard number < UInt64(self.groups.count) else { return nil }
            let group = self.groups[Int(number)]
            guard groups.last.map({ $0 < group }) ?? true else { return nil }
            groups.append(group)
        }
        return groups
    }

    /// How many assignments there are, or fewer where they are not usual; memory for more would be taken for each reader.
    private func usualAssignmentCount(end: Int) -> Int {
        var (count, position) = (0, self.position)
        while position + 1 < end, UInt64(self.bytes[position]) == Self.tag(AssignmentField.role, .number) {
            count += 1
            position += self.bytes[position + 1] < 0x80 ? 2 : 3
            guard position < end else { break }
            switch UInt64(self.bytes[position]) {
            case Self.tag(AssignmentField.grantedBy, .identifier): position += 17
            case Self.tag(AssignmentField.grantedBy, .number): position += 2
            default: break
            }
        }
        return count
    }

    /// Begins a field of bytes, and returns where it ends; nil when another field is at the position.
    @inline(__always)
    private mutating func enter(_ field: StoredField, before end: Int) throws(StoredFormError) -> Int? {
        guard self.position < end, UInt64(self.bytes[self.position]) == Self.tag(field, .bytes) else { return nil }
        self.position += 1
        let count = try self.number()
        return count <= UInt64(end - self.position) ? self.position + Int(count) : nil
    }

    /// The number at which a field begins.
    @inline(__always)
    private static func tag(_ field: StoredField, _ kind: StoredKind) -> UInt64 {
        UInt64(field.number) << 3 | UInt64(kind.rawValue)
    }

    /// Reads a user; nil when it is none that is usual.
    ///
    /// The user is made once everything is read: a blank one would be filled with references that are counted and dropped.
    @inline(__always)
    private mutating func usualUser(_ id: UserID, end: Int) throws(StoredFormError) -> User? {
        var (email, fullName): (EmailAddress?, FullName?) = (nil, nil)
        var (status, affiliation) = (AccountStatus.active, Affiliation.member)
        var (addedAt, version, sessionEpoch) = (self.context.origin, 1, 0)
        var hasSignedIn = false
        var (credential, secondFactor): (CredentialID?, SecondFactorID?) = (nil, nil)
        var last: UInt64 = 0
        while self.position < end {
            let tag = try self.number()
            guard tag > last else { return nil }
            last = tag
            switch tag {
            case Self.tag(UserField.email, .bytes): email = EmailAddress(takenInBefore: try self.text())
            case Self.tag(UserField.fullName, .bytes): fullName = FullName(takenInBefore: try self.text())
            case Self.tag(UserField.status, .number): status = try self.code()
            case Self.tag(UserField.affiliation, .number): affiliation = try self.code()
            case Self.tag(UserField.addedAt, .number): addedAt = try self.context.moment(at: try self.signed())
            case Self.tag(UserField.version, .number): version = Int(try self.signed())
            case Self.tag(UserField.hasSignedIn, .yes): hasSignedIn = true
            case Self.tag(UserField.sessionEpoch, .number): sessionEpoch = Int(try self.signed())
            case Self.tag(UserField.credential, .identifier):
                let low = try self.word()
                credential = CredentialID(high: try self.word(), low: low)
            case Self.tag(UserField.secondFactor, .identifier):
                let low = try self.word()
                secondFactor = SecondFactorID(high: try self.word(), low: low)
            default: return nil
            }
        }
        guard self.position == end, let fullName, let email else { return nil }
        try version.checkStoredCount(from: 1, at: UserField.version)
        try sessionEpoch.checkStoredCount(from: 0, at: UserField.sessionEpoch)
        (self.context.origin, self.context.moment) = (addedAt, addedAt)
        var user = User(
            id: id, fullName: fullName, email: email, affiliation: affiliation, status: status, addedAt: addedAt,
            credential: credential)
        (user.version, user.hasSignedIn, user.sessionEpoch) = (version, hasSignedIn, sessionEpoch)
        user.secondFactor = secondFactor
        return user
    }

    /// Reads an assignment at the company and without an end.
    @inline(__always)
    private mutating func usualAssignment(
        to user: UserID, _ roles: [RoleID], end: Int
    ) throws(StoredFormError) -> RoleAssignment? {
        guard UInt64(self.bytes[self.position]) == Self.tag(AssignmentField.role, .number) else { return nil }
        self.position += 1
        let number = try self.number()
        guard number < UInt64(roles.count), self.position <= end else { return nil }
        if self.position < end {
            switch UInt64(self.bytes[self.position]) {
            case Self.tag(AssignmentField.grantedBy, .identifier):
                self.position += 1
                let low = try self.word()
                self.context.principal = .user(id: UserID(high: try self.word(), low: low))
            case Self.tag(AssignmentField.grantedBy, .number):
                self.position += 1
                guard try self.byte() == 0 else { return nil }
                self.context.principal = .system
            // The next one, or a field that is not usual.
            default: break
            }
        }
        guard let giver = self.context.principal, self.position <= end else { return nil }
        return RoleAssignment(of: roles[Int(number)], to: user, grantedBy: giver, grantedAt: self.context.moment)
    }

    @inline(__always)
    private mutating func text() throws(StoredFormError) -> String {
        guard let text = try StoredInput.bytes(self.counted(), isTrusted: true).text() else {
            throw StoredFormError(.wrongKind)
        }
        return text
    }

    @inline(__always)
    private mutating func signed() throws(StoredFormError) -> Int64 {
        guard let number = StoredInput.number(try self.number()).integer else { throw StoredFormError(.wrongKind) }
        return number
    }

    @inline(__always)
    private mutating func code<Code: StoredCode>() throws(StoredFormError) -> Code {
        guard let code = try Code(stored: .number(try self.number())) else { throw StoredFormError(.wrongKind) }
        return code
    }
}
