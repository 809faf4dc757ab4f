/// An email address that ignores case when compared and keeps the case it was written in.
///
/// **Case:** the 26 ASCII letters are folded, in the local part and in the domain, with the same table as ``UserName``.
/// `Ada@Contoso.example` and `ada@contoso.EXAMPLE` are one address. Dots, `+tags` and everything else matter: `ada.l@…`
/// and `adal@…` are two addresses.
///
/// **Unicode:** only ASCII is accepted, so letters that Unicode folds to ASCII (`K` U+212A, `İ`, `ı`, `ß`, `ſ`) are
/// refused, never folded. Write an internationalized domain in its ASCII form (`xn--…`).
///
/// - Form: `local@domain`; the local part is a dot-atom (RFC 5322 §3.2.3), the domain is two or more labels of
///   letters, digits and inner hyphens (RFC 1123 §2.1).
/// - Length: at most 64 bytes before the `@`, 63 a label and 254 in all (RFC 5321 §4.5.3.1).
/// - Refused, although a dot-atom: what common mail programs decode, route, run or take for an option; see
///   ``EmailAddressMisreading``.
public struct EmailAddress: Sendable {
    /// The most bytes an address may hold (RFC 5321 §4.5.3.1.3, less the angle brackets).
    public static let byteLimit = 254
    /// The most bytes before the `@` (RFC 5321 §4.5.3.1.1).
    public static let localPartByteLimit = 64

    /// The address exactly as it was written.
    public let rawValue: String

    /// The address with its ASCII letters in lower case: two addresses are the same when these are.
    public var folded: String { self.otherFolded ?? self.rawValue }

    /// The folded text where it differs: a second reference to the same text would be counted with each copy.
    fileprivate let otherFolded: String?

    /// Creates an address, or says which rule it breaks.
    ///
    /// - Parameter rawValue: The address as written. It is not trimmed: a blank around it is an error.
    /// - Throws: ``EmailAddressError``.
    public init(_ rawValue: String) throws(EmailAddressError) {
        var scan = EmailScan()
        for byte in rawValue.utf8 { scan.take(byte) }
        // The scan recognizes almost all valid addresses in one pass; only the others need a closer look.
        if !scan.isAddress { try Self.check(rawValue) }
        self.rawValue = rawValue
        self.otherFolded = scan.hasUpperCase ? CaseFolding.foldedASCII(rawValue) : nil
    }

    /// Creates an address from a text that this type accepted before and that was stored byte for byte.
    ///
    /// The text is not checked again, because a store that reads millions of addresses relies on its own checksums.
    package init(takenInBefore rawValue: String) {
        self.rawValue = rawValue
        self.otherFolded = CaseFolding.foldedUnlessSame(rawValue)
    }

    /// The part before the `@`, as it was written.
    public var localPart: String {
        String(self.rawValue.prefix { $0 != "@" })
    }
}

extension UserName {
    /// Creates the name of an account that signs in with its address.
    ///
    /// Every address is a valid name.
    public init(_ email: EmailAddress) {
        self.init(email.rawValue, otherFolded: email.otherFolded)
    }
}

extension EmailAddress: Hashable {
    /// Whether two texts are the same address, without regard to case.
    public static func == (left: EmailAddress, right: EmailAddress) -> Bool { left.folded == right.folded }

    /// Hashes the folded address.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(self.folded)
    }
}

extension EmailAddress: CustomStringConvertible {
    /// The address as it was written.
    public var description: String { self.rawValue }
}

extension EmailAddress: Codable {
    /// Reads an address and checks it.
    public init(from decoder: any Decoder) throws {
        try self.init(decoder.singleValueContainer().decode(String.self))
    }

    /// Writes the address as it was written.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(self.rawValue)
    }
}

extension EmailAddress {
    private static func check(_ text: String) throws(EmailAddressError) {
        guard !text.isEmpty else { throw .empty }
        guard text.utf8.count <= Self.byteLimit else { throw .tooLong(byteCount: text.utf8.count) }
        if let scalar = text.unicodeScalars.first(where: { !$0.isASCII || $0.value <= 32 || $0.value == 127 }) {
            throw .unacceptableCharacter(scalar, in: text)
        }
        let parts = text.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        guard parts.count == 2 else { throw .malformed(text) }
        guard parts[0].count <= Self.localPartByteLimit else { throw .localPartTooLong(byteCount: parts[0].count) }
        guard Self.isDotAtom(parts[0]), Self.isDomain(parts[1]) else { throw .malformed(text) }
        if let misreading = EmailAddressMisreading(localPart: parts[0], domain: parts[1]) {
            throw .misread(misreading, in: text)
        }
    }

    private static func isDotAtom(_ text: Substring.UTF8View) -> Bool {
        let marks = Set("!#$%&'*+-/=?^_`{|}~".utf8)
        return text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy { atom in
            !atom.isEmpty && atom.allSatisfy { $0.isASCIILetterOrDigit || marks.contains($0) }
        }
    }

    private static func isDomain(_ text: Substring.UTF8View) -> Bool {
        let hyphen = UInt8(ascii: "-")
        let labels = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        // A domain that ends in digits alone would be an IP address (RFC 3696 §2).
        let endsInName = labels.last.map { !$0.allSatisfy { (48...57).contains($0) } } ?? false
        return labels.count >= 2 && endsInName
            && labels.allSatisfy { label in
                (1...63).contains(label.count) && label.first != hyphen && label.last != hyphen
                    && label.allSatisfy { $0.isASCIILetterOrDigit || $0 == hyphen }
            }
    }
}

/// Why a text is not an email address.
public enum EmailAddressError: Error, Sendable, Hashable, CustomStringConvertible {
    /// It is empty.
    case empty
    /// It has more than ``EmailAddress/byteLimit`` bytes.
    case tooLong(byteCount: Int)
    /// It has more than ``EmailAddress/localPartByteLimit`` bytes before the `@`.
    case localPartTooLong(byteCount: Int)
    /// It holds a blank, a control character or a character outside ASCII.
    case unacceptableCharacter(Unicode.Scalar, in: String)
    /// It does not have the form `local@domain`.
    case malformed(String)
    /// Common mail programs would not take it for the address that it is.
    case misread(EmailAddressMisreading, in: String)

    /// The rule that was broken, for a person.
    public var description: String {
        switch self {
        case .empty:
            "an email address is needed and there is none"
        case .tooLong(let byteCount):
            "an email address may hold \(EmailAddress.byteLimit) bytes and this one has \(byteCount)"
        case .localPartTooLong(let byteCount):
            "an email address may hold \(EmailAddress.localPartByteLimit) bytes before the `@` and this one has \(byteCount)"
        case .unacceptableCharacter(let scalar, let text):
            "the email address `\(text.forDisplay)` holds U+\(String(scalar.value, radix: 16, uppercase: true)); "
                + "only visible ASCII characters can be used, and an international domain in its `xn--` form"
        case .malformed(let text):
            "`\(text.forDisplay)` is not an email address; one looks like `grace@contoso.example`"
        case .misread(let misreading, let text):
            "the email address `\(text.forDisplay)` cannot be used: \(misreading)"
        }
    }
}

extension UInt8 {
    package var asciiLowercased: UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self) ? self + 32 : self
    }

    package var isASCIILetterOrDigit: Bool {
        switch self.asciiLowercased {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: false
        }
    }
}
