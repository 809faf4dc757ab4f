internal import RosterDomain

/// Writes fields as JSON in one line.
///
/// A field that must be understood has a `!` before its name. A field that came in the binary form and is not known here is
/// written as `"#17":"1:0a62"`: its number, the kind of its payload, and the payload in hexadecimal digits.
struct JSONFieldWriter: StoredWriter, StoredSink {
    private(set) var bytes: [UInt8] = []
    /// Whether something stands before the next member or element.
    private var needsComma = false

    /// Writes a value as an object; `head` writes members that are not among its fields.
    mutating func write<Value: StoredRecord>(
        _ value: Value, head: (inout JSONFieldWriter) -> Void = { _ in }
    ) throws(StoredFormError) {
        var value = value
        self.open("{")
        head(&self)
        try Value.describe(&value, with: &self)
        self.write(value.unknownFields)
        self.close("}")
    }

    /// Writes a member whose value is a number.
    mutating func member(_ name: StaticString, _ number: UInt64) {
        self.put(number: number, StoredField(0, name))
    }
}

// MARK: - Text

extension JSONFieldWriter {
    private mutating func open(_ bracket: Unicode.Scalar) {
        self.separate()
        self.bytes.append(UInt8(ascii: bracket))
        self.needsComma = false
    }

    private mutating func close(_ bracket: Unicode.Scalar) {
        self.bytes.append(UInt8(ascii: bracket))
        self.needsComma = true
    }

    private mutating func separate() {
        if self.needsComma { self.bytes.append(UInt8(ascii: ",")) }
        self.needsComma = true
    }

    private mutating func name(_ name: String) {
        self.separate()
        self.quote(name)
        self.bytes.append(UInt8(ascii: ":"))
    }

    private mutating func name(_ field: StoredField) {
        self.name(field.traits.contains(.required) ? "!" + field.name : field.name)
    }

    /// Writes a text in quotes.
    ///
    /// What breaks a line or turns the direction of writing is escaped, so that one line of a file is one value for every tool.
    private mutating func quote(_ text: String) {
        self.bytes.append(UInt8(ascii: "\""))
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": self.bytes += [UInt8(ascii: "\\"), UInt8(truncatingIfNeeded: scalar.value)]
            case "\n": self.bytes += "\\n".utf8
            case _ where scalar.value >= 0x20 && scalar.value < 0x7F:
                self.bytes.append(UInt8(truncatingIfNeeded: scalar.value))
            case _ where scalar.isUnsafeInText: self.escape(scalar)
            default: self.bytes += String(scalar).utf8
            }
        }
        self.bytes.append(UInt8(ascii: "\""))
    }

    private mutating func escape(_ scalar: Unicode.Scalar) {
        for unit in String(scalar).utf16 {
            let digits = String(unit, radix: 16)
            self.bytes += ("\\u" + String(repeating: "0", count: 4 - digits.count) + digits).utf8
        }
    }

    private mutating func write(_ unknown: UnknownFields) {
        for field in unknown.fields {
            switch field {
            case .named(let name, let json):
                self.name(name)
                self.bytes += json
            case .numbered(let number, let kind, let payload):
                self.name("#\(number)")
                self.quote("\(kind):" + payload.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined())
            }
        }
    }
}

// MARK: - Values

extension JSONFieldWriter {
    /// Begins a member, or without a field an element.
    private mutating func begin(_ field: StoredField?) {
        if let field { self.name(field) } else { self.separate() }
    }

    mutating func put(number: UInt64, _ field: StoredField?) {
        self.begin(field)
        self.bytes += "\(number)".utf8
    }

    mutating func put(signed number: Int64, _ field: StoredField?) {
        self.begin(field)
        self.bytes += "\(number)".utf8
    }

    mutating func put(code: UInt64, named name: @autoclosure () -> String, _ field: StoredField?) {
        self.put(text: name(), field)
    }

    mutating func put(text: String, _ field: StoredField?) {
        self.begin(field)
        self.quote(text)
    }

    mutating func put(high: UInt64, low: UInt64, _ field: StoredField?) {
        self.put(text: UserID(high: high, low: low).description, field)
    }

    mutating func putYes(_ field: StoredField?) {
        self.begin(field)
        self.bytes += "true".utf8
    }

    mutating func field<Value: StoredScalar>(_ field: StoredField, _ value: inout Value) throws(StoredFormError) {
        value.store(field, into: &self)
    }

    mutating func field<Value: StoredScalar>(
        _ field: StoredField, _ value: inout Value, unless usual: Value
    ) throws(StoredFormError) {
        if value != usual { try self.field(field, &value) }
    }

    mutating func field<Value: StoredScalar>(_ field: StoredField, _ value: inout Value?) throws(StoredFormError) {
        if var value { try self.field(field, &value) }
    }

    mutating func list<Value: StoredScalar>(
        _ field: StoredField, _ values: inout [Value]
    ) throws(StoredFormError) {
        guard !values.isEmpty else { return }
        self.beginList(field)
        for value in values { value.store(nil, into: &self) }
        self.close("]")
    }

    /// Begins a list.
    private mutating func beginList(_ field: StoredField) {
        self.name(field)
        self.needsComma = false
        self.open("[")
    }
}

// MARK: - Records

extension JSONFieldWriter {
    mutating func record<Value: StoredRecord>(_ field: StoredField, _ value: inout Value) throws(StoredFormError) {
        self.name(field)
        self.needsComma = false
        try self.write(value)
    }

    mutating func record<Value: StoredRecord>(_ field: StoredField, _ value: inout Value?) throws(StoredFormError) {
        if var value { try self.record(field, &value) }
    }

    mutating func records<Value: StoredRecord>(
        _ field: StoredField, _ values: inout [Value]
    ) throws(StoredFormError) {
        guard !values.isEmpty else { return }
        self.beginList(field)
        for value in values { try self.write(value) }
        self.close("]")
    }

    mutating func choices<Value: StoredChoice>(
        _ field: StoredField, _ values: inout [Value], unknown: inout [Int: UnknownFields]
    ) throws(StoredFormError) {
        self.beginList(field)
        for (position, value) in values.enumerated() { try self.write(value, keeping: unknown[position]) }
        self.close("]")
    }

    mutating func choice<Value: StoredChoice>(_ field: StoredField, _ value: Value) throws(StoredFormError) {
        self.name(field)
        self.needsComma = false
        try self.write(value, keeping: nil)
    }

    private mutating func write<Value: StoredChoice>(
        _ value: Value, keeping unknown: UnknownFields?
    ) throws(StoredFormError) {
        self.open("{")
        self.name(JSONFieldReader.kind)
        self.quote("\(value.alternative)")
        try value.write(to: &self)
        if let unknown { self.write(unknown) }
        self.close("}")
    }

    mutating func fields<Value: StoredRecord>(of value: Value) throws(StoredFormError) {
        var value = value
        try Value.describe(&value, with: &self)
        self.write(value.unknownFields)
    }
}
