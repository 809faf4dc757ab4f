internal import RosterDomain

/// Writes fields in the binary form.
///
/// A field is a compact number (the field's number × 8, + 4 when it is required, + its ``StoredKind``) and a payload. Fields
/// ascend by number. In a list of records the elements stand one behind the other: where numbers do not ascend, a new one
/// begins.
struct BinaryFieldWriter: StoredWriter {
    /// What was written so far.
    var bytes: [UInt8]
    var context = StoredContext()
    /// The numbers of names; nil to write names as texts.
    private let names: UnsafeMutablePointer<StoredNames>?
    /// The roles of assignments so far, each as the bit at its number modulo 64.
    private(set) var roleBits: UInt64 = 0
    /// Fields that this version does not know and that are still to be written, in order.
    private var kept: ArraySlice<UnknownFields.Field> = []

    init(appendingTo bytes: [UInt8] = [], names: UnsafeMutablePointer<StoredNames>? = nil) {
        self.bytes = bytes
        self.names = names
    }

    /// Writes the fields of a value as a whole.
    mutating func write<Value: StoredRecord>(_ value: borrowing Value) throws(StoredFormError) {
        var value = copy value
        try self.describe(&value)
    }
}

// MARK: - Bytes

extension BinaryFieldWriter {
    @inline(__always)
    mutating func append(_ number: UInt64) {
        var rest = number
        while rest >= 0x80 {
            self.bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        self.bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    @inline(__always)
    private mutating func append(signed number: Int64) {
        self.append(UInt64(bitPattern: number << 1 ^ number >> 63))
    }

    @inline(__always)
    private mutating func append(fixed word: UInt64) {
        withUnsafeBytes(of: word.littleEndian) { self.bytes.append(contentsOf: $0) }
    }

    private mutating func append(_ text: String) {
        if text.utf8.contains(0) {
            let escaped = text.utf8.flatMap { $0 == 0 ? [0xC0, 0x80] : [$0] }
            self.append(UInt64(escaped.count))
            self.bytes += escaped
        } else {
            self.append(UInt64(text.utf8.count))
            self.bytes.append(contentsOf: text.utf8)
        }
    }

    @inline(__always)
    private mutating func tag(_ field: StoredField, _ kind: StoredKind) {
        if !self.kept.isEmpty { self.writeKept(before: field.number) }
        let bits = (field.traits.contains(.required) ? 4 : 0) | UInt64(kind.rawValue)
        self.append(UInt64(field.number) << 3 | bits)
    }

    /// Writes bytes behind their number, which is known only afterwards; mostly it fits the one byte that is kept for it.
    @inline(__always)
    private mutating func counted(
        _ body: (inout BinaryFieldWriter) throws(StoredFormError) -> Void
    ) throws(StoredFormError) {
        let start = self.bytes.count
        self.bytes.append(0)
        try body(&self)
        let count = self.bytes.count - start - 1
        if count < 0x80 {
            self.bytes[start] = UInt8(count)
        } else {
            var length = BinaryFieldWriter()
            length.append(UInt64(count))
            self.bytes.replaceSubrange(start...start, with: length.bytes)
        }
    }
}

// MARK: - Fields that are not known

extension BinaryFieldWriter {
    /// Names the fields of a value, with those that are not known in their places.
    @inline(__always)
    private mutating func describe<Value: StoredRecord>(_ value: inout Value) throws(StoredFormError) {
        if value.unknownFields.isEmpty, self.kept.isEmpty { return try Value.describe(&value, with: &self) }
        let outer = self.kept
        self.begin(value.unknownFields)
        try Value.describe(&value, with: &self)
        self.writeKept(before: .max)
        self.kept = outer
    }

    private mutating func begin(_ unknown: UnknownFields) {
        self.kept = unknown.fields[...]
        let named = unknown.fields.prefix { if case .named = $0 { true } else { false } }
        guard !named.isEmpty else { return }
        self.kept = self.kept.dropFirst(named.count)
        // Number 0: members of a JSON object, as name and value; a newer version that knows the name finds them there.
        self.append(UInt64(StoredKind.bytes.rawValue))
        var list = BinaryFieldWriter()
        for case .named(let name, let json) in named {
            list.append(name)
            list.append(String(decoding: json, as: UTF8.self))
        }
        self.append(UInt64(list.bytes.count))
        self.bytes += list.bytes
    }

    private mutating func writeKept(before number: UInt32) {
        while case .numbered(let next, let kind, let payload)? = self.kept.first, next < number {
            self.append(UInt64(next) << 3 | UInt64(kind))
            self.bytes += payload
            self.kept.removeFirst()
        }
    }
}

// MARK: - Values

extension BinaryFieldWriter {
    @inline(__always)
    private mutating func write<Value: StoredScalar>(_ field: StoredField, _ value: Value) {
        switch value.stored {
        case .number(let number), .large(let number), .code(let number, _):
            self.tag(field, .number)
            self.append(number)
        case .signed(let number):
            self.tag(field, .number)
            self.append(signed: number)
        case .text(let text):
            self.tag(field, .bytes)
            self.append(text)
        case .bytes(let bytes, _):
            self.tag(field, .bytes)
            self.append(UInt64(bytes.count))
            self.bytes.append(contentsOf: bytes)
        case .identifier(let high, let low):
            self.tag(field, .identifier)
            self.append(fixed: low)
            self.append(fixed: high)
        case .yes: self.tag(field, .yes)
        }
    }

    @inline(__always)
    mutating func field<Value: StoredScalar>(_ field: StoredField, _ value: inout Value) {
        self.write(field, value)
    }

    @inline(__always)
    mutating func field<Value: StoredScalar>(_ field: StoredField, _ value: inout Value, unless usual: Value) {
        if value != usual { self.write(field, value) }
    }

    @inline(__always)
    mutating func field<Value: StoredScalar>(_ field: StoredField, _ value: inout Value?) {
        if let value { self.write(field, value) }
    }

    mutating func list<Value: StoredScalar>(
        _ field: StoredField, _ values: inout [Value]
    ) throws(StoredFormError) {
        guard !values.isEmpty else { return }
        self.tag(field, .bytes)
        try self.counted { (writer) throws(StoredFormError) in
            for value in values { writer.writeElement(value) }
        }
    }

    private mutating func writeElement<Value: StoredScalar>(_ value: Value) {
        switch value.stored {
        case .number(let number), .large(let number), .code(let number, _): self.append(number)
        case .signed(let number): self.append(signed: number)
        case .text(let text): self.append(text)
        case .bytes(let bytes, _):
            self.append(UInt64(bytes.count))
            self.bytes.append(contentsOf: bytes)
        case .identifier(let high, let low):
            self.append(fixed: low)
            self.append(fixed: high)
        case .yes: self.append(1)
        }
    }
}

// MARK: - Records

extension BinaryFieldWriter {
    @inline(__always)
    mutating func record<Value: StoredRecord>(_ field: StoredField, _ value: inout Value) throws(StoredFormError) {
        self.tag(field, .bytes)
        try self.counted { (writer) throws(StoredFormError) in try writer.describe(&value) }
    }

    mutating func record<Value: StoredRecord>(_ field: StoredField, _ value: inout Value?) throws(StoredFormError) {
        guard var known = value else { return }
        try self.record(field, &known)
    }

    mutating func records<Value: StoredRecord>(
        _ field: StoredField, _ values: inout [Value]
    ) throws(StoredFormError) {
        guard !values.isEmpty else { return }
        self.tag(field, .bytes)
        try self.counted { (writer) throws(StoredFormError) in
            for var value in values { try writer.describe(&value) }
        }
    }

    mutating func choices<Value: StoredChoice>(
        _ field: StoredField, _ values: inout [Value], unknown: inout [Int: UnknownFields]
    ) throws(StoredFormError) {
        self.tag(field, .bytes)
        try self.counted { (writer) throws(StoredFormError) in
            for (position, value) in values.enumerated() {
                try writer.write(value, keeping: unknown.isEmpty ? nil : unknown[position])
            }
        }
    }

    mutating func choice<Value: StoredChoice>(_ field: StoredField, _ value: Value) throws(StoredFormError) {
        self.tag(field, .bytes)
        try self.counted { (writer) throws(StoredFormError) in try writer.write(value, keeping: nil) }
    }

    @inline(__always)
    private mutating func write<Value: StoredChoice>(
        _ value: Value, keeping unknown: UnknownFields?
    ) throws(StoredFormError) {
        self.append(UInt64(value.alternative.rawValue))
        try self.counted { (writer) throws(StoredFormError) in
            guard let unknown else { return try value.write(to: &writer) }
            let outer = writer.kept
            writer.begin(unknown)
            try value.write(to: &writer)
            writer.writeKept(before: .max)
            writer.kept = outer
        }
    }

    mutating func fields<Value: StoredRecord>(of value: Value) throws(StoredFormError) {
        var value = value
        try self.describe(&value)
    }
}

// MARK: - In context

extension BinaryFieldWriter {
    @inline(__always)
    mutating func user(_ field: StoredField, _ user: inout UserID) {
        guard self.context.user != user else { return }
        self.context.user = user
        self.write(field, user)
    }

    @inline(__always)
    mutating func principal(_ field: StoredField, _ principal: inout Principal) {
        guard self.context.principal != principal else { return }
        self.context.principal = principal
        self.write(field, principal)
    }

    @inline(__always)
    mutating func origin(_ field: StoredField, _ moment: inout Timestamp) {
        if moment != self.context.origin { self.write(field, distanceTo: moment) }
        self.context.origin = moment
        self.context.moment = moment
    }

    @inline(__always)
    mutating func moment(_ field: StoredField, _ moment: inout Timestamp) {
        guard self.context.moment != moment else { return }
        self.context.moment = moment
        self.write(field, distanceTo: moment)
    }

    @inline(__always)
    mutating func moment(_ field: StoredField, _ moment: inout Timestamp?) {
        if let moment { self.write(field, distanceTo: moment) }
    }

    @inline(__always)
    private mutating func write(_ field: StoredField, distanceTo moment: Timestamp) {
        self.tag(field, .number)
        self.append(signed: self.context.distance(to: moment))
    }

    @inline(__always)
    mutating func role(_ field: StoredField, _ role: inout RoleID) {
        guard let names else { return self.write(field, role) }
        let number = names.pointee.number(of: role)
        self.roleBits |= 1 << UInt64(number & 63)
        self.tag(field, .number)
        self.append(UInt64(number))
    }

    mutating func roles(_ field: StoredField, _ roles: inout [RoleID]) throws(StoredFormError) {
        guard let names else { return try self.list(field, &roles) }
        var numbers = roles.map { UInt64(names.pointee.number(of: $0)) }
        try self.list(field, &numbers)
    }

    @inline(__always)
    mutating func scope(_ field: StoredField, _ scope: inout Scope) {
        guard scope != .company else { return }
        guard let names else { return self.write(field, scope) }
        self.tag(field, .number)
        self.append(UInt64(names.pointee.number(of: scope)))
    }
}
