internal import RosterDomain

/// Writes fields in the binary form.
///
/// A field is a compact number (the field's number × 8, + 4 when it is required, + its ``StoredKind``) and a payload. Fields
/// ascend by number. In a list of records the elements stand one behind the other: where numbers do not ascend, a new one
/// begins.
struct BinaryFieldWriter: StoredWriter, StoredSink {
    /// What was written so far.
    var bytes: [UInt8]
    var context = StoredContext()
    /// The numbers of names; nil to write names as texts.
    private let names: UnsafeMutablePointer<StoredNames>?
    /// The lists of assigned roles and of groups so far, each as the bit at its number modulo 64.
    private(set) var listBits: UInt64 = 0
    /// Fields that this version does not know and that are still to be written, in order.
    private var kept: ArraySlice<UnknownFields.Field> = []

    init(appendingTo bytes: [UInt8] = [], names: UnsafeMutablePointer<StoredNames>? = nil) {
        self.bytes = bytes
        self.names = names
    }

    /// Writes the fields of a value as a whole.
    mutating func write<Value: StoredRecord>(_ value: consuming Value) throws(StoredFormError) {
        self.bytes.reserveCapacity(self.bytes.count + 160)
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
        let count = text.utf8.count
        self.append(UInt64(count))
        let start = self.bytes.count
        self.bytes.append(contentsOf: text.utf8)
        if self.bytes.withUnsafeBytes({ $0[start...].containsZero }) { self.escapeZeros(from: start, of: count) }
    }

    /// Writes U+0000 as C0 80 in a text that was just appended, and its length anew.
    private mutating func escapeZeros(from start: Int, of count: Int) {
        let escaped = self.bytes[start...].flatMap { $0 == 0 ? [0xC0, 0x80] : [$0] }
        var length = BinaryFieldWriter()
        length.append(UInt64(count))
        self.bytes.removeLast(count + length.bytes.count)
        self.append(UInt64(escaped.count))
        self.bytes += escaped
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
    mutating func field<Value: StoredScalar>(_ field: StoredField, _ value: inout Value) {
        value.store(field, into: &self)
    }

    @inline(__always)
    mutating func field<Value: StoredScalar>(_ field: StoredField, _ value: inout Value, unless usual: Value) {
        if value != usual { value.store(field, into: &self) }
    }

    @inline(__always)
    mutating func field<Value: StoredScalar>(_ field: StoredField, _ value: inout Value?) {
        if let value { value.store(field, into: &self) }
    }

    mutating func list<Value: StoredScalar>(
        _ field: StoredField, _ values: inout [Value]
    ) throws(StoredFormError) {
        guard !values.isEmpty else { return }
        self.tag(field, .bytes)
        try self.counted { (writer) throws(StoredFormError) in
            for value in values { value.store(nil, into: &writer) }
        }
    }
}

// MARK: - What stands for values

extension BinaryFieldWriter {
    @inline(__always)
    mutating func put(number: UInt64, _ field: StoredField?) {
        if let field { self.tag(field, .number) }
        self.append(number)
    }

    @inline(__always)
    mutating func put(signed number: Int64, _ field: StoredField?) {
        if let field { self.tag(field, .number) }
        self.append(signed: number)
    }

    @inline(__always)
    mutating func put(code: UInt64, named name: @autoclosure () -> String, _ field: StoredField?) {
        self.put(number: code, field)
    }

    @inline(__always)
    mutating func put(text: String, _ field: StoredField?) {
        if let field { self.tag(field, .bytes) }
        self.append(text)
    }

    @inline(__always)
    mutating func put(high: UInt64, low: UInt64, _ field: StoredField?) {
        if let field { self.tag(field, .identifier) }
        self.append(fixed: low)
        self.append(fixed: high)
    }

    @inline(__always)
    mutating func putYes(_ field: StoredField?) {
        if let field { self.tag(field, .yes) } else { self.append(1) }
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
            // By position: an iterator would copy every value.
            for position in values.indices { try writer.describe(&values[position]) }
        }
    }

    mutating func choices<Value: StoredChoice>(
        _ field: StoredField, _ values: inout [Value], unknown: inout [Int: UnknownFields]
    ) throws(StoredFormError) {
        self.tag(field, .bytes)
        try self.counted { (writer) throws(StoredFormError) in
            // By position: an iterator would copy every value.
            for position in values.indices {
                try writer.write(values[position], keeping: unknown.isEmpty ? nil : unknown[position])
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
        user.store(field, into: &self)
    }

    @inline(__always)
    mutating func principal(_ field: StoredField, _ principal: inout Principal) {
        guard self.context.principal != principal else { return }
        self.context.principal = principal
        principal.store(field, into: &self)
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
        guard let names else { return role.store(field, into: &self) }
        let number = names.pointee.number(of: role)
        self.listBits |= 1 << UInt64(StoredNames.list(ofRole: number) & 63)
        self.tag(field, .number)
        self.append(UInt64(number))
    }

    mutating func roles(_ field: StoredField, _ roles: inout [RoleID]) throws(StoredFormError) {
        guard let names else { return try self.list(field, &roles) }
        var numbers = roles.map { UInt64(names.pointee.number(of: $0)) }
        try self.list(field, &numbers)
    }

    mutating func groups(_ field: StoredField, _ groups: inout [GroupID]) throws(StoredFormError) {
        guard let names, !groups.isEmpty else { return try self.list(field, &groups) }
        var numbers: [UInt64] = []
        for group in groups {
            let number = names.pointee.number(of: group)
            self.listBits |= 1 << UInt64(StoredNames.list(ofGroup: number) & 63)
            numbers.append(UInt64(number))
        }
        try self.list(field, &numbers)
    }

    @inline(__always)
    mutating func scope(_ field: StoredField, _ scope: inout Scope) {
        guard scope != .company else { return }
        guard let names else { return scope.store(field, into: &self) }
        self.tag(field, .number)
        self.append(UInt64(names.pointee.number(of: scope)))
    }
}

extension Slice<UnsafeRawBufferPointer> {
    /// Whether a byte is zero.
    @inline(__always)
    fileprivate var containsZero: Bool {
        // Without a way out of the loop, the compiler looks at many bytes at once.
        var isThere = false
        for byte in UnsafeRawBufferPointer(rebasing: self) where byte == 0 { isThere = true }
        return isThere
    }
}
