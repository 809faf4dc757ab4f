package import RosterDomain

/// A field of a stored value: its number forever, its name in JSON, and what is special about it.
package struct StoredField: Sendable {
    /// What is special about a field.
    package struct Traits: OptionSet, Sendable {
        package let rawValue: UInt8
        package init(rawValue: UInt8) { self.rawValue = rawValue }

        /// It tells something about a person, and is erased when the person is purged.
        package static let personal = Traits(rawValue: 1 << 0)
        /// A version that does not know the field must refuse the value.
        package static let required = Traits(rawValue: 1 << 1)
    }

    package let number: UInt32
    private let staticName: StaticString
    package let traits: Traits

    @inline(__always)
    package init(_ number: UInt32, _ name: StaticString, _ traits: Traits = []) {
        self.number = number
        self.staticName = name
        self.traits = traits
    }

    /// The name in JSON and in errors.
    package var name: String { self.staticName.description }
}

/// A value that fits one field: a text, a number, an identifier.
package protocol StoredScalar: Equatable, Sendable {
    /// A value to begin with before the stored one is read; it never leaves a reader.
    static var blank: Self { get }
    /// What takes the place of a value that is erased; nil for the blank one.
    static var erasedForm: Self? { get }
    /// The same where the value may be left out.
    static var erasedOptional: Self? { get }
    /// The usual kind of its payload in the binary form.
    static var kind: StoredKind { get }
    /// Writes what stands for the value.
    func store<Sink: StoredSink>(_ field: StoredField?, into sink: inout Sink)
    /// Reads what stood for a value; nil when the payload has the wrong kind.
    ///
    /// - Throws: ``StoredFormError/Problem/invalid(detail:)`` when the rules of the type do not accept it.
    init?(stored input: StoredInput) throws(StoredFormError)
}

extension StoredScalar {
    package static var erasedForm: Self? { nil }
    package static var erasedOptional: Self? { Self.erasedForm }
}

/// A value of several fields.
///
/// The one description of its stored form is ``describe(_:with:)``: writers, readers and the list of fields go through it.
/// Fields are named in ascending order of their numbers. A number is never given another meaning.
package protocol StoredRecord: Sendable {
    /// A value to begin with before the stored one is read; it never leaves a reader.
    static var blank: Self { get }
    /// Fields that a newer version wrote.
    var unknownFields: UnknownFields { get set }
    /// Names every field to a coder, which reads it from the value or writes it into it.
    static func describe<Coder: StoredCoder>(_ value: inout Self, with coder: inout Coder) throws(StoredFormError)
}

/// One of several alternatives, each with fields of its own.
package protocol StoredChoice: Sendable {
    /// The alternatives, with the numbers and names that stand for them.
    associatedtype Alternative: StoredAlternative
    /// Which one it is.
    var alternative: Alternative { get }
    /// Writes the fields of the value, in ascending order of their numbers.
    func write<Writer: StoredWriter>(to writer: inout Writer) throws(StoredFormError)
    /// Reads the fields of an alternative, in the same order.
    static func read<Reader: StoredReader>(
        _ alternative: Alternative, from reader: inout Reader
    ) throws(StoredFormError) -> Self
}

/// The alternatives of a choice: case names are the names in JSON, raw values the numbers, both forever.
package protocol StoredAlternative: RawRepresentable<UInt32>, CaseIterable, Sendable {}

/// Goes through the fields of values: a writer, a reader, or what lists them.
///
/// `field` has no memory. What is *in context* is told in few bytes by what came before it, so the coder remembers it: the
/// user and the principal named last, the moment that others count from, and the numbers of names. Only the fields of the first
/// edition are in context: a field that an older reader skips must not change what the fields after it mean.
package protocol StoredCoder {
    /// A field that is always there.
    mutating func field<Value: StoredScalar>(_ field: StoredField, _ value: inout Value) throws(StoredFormError)
    /// A field that is left out when it has its usual value.
    mutating func field<Value: StoredScalar>(
        _ field: StoredField, _ value: inout Value, unless usual: Value
    ) throws(StoredFormError)
    /// A field that is left out when it is nil.
    mutating func field<Value: StoredScalar>(_ field: StoredField, _ value: inout Value?) throws(StoredFormError)
    /// A list of values, left out when it is empty.
    mutating func list<Value: StoredScalar>(_ field: StoredField, _ values: inout [Value]) throws(StoredFormError)

    /// A value of several fields.
    mutating func record<Value: StoredRecord>(_ field: StoredField, _ value: inout Value) throws(StoredFormError)
    /// A value of several fields, left out when it is nil.
    mutating func record<Value: StoredRecord>(_ field: StoredField, _ value: inout Value?) throws(StoredFormError)
    /// A list of such values, left out when it is empty; field 1 of each is always there.
    mutating func records<Value: StoredRecord>(_ field: StoredField, _ values: inout [Value]) throws(StoredFormError)
    /// A list of alternatives, with the fields that are not known of those that have any.
    mutating func choices<Value: StoredChoice>(
        _ field: StoredField, _ values: inout [Value], unknown: inout [Int: UnknownFields]
    ) throws(StoredFormError)
    /// One alternative with its fields.
    mutating func choice<Value: StoredChoice>(_ field: StoredField, _ value: inout Value) throws(StoredFormError)

    /// The user; left out when it is the one named last. In context.
    mutating func user(_ field: StoredField, _ user: inout UserID) throws(StoredFormError)
    /// Who did something; left out when it is the one named last. In context.
    mutating func principal(_ field: StoredField, _ principal: inout Principal) throws(StoredFormError)
    /// A moment that later ones count from. In context.
    mutating func origin(_ field: StoredField, _ moment: inout Timestamp) throws(StoredFormError)
    /// A moment; left out when it is the one named last. In context.
    mutating func moment(_ field: StoredField, _ moment: inout Timestamp) throws(StoredFormError)
    /// A moment, left out when it is nil. In context.
    mutating func moment(_ field: StoredField, _ moment: inout Timestamp?) throws(StoredFormError)
    /// A role; always there. In context.
    mutating func role(_ field: StoredField, _ role: inout RoleID) throws(StoredFormError)
    /// Roles, left out when there are none. In context.
    mutating func roles(_ field: StoredField, _ roles: inout [RoleID]) throws(StoredFormError)
    /// Groups that a user is a member of, left out when there are none. In context.
    mutating func groups(_ field: StoredField, _ groups: inout [GroupID]) throws(StoredFormError)
    /// A scope, left out when it is the company. In context.
    mutating func scope(_ field: StoredField, _ scope: inout Scope) throws(StoredFormError)
}

// MARK: - Without context

// For a coder without memory, what is in context is a field like others. A line of JSON is read by people and by tools: nothing in
// it depends on what came before.
extension StoredCoder {
    package mutating func user(_ field: StoredField, _ user: inout UserID) throws(StoredFormError) {
        try self.field(field, &user)
    }

    package mutating func principal(_ field: StoredField, _ principal: inout Principal) throws(StoredFormError) {
        try self.field(field, &principal)
    }

    package mutating func origin(_ field: StoredField, _ moment: inout Timestamp) throws(StoredFormError) {
        try self.field(field, &moment)
    }

    package mutating func moment(_ field: StoredField, _ moment: inout Timestamp) throws(StoredFormError) {
        try self.field(field, &moment)
    }

    package mutating func moment(_ field: StoredField, _ moment: inout Timestamp?) throws(StoredFormError) {
        try self.field(field, &moment)
    }

    package mutating func role(_ field: StoredField, _ role: inout RoleID) throws(StoredFormError) {
        try self.field(field, &role)
    }

    package mutating func roles(_ field: StoredField, _ roles: inout [RoleID]) throws(StoredFormError) {
        try self.list(field, &roles)
    }

    package mutating func groups(_ field: StoredField, _ groups: inout [GroupID]) throws(StoredFormError) {
        try self.list(field, &groups)
    }

    package mutating func scope(_ field: StoredField, _ scope: inout Scope) throws(StoredFormError) {
        try self.field(field, &scope, unless: .company)
    }
}

/// A coder that only takes values.
package protocol StoredWriter: StoredCoder {
    /// Writes one alternative with its fields.
    mutating func choice<Value: StoredChoice>(_ field: StoredField, _ value: Value) throws(StoredFormError)
    /// Writes an alternative that consists of the fields of a record.
    mutating func fields<Value: StoredRecord>(of value: Value) throws(StoredFormError)
}

/// A coder that only gives values.
package protocol StoredReader: StoredCoder {
    /// Reads one alternative with its fields.
    mutating func choice<Value: StoredChoice>(
        _ field: StoredField, as type: Value.Type
    ) throws(StoredFormError) -> Value
    /// Reads an alternative that consists of the fields of a record.
    mutating func fields<Value: StoredRecord>(of type: Value.Type) throws(StoredFormError) -> Value
}

extension StoredWriter {
    /// Writes a field that is always there.
    mutating func put<Value: StoredScalar>(_ field: StoredField, _ value: Value) throws(StoredFormError) {
        var value = value
        try self.field(field, &value)
    }

    /// Writes a list of values.
    mutating func put<Value: StoredScalar>(_ field: StoredField, _ values: [Value]) throws(StoredFormError) {
        var values = values
        try self.list(field, &values)
    }

    /// Writes a field that is left out when it is nil.
    mutating func put<Value: StoredScalar>(_ field: StoredField, _ value: Value?) throws(StoredFormError) {
        var value = value
        try self.field(field, &value)
    }
}

extension StoredWriter {
    /// Writes one alternative with its fields.
    package mutating func choice<Value: StoredChoice>(
        _ field: StoredField, _ value: inout Value
    ) throws(StoredFormError) {
        try self.choice(field, value)
    }
}

extension StoredReader {
    /// Reads one alternative with its fields.
    package mutating func choice<Value: StoredChoice>(
        _ field: StoredField, _ value: inout Value
    ) throws(StoredFormError) {
        value = try self.choice(field, as: Value.self)
    }

    /// Reads a field that is always there.
    mutating func get<Value: StoredScalar>(
        _ field: StoredField, as type: Value.Type = Value.self
    ) throws(StoredFormError) -> Value {
        var value = Value.blank
        try self.field(field, &value)
        return value
    }

    /// Reads a list of values.
    mutating func getList<Value: StoredScalar>(
        _ field: StoredField, of type: Value.Type = Value.self
    ) throws(StoredFormError) -> [Value] {
        var values: [Value] = []
        try self.list(field, &values)
        return values
    }

    /// Reads a field that may be missing.
    mutating func getOptional<Value: StoredScalar>(
        _ field: StoredField, as type: Value.Type = Value.self
    ) throws(StoredFormError) -> Value? {
        var value: Value?
        try self.field(field, &value)
        return value
    }
}
