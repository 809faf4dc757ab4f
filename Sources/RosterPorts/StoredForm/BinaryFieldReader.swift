internal import RosterDomain

/// Reads fields in the binary form; see ``BinaryFieldWriter``.
///
/// Nothing is read beyond the end, and nothing is made larger than a few times the bytes. The bytes are borrowed: a reader must
/// not be kept longer than they are.
struct BinaryFieldReader: StoredReader {
    let bytes: UnsafeRawBufferPointer
    var position = 0
    /// Where the value ends that is being read.
    var end: Int
    var context = StoredContext()
    /// The names that numbers stand for; nil when names are texts.
    let roles: [RoleID]?
    let scopes: [Scope]
    let groups: [GroupID]
    /// Whether the rules of texts were checked before they were stored.
    let isTrusted: Bool
    /// Whether values stand one behind the other, so that a number that does not ascend begins the next.
    var isList = false

    /// The field at the position; `UInt32.max` at the end of the value.
    var next: (number: UInt32, kind: StoredKind, isRequired: Bool) = (.max, .number, false)
    var last: UInt32?
    /// The fields so far that are not known; nil for none, which most values have.
    var unknown: [UnknownFields.Field]?

    init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
        self.end = bytes.count
        self.roles = nil
        self.scopes = []
        self.groups = []
        self.isTrusted = false
    }

    /// Creates a reader of what a store keeps with numbers for names, and has checked before.
    init(trusting bytes: UnsafeRawBufferPointer, names: borrowing StoredNames) {
        self.bytes = bytes
        self.end = bytes.count
        self.roles = names.roles
        self.scopes = names.scopes
        self.groups = names.groups
        self.isTrusted = true
    }

    /// Reads the fields of a value; all of the bytes must belong to it.
    mutating func read<Value: StoredRecord>(_ type: Value.Type = Value.self) throws(StoredFormError) -> Value {
        var value = Value.blank
        try self.readAll(into: &value)
        return value
    }

    /// Reads the fields of a value into one that has what is not among them.
    mutating func readAll<Value: StoredRecord>(into value: inout Value) throws(StoredFormError) {
        try self.describe(&value)
        if self.position != self.end { throw StoredFormError(.repeated) }
    }
}

// MARK: - Bytes

extension BinaryFieldReader {
    @inline(__always)
    mutating func byte() throws(StoredFormError) -> UInt8 {
        guard self.position < self.end else { throw StoredFormError(.cutOff) }
        defer { self.position += 1 }
        return self.bytes[self.position]
    }

    @inline(__always)
    mutating func number() throws(StoredFormError) -> UInt64 {
        let first = try self.byte()
        return first < 0x80 ? UInt64(first) : try self.number(after: first)
    }

    /// The one way to write a number is the only one that is accepted.
    mutating func number(after first: UInt8) throws(StoredFormError) -> UInt64 {
        var number = UInt64(first & 0x7F)
        var shift: UInt64 = 7
        while true {
            let byte = try self.byte()
            guard shift < 63 || (shift == 63 && byte <= 1) else { throw StoredFormError(.unreadable) }
            number |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 {
                guard byte != 0 else { throw StoredFormError(.unreadable) }
                return number
            }
            shift += 7
        }
    }

    @inline(__always)
    mutating func word() throws(StoredFormError) -> UInt64 {
        guard self.end - self.position >= 8 else { throw StoredFormError(.cutOff) }
        defer { self.position += 8 }
        return UInt64(littleEndian: self.bytes.loadUnaligned(fromByteOffset: self.position, as: UInt64.self))
    }

    @inline(__always)
    mutating func counted() throws(StoredFormError) -> UnsafeRawBufferPointer {
        let count = try self.number()
        guard count <= UInt64(self.end - self.position) else { throw StoredFormError(.cutOff) }
        defer { self.position += Int(count) }
        return UnsafeRawBufferPointer(rebasing: self.bytes[self.position..<self.position + Int(count)])
    }

    @inline(__always)
    mutating func payload(_ kind: StoredKind) throws(StoredFormError) -> StoredInput {
        switch kind {
        case .number: .number(try self.number())
        case .bytes: .bytes(try self.counted(), isTrusted: self.isTrusted)
        case .identifier:
            // Named, because of two calls the order of reading counts.
            try self.identifier()
        case .yes: .yes
        }
    }

    @inline(__always)
    mutating func identifier() throws(StoredFormError) -> StoredInput {
        let low = try self.word()
        return .identifier(high: try self.word(), low: low)
    }

    /// Reads a value that stands in the payload at the position, all of its bytes.
    @inline(__always)
    mutating func nested<Value>(
        _ body: (inout BinaryFieldReader) throws(StoredFormError) -> Value
    ) throws(StoredFormError) -> Value {
        let count = try self.number()
        guard count <= UInt64(self.end - self.position) else { throw StoredFormError(.cutOff) }
        let outer = (end: self.end, last: self.last, isList: self.isList, unknown: self.unknown)
        self.end = self.position + Int(count)
        self.isList = false
        self.unknown = nil
        let value = try body(&self)
        guard self.position == self.end else { throw StoredFormError(.repeated) }
        (self.end, self.last, self.isList, self.unknown) = outer
        return value
    }

    /// Fails unless the field at the position has bytes.
    @inline(__always)
    func checkIsBytes() throws(StoredFormError) {
        guard self.next.kind == .bytes else { throw StoredFormError(.wrongKind) }
    }
}

// MARK: - The way through a value

extension BinaryFieldReader {
    @inline(__always)
    mutating func describe<Value: StoredRecord>(_ value: inout Value) throws(StoredFormError) {
        try self.begin()
        try Value.describe(&value, with: &self)
        try self.end(&value.unknownFields)
    }

    mutating func begin() throws(StoredFormError) {
        self.last = nil
        try self.advance()
        if self.next.number == 0 { try self.readNamed() }
    }

    mutating func end(_ unknown: inout UnknownFields) throws(StoredFormError) {
        while self.next.number != .max { try self.keep() }
        guard let kept = self.unknown else { return }
        unknown.fields = kept
        self.unknown = nil
    }

    /// Goes to the next field.
    @inline(__always)
    mutating func advance() throws(StoredFormError) {
        guard self.position < self.end else {
            self.next.number = .max
            return
        }
        let start = self.position
        let tag = try self.number()
        guard tag >> 3 < 1 << 29 else { throw StoredFormError(.unreadable) }
        let kind = StoredKind(bits: tag)
        let number = UInt32(tag >> 3)
        if let last, number <= last {
            guard self.isList else { throw StoredFormError(.repeated, at: "#\(number)") }
            self.position = start
            self.next.number = .max
            return
        }
        self.last = number
        self.next = (number, kind, tag & 4 != 0)
    }

    /// Whether a field is there; passes over those before it that are not known.
    @inline(__always)
    mutating func find(_ field: StoredField) throws(StoredFormError) -> Bool {
        while self.next.number < field.number { try self.keep() }
        return self.next.number == field.number
    }

    mutating func keep() throws(StoredFormError) {
        let (number, kind, isRequired) = self.next
        if isRequired { throw StoredFormError(.unknownRequiredField, at: "#\(number)") }
        let start = self.position
        _ = try self.payload(kind)
        self.unknown =
            (self.unknown ?? []) + [
                .numbered(number, kind: kind.rawValue, payload: Array(self.bytes[start..<self.position]))
            ]
        try self.advance()
    }

    /// Reads what the reader that wrote this found in JSON and did not know.
    mutating func readNamed() throws(StoredFormError) {
        guard self.next.kind == .bytes else { throw StoredFormError(.unreadable, at: "#0") }
        self.unknown = try self.nested { (list) throws(StoredFormError) in
            var fields: [UnknownFields.Field] = []
            while list.position < list.end {
                guard let name = try StoredInput.bytes(list.counted(), isTrusted: false).text() else { continue }
                fields.append(.named(name, json: Array(try list.counted())))
            }
            return fields
        }
        try self.advance()
    }

    /// Reads a field that an older version found in JSON, before it had a number there, if there is one.
    mutating func inJSON(
        _ field: StoredField, _ body: (inout JSONFieldReader) throws(StoredFormError) -> Void
    ) throws(StoredFormError) {
        let position = self.unknown?.firstIndex { if case .named(field.name, _) = $0 { true } else { false } }
        guard let position, case .named(_, let json) = self.unknown?.remove(at: position) else { return }
        var reader = try JSONFieldReader(Array("{\"\(field.name)\":".utf8) + json + [UInt8(ascii: "}")])
        try body(&reader)
    }
}
