internal import RosterDomain
internal import RosterJSON

/// Reads fields out of a JSON object; see ``JSONFieldWriter``.
struct JSONFieldReader: StoredReader {
    /// The member that names the alternative of a choice; no field has this name.
    static let kind = StoredField(0, "kind")
    /// How large and how deep a stored value may be; ours.
    private static let limits = JSONLimits(byteLimit: 1 << 28, depthLimit: 32)

    private let document: JSONDocument
    /// The members that were not asked for yet.
    private var members: [(name: String, value: Int)] = []

    /// Reads a text that holds one object.
    init(_ bytes: [UInt8]) throws(StoredFormError) {
        do throws(JSONReadingError) {
            self.document = try JSONDocument(bytes, limits: Self.limits)
        } catch {
            throw StoredFormError(.notJSON(detail: Self.words(error)))
        }
        try self.begin(JSONDocument.root)
    }

    private static func words(_ error: JSONReadingError) -> String {
        let reason =
            switch error.reason {
            case .tooLarge(let byteLimit): "it has more than \(byteLimit) bytes"
            case .tooDeep(let limit): "it is nested more than \(limit) levels deep"
            case .tooManyKeys(let limit): "an object has more than \(limit) members"
            case .byteOrderMark: "it begins with a byte order mark"
            case .notUTF8: "it is not UTF-8"
            case .notJSON(let detail): detail
            case .duplicateKey(let name): "the member `\(name.forDisplay)` is repeated"
            }
        return "column \(error.column): \(reason)"
    }

    /// Creates a reader of an object in a document.
    private init(_ document: JSONDocument, at object: Int) throws(StoredFormError) {
        self.document = document
        try self.begin(object)
    }

    private mutating func begin(_ object: Int) throws(StoredFormError) {
        guard self.document.kind(object) == .object else { throw StoredFormError(.wrongKind) }
        for member in self.document.members(of: object) {
            guard let name = self.document.text(member.name) else { continue }
            self.members.append((name, member.value))
        }
    }

    /// Reads a value whose members are not only its fields; `head` takes the others first.
    mutating func read<Value: StoredRecord>(_ value: inout Value) throws(StoredFormError) {
        try Value.describe(&value, with: &self)
        try self.end(&value.unknownFields)
    }

    /// Takes a member whose value is a number.
    mutating func member(_ name: StaticString) throws(StoredFormError) -> UInt64 {
        var number: UInt64 = 0
        try self.field(StoredField(0, name), &number)
        return number
    }
}

// MARK: - Members

extension JSONFieldReader {
    private mutating func take(_ name: String) -> Int? {
        guard let position = self.members.firstIndex(where: { $0.name == name }) else { return nil }
        return self.members.remove(at: position).value
    }

    private mutating func find(_ field: StoredField) -> Int? {
        self.take(field.name) ?? self.take("!" + field.name)
    }

    /// A reader of a field that an older version found in the binary form and did not know; nil when there is none.
    private mutating func numbered(_ field: StoredField) throws(StoredFormError) -> [UInt8]? {
        guard let node = self.take("#\(field.number)"), let text = self.document.text(node) else { return nil }
        guard case .numbered(_, let kind, let payload)? = Self.field(field.number, text) else {
            throw StoredFormError(.unreadable, at: "#\(field.number)")
        }
        var writer = BinaryFieldWriter()
        writer.append(UInt64(field.number) << 3 | UInt64(kind))
        return writer.bytes + payload
    }

    /// Keeps what was not asked for.
    private mutating func end(_ unknown: inout UnknownFields) throws(StoredFormError) {
        guard !self.members.isEmpty else { return }
        var (named, numbered): ([UnknownFields.Field], [(UInt32, UnknownFields.Field)]) = ([], [])
        for member in self.members {
            if member.name.hasPrefix("!") { throw StoredFormError(.unknownRequiredField, at: member.name) }
            guard member.name.hasPrefix("#") else {
                named.append(.named(member.name, json: self.json(member.value)))
                continue
            }
            guard let number = UInt32(member.name.dropFirst()), number > 0, number < 1 << 29,
                let text = self.document.text(member.value), let field = Self.field(number, text)
            else { throw StoredFormError(.unreadable, at: member.name) }
            numbered.append((number, field))
        }
        self.members = []
        unknown.fields = named + numbered.sorted { $0.0 < $1.0 }.map(\.1)
    }

    /// Reads what ``JSONFieldWriter`` writes of a field that it does not know.
    private static func field(_ number: UInt32, _ text: String) -> UnknownFields.Field? {
        let parts = text.utf8.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        guard parts.count == 2, let kind = UInt8(String(parts[0]) ?? ""), StoredKind(rawValue: kind) != nil,
            parts[1].count.isMultiple(of: 2)
        else { return nil }
        var payload: [UInt8] = []
        var digits = parts[1][...]
        while !digits.isEmpty {
            guard let byte = UInt8(String(digits.prefix(2)) ?? "", radix: 16) else { return nil }
            payload.append(byte)
            digits = digits.dropFirst(2)
        }
        return .numbered(number, kind: kind, payload: payload)
    }

    /// A value as it was written, without blanks.
    private func json(_ node: Int) -> [UInt8] { self.document.compactBytes(node) }
}

// MARK: - Values

extension JSONFieldReader {
    private func value<Value: StoredScalar>(_ node: Int) throws(StoredFormError) -> Value {
        let value: Value?
        switch self.document.kind(node) {
        case .text, .escapedText: value = try self.text(node)
        case .number:
            guard let number = Self.number(self.document.numeral(node) ?? "") else { throw StoredFormError(.wrongKind) }
            value = try Value(stored: number)
        case .yes: value = try Value(stored: .yes)
        case .object, .list, .no, .nothing: value = nil
        }
        guard let value else { throw StoredFormError(.wrongKind) }
        return value
    }

    private func text<Value: StoredScalar>(_ node: Int) throws(StoredFormError) -> Value? {
        var text = self.document.text(node) ?? ""
        return try text.withUTF8 { bytes in
            Result { () throws(StoredFormError) in try Value(stored: .json(UnsafeRawBufferPointer(bytes))) }
        }.get()
    }

    private static func number(_ text: String) -> StoredInput? {
        if let number = Int64(text) { return .signed(number) }
        return UInt64(text).map { .large($0) }
    }

    mutating func field<Value: StoredScalar>(_ field: StoredField, _ value: inout Value) throws(StoredFormError) {
        var known: Value?
        try self.field(field, &known)
        guard let known else { throw StoredFormError(.missing, at: field.name) }
        value = known
    }

    mutating func field<Value: StoredScalar>(
        _ field: StoredField, _ value: inout Value, unless usual: Value
    ) throws(StoredFormError) {
        var known: Value?
        try self.field(field, &known)
        value = known ?? usual
    }

    mutating func field<Value: StoredScalar>(_ field: StoredField, _ value: inout Value?) throws(StoredFormError) {
        guard let node = self.find(field) else {
            value = nil
            return try self.inBinary(field) { (reader) throws(StoredFormError) in try reader.field(field, &value) }
        }
        do throws(StoredFormError) { value = try self.value(node) } catch { throw error.inside(field.name) }
    }

    mutating func list<Value: StoredScalar>(
        _ field: StoredField, _ values: inout [Value]
    ) throws(StoredFormError) {
        values = []
        guard let node = self.find(field) else {
            return try self.inBinary(field) { (reader) throws(StoredFormError) in try reader.list(field, &values) }
        }
        try self.elements(of: node, field) { (element) throws(StoredFormError) in
            values.append(try self.value(element))
        }
    }

    private func elements(
        of node: Int, _ field: StoredField, _ body: (Int) throws(StoredFormError) -> Void
    ) throws(StoredFormError) {
        guard self.document.kind(node) == .list else { throw StoredFormError(.wrongKind, at: field.name) }
        var position = 0
        for element in self.document.elements(of: node) {
            do throws(StoredFormError) { try body(element) } catch { throw error.inside("\(field.name).\(position)") }
            position += 1
        }
    }

    /// Reads a field that is there in the binary form.
    private mutating func inBinary(
        _ field: StoredField, _ body: (inout BinaryFieldReader) throws(StoredFormError) -> Void
    ) throws(StoredFormError) {
        guard let bytes = try self.numbered(field) else { return }
        let result = bytes.withUnsafeBytes { bytes in
            Result { () throws(StoredFormError) in
                var reader = BinaryFieldReader(bytes)
                try reader.begin()
                try body(&reader)
            }
        }
        try result.get()
    }
}

// MARK: - Records

extension JSONFieldReader {
    private func inner(_ node: Int) throws(StoredFormError) -> JSONFieldReader {
        try JSONFieldReader(self.document, at: node)
    }

    mutating func record<Value: StoredRecord>(_ field: StoredField, _ value: inout Value) throws(StoredFormError) {
        var known: Value?
        try self.record(field, &known)
        guard let known else { throw StoredFormError(.missing, at: field.name) }
        value = known
    }

    mutating func record<Value: StoredRecord>(_ field: StoredField, _ value: inout Value?) throws(StoredFormError) {
        guard let node = self.find(field) else {
            value = nil
            return try self.inBinary(field) { (reader) throws(StoredFormError) in try reader.record(field, &value) }
        }
        do throws(StoredFormError) {
            var (inner, known) = (try self.inner(node), Value.blank)
            try inner.read(&known)
            value = known
        } catch {
            throw error.inside(field.name)
        }
    }

    mutating func records<Value: StoredRecord>(
        _ field: StoredField, _ values: inout [Value]
    ) throws(StoredFormError) {
        values = []
        guard let node = self.find(field) else {
            return try self.inBinary(field) { (reader) throws(StoredFormError) in try reader.records(field, &values) }
        }
        try self.elements(of: node, field) { (element) throws(StoredFormError) in
            var (inner, value) = (try self.inner(element), Value.blank)
            try inner.read(&value)
            values.append(value)
        }
    }

    mutating func choices<Value: StoredChoice>(
        _ field: StoredField, _ values: inout [Value], unknown: inout [Int: UnknownFields]
    ) throws(StoredFormError) {
        values = []
        guard let node = self.find(field) else { throw StoredFormError(.missing, at: field.name) }
        try self.elements(of: node, field) { (element) throws(StoredFormError) in
            var kept = UnknownFields()
            values.append(try self.alternative(element, keeping: &kept))
            if !kept.isEmpty { unknown[values.count - 1] = kept }
        }
    }

    mutating func choice<Value: StoredChoice>(
        _ field: StoredField, as type: Value.Type
    ) throws(StoredFormError) -> Value {
        guard let node = self.find(field) else { throw StoredFormError(.missing, at: field.name) }
        var kept = UnknownFields()
        do throws(StoredFormError) {
            return try self.alternative(node, keeping: &kept)
        } catch {
            throw error.inside(field.name)
        }
    }

    private func alternative<Value: StoredChoice>(
        _ node: Int, keeping unknown: inout UnknownFields
    ) throws(StoredFormError) -> Value {
        var inner = try self.inner(node)
        var name = ""
        try inner.field(Self.kind, &name)
        guard let alternative = Value.Alternative.allCases.first(where: { "\($0)" == name }) else {
            throw StoredFormError(.unknownAlternative, at: name.forDisplay)
        }
        do throws(StoredFormError) {
            let value = try Value.read(alternative, from: &inner)
            try inner.end(&unknown)
            return value
        } catch {
            throw error.inside(name)
        }
    }

    mutating func fields<Value: StoredRecord>(of type: Value.Type) throws(StoredFormError) -> Value {
        var value = Value.blank
        try self.read(&value)
        return value
    }
}
