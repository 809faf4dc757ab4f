internal import RosterDomain

/// Reads fields in the binary form; see ``BinaryFieldWriter``.
///
/// Nothing is read beyond the end, and nothing is made larger than a few times the bytes. The bytes are borrowed: a reader must
/// not be kept longer than they are.
struct BinaryFieldReader: StoredReader {
    private let bytes: UnsafeRawBufferPointer
    private var position = 0
    /// Where the value ends that is being read.
    private var end: Int
    var context = StoredContext()
    /// The names that numbers stand for; nil when names are texts.
    private let roles: [RoleID]?
    private let scopes: [Scope]
    /// Whether the rules of texts were checked before they were stored.
    private let isTrusted: Bool
    /// Whether values stand one behind the other, so that a number that does not ascend begins the next.
    private var isList = false

    /// The field at the position; `UInt32.max` at the end of the value.
    private var next: (number: UInt32, kind: StoredKind, isRequired: Bool) = (.max, .number, false)
    private var last: UInt32?
    /// The fields so far that are not known; nil for none, which most values have.
    private var unknown: [UnknownFields.Field]?

    init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
        self.end = bytes.count
        self.roles = nil
        self.scopes = []
        self.isTrusted = false
    }

    /// Creates a reader of what a store keeps with numbers for names, and has checked before.
    init(trusting bytes: UnsafeRawBufferPointer, names: borrowing StoredNames) {
        self.bytes = bytes
        self.end = bytes.count
        self.roles = names.roles
        self.scopes = names.scopes
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
    private mutating func byte() throws(StoredFormError) -> UInt8 {
        guard self.position < self.end else { throw StoredFormError(.cutOff) }
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
        guard self.end - self.position >= 8 else { throw StoredFormError(.cutOff) }
        defer { self.position += 8 }
        return UInt64(littleEndian: self.bytes.loadUnaligned(fromByteOffset: self.position, as: UInt64.self))
    }

    @inline(__always)
    private mutating func counted() throws(StoredFormError) -> UnsafeRawBufferPointer {
        let count = try self.number()
        guard count <= UInt64(self.end - self.position) else { throw StoredFormError(.cutOff) }
        defer { self.position += Int(count) }
        return UnsafeRawBufferPointer(rebasing: self.bytes[self.position..<self.position + Int(count)])
    }

    @inline(__always)
    private mutating func payload(_ kind: StoredKind) throws(StoredFormError) -> StoredInput {
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
    private mutating func identifier() throws(StoredFormError) -> StoredInput {
        let low = try self.word()
        return .identifier(high: try self.word(), low: low)
    }

    /// Reads a value that stands in the payload at the position, all of its bytes.
    @inline(__always)
    private mutating func nested<Value>(
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
    private func checkIsBytes() throws(StoredFormError) {
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

    private mutating func end(_ unknown: inout UnknownFields) throws(StoredFormError) {
        while self.next.number != .max { try self.keep() }
        guard let kept = self.unknown else { return }
        unknown.fields = kept
        self.unknown = nil
    }

    /// Goes to the next field.
    @inline(__always)
    private mutating func advance() throws(StoredFormError) {
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
    private mutating func find(_ field: StoredField) throws(StoredFormError) -> Bool {
        while self.next.number < field.number { try self.keep() }
        return self.next.number == field.number
    }

    private mutating func keep() throws(StoredFormError) {
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
    private mutating func readNamed() throws(StoredFormError) {
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
    private mutating func inJSON(
        _ field: StoredField, _ body: (inout JSONFieldReader) throws(StoredFormError) -> Void
    ) throws(StoredFormError) {
        let position = self.unknown?.firstIndex { if case .named(field.name, _) = $0 { true } else { false } }
        guard let position, case .named(_, let json) = self.unknown?.remove(at: position) else { return }
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
        if self.unknown != nil { try self.field(field, &known) }
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
        if self.unknown != nil { try self.field(field, &known) }
        value = known ?? usual
    }

    @inline(__always)
    mutating func field<Value: StoredScalar>(_ field: StoredField, _ value: inout Value?) throws(StoredFormError) {
        if try self.find(field) {
            value = try self.read(field)
            return
        }
        value = nil
        guard self.unknown != nil else { return }
        try self.inJSON(field) { (reader) throws(StoredFormError) in try reader.field(field, &value) }
    }

    mutating func list<Value: StoredScalar>(
        _ field: StoredField, _ values: inout [Value]
    ) throws(StoredFormError) {
        values = []
        guard try self.find(field) else {
            guard self.unknown != nil else { return }
            return try self.inJSON(field) { (reader) throws(StoredFormError) in try reader.list(field, &values) }
        }
        do throws(StoredFormError) {
            try self.checkIsBytes()
            values = try self.nested { (list) throws(StoredFormError) in
                var values: [Value] = []
                while list.position < list.end {
                    let input =
                        Value.kind == .yes ? StoredInput.number(try list.number()) : try list.payload(Value.kind)
                    guard let value = try Value(stored: input) else { throw StoredFormError(.wrongKind) }
                    values.append(value)
                }
                return values
            }
        } catch {
            throw error.inside(field.name)
        }
        try self.advance()
    }
}

// MARK: - Records

extension BinaryFieldReader {
    @inline(__always)
    mutating func record<Value: StoredRecord>(_ field: StoredField, _ value: inout Value) throws(StoredFormError) {
        guard try self.find(field) else { throw StoredFormError(.missing, at: field.name) }
        do throws(StoredFormError) {
            try self.checkIsBytes()
            try self.nested { (reader) throws(StoredFormError) in try reader.describe(&value) }
        } catch {
            throw error.inside(field.name)
        }
        try self.advance()
    }

    mutating func record<Value: StoredRecord>(_ field: StoredField, _ value: inout Value?) throws(StoredFormError) {
        value = nil
        guard try self.find(field) else {
            guard self.unknown != nil else { return }
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
            guard self.unknown != nil else { return }
            return try self.inJSON(field) { (reader) throws(StoredFormError) in try reader.records(field, &values) }
        }
        do throws(StoredFormError) {
            try self.checkIsBytes()
            try self.nested { (reader) throws(StoredFormError) in
                reader.isList = true
                // A guess that is right for most: about six bytes each.
                values.reserveCapacity(min(64, (reader.end - reader.position + 5) / 6))
                while reader.position < reader.end {
                    values.append(Value.blank)
                    try reader.describe(&values[values.count - 1])
                }
            }
        } catch {
            throw error.inside("\(field.name).\(max(0, values.count - 1))")
        }
        try self.advance()
    }

    mutating func assignments(
        _ field: StoredField, _ values: inout [RoleAssignment]
    ) throws(StoredFormError) {
        values = []
        guard try self.find(field), self.next.kind == .bytes, let roles else { return try self.records(field, &values) }
        let (position, context) = (self.position, self.context)
        let end = try self.number() + UInt64(self.position)
        guard end <= UInt64(self.end) else { throw StoredFormError(.cutOff, at: field.name) }
        values.reserveCapacity(min(64, Int(end) - self.position))
        while self.position < Int(end) {
            guard let assignment = try self.usualAssignment(roles, end: Int(end)) else {
                // Something is not usual: read all of them by their description.
                (self.position, self.context) = (position, context)
                return try self.records(field, &values)
            }
            values.append(assignment)
        }
        try self.advance()
    }

    /// Reads an assignment that has no field but those of the first edition, at the company and without an end; nil for another.
    ///
    /// It equals what the description reads, which a test compares.
    @inline(__always)
    private mutating func usualAssignment(
        _ roles: [RoleID], end: Int
    ) throws(StoredFormError) -> RoleAssignment? {
        guard let user = self.context.user, self.bytes[self.position] == UInt8(AssignmentField.role.number << 3) else {
            return nil
        }
        self.position += 1
        let number = try self.number()
        guard number < UInt64(roles.count), self.position <= end else { return nil }
        if self.position < end {
            switch self.bytes[self.position] {
            case UInt8(AssignmentField.grantedBy.number << 3 | 2):
                self.position += 1
                let low = try self.word()
                self.context.principal = .user(id: UserID(high: try self.word(), low: low))
            case UInt8(AssignmentField.grantedBy.number << 3):
                self.position += 1
                guard try self.byte() == 0 else { return nil }
                self.context.principal = .system
            default: break
            }
        }
        guard let giver = self.context.principal, self.position <= end else { return nil }
        let isLast = self.position == end
        guard isLast || self.bytes[self.position] == UInt8(AssignmentField.role.number << 3) else { return nil }
        return RoleAssignment(
            of: roles[Int(number)], to: user, grantedBy: giver, grantedAt: self.context.moment)
    }

    mutating func choices<Value: StoredChoice>(
        _ field: StoredField, _ values: inout [Value], unknown: inout [Int: UnknownFields]
    ) throws(StoredFormError) {
        values = []
        guard try self.find(field) else { throw StoredFormError(.missing, at: field.name) }
        do throws(StoredFormError) {
            try self.checkIsBytes()
            try self.nested { (reader) throws(StoredFormError) in
                while reader.position < reader.end {
                    var kept = UnknownFields()
                    values.append(try reader.alternative(keeping: &kept))
                    if !kept.isEmpty { unknown[values.count - 1] = kept }
                }
            }
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
            try self.checkIsBytes()
            value = try self.nested { (reader) throws(StoredFormError) in
                var kept = UnknownFields()
                return try reader.alternative(keeping: &kept)
            }
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
        do throws(StoredFormError) {
            return try self.nested { (reader) throws(StoredFormError) in
                try reader.begin()
                let value = try Value.read(alternative, from: &reader)
                try reader.end(&unknown)
                return value
            }
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
        guard let roles else { return try self.field(field, &role) }
        guard try self.find(field) else { throw StoredFormError(.missing, at: field.name) }
        role = roles[try self.readNumber(field, below: roles.count)]
    }

    mutating func roles(_ field: StoredField, _ roles: inout [RoleID]) throws(StoredFormError) {
        guard let names = self.roles else { return try self.list(field, &roles) }
        var numbers: [UInt64] = []
        try self.list(field, &numbers)
        roles = []
        for number in numbers {
            guard number < UInt64(names.count) else { throw Self.unknownName.inside(field.name) }
            roles.append(names[Int(number)])
        }
    }

    @inline(__always)
    mutating func scope(_ field: StoredField, _ scope: inout Scope) throws(StoredFormError) {
        guard self.roles != nil else { return try self.field(field, &scope, unless: .company) }
        scope = try self.find(field) ? self.scopes[try self.readNumber(field, below: self.scopes.count)] : .company
    }

    private static var unknownName: StoredFormError { StoredFormError(.invalid(detail: "there is no such name")) }

    /// Reads the number of a name.
    @inline(__always)
    private mutating func readNumber(_ field: StoredField, below count: Int) throws(StoredFormError) -> Int {
        let number: UInt64 = try self.read(field)
        guard number < UInt64(count) else { throw Self.unknownName.inside(field.name) }
        return Int(number)
    }
}
