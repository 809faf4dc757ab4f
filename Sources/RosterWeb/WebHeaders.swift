/// The header fields of a request or a response, in the order in which they came.
///
/// Names are compared without regard to case (RFC 9110 §5.1). A name that comes twice keeps both values, because what two
/// of them mean is for each field to say: two `Authorization` fields are an error, two `Set-Cookie` fields are not.
public struct WebHeaders: Sendable, Hashable {
    /// The fields, names in lower case.
    public private(set) var fields: [WebHeader]

    /// Takes fields over, as a framework hands them on.
    public init(_ fields: some Sequence<(name: String, value: String)> = [(name: String, value: String)]()) {
        self.fields = fields.map { WebHeader(name: $0.name, value: $0.value) }
    }

    /// The value of a field that is there exactly once; nil when there is none, or more than one.
    ///
    /// Setting a value replaces all fields of that name; nil removes them. Complexity: O(*n*) in the number of fields.
    public subscript(_ name: String) -> String? {
        get {
            let values = self.values(of: name)
            return values.count == 1 ? values.first : nil
        }
        set {
            let name = name.lowercased()
            self.fields.removeAll { $0.name == name }
            if let newValue { self.append(name, newValue) }
        }
    }

    /// All values of a field, in order.
    public func values(of name: String) -> [String] {
        let name = name.lowercased()
        return self.fields.filter { $0.name == name }.map(\.value)
    }

    /// Adds a field beside those of the same name.
    public mutating func append(_ name: String, _ value: String) {
        self.fields.append(WebHeader(name: name, value: value))
    }
}

extension WebHeaders: ExpressibleByDictionaryLiteral {
    /// The fields of a literal, in its order.
    public init(dictionaryLiteral elements: (String, String)...) {
        self.init(elements.map { (name: $0.0, value: $0.1) })
    }
}

/// One header field.
public struct WebHeader: Sendable, Hashable {
    /// The name in lower case.
    public let name: String
    /// The value without blanks around it.
    public let value: String

    /// A field as it came.
    public init(name: String, value: String) {
        // Most names come in lower case, and are kept without a copy.
        self.name = name.utf8.allSatisfy { $0 < 0x80 && !(0x41...0x5A).contains($0) } ? name : name.lowercased()
        let trimmed = value[...].withoutBlanks
        self.value = trimmed.utf8.count == value.utf8.count ? value : String(trimmed)
    }
}

extension Substring {
    /// The text without the blanks and tabs around it (RFC 9110 §5.6.3).
    package var withoutBlanks: Substring {
        let isBlank: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 }
        guard let first = self.utf8.firstIndex(where: { !isBlank($0) }),
            let last = self.utf8.lastIndex(where: { !isBlank($0) })
        else { return "" }
        return self[first...last]
    }
}
