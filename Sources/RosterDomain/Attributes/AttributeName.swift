/// The name of a profile attribute, such as `department`.
///
/// - Length: 1 to ``byteLimit`` bytes.
/// - Contents: an ASCII letter, and then ASCII letters, digits, `_`, `-` and `.`; the rules are ours.
public struct AttributeName: Sendable, Hashable, Comparable {
    /// The most bytes a name may hold.
    public static let byteLimit = 64

    /// The name as it is written; its case matters.
    public let rawValue: String

    /// Creates a name, or says which rule it breaks.
    ///
    /// - Throws: ``AttributeNameError``.
    public init(_ rawValue: String) throws(AttributeNameError) {
        guard (1...Self.byteLimit).contains(rawValue.utf8.count) else {
            throw .length(byteCount: rawValue.utf8.count)
        }
        let isLetter = rawValue.utf8.first.map { $0.isASCIILetterOrDigit && $0 > UInt8(ascii: "9") } ?? false
        let marks = [UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: ".")]
        guard isLetter, rawValue.utf8.allSatisfy({ $0.isASCIILetterOrDigit || marks.contains($0) }) else {
            throw .malformed(rawValue)
        }
        self.rawValue = rawValue
    }

    /// Creates a name from a literal in this package.
    private init(known rawValue: String) {
        self.rawValue = rawValue
    }

    /// Whether a name sorts before another one, by its bytes.
    public static func < (left: AttributeName, right: AttributeName) -> Bool {
        left.rawValue.precedesAsName(right.rawValue)
    }
}

extension AttributeName {
    /// The given name; the full name is ``User/fullName``.
    public static let givenName = AttributeName(known: "givenName")
    /// The family name; the full name is ``User/fullName``.
    public static let familyName = AttributeName(known: "familyName")
    /// The title of the person's job.
    public static let title = AttributeName(known: "title")
    /// The department.
    public static let department = AttributeName(known: "department")
    /// The organization within the company.
    public static let organization = AttributeName(known: "organization")
    /// The employee number that the company assigned.
    public static let employeeNumber = AttributeName(known: "employeeNumber")
    /// The manager: a user's identifier, or the source system's name for the person.
    public static let manager = AttributeName(known: "manager")
    /// Telephone numbers, each with its type.
    public static let phoneNumbers = AttributeName(known: "phoneNumbers")
    /// The locale that dates and numbers are shown in, such as `en-US`.
    public static let locale = AttributeName(known: "locale")
    /// The time zone, such as `Europe/Oslo`.
    public static let timeZone = AttributeName(known: "timeZone")
    /// The languages that the person reads, the preferred one first, such as `nb, en;q=0.8`.
    public static let preferredLanguage = AttributeName(known: "preferredLanguage")
    /// The identifier that the source system gave to the account; unique, and its case matters.
    public static let externalID = AttributeName(known: "externalId")
}

extension AttributeName: CustomStringConvertible {
    /// The name as it is written.
    public var description: String { self.rawValue }
}

extension AttributeName: Codable {
    /// Reads a name and checks it.
    public init(from decoder: any Decoder) throws {
        try self.init(decoder.singleValueContainer().decode(String.self))
    }

    /// Writes the name.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(self.rawValue)
    }
}

/// Why a text is not an attribute name.
public enum AttributeNameError: Error, Sendable, Hashable, CustomStringConvertible {
    /// It is empty, or has more than ``AttributeName/byteLimit`` bytes.
    case length(byteCount: Int)
    /// It does not begin with a letter, or contains a character other than letters, digits, `_`, `-` and `.`.
    case malformed(String)

    /// The rule that was broken, for a person.
    public var description: String {
        switch self {
        case .length(let byteCount):
            "the name of an attribute has 1 to \(AttributeName.byteLimit) bytes and this one has \(byteCount)"
        case .malformed(let text):
            "`\(text.forDisplay)` is no name of an attribute; use a letter, and then letters, digits, `_`, `-` and `.`"
        }
    }
}
