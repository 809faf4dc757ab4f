/// A person's full name, as it was written.
///
/// - Length: 1 to ``byteLimit`` UTF-8 bytes.
/// - Contents: at least one letter, digit, punctuation mark or symbol that can be seen: a name of fillers, blank Braille
///   patterns, marks, unassigned or private-use characters alone is empty. No control characters, no line or paragraph separators,
///   and no marks that change the direction of text, because they can make one name look like another. The rules are ours.
public struct FullName: Sendable, Hashable {
    /// The most UTF-8 bytes that a name may hold; ours, the same as the directory's limit for a display name.
    public static let byteLimit = 256

    /// The name exactly as it was written; neither trimmed nor normalized.
    public let rawValue: String

    /// Creates a name, or says which rule it breaks.
    ///
    /// - Throws: ``FullNameError``.
    public init(_ rawValue: String) throws(FullNameError) {
        // Most names are plain ASCII, and looking up the Unicode properties of each character is slow.
        if !Self.isPlain(rawValue) { try Self.check(rawValue) }
        self.rawValue = rawValue
    }

    /// Whether a text is a name that consists of visible ASCII characters and blanks.
    private static func isPlain(_ text: String) -> Bool {
        var (isPlain, isVisible) = (true, false)
        for byte in text.utf8 {
            if byte < 0x20 || byte > 0x7E { isPlain = false }
            if byte != 0x20 { isVisible = true }
        }
        return isPlain && isVisible && text.utf8.count <= Self.byteLimit
    }

    private static func check(_ text: String) throws(FullNameError) {
        guard text.unicodeScalars.contains(where: \.isDrawn) else { throw .empty }
        let byteCount = text.utf8.count
        guard byteCount <= Self.byteLimit else { throw .tooLong(byteCount: byteCount) }
        if let scalar = text.unicodeScalars.first(where: \.isUnsafeInText) {
            throw .unsafeCharacter(scalar, in: text)
        }
    }

    /// Creates a name from a text that this type accepted before and that was stored byte for byte.
    ///
    /// The text is not checked again, because a store that reads millions of names relies on its own checksums.
    package init(takenInBefore rawValue: String) {
        self.rawValue = rawValue
    }

    /// What stands for the name of a person whose account was purged.
    public static let erased = FullName(takenInBefore: "Purged user")

    /// A placeholder for a person who has not given a name yet: the part of the address before the `@`.
    ///
    /// That part is 1 to 64 visible ASCII characters, so it is always a valid name.
    init(placeholderFor email: EmailAddress) {
        self.rawValue = email.localPart
    }
}

extension FullName: CustomStringConvertible {
    /// The name as it was written.
    public var description: String { self.rawValue }
}

extension FullName: Codable {
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

/// Why a text is not a full name.
public enum FullNameError: Error, Sendable, Hashable, CustomStringConvertible {
    /// It has no character that can be seen.
    case empty
    /// It has more than ``FullName/byteLimit`` UTF-8 bytes.
    case tooLong(byteCount: Int)
    /// It holds a character that could break a line or disguise the name.
    case unsafeCharacter(Unicode.Scalar, in: String)

    /// The rule that was broken, for a person.
    public var description: String {
        switch self {
        case .empty:
            "a name needs at least one character that can be seen"
        case .tooLong(let byteCount):
            "a name may hold \(FullName.byteLimit) bytes and this one has \(byteCount)"
        case .unsafeCharacter(let scalar, let name):
            "the name `\(name.forDisplay)` holds U+\(String(scalar.value, radix: 16, uppercase: true)), "
                + "a control character that a name cannot have"
        }
    }
}
