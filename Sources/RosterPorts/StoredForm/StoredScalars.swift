package import RosterDomain

// How the values of single fields are stored. A type that is a text needs a line, a list of codes its names.

extension Bool: StoredScalar {
    package static var blank: Bool { false }
    package static var kind: StoredKind { .yes }
    package func store<Sink: StoredSink>(_ field: StoredField?, into sink: inout Sink) {
        sink.putYes(field)
    }
    package init?(stored input: StoredInput) {
        guard case .yes = input else { return nil }
        self = true
    }
}

extension Int: StoredScalar {
    package static var blank: Int { 0 }
    package static var kind: StoredKind { .number }
    package func store<Sink: StoredSink>(_ field: StoredField?, into sink: inout Sink) {
        sink.put(signed: Int64(self), field)
    }
    package init?(stored input: StoredInput) throws(StoredFormError) {
        guard let number = input.integer else { return nil }
        self.init(truncatingIfNeeded: number)
    }
}

extension Int {
    /// Refuses a stored count that is too small, or so large that counting up could fail.
    func checkStoredCount(from least: Int, at field: StoredField) throws(StoredFormError) {
        guard (least...Self.countLimit).contains(self) else {
            throw StoredFormError(
                .invalid(detail: "`\(self)` is not a number from \(least) to \(Self.countLimit)"), at: field.name)
        }
    }
}

extension UInt64: StoredScalar {
    package static var blank: UInt64 { 0 }
    package static var kind: StoredKind { .number }
    package func store<Sink: StoredSink>(_ field: StoredField?, into sink: inout Sink) {
        sink.put(number: self, field)
    }
    package init?(stored input: StoredInput) {
        guard let number = input.unsigned else { return nil }
        self = number
    }
}

extension Revision: StoredScalar {
    package static var blank: Revision { .start }
    package static var kind: StoredKind { .number }
    package func store<Sink: StoredSink>(_ field: StoredField?, into sink: inout Sink) {
        sink.put(number: self.number, field)
    }
    package init?(stored input: StoredInput) {
        guard let number = input.unsigned else { return nil }
        self.init(number)
    }
}

extension Timestamp: StoredScalar {
    package static var blank: Timestamp { Timestamp(millisecondsSinceEpoch: 0) }
    package static var kind: StoredKind { .number }
    package func store<Sink: StoredSink>(_ field: StoredField?, into sink: inout Sink) {
        sink.put(signed: self.millisecondsSinceEpoch, field)
    }
    package init?(stored input: StoredInput) throws(StoredFormError) {
        guard let number = input.integer else { return nil }
        try self.init(stored: number)
    }
    init(stored milliseconds: Int64) throws(StoredFormError) {
        guard let moment = Timestamp(exactly: milliseconds) else {
            throw StoredFormError(.invalid(detail: Timestamp.refusal(of: milliseconds)))
        }
        self = moment
    }
}

extension Identifier: StoredScalar {
    package static var blank: Identifier { Identifier(high: 0, low: 0) }
    package static var kind: StoredKind { .identifier }
    package func store<Sink: StoredSink>(_ field: StoredField?, into sink: inout Sink) {
        sink.put(high: self.high, low: self.low, field)
    }
    package init?(stored input: StoredInput) throws(StoredFormError) {
        if case .identifier(let high, let low) = input {
            self.init(high: high, low: low)
            return
        }
        guard case .json = input, let text = try input.text() else { return nil }
        self = try accepting { () throws(IdentifierError) in try Identifier(text) }
    }
}

extension Principal: StoredScalar {
    package static var blank: Principal { .system }
    package static var kind: StoredKind { .identifier }
    package func store<Sink: StoredSink>(_ field: StoredField?, into sink: inout Sink) {
        switch self {
        case .system: sink.put(code: 0, named: "system", field)
        case .user(let id): sink.put(high: id.high, low: id.low, field)
        }
    }
    package init?(stored input: StoredInput) throws(StoredFormError) {
        switch input {
        case .number(0): self = .system
        case .json(let text) where text.elementsEqual("system".utf8): self = .system
        case .number(let number):
            throw StoredFormError(.invalid(detail: "there is no principal of kind \(number) in this version"))
        default:
            guard let id = try UserID(stored: input) else { return nil }
            self = .user(id: id)
        }
    }
}

// MARK: - Texts

/// A value whose stored form is a text.
package protocol StoredText: StoredScalar {
    /// The text.
    var storedText: String { get }
    /// Reads a text, or says which rule it breaks.
    ///
    /// - Parameter isTrusted: Whether the rules were checked before the text was stored.
    init(storedText text: String, isTrusted: Bool) throws(StoredFormError)
}

extension StoredText {
    package static var kind: StoredKind { .bytes }
    @inline(__always)
    package func store<Sink: StoredSink>(_ field: StoredField?, into sink: inout Sink) {
        sink.put(text: self.storedText, field)
    }
    @inline(__always)
    package init?(stored input: StoredInput) throws(StoredFormError) {
        guard let text = try input.text() else { return nil }
        let isTrusted = if case .bytes(_, let isTrusted) = input { isTrusted } else { false }
        try self.init(storedText: text, isTrusted: isTrusted)
    }
}

/// Calls the initializer of a type and reports the rule that a text breaks.
@inline(__always)
private func accepting<Value, Failure: Error>(
    _ body: () throws(Failure) -> Value
) throws(StoredFormError) -> Value {
    do throws(Failure) { return try body() } catch { throw StoredFormError(.invalid(detail: "\(error)")) }
}

extension String: StoredText {
    package static var blank: String { "" }
    package static var erasedForm: String? { "(erased)" }
    package var storedText: String { self }
    package init(storedText text: String, isTrusted: Bool) { self = text }
}

extension FullName: StoredText {
    package static var blank: FullName { FullName(takenInBefore: "") }
    package static var erasedForm: FullName? { FullName.erased }
    package var storedText: String { self.rawValue }
    package init(storedText text: String, isTrusted: Bool) throws(StoredFormError) {
        self =
            isTrusted ? FullName(takenInBefore: text) : try accepting { () throws(FullNameError) in try FullName(text) }
    }
}

extension EmailAddress: StoredText {
    package static var blank: EmailAddress { EmailAddress(takenInBefore: "") }
    /// A domain of this kind has no mailbox (RFC 2606 §2).
    package static var erasedForm: EmailAddress? { EmailAddress(takenInBefore: "purged-user@erased.invalid") }
    package static var erasedOptional: EmailAddress? { nil }
    package var storedText: String { self.rawValue }
    package init(storedText text: String, isTrusted: Bool) throws(StoredFormError) {
        self =
            isTrusted
            ? EmailAddress(takenInBefore: text)
            : try accepting { () throws(EmailAddressError) in try EmailAddress(text) }
    }
}

extension UserName: StoredText {
    package static var blank: UserName { UserName(takenInBefore: "") }
    package static var erasedForm: UserName? { UserName.erased }
    package var storedText: String { self.rawValue }
    package init(storedText text: String, isTrusted: Bool) throws(StoredFormError) {
        self =
            isTrusted
            ? UserName(takenInBefore: text) : try accepting { () throws(UserNameError) in try UserName(text) }
    }
}

extension AttributeName: StoredText {
    package static var blank: AttributeName { .title }
    package var storedText: String { self.rawValue }
    package init(storedText text: String, isTrusted: Bool) throws(StoredFormError) {
        self = try accepting { () throws(AttributeNameError) in try AttributeName(text) }
    }
}

extension RecordName: StoredText {
    package static var blank: RecordName { RecordName(space: .signIn, key: "") }
    /// `/` and the key, behind the name of the attribute for a value of one, or `.` and the name of another space.
    package var storedText: String {
        switch self.space {
        case .signIn: "/" + self.key
        case .attribute(let attribute): attribute.rawValue + "/" + self.key
        case .group, .groupExternalID, .companyRole: "." + self.space.rawValue + "/" + self.key
        }
    }
    package init(storedText text: String, isTrusted: Bool) throws(StoredFormError) {
        guard let end = text.utf8.firstIndex(of: UInt8(ascii: "/")) else {
            throw StoredFormError(.invalid(detail: "the name of a record needs a `/`"))
        }
        let (space, key) = (String(text[..<end]), String(text[text.utf8.index(after: end)...]))
        guard !space.isEmpty else {
            self.init(space: .signIn, key: key)
            return
        }
        for other in [Space.group, .groupExternalID, .companyRole] where space == "." + other.rawValue {
            self.init(space: other, key: key)
            return
        }
        self.init(space: .attribute(try AttributeName(storedText: space, isTrusted: isTrusted)), key: key)
    }
}

extension Scope: StoredText {
    package static var blank: Scope { .company }
    package var storedText: String { self.path }
    package init(storedText text: String, isTrusted: Bool) throws(StoredFormError) {
        self = try accepting { () throws(ScopeError) in try Scope(text) }
    }
}

/// A name that any text is.
package protocol StoredName: StoredText, RawRepresentable<String> {
    /// Creates the name.
    init(_ rawValue: String)
}

extension StoredName {
    package static var blank: Self { Self("") }
    package var storedText: String { self.rawValue }
    package init(storedText text: String, isTrusted: Bool) { self.init(text) }
}

extension RoleID: StoredName {}
extension Program: StoredName {}
extension Condition: StoredName {}
extension Permission: StoredName {}

// MARK: - Codes

/// A value that is one of a few; its number and its name are stored forever.
package protocol StoredCode: StoredScalar, CaseIterable {
    /// The number in the binary form and the name in JSON.
    var code: (number: UInt64, name: String) { get }
}

extension StoredCode {
    package static var kind: StoredKind { .number }
    @inline(__always)
    package func store<Sink: StoredSink>(_ field: StoredField?, into sink: inout Sink) {
        sink.put(code: self.code.number, named: self.code.name, field)
    }
    @inline(__always)
    package init?(stored input: StoredInput) throws(StoredFormError) {
        let known: Self?
        switch input {
        case .number(let number): known = Self.allCases.first { $0.code.number == number }
        case .json(let text): known = Self.allCases.first { text.elementsEqual($0.code.name.utf8) }
        case .signed, .large, .bytes, .identifier, .yes: return nil
        }
        guard let known else { throw StoredFormError(.unknownAlternative) }
        self = known
    }
}

extension AccountStatus: StoredCode {
    package static var blank: AccountStatus { .active }
    package var code: (number: UInt64, name: String) {
        switch self {
        case .invited: (0, "invited")
        case .mustChangePassword: (1, "mustChangePassword")
        case .active: (2, "active")
        case .blocked: (3, "blocked")
        case .deleted: (4, "deleted")
        case .purged: (5, "purged")
        }
    }
}

extension AccountKind: StoredCode {
    package static var blank: AccountKind { .person }
    package var code: (number: UInt64, name: String) {
        switch self {
        case .person: (0, "person")
        case .service: (1, "service")
        }
    }
}

extension Affiliation: StoredCode {
    package static var blank: Affiliation { .member }
    package var code: (number: UInt64, name: String) {
        switch self {
        case .member: (0, "member")
        case .guest: (1, "guest")
        }
    }
}

extension AccountAction: StoredCode {
    package static var blank: AccountAction { .resetPassword }
    package var code: (number: UInt64, name: String) {
        switch self {
        case .resetPassword: (0, "resetPassword")
        case .block: (1, "block")
        case .delete: (2, "delete")
        case .editProfile: (3, "editProfile")
        case .removeRoles: (4, "removeRoles")
        }
    }
}

extension RoleRequestAnswer: StoredCode {
    package static var blank: RoleRequestAnswer { .declined }
    package var code: (number: UInt64, name: String) {
        switch self {
        case .granted: (0, "granted")
        case .declined: (1, "declined")
        case .withdrawn: (2, "withdrawn")
        case .lapsed: (3, "lapsed")
        }
    }
}

extension UndeliveredNotification.Reason: StoredCode {
    package static var blank: UndeliveredNotification.Reason { .undeliverable }
    package var code: (number: UInt64, name: String) {
        switch self {
        case .undeliverable: (0, "undeliverable")
        case .patienceEnded: (1, "patienceEnded")
        }
    }
}
