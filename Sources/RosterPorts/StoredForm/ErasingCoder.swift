internal import RosterDomain

/// Goes through a value and puts what is fixed in the place of every field that is personal, as the description marks them.
///
/// What is personal may be left out: nothing takes its place then. What a newer version stored may be personal, and goes too.
struct ErasingCoder: StoredCoder {
    /// A record without what is personal.
    static func erased<Value: StoredRecord>(_ value: Value) throws(StoredFormError) -> Value {
        var (value, coder) = (value, ErasingCoder())
        try Value.describe(&value, with: &coder)
        value.unknownFields = UnknownFields()
        return value
    }

    /// One alternative without what is personal: its fields are taken apart, and put together again.
    static func erased<Value: StoredChoice>(_ value: Value) throws(StoredFormError) -> Value {
        var taken = ErasedFields()
        try value.write(to: &taken)
        var source = ErasedFieldSource(taken)
        return try Value.read(value.alternative, from: &source)
    }

    mutating func field<Value: StoredScalar>(_ field: StoredField, _ value: inout Value) {
        if field.isPersonal { value = Value.erasedForm ?? .blank }
    }

    mutating func field<Value: StoredScalar>(_ field: StoredField, _ value: inout Value, unless usual: Value) {
        if field.isPersonal { value = usual }
    }

    mutating func field<Value: StoredScalar>(_ field: StoredField, _ value: inout Value?) {
        if field.isPersonal, value != nil { value = Value.erasedOptional }
    }

    mutating func list<Value: StoredScalar>(_ field: StoredField, _ values: inout [Value]) {
        if field.isPersonal { values = [] }
    }

    mutating func record<Value: StoredRecord>(_ field: StoredField, _ value: inout Value) throws(StoredFormError) {
        // What must be there is there, and says nothing.
        value = try Self.erased(value)
    }

    mutating func record<Value: StoredRecord>(_ field: StoredField, _ value: inout Value?) throws(StoredFormError) {
        guard let present = value else { return }
        value = field.isPersonal ? nil : try Self.erased(present)
    }

    mutating func records<Value: StoredRecord>(_ field: StoredField, _ values: inout [Value]) throws(StoredFormError) {
        var erased: [Value] = []
        if !field.isPersonal { for value in values { erased.append(try Self.erased(value)) } }
        values = erased
    }

    mutating func choices<Value: StoredChoice>(
        _ field: StoredField, _ values: inout [Value], unknown: inout [Int: UnknownFields]
    ) throws(StoredFormError) {
        for position in values.indices { values[position] = try Self.erased(values[position]) }
        unknown = [:]
    }

    mutating func choice<Value: StoredChoice>(
        _ field: StoredField, _ value: inout Value
    ) throws(StoredFormError) {
        value = try Self.erased(value)
    }
}

extension StoredField {
    /// Whether it tells something about a person.
    var isPersonal: Bool { self.traits.contains(.personal) }
}

/// The fields of an alternative, in their order, without what is personal.
private struct ErasedFields: StoredWriter {
    private(set) var values: [any Sendable] = []
    private var coder = ErasingCoder()

    mutating func field<Value: StoredScalar>(_ field: StoredField, _ value: inout Value) {
        var erased = value
        self.coder.field(field, &erased)
        self.values.append(erased)
    }

    mutating func field<Value: StoredScalar>(_ field: StoredField, _ value: inout Value, unless usual: Value) {
        var erased = value
        self.coder.field(field, &erased, unless: usual)
        self.values.append(erased)
    }

    mutating func field<Value: StoredScalar>(_ field: StoredField, _ value: inout Value?) {
        var erased = value
        self.coder.field(field, &erased)
        self.values.append(erased)
    }

    mutating func list<Value: StoredScalar>(_ field: StoredField, _ values: inout [Value]) {
        var erased = values
        self.coder.list(field, &erased)
        self.values.append(erased)
    }

    mutating func record<Value: StoredRecord>(_ field: StoredField, _ value: inout Value) throws(StoredFormError) {
        var erased = value
        try self.coder.record(field, &erased)
        self.values.append(erased)
    }

    mutating func record<Value: StoredRecord>(_ field: StoredField, _ value: inout Value?) throws(StoredFormError) {
        var erased = value
        try self.coder.record(field, &erased)
        self.values.append(erased)
    }

    mutating func records<Value: StoredRecord>(_ field: StoredField, _ values: inout [Value]) throws(StoredFormError) {
        var erased = values
        try self.coder.records(field, &erased)
        self.values.append(erased)
    }

    mutating func choices<Value: StoredChoice>(
        _ field: StoredField, _ values: inout [Value], unknown: inout [Int: UnknownFields]
    ) throws(StoredFormError) {
        var erased = values
        var none: [Int: UnknownFields] = [:]
        try self.coder.choices(field, &erased, unknown: &none)
        self.values.append(erased)
    }

    mutating func choice<Value: StoredChoice>(_ field: StoredField, _ value: Value) throws(StoredFormError) {
        self.values.append(try ErasingCoder.erased(value))
    }

    mutating func fields<Value: StoredRecord>(of value: Value) throws(StoredFormError) {
        self.values.append(try ErasingCoder.erased(value))
    }
}

/// Gives the fields of an alternative back, in the order in which they were taken.
private struct ErasedFieldSource: StoredReader {
    private var values: ArraySlice<any Sendable>

    init(_ fields: ErasedFields) { self.values = fields.values[...] }

    private mutating func next<Value>(_ name: String, as type: Value.Type = Value.self) throws(StoredFormError) -> Value
    {
        guard let value = self.values.popFirst() as? Value else { throw StoredFormError(.missing, at: name) }
        return value
    }

    mutating func field<Value: StoredScalar>(_ field: StoredField, _ value: inout Value) throws(StoredFormError) {
        value = try self.next(field.name)
    }

    mutating func field<Value: StoredScalar>(
        _ field: StoredField, _ value: inout Value, unless usual: Value
    ) throws(StoredFormError) {
        value = try self.next(field.name)
    }

    mutating func field<Value: StoredScalar>(_ field: StoredField, _ value: inout Value?) throws(StoredFormError) {
        value = try self.next(field.name)
    }

    mutating func list<Value: StoredScalar>(_ field: StoredField, _ values: inout [Value]) throws(StoredFormError) {
        values = try self.next(field.name)
    }

    mutating func record<Value: StoredRecord>(_ field: StoredField, _ value: inout Value) throws(StoredFormError) {
        value = try self.next(field.name)
    }

    mutating func record<Value: StoredRecord>(_ field: StoredField, _ value: inout Value?) throws(StoredFormError) {
        value = try self.next(field.name)
    }

    mutating func records<Value: StoredRecord>(_ field: StoredField, _ values: inout [Value]) throws(StoredFormError) {
        values = try self.next(field.name)
    }

    mutating func choices<Value: StoredChoice>(
        _ field: StoredField, _ values: inout [Value], unknown: inout [Int: UnknownFields]
    ) throws(StoredFormError) {
        values = try self.next(field.name)
        unknown = [:]
    }

    mutating func choice<Value: StoredChoice>(
        _ field: StoredField, as type: Value.Type
    ) throws(StoredFormError) -> Value {
        try self.next(field.name)
    }

    mutating func fields<Value: StoredRecord>(of type: Value.Type) throws(StoredFormError) -> Value {
        try self.next("fields")
    }
}
