/// The value of a profile attribute.
public enum AttributeValue: Sendable, Hashable {
    /// One text.
    case text(String)
    /// Several texts; their order is kept.
    case texts([String])
    /// Several entries with named parts, such as telephone numbers with their types; their order is kept.
    case entries([AttributeEntry])
}

/// One entry of an attribute that has several, such as a telephone number: texts by the names of the parts.
public struct AttributeEntry: Sendable, Hashable {
    /// The parts, by their names.
    public package(set) var parts: [String: String]
    /// Fields that a newer version of Roster stored with the entry.
    package var unknownFields = UnknownFields()

    /// The parts in the order of their names.
    package var sortedParts: [(key: String, value: String)] {
        self.parts.sorted { $0.key.precedesAsName($1.key) }
    }

    /// Creates an entry.
    public init(_ parts: [String: String]) {
        self.parts = parts
    }

    /// The text of a part; nil when the entry does not have it.
    public subscript(part: String) -> String? { self.parts[part] }
}

extension AttributeEntry: CustomDebugStringConvertible {
    /// The parts in the order of their names.
    public var debugDescription: String {
        let parts = self.sortedParts.map { "\($0.key.debugDescription): \($0.value.debugDescription)" }
        return "[\(parts.joined(separator: ", "))]"
    }
}

extension AttributeEntry: ExpressibleByDictionaryLiteral {
    /// Creates an entry from a literal; if two parts have the same name, the last one counts.
    public init(dictionaryLiteral elements: (String, String)...) {
        self.init(Dictionary(elements) { _, last in last })
    }
}

extension AttributeValue {
    /// How many texts or entries it has; 1 for a text.
    public var count: Int {
        switch self {
        case .text: 1
        case .texts(let texts): texts.count
        case .entries(let entries): entries.count
        }
    }

    /// Every text in it, those of entries in the order of the names of their parts.
    public var allTexts: [String] {
        switch self {
        case .text(let text): [text]
        case .texts(let texts): texts
        case .entries(let entries):
            entries.flatMap { $0.sortedParts.map(\.value) }
        }
    }

    /// The bytes of all texts, and of the names of parts.
    package var byteCount: Int {
        let names =
            if case .entries(let entries) = self { entries.flatMap { Array($0.parts.keys) } } else { [String]() }
        return (self.allTexts + names).reduce(0) { $0 + $1.utf8.count }
    }

    /// Whether two values are the same, byte by byte.
    ///
    /// String equality would treat a text in another Unicode form as unchanged, and it would not be stored.
    package func isSame(as other: AttributeValue) -> Bool {
        guard self == other else { return false }
        return zip(self.allTexts, other.allTexts).allSatisfy { $0.isSameName(as: $1) }
    }
}
