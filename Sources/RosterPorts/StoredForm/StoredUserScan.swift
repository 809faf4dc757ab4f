package import RosterDomain

/// What a search needs of the record of a user, read in place without making a record of it.
package struct StoredUserScan {
    /// The address as it was written.
    package private(set) var email = UnsafeRawBufferPointer(start: nil, count: 0)
    /// The name.
    package private(set) var fullName = UnsafeRawBufferPointer(start: nil, count: 0)
    /// The status.
    package private(set) var status = AccountStatus.active
    /// The affiliation.
    package private(set) var affiliation = Affiliation.member
    /// Whether the user has a request for roles that waits for an answer.
    package private(set) var hasRequests = false
    /// Whether the record lists notifications that were given up.
    package private(set) var hasUndelivered = false
    /// How often all sessions of the account were ended.
    package private(set) var sessionEpoch = 0
    /// What sessions must show beside the password.
    package var secondFactor: SecondFactorStanding {
        SecondFactorStanding(self.accountKind, hasFactor: self.hasSecondFactor)
    }
    private var hasSecondFactor = false
    private var accountKind = AccountKind.person
    /// Whether the user name is another one than the address, or may be.
    package private(set) var hasUserName = false
    /// Whether there are attributes, or may be.
    package private(set) var hasAttributes = false
    /// The identifier; nil where the record is found by it and does not repeat it.
    private(set) var id: UserID?
    /// Whether the record says something that only its description can judge: a field that must be known, or one by its name alone.
    private(set) var isUnusual = false
    private var hasReleasedNames = false
    private var userBytes = UnsafeRawBufferPointer(start: nil, count: 0)
    private var addedAt: Int64 = 0
    private(set) var assignments = UnsafeRawBufferPointer(start: nil, count: 0)
    private(set) var groups = UnsafeRawBufferPointer(start: nil, count: 0)

    /// The address in a record, as it was written, found without reading what follows it.
    package static func email(in record: UnsafeRawBufferPointer) throws(StoredFormError) -> UnsafeRawBufferPointer {
        var fields = FieldScan(record)
        guard let user = try fields.next(), user.number == RecordField.user.number else {
            throw StoredFormError(.missing, at: RecordField.user.name)
        }
        var userFields = FieldScan(user.bytes)
        while let field = try userFields.next(), field.number <= UserField.email.number {
            if field.number == UserField.email.number { return field.bytes }
        }
        return UnsafeRawBufferPointer(start: nil, count: 0)
    }

    /// Reads a record.
    // Inlined, so that a search over all records writes down only what it looks at.
    @inline(__always)
    package init(_ record: UnsafeRawBufferPointer) throws(StoredFormError) {
        var fields = FieldScan(record)
        while let field = try fields.next() {
            switch field.number {
            case RecordField.user.number: try self.readUser(field.bytes)
            case RecordField.assignments.number: self.assignments = field.bytes
            case RecordField.roleRequests.number: self.hasRequests = true
            case RecordField.undelivered.number: self.hasUndelivered = true
            case RecordField.groups.number: self.groups = field.bytes
            case 0: self.isUnusual = true
            default: break
            }
        }
        if fields.hasRequired { self.isUnusual = true }
    }

    /// Whether the address leads to the user and nothing else does.
    package var isFoundByAddressAlone: Bool { !self.hasUserName && !self.hasAttributes && !self.hasReleasedNames }

    /// The user, read whole but for the identifier.
    package func user() throws(StoredFormError) -> User {
        try StoredForm.user(trusting: self.userBytes)
    }

    @inline(__always)
    private mutating func readUser(_ user: UnsafeRawBufferPointer) throws(StoredFormError) {
        self.userBytes = user
        var fields = FieldScan(user)
        while let field = try fields.next() {
            switch field.number {
            case UserField.id.number: self.id = Self.identifier(field.bytes)
            case UserField.email.number: self.email = field.bytes
            case UserField.fullName.number: self.fullName = field.bytes
            case UserField.status.number: self.status = try Self.code(field.value)
            case UserField.affiliation.number: self.affiliation = try Self.code(field.value)
            case UserField.sessionEpoch.number:
                self.sessionEpoch = Int(truncatingIfNeeded: StoredInput.number(field.value).integer ?? 0)
            case UserField.secondFactor.number: self.hasSecondFactor = true
            case UserField.accountKind.number: self.accountKind = try Self.code(field.value)
            case UserField.userName.number: self.hasUserName = true
            case UserField.attributes.number: self.hasAttributes = true
            case UserField.hasReleasedNames.number: self.hasReleasedNames = true
            // What an older version found in JSON and did not know: any field, so one of these too.
            case 0: (self.hasUserName, self.hasAttributes, self.isUnusual) = (true, true, true)
            case UserField.addedAt.number: self.addedAt = StoredInput.number(field.value).integer ?? 0
            default: break
            }
        }
        if fields.hasRequired { self.isUnusual = true }
    }

    private static func identifier(_ bytes: UnsafeRawBufferPointer) -> UserID? {
        guard bytes.count == 16 else { return nil }
        let words = (bytes.loadUnaligned(as: UInt64.self), bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
        return UserID(high: UInt64(littleEndian: words.1), low: UInt64(littleEndian: words.0))
    }

    private static func code<Code: StoredCode>(_ number: UInt64) throws(StoredFormError) -> Code {
        guard let code = try Code(stored: .number(number)) else { throw StoredFormError(.wrongKind) }
        return code
    }

    /// Adds the numbers of the groups that the user is a member of, in the order of the groups' identifiers.
    package func readGroups(into groups: inout [UInt32]) throws(StoredFormError) {
        guard !self.groups.isEmpty else { return }
        var numbers = FieldScan(self.groups)
        while let number = try numbers.nextNumber() {
            guard let number = UInt32(exactly: number) else {
                throw StoredFormError(.unreadable, at: RecordField.groups.name)
            }
            groups.append(number)
        }
    }

    /// Adds the roles that are held, in the order of assignment.
    package func readHoldings(into holdings: inout [NumberedHolding]) throws(StoredFormError) {
        var fields = FieldScan(self.assignments)
        var role: UInt64?
        var (place, from, until): (UInt64, Timestamp?, Timestamp?) = (0, nil, nil)
        while let field = try fields.next() {
            switch field.number {
            case AssignmentField.role.number:
                if let role { holdings.append(try Self.holding(role, place, from, until)) }
                role = field.value
                (place, from, until) = (0, nil, nil)
            case AssignmentField.scope.number: place = field.value &+ 1
            case AssignmentField.from.number: from = try self.moment(field.value)
            case AssignmentField.until.number: until = try self.moment(field.value)
            default: break
            }
        }
        if let role { holdings.append(try Self.holding(role, place, from, until)) }
    }

    @inline(__always)
    private static func holding(
        _ role: UInt64, _ place: UInt64, _ from: Timestamp?, _ until: Timestamp?
    ) throws(StoredFormError) -> NumberedHolding {
        let window = from == nil && until == nil ? .always : try? ValidityWindow(from: from, until: until)
        guard let window, let holding = NumberedHolding(role: role, place: place, window: window) else {
            throw StoredFormError(.unreadable, at: RecordField.assignments.name)
        }
        return holding
    }

    private func moment(_ number: UInt64) throws(StoredFormError) -> Timestamp {
        let distance = StoredInput.number(number).integer ?? 0
        return try Timestamp(stored: self.addedAt &+ distance)
    }
}

/// Goes over fields in place, whatever they are.
struct FieldScan {
    private let bytes: UnsafeRawBufferPointer
    private var position = 0
    /// Whether a field so far must be known to those who read the value.
    private(set) var hasRequired = false

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    @inline(__always)
    mutating func next() throws(StoredFormError) -> (number: UInt32, value: UInt64, bytes: UnsafeRawBufferPointer)? {
        guard self.position < self.bytes.count else { return nil }
        let tag = try self.number()
        if tag & 4 != 0 { self.hasRequired = true }
        var (value, payload): (UInt64, UnsafeRawBufferPointer) = (0, UnsafeRawBufferPointer(start: nil, count: 0))
        switch StoredKind(bits: tag) {
        case .number: value = try self.number()
        case .bytes: payload = try self.bytes(count: try self.number())
        case .identifier: payload = try self.bytes(count: 16)
        case .yes: break
        }
        return (UInt32(truncatingIfNeeded: tag >> 3), value, payload)
    }

    /// The next element of a list of numbers; nil at the end.
    mutating func nextNumber() throws(StoredFormError) -> UInt64? {
        self.position < self.bytes.count ? try self.number() : nil
    }

    @inline(__always)
    private mutating func number() throws(StoredFormError) -> UInt64 {
        var (number, shift): (UInt64, UInt64) = (0, 0)
        while self.position < self.bytes.count {
            let byte = self.bytes[self.position]
            self.position += 1
            number |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return number }
            shift += 7
            guard shift < 64 else { throw StoredFormError(.unreadable) }
        }
        throw StoredFormError(.cutOff)
    }

    @inline(__always)
    private mutating func bytes(count: UInt64) throws(StoredFormError) -> UnsafeRawBufferPointer {
        guard count <= UInt64(self.bytes.count - self.position) else { throw StoredFormError(.cutOff) }
        defer { self.position += Int(count) }
        return UnsafeRawBufferPointer(rebasing: self.bytes[self.position..<self.position + Int(count)])
    }
}
