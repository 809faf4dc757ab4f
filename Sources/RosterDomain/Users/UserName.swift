/// The name that a person or a program signs in with; it ignores case when compared and keeps the case it was written
/// in.
///
/// A user name is the email address unless another one is given. It need not look like one: provisioning systems send
/// principal names (`ada@contoso.example`), domain names (`CONTOSO\ada`) and UUIDs. User names and addresses are one
/// namespace: no user name is the name or the address of another account.
///
/// - Length: 1 to ``byteLimit`` UTF-8 bytes (the limit is ours).
/// - Contents: visible characters, and single blanks between them; no other white space, no invisible characters, no
///   control characters and no marks that change the direction of text. Write accented letters and syllables in their
///   composed form. A text with combining marks (U+0300–U+036F, U+3099, U+309A) or conjoining jamo is refused, because
///   it looks the same as the composed one; so is any other text that Unicode's canonical composition (NFC) makes another
///   name of, such as U+0627 U+0653 for U+0622, and U+F900 for U+8C48.
/// - Case: names with the same ``folded`` bytes are the same name. The table is fixed; see ``EmailAddress`` for its
///   effect on addresses.
///
/// Letters of different scripts that look alike (Latin `a` and Cyrillic `а`) are different letters, and make different names.
public struct UserName: Sendable {
    /// The most UTF-8 bytes a name may hold.
    public static let byteLimit = 256

    /// The name exactly as it was written; neither trimmed nor normalized.
    public let rawValue: String

    /// The name with its case folded; two names are the same when their folded names have the same bytes.
    ///
    /// It has at most one and a half times ``byteLimit`` bytes.
    public var folded: String { self.otherFolded ?? self.rawValue }

    /// The folded text where it differs: a second reference to the same text would be counted with each copy.
    private let otherFolded: String?

    /// Creates a name, or says which rule it breaks.
    ///
    /// - Parameter rawValue: The name as written.
    /// - Throws: ``UserNameError``.
    public init(_ rawValue: String) throws(UserNameError) {
        try Self.check(rawValue)
        self.init(takenInBefore: rawValue)
    }

    init(_ rawValue: String, otherFolded: String?) {
        self.rawValue = rawValue
        self.otherFolded = otherFolded
    }

    /// What stands for the user name of an account that was purged; no account is found by it for that reason, and any account
    /// may have it as its own.
    public static let erased = UserName(takenInBefore: "purged-user")

    /// Creates a name from a text that this type accepted before and that was stored byte for byte.
    package init(takenInBefore rawValue: String) {
        self.init(rawValue, otherFolded: CaseFolding.foldedUnlessSame(rawValue))
    }
}

extension UserName: Hashable {
    /// Whether two texts are the same name, without regard to case.
    ///
    /// The comparison uses bytes, as in every store, and not Unicode equivalence.
    public static func == (left: UserName, right: UserName) -> Bool { left.folded.isSameName(as: right.folded) }

    /// Hashes the folded name.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(self.folded)
    }
}

extension UserName: CustomStringConvertible {
    /// The name as it was written.
    public var description: String { self.rawValue }
}

extension UserName: Codable {
    /// Reads a name and checks it.
    public init(from decoder: any Decoder) throws {
        try self.init(decoder.singleValueContainer().decode(String.self))
    }

    /// Writes the name as it was written.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(self.rawValue)
    }
}

extension UserName {
    private static func check(_ text: String) throws(UserNameError) {
        guard !text.isEmpty else { throw .empty }
        guard text.utf8.count <= Self.byteLimit else { throw .tooLong(byteCount: text.utf8.count) }
        for scalar in text.unicodeScalars where !Self.isAcceptable(scalar) {
            throw .unacceptableCharacter(scalar, in: text)
        }
        guard text.utf8.first != 0x20, text.utf8.last != 0x20 else { throw .blankAtEdge(text) }
        guard text.unicodeScalars.contains(where: \.isDrawn) else { throw .empty }
        if let scalar = Self.firstUncomposed(in: text) { throw .unacceptableCharacter(scalar, in: text) }
    }

    /// The character because of which a text is another name than its canonical composition; nil when they are one name.
    ///
    /// A singleton such as the Kelvin sign, which folds as the letter does that it stands for, makes no other name.
    private static func firstUncomposed(in text: String) -> Unicode.Scalar? {
        guard text.utf8.contains(where: { $0 >= 0x80 }) else { return nil }
        let composed = CanonicalComposition.composed(text)
        guard !CaseFolding.folded(composed).utf8.elementsEqual(CaseFolding.folded(text).utf8) else { return nil }
        let scalars = Array(text.unicodeScalars)
        let others = Array(composed.unicodeScalars)
        guard let place = scalars.indices.first(where: { $0 >= others.count || scalars[$0] != others[$0] }) else {
            return scalars.last
        }
        let alone = String(Character(scalars[place]))
        let isChangedAlone = !CanonicalComposition.composed(alone).utf8.elementsEqual(alone.utf8)
        // A letter that composes with what follows is acceptable; what follows is not.
        return isChangedAlone || place + 1 == scalars.count ? scalars[place] : scalars[place + 1]
    }

    private static func isAcceptable(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return (0x20...0x7E).contains(scalar.value) }
        return scalar.isVisible && !scalar.isUnsafeInText && !Self.isDecomposed(scalar)
    }

    /// Whether a character is part of one that has a composed form.
    private static func isDecomposed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0300...0x036F, 0x1100...0x11FF, 0x3099, 0x309A: true
        default: false
        }
    }
}

/// Why a text is not a user name.
public enum UserNameError: Error, Sendable, Hashable, CustomStringConvertible {
    /// It is empty, or has nothing that can be seen.
    case empty
    /// It has more than ``UserName/byteLimit`` UTF-8 bytes.
    case tooLong(byteCount: Int)
    /// It contains a character that is ambiguous, breaks a line, or is invisible.
    case unacceptableCharacter(Unicode.Scalar, in: String)
    /// It begins or ends with a blank.
    case blankAtEdge(String)

    /// The rule that was broken, for a person.
    public var description: String {
        switch self {
        case .empty:
            "a user name needs at least one character that can be seen"
        case .tooLong(let byteCount):
            "a user name may hold \(UserName.byteLimit) bytes and this one has \(byteCount)"
        case .unacceptableCharacter(let scalar, let text):
            "the user name `\(text.forDisplay)` holds U+\(String(scalar.value, radix: 16, uppercase: true)); "
                + "only characters that can be seen, accents in their composed form, and plain blanks can be used"
        case .blankAtEdge(let text):
            "the user name `\(text.forDisplay)` begins or ends with a blank"
        }
    }
}
