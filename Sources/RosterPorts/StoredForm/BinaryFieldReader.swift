internal import RosterDomain

/// Reads fields in the binary form; see ``BinaryFieldWriter``.
///
/// Nothing is read beyond the end, and nothing is made larger than a few times the bytes. The bytes are borrowed: a reader must
/// not be kept longer than they are.
struct BinaryFieldReader: StoredReader {
    private let bytes: UnsafeRawBufferPointer
    private var position = 0
    var context = StoredContext()
    /// The names that numbers stand for; nil when names are texts.
    private let names: UnsafePointer<StoredNames>?
    /// Whether the rules of texts were checked before they were stored.
    private let isTrusted: Bool
    /// Whether values stand one behind the other, so that a number that does not ascend begins the next.
    private var isList = false

    /// The field at the position; `UInt32.max` at the end of the value.
    private var next: (number: UInt32, kind: StoredKind, isRequired: Bool) = (.max, .number, false)
    private var last: UInt32?
    private var unknown: [UnknownFields.Field] = []

    init(_ bytes: UnsafeRawBufferPointer, names: UnsafePointer<StoredNames>? = nil, isTrusted: Bool = false) {
        self.bytes = bytes
        self.names = names
        self.isTrusted = isTrusted
    }

    /// Reads the fields of a value; all of the bytes must belong to it.
    mutating func read<Value: StoredRecord>(_ type: Value.Type = Value.self) throws(StoredFormError) -> Value {
        var value = Value.blank
        try self.describe(&value)
        return value
    }
}

// MARK: - Bytes

extension BinaryFieldReader {
    @inline(__always)
    private mutating func byte() throws(StoredFormError) -> UInt8 {
        guard self.position < self.bytes.count else { throw StoredFormError(.cutOff) }
        defer { self.position += 1 }
        return self.bytes[self.position]
    }

    @inline(__always)
    private mutating func number() throws(StoredFormError) -> UInt64 {
        let first = try self.byte()
        return first < 0x80 ? UInt64(first) : try self.number(after: first)
    }

    /// The one way to write a number is the only one that is accepted.
    private mutating func number(after first: UInt8) throws(StoredFormError) -> UInt64 {
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
    private mutating func word() throws(StoredFormError) -> UInt64 {
        guard self.bytes.count - self.position >= 8 else { throw StoredFormError(.cutOff) }
        defer { self.position += 8 }
        return UInt64(littleEndian: self.bytes.loadUnaligned(fromByteOffset: self.position, as: UInt64.self))
    }

    @inline(__always)
    private mutating func counted() throws(StoredFormError) -> UnsafeRawBufferPointer {
        let count = try self.number()
        guard count <= UInt64(self.bytes.count - self.position) else { throw StoredFormError(.cutOff) }
        defer { self.position += Int(count) }
        return UnsafeRawBufferPointer(rebasing: self.bytes[self.position..<self.position + Int(count)])
    }

    @inline(__always)
    private mutating func payload(_ kind: StoredKind) throws(StoredFormError) -> StoredPayload {
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
    private mutating func identifier() throws(StoredFormError) -> StoredPayload {
        let low = try self.word()
        return .identifier(high: try self.word(), low: low)
    }

    private func reader(of bytes: UnsafeRawBufferPointer) -> BinaryFieldReader {
        var reader = BinaryFieldReader(bytes, names: self.names, isTrusted: self.isTrusted)
        reader.context = self.context
        return reader
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

    private mutating func end(_ unknown: inout UnknownFields) throws(StoredFormError) {
        while self.next.number != .max { try self.keep() }
        if !self.isList, self.position != self.bytes.count { throw StoredFormError(.repeated) }
        if self.unknown.isEmpty { return }
        unknown.fields = self.unknown
        self.unknown = []
    }

    /// Goes to the next field.
    @inline(__always)
    private mutating func advance() throws(StoredFormError) {
        guard self.position < self.bytes.count else {
            self.next.number = .max
            return
        }
        let start = self.position
        let tag = try self.number()
        guard tag >> 3 < 1 << 29, let kind = StoredKind(rawValue: UInt8(tag & 3)) else {
            throw StoredFormError(.unreadable)
        }
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
    private mutating func find(_ field: StoredField) throws(StoredFormError) -> Bool {
        while self.next.number < field.number { try self.keep() }
        return self.next.number == field.number
    }

    private mutating func keep() throws(StoredFormError) {
        let (number, kind, isRequired) = self.next
        if isRequired { throw StoredFormError(.unknownRequiredField, at: "#\(number)") }
        let start = self.position
        _ = try self.payload(kind)
        self.unknown.append(
            .numbered(number, kind: kind.rawValue, payload: Array(self.bytes[start..<self.position])))
        try self.advance()
    }

    /// Reads what the reader that wrote this found in JSON and did not know.
    private mutating func readNamed() throws(StoredFormError) {
        guard self.next.kind == .bytes else { throw StoredFormError(.unreadable, at: "#0") }
        var list = self.reader(of: try self.counted())
        while list.position < list.bytes.count {
            guard let name = try StoredPayload.bytes(list.counted(), isTrusted: false).text() else { continue }
            self.unknown.append(.named(name, json: Array(try list.counted())))
        }
        try self.advance()
    }

    /// Reads a field that an older version found in JSON, before it had a number there, if there is one.
    private mutating func inJSON(
        _ field: StoredField, _ body: (inout JSONFieldReader) throws(StoredFormError) -> Void
    ) throws(StoredFormError) {
        let position = self.unknown.firstIndex { if case .named(field.name, _) = $0 { true } else { false } }
        guard let position, case .named(_, let json) = self.unknown.remove(at: position) else { return }
        var reader = try JSONFieldReader(Array("{\"\(field.name)\":".utf8) + json + [UInt8(ascii: "}")])
        try body(&reader)
    }
}

// MARK: - Values

extension BinaryFieldReader {
    @inline(__always)
    private mutating func read<Value: StoredScalar>(_ field: StoredField) throws(StoredFormError) -> Value {
        let value: Value
        do throws(StoredFormError) {
            guard let known = try Value(stored: try self.payload(self.next.kind)) else {
                throw StoredFormError(.wrongKind)
            }
            value = known
        } catch {
            throw error.inside(field.name)
        }
        try self.advance()
        return value
    }

    @inline(__always)
    mutating func field<Value: StoredScalar>(_ field: StoredField, _ value: inout Value) throws(StoredFormError) {
        if try self.find(field) {
            value = try self.read(field)
            return
        }
        var known: Value?
        if !self.unknown.isEmpty { try self.field(field, &known) }
        guard let known else { throw StoredFormError(.missing, at: field.name) }
        value = known
    }

    @inline(__always)
    mutating func field<Value: StoredScalar>(
        _ field: StoredField, _ value: inout Value, unless usual: Value
    ) throws(StoredFormError) {
        if try self.find(field) {
            value = try self.read(field)
            return
        }
        var known: Value?
        if !self.unknown.isEmpty { try self.field(field, &known) }
        value = known ?? usual
    }

    @inline(__always)
    mutating func field<Value: StoredScalar>(_ field: StoredField, _ value: inout Value?) throws(StoredFormError) {
        if try self.find(field) {
            value = try self.read(field)
            return
        }
        value = nil
        guard !self.unknown.isEmpty else { return }
        try self.inJSON(field) { (reader) throws(StoredFormError) in try reader.field(field, &value) }
    }

    mutating func list<Value: StoredScalar>(
        _ field: StoredField, _ values: inout [Value]
    ) throws(StoredFormError) {
        values = []
        guard try self.find(field) else {
            guard !self.unknown.isEmpty else { return }
            return try self.inJSON(field) { (reader) throws(StoredFormError) in try reader.list(field, &values) }
        }
        do throws(StoredFormError) {
            var list = try self.elements()
            let kind = Value.blank.stored.kind
            while list.position < list.bytes.count {
                let payload = kind == .yes ? StoredPayload.number(try list.number()) : try list.payload(kind)
                guard let value = try Value(stored: payload) else { throw StoredFormError(.wrongKind) }
                values.append(value)
            }
        } catch {
            throw error.inside(field.name)
        }
        try self.advance()
    }

    @inline(__always)
    private mutating func elements() throws(StoredFormError) -> BinaryFieldReader {
        guard self.next.kind == .bytes else { throw StoredFormError(.wrongKind) }
        return self.reader(of: try self.counted())
    }
}

// MARK: - Records

extension BinaryFieldReader {
    @inline(__always)
    mutating func record<Value: StoredRecord>(_ field: StoredField, _ value: inout Value) throws(StoredFormError) {
        guard try self.find(field) else { throw StoredFormError(.missing, at: field.name) }
        do throws(StoredFormError) {
            var inner = try self.elements()
            try inner.describe(&value)
            self.context = inner.context
        } catch {
            throw error.inside(field.name)
        }
        try self.advance()
    }

    mutating func record<Value: StoredRecord>(_ field: StoredField, _ value: inout Value?) throws(StoredFormError) {
        value = nil
        guard try self.find(field) else {
            guard !self.unknown.isEmpty else { return }
            return try self.inJSON(field) { (reader) throws(StoredFormError) in try reader.record(field, &value) }
        }
        var known = Value.blank
        try self.record(field, &known)
        value = known
    }

    mutating func records<Value: StoredRecord>(
        _ field: StoredField, _ values: inout [Value]
    ) throws(StoredFormError) {
        values = []
        guard try self.find(field) else {
            guard !self.unknown.isEmpty else { return }
            return try self.inJSON(field) { (reader) throws(StoredFormError) in try reader.records(field, &values) }
        }
        do throws(StoredFormError) {
            var inner = try self.elements()
            inner.isList = true
            while inner.position < inner.bytes.count {
                var value = Value.blank
                try inner.describe(&value)
                values.append(value)
            }
            self.context = inner.context
        } catch {
            throw error.inside("\(field.name).\(values.count)")
        }
        try self.advance()
    }

    mutating func choices<Value: StoredChoice>(
        _ field: StoredField, _ values: inout [Value], unknown: inout [Int: UnknownFields]
    ) throws(StoredFormError) {
        values = []
        guard try self.find(field) else { throw StoredFormError(.missing, at: field.name) }
        do throws(StoredFormError) {
            var inner = try self.elements()
            while inner.position < inner.bytes.count {
                var kept = UnknownFields()
                values.append(try inner.alternative(keeping: &kept))
                if !kept.isEmpty { unknown[values.count - 1] = kept }
            }
            self.context = inner.context
        } catch {
            throw error.inside("\(field.name).\(values.count)")
        }
        try self.advance()
    }

    mutating func choice<Value: StoredChoice>(
        _ field: StoredField, as type: Value.Type
    ) throws(StoredFormError) -> Value {
        guard try self.find(field) else { throw StoredFormError(.missing, at: field.name) }
        let value: Value
        do throws(StoredFormError) {
            var inner = try self.elements()
            var kept = UnknownFields()
            value = try inner.alternative(keeping: &kept)
            guard inner.position == inner.bytes.count else { throw StoredFormError(.unreadable) }
            self.context = inner.context
        } catch {
            throw error.inside(field.name)
        }
        try self.advance()
        return value
    }

    @inline(__always)
    private mutating func alternative<Value: StoredChoice>(
        keeping unknown: inout UnknownFields
    ) throws(StoredFormError) -> Value {
        let number = try self.number()
        guard let raw = UInt32(exactly: number), let alternative = Value.Alternative(rawValue: raw) else {
            throw StoredFormError(.unknownAlternative, at: "#\(number)")
        }
        var inner = self.reader(of: try self.counted())
        do throws(StoredFormError) {
            try inner.begin()
            let value = try Value.read(alternative, from: &inner)
            try inner.end(&unknown)
            self.context = inner.context
            return value
        } catch {
            throw error.inside("\(alternative)")
        }
    }

    mutating func fields<Value: StoredRecord>(of type: Value.Type) throws(StoredFormError) -> Value {
        var value = Value.blank
        try Value.describe(&value, with: &self)
        try self.end(&value.unknownFields)
        return value
    }
}

// MARK: - In context

extension BinaryFieldReader {
    @inline(__always)
    mutating func user(_ field: StoredField, _ user: inout UserID) throws(StoredFormError) {
        if try self.find(field) {
            user = try self.read(field)
            self.context.user = user
        } else if let last = self.context.user {
            user = last
        } else {
            throw StoredFormError(.missing, at: field.name)
        }
    }

    @inline(__always)
    mutating func principal(_ field: StoredField, _ principal: inout Principal) throws(StoredFormError) {
        if try self.find(field) {
            principal = try self.read(field)
            self.context.principal = principal
        } else if let last = self.context.principal {
            principal = last
        } else {
            throw StoredFormError(.missing, at: field.name)
        }
    }

    @inline(__always)
    mutating func origin(_ field: StoredField, _ moment: inout Timestamp) throws(StoredFormError) {
        moment = try self.find(field) ? try self.readMoment(field) : self.context.origin
        self.context.origin = moment
        self.context.moment = moment
    }

    @inline(__always)
    mutating func moment(_ field: StoredField, _ moment: inout Timestamp) throws(StoredFormError) {
        moment = try self.find(field) ? try self.readMoment(field) : self.context.moment
        self.context.moment = moment
    }

    @inline(__always)
    mutating func moment(_ field: StoredField, _ moment: inout Timestamp?) throws(StoredFormError) {
        moment = try self.find(field) ? try self.readMoment(field) : nil
    }

    @inline(__always)
    private mutating func readMoment(_ field: StoredField) throws(StoredFormError) -> Timestamp {
        guard let distance = try self.payload(self.next.kind).integer else {
            throw StoredFormError(.wrongKind, at: field.name)
        }
        try self.advance()
        return self.context.moment(at: distance)
    }

    @inline(__always)
    mutating func role(_ field: StoredField, _ role: inout RoleID) throws(StoredFormError) {
        guard let names else { return try self.field(field, &role) }
        guard try self.find(field) else { throw StoredFormError(.missing, at: field.name) }
        role = try names.pointee.role(try self.read(field))
    }

    mutating func roles(_ field: StoredField, _ roles: inout [RoleID]) throws(StoredFormError) {
        guard let names else { return try self.list(field, &roles) }
        var numbers: [UInt64] = []
        try self.list(field, &numbers)
        roles = []
        for number in numbers { roles.append(try names.pointee.role(number)) }
    }

    @inline(__always)
    mutating func scope(_ field: StoredField, _ scope: inout Scope) throws(StoredFormError) {
        guard let names else { return try self.field(field, &scope, unless: .company) }
        scope = try self.find(field) ? try names.pointee.scope(try self.read(field)) : .company
    }
}

extension StoredPayload {
    /// The kind of the payload in the binary form.
    var kind: StoredKind {
        switch self {
        case .number, .large, .signed, .code: .number
        case .text, .bytes: .bytes
        case .identifier: .identifier
        case .yes: .yes
        }
    }
}
