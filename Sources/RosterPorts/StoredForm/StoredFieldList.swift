internal import RosterDomain

/// One line of the description of the stored form.
package struct StoredFieldDescription: Sendable, Hashable, CustomStringConvertible {
    /// The value that has the field: `User`, `Change.userAdded`.
    package let owner: String
    /// The field.
    package let field: String
    /// Its number.
    package let number: UInt32
    /// What it holds: `text`, `number`, the name of a type, with `*` for a list.
    package let content: String
    /// Whether it is erased when the person is purged.
    package let isPersonal: Bool
    /// Whether a version that does not know it refuses the value.
    package let isRequired: Bool

    /// The line of a table: owner, number, name, content and traits, with tabs between them.
    package var description: String {
        let parts: [String?] = [
            self.owner, "\(self.number)", self.field, self.content, self.isPersonal ? "personal" : nil,
            self.isRequired ? "required" : nil,
        ]
        return parts.compactMap(\.self).joined(separator: "\t")
    }
}

extension StoredForm {
    /// Every field of every stored value, in the order of the descriptions.
    package static var fields: [StoredFieldDescription] {
        var list = StoredFieldList()
        list.note(Commit.self)
        list.note(UserRecord.self)
        list.note(Group.self)
        list.note(CompanyRole.self)
        list.note(UserSession.self)
        return list.fields
    }
}

/// A coder that reads nothing and writes nothing down but the fields that are named to it.
struct StoredFieldList: StoredReader {
    private(set) var fields: [StoredFieldDescription] = []
    private var owners: Set<String> = []
    private var owner = ""

    /// Notes the fields of a kind of values, once.
    mutating func note<Value: StoredRecord>(_ type: Value.Type) {
        self.note("\(Value.self)") { (list) throws(StoredFormError) in
            var value = Value.blank
            try Value.describe(&value, with: &list)
        }
    }

    private mutating func note<Value: StoredChoice>(_ type: Value.Type, fields: String) {
        for alternative in Value.Alternative.allCases {
            self.fields.append(
                StoredFieldDescription(
                    owner: fields, field: "\(alternative)", number: alternative.rawValue, content: fields,
                    isPersonal: false, isRequired: false))
            self.note("\(fields).\(alternative)") { (list) throws(StoredFormError) in
                _ = try Value.read(alternative, from: &list)
            }
        }
    }

    private mutating func note(_ name: String, _ body: (inout StoredFieldList) throws(StoredFormError) -> Void) {
        guard self.owners.insert(name).inserted else { return }
        let outer = self.owner
        self.owner = name
        // A description that checks what it reads may refuse the blank value; its fields have been named by then.
        try? body(&self)
        self.owner = outer
    }

    private func line(_ field: StoredField, _ content: String) -> StoredFieldDescription {
        StoredFieldDescription(
            owner: self.owner, field: field.name, number: field.number, content: content,
            isPersonal: field.traits.contains(.personal), isRequired: field.traits.contains(.required))
    }

    private mutating func add(_ field: StoredField, _ content: String) {
        self.fields.append(self.line(field, content))
    }
}

extension StoredFieldList {
    mutating func field<Value: StoredScalar>(_ field: StoredField, _ value: inout Value) {
        self.add(field, "\(Value.self)")
    }

    mutating func field<Value: StoredScalar>(_ field: StoredField, _ value: inout Value, unless usual: Value) {
        self.add(field, "\(Value.self)?")
    }

    mutating func field<Value: StoredScalar>(_ field: StoredField, _ value: inout Value?) {
        self.add(field, "\(Value.self)?")
    }

    mutating func list<Value: StoredScalar>(_ field: StoredField, _ values: inout [Value]) {
        self.add(field, "\(Value.self)*")
    }

    mutating func record<Value: StoredRecord>(_ field: StoredField, _ value: inout Value) {
        self.add(field, "\(Value.self)")
        self.note(Value.self)
    }

    mutating func record<Value: StoredRecord>(_ field: StoredField, _ value: inout Value?) {
        self.add(field, "\(Value.self)?")
        self.note(Value.self)
    }

    mutating func records<Value: StoredRecord>(_ field: StoredField, _ values: inout [Value]) {
        self.add(field, "\(Value.self)*")
        self.note(Value.self)
    }

    mutating func choices<Value: StoredChoice>(
        _ field: StoredField, _ values: inout [Value], unknown: inout [Int: UnknownFields]
    ) {
        self.add(field, "\(Value.self)*")
        self.note(Value.self, fields: "\(Value.self)")
    }

    mutating func choice<Value: StoredChoice>(
        _ field: StoredField, as type: Value.Type
    ) throws(StoredFormError) -> Value {
        self.add(field, "\(Value.self)")
        self.note(Value.self, fields: "\(Value.self)")
        guard let first = Value.Alternative.allCases.first else { throw StoredFormError(.missing, at: field.name) }
        var silent = StoredFieldList()
        return try Value.read(first, from: &silent)
    }

    mutating func fields<Value: StoredRecord>(of type: Value.Type) -> Value {
        self.add(StoredField(0, "fields"), "\(Value.self)")
        self.note(Value.self)
        return Value.blank
    }
}
