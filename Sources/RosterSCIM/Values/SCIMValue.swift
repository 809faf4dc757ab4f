import RosterJSON

/// A value of a resource or of a request.
enum SCIMValue: Sendable, Hashable {
    case text(String)
    /// A number as it is written.
    case number(String)
    case flag(Bool)
    case list([SCIMValue])
    case object(SCIMObject)
    /// `null`: an attribute without a value. No answer has one.
    case nothing
}

/// The attributes of a resource, or the parts of a complex value, in the order in which they are written.
///
/// Names are found without regard to case (RFC 7643 §2.1).
struct SCIMObject: Sendable, Hashable {
    /// One attribute.
    struct Member: Sendable, Hashable {
        let name: String
        var value: SCIMValue
    }

    private(set) var members: [Member]

    init(_ members: [Member] = []) { self.members = members }

    var isEmpty: Bool { self.members.isEmpty }

    /// The value of a name in any case; setting nil takes it out.
    subscript(name: String) -> SCIMValue? {
        get { self.members.first { $0.name.isAttributeName(name) }?.value }
        set {
            let position = self.members.firstIndex { $0.name.isAttributeName(name) }
            switch (position, newValue) {
            case (let position?, let value?): self.members[position].value = value
            case (let position?, nil): self.members.remove(at: position)
            case (nil, let value?): self.members.append(Member(name: name, value: value))
            case (nil, nil): break
            }
        }
    }

    /// Adds a name that is known not to be there.
    mutating func add(_ name: String, _ value: SCIMValue?) {
        if let value { self.members.append(Member(name: name, value: value)) }
    }
}

extension SCIMObject: ExpressibleByDictionaryLiteral {
    init(dictionaryLiteral elements: (String, SCIMValue)...) {
        self.init(elements.map { Member(name: $0.0, value: $0.1) })
    }
}

extension SCIMValue {
    /// The text; nil for anything else.
    var text: String? { if case .text(let text) = self { text } else { nil } }
    /// The object; nil for anything else.
    var object: SCIMObject? { if case .object(let object) = self { object } else { nil } }
    /// The elements of a list, or the value alone; none for `null`.
    var elements: [SCIMValue] {
        switch self {
        case .list(let elements): elements
        case .nothing: []
        case .text, .number, .flag, .object: [self]
        }
    }

    /// Whether it stands for no value: `null`, an empty text, an empty list.
    ///
    /// An object never does: its parts speak for themselves, and those that it does not name stay (RFC 7644 §3.5.2.3).
    var isUnassigned: Bool {
        switch self {
        case .nothing: true
        case .text(let text): text.isEmpty
        case .number, .flag, .object: false
        case .list(let elements): elements.allSatisfy(\.isUnassigned)
        }
    }

    /// Whether nothing in it is a value.
    var isBlank: Bool { self.object.map { $0.members.allSatisfy(\.value.isUnassigned) } ?? self.isUnassigned }
}

extension String {
    /// Whether two names of attributes are one, without regard to the case of ASCII letters.
    func isAttributeName(_ other: String) -> Bool {
        if self == other { return true }
        let (left, right) = (self.utf8, other.utf8)
        guard left.count == right.count else { return false }
        return zip(left, right).allSatisfy { $0.lowercasedASCII == $1.lowercasedASCII }
    }

    /// Whether it begins with a text, without regard to the case of ASCII letters.
    func hasAttributePrefix(_ prefix: String) -> Bool {
        let (left, right) = (self.utf8, prefix.utf8)
        return left.count >= right.count && zip(left, right).allSatisfy { $0.lowercasedASCII == $1.lowercasedASCII }
    }
}

extension UInt8 {
    var lowercasedASCII: UInt8 { self &- UInt8(ascii: "A") < 26 ? self | 0x20 : self }
}
