internal import RosterDomain

// Records as nearly all of them are: read in place, field by field, at a third of what the description costs.
//
// Anything else makes these functions return nil or throw, and the description reads the record from its beginning: a field that
// is not named here, other names or places, an order that is not the writer's. A test compares both on random records.

extension BinaryFieldReader {
    /// Reads a record whose user has an address for a name and no more than a person usually has.
    mutating func usualRecord(of id: UserID) throws(StoredFormError) -> UserRecord? {
        guard let roles, let userEnd = try self.enter(RecordField.user, before: self.end) else { return nil }
        // Filled in where it is: each copy of a user counts a reference to each of its texts.
        var record = Self.emptyRecord
        guard try self.readUsualUser(id, into: &record.user, end: userEnd) else { return nil }
        guard self.position < self.end else { return record }
        guard let end = try self.enter(RecordField.assignments, before: self.end), end == self.end else { return nil }
        var assignments: [RoleAssignment] = []
        // Three bytes or four each, for most.
        assignments.reserveCapacity(min(64, (end - self.position + 3) / 4))
        while self.position < end {
            guard let assignment = try self.usualAssignment(to: id, roles, end: end) else { return nil }
            assignments.append(assignment)
        }
        record.assignments = assignments
        return record
    }

    private static let emptyRecord = UserRecord.blank

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

    /// Reads a user into a blank one; false when it is none that is usual.
    @inline(__always)
    private mutating func readUsualUser(
        _ id: UserID, into user: inout User, end: Int
    ) throws(StoredFormError) -> Bool {
        (user.id, user.addedAt) = (id, self.context.origin)
        var hasName = false
        var last: UInt64 = 0
        while self.position < end {
            let tag = try self.number()
            guard tag > last else { return false }
            last = tag
            switch tag {
            case Self.tag(UserField.email, .bytes): user.email = EmailAddress(takenInBefore: try self.text())
            case Self.tag(UserField.fullName, .bytes):
                user.fullName = FullName(takenInBefore: try self.text())
                hasName = true
            case Self.tag(UserField.status, .number): user.status = try self.code()
            case Self.tag(UserField.affiliation, .number): user.affiliation = try self.code()
            case Self.tag(UserField.addedAt, .number): user.addedAt = try self.context.moment(at: try self.signed())
            case Self.tag(UserField.version, .number): user.version = Int(try self.signed())
            case Self.tag(UserField.hasSignedIn, .yes): user.hasSignedIn = true
            case Self.tag(UserField.sessionEpoch, .number): user.sessionEpoch = Int(try self.signed())
            case Self.tag(UserField.credential, .identifier):
                let low = try self.word()
                user.credential = CredentialID(high: try self.word(), low: low)
            default: return false
            }
        }
        guard self.position == end, hasName, let email = user.email else { return false }
        try user.version.checkStoredCount(from: 1, at: UserField.version)
        try user.sessionEpoch.checkStoredCount(from: 0, at: UserField.sessionEpoch)
        user.userName = UserName(email)
        (self.context.origin, self.context.moment) = (user.addedAt, user.addedAt)
        return true
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
