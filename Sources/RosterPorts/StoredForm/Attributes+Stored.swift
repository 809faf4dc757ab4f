package import RosterDomain

extension UserAttribute: StoredRecord {
    package static var blank: UserAttribute { UserAttribute(.blank, .text("")) }

    package static func describe<Coder: StoredCoder>(
        _ attribute: inout UserAttribute, with coder: inout Coder
    ) throws(StoredFormError) {
        var parts = StoredAttributeValue(attribute.value)
        try coder.field(StoredField(1, "name"), &attribute.name)
        try coder.field(StoredField(2, "kind"), &parts.kind, unless: .text)
        try coder.field(StoredField(3, "text", .personal), &parts.text, unless: "")
        try coder.list(StoredField(4, "texts", .personal), &parts.texts)
        try coder.records(StoredField(5, "entries", .personal), &parts.entries)
        try coder.field(StoredField(6, "uniqueness"), &attribute.uniqueness, unless: .none)
        attribute.value = parts.value
    }
}

/// The parts of a value, of which those of its kind are filled.
private struct StoredAttributeValue {
    var kind = StoredAttributeKind.text
    var text = ""
    var texts: [String] = []
    var entries: [AttributeEntry] = []

    init(_ value: AttributeValue) {
        switch value {
        case .text(let text): self.text = text
        case .texts(let texts): (self.kind, self.texts) = (.texts, texts)
        case .entries(let entries): (self.kind, self.entries) = (.entries, entries)
        }
    }

    var value: AttributeValue {
        switch self.kind {
        case .text: .text(self.text)
        case .texts: .texts(self.texts)
        case .entries: .entries(self.entries)
        }
    }
}

/// What a value of an attribute consists of.
package enum StoredAttributeKind: StoredCode {
    case text, texts, entries

    package static var blank: StoredAttributeKind { .text }
    package var code: (number: UInt64, name: String) {
        switch self {
        case .text: (0, "text")
        case .texts: (1, "texts")
        case .entries: (2, "entries")
        }
    }
}

extension AttributeEntry: StoredRecord {
    package static var blank: AttributeEntry { [:] }

    /// The parts in the order of their names.
    package static func describe<Coder: StoredCoder>(
        _ entry: inout AttributeEntry, with coder: inout Coder
    ) throws(StoredFormError) {
        let parts = entry.sortedParts
        var (count, names, texts) = (parts.count, parts.map(\.key), parts.map(\.value))
        try coder.field(StoredField(1, "count"), &count)
        try coder.list(StoredField(2, "names"), &names)
        try coder.list(StoredField(3, "texts", .personal), &texts)
        guard names.count == count, texts.count == count, Set(names).count == count else {
            throw StoredFormError(.invalid(detail: "an entry has a text for each of its parts"), at: "texts")
        }
        entry.parts = Dictionary(zip(names, texts)) { first, _ in first }
    }
}

extension AttributeEdit: StoredRecord {
    package static var blank: AttributeEdit { AttributeEdit(.blank, from: nil, to: nil) }

    package static func describe<Coder: StoredCoder>(
        _ edit: inout AttributeEdit, with coder: inout Coder
    ) throws(StoredFormError) {
        try coder.field(StoredField(1, "name"), &edit.name)
        try coder.record(StoredField(2, "from", .personal), &edit.from)
        try coder.record(StoredField(3, "to", .personal), &edit.to)
    }
}

extension AttributeExtent: StoredRecord {
    package static var blank: AttributeExtent { AttributeExtent(.blank, .text, uniqueness: .none) }

    package static func describe<Coder: StoredCoder>(
        _ extent: inout AttributeExtent, with coder: inout Coder
    ) throws(StoredFormError) {
        var kind: StoredAttributeKind =
            switch extent.kind {
            case .text: .text
            case .texts: .texts
            case .entries: .entries
            }
        try coder.field(StoredField(1, "name"), &extent.name)
        try coder.field(StoredField(2, "kind"), &kind, unless: .text)
        try coder.field(StoredField(3, "uniqueness"), &extent.uniqueness, unless: .none)
        try coder.field(StoredField(4, "byteCount"), &extent.byteCount, unless: 0)
        try coder.field(StoredField(5, "valueCount"), &extent.valueCount, unless: 0)
        try coder.list(StoredField(6, "parts"), &extent.parts)
        try coder.field(StoredField(7, "isFlawed"), &extent.isFlawed, unless: false)
        extent.kind =
            switch kind {
            case .text: .text
            case .texts: .texts
            case .entries: .entries
            }
    }
}

extension AttributeUniqueness: StoredCode {
    package static var blank: AttributeUniqueness { .none }
    package var code: (number: UInt64, name: String) {
        switch self {
        case .none: (0, "none")
        case .caseExact: (1, "caseExact")
        case .ignoringCase: (2, "ignoringCase")
        }
    }
}

extension AttributeProblem: StoredRecord {
    package static var blank: AttributeProblem { .empty }

    package static func describe<Coder: StoredCoder>(
        _ problem: inout AttributeProblem, with coder: inout Coder
    ) throws(StoredFormError) {
        var parts = StoredAttributeProblem(problem)
        try coder.field(StoredField(1, "kind"), &parts.kind)
        try coder.field(StoredField(2, "count"), &parts.count, unless: 0)
        try coder.field(StoredField(3, "limit"), &parts.limit, unless: 0)
        try coder.field(StoredField(4, "name"), &parts.name)
        try coder.field(StoredField(5, "user"), &parts.user)
        try coder.field(StoredField(6, "stored"), &parts.stored, unless: .none)
        try coder.field(StoredField(7, "defined"), &parts.defined, unless: .none)
        problem = try parts.problem
    }
}

/// The parts of a problem, of which those of its kind are filled.
private struct StoredAttributeProblem {
    var kind: String
    var count = 0
    var limit = 0
    var name: String?
    var user: UserID?
    var stored = AttributeUniqueness.none
    var defined = AttributeUniqueness.none

    init(_ problem: AttributeProblem) {
        switch problem {
        case .unknown(let nearest): (self.kind, self.name) = ("unknown", nearest)
        case .wrongKind: self.kind = "wrongKind"
        case .empty: self.kind = "empty"
        case .tooLong(let count, let limit): (self.kind, self.count, self.limit) = ("tooLong", count, limit)
        case .tooManyValues(let count, let limit): (self.kind, self.count, self.limit) = ("tooManyValues", count, limit)
        case .unknownPart(let name): (self.kind, self.name) = ("unknownPart", name)
        case .unsafeCharacter(let code): (self.kind, self.count) = ("unsafeCharacter", Int(code))
        case .repeated: self.kind = "repeated"
        case .taken(let user): (self.kind, self.user) = ("taken", user)
        case .tooMany: self.kind = "tooMany"
        case .otherUniqueness(let stored, let defined):
            (self.kind, self.stored, self.defined) = ("otherUniqueness", stored, defined)
        }
    }

    var problem: AttributeProblem {
        get throws(StoredFormError) {
            switch self.kind {
            case "unknown": return .unknown(nearest: self.name)
            case "wrongKind": return .wrongKind
            case "empty": return .empty
            case "tooLong": return .tooLong(byteCount: self.count, limit: self.limit)
            case "tooManyValues": return .tooManyValues(count: self.count, limit: self.limit)
            case "unknownPart": return .unknownPart(name: self.name ?? "")
            case "unsafeCharacter": return .unsafeCharacter(code: UInt32(truncatingIfNeeded: self.count))
            case "repeated": return .repeated
            case "taken":
                guard let user else { throw StoredFormError(.missing, at: "user") }
                return .taken(by: user)
            case "tooMany": return .tooMany
            case "otherUniqueness": return .otherUniqueness(stored: self.stored, defined: self.defined)
            default: throw StoredFormError(.unknownAlternative, at: "kind")
            }
        }
    }
}
