/// The rules for passwords that people choose.
///
/// Two policies are ready-made: ``standard``, the directory's own, and ``nist`` with ``nistWithSecondFactor``. A host can put others
/// together from the same parts. A list of breached passwords is a part of the tenant, because it must be asked.
public struct PasswordPolicy: Sendable, Hashable {
    /// The characters that a password may hold.
    public enum Alphabet: Sendable, Hashable {
        /// Visible ASCII characters and the blank: people can type the same bytes on every keyboard.
        case visibleASCII
        /// All that Unicode assigns, but for control characters, private use, and what is not seen (FreeformClass of RFC 8264, without
        /// its rules for joiners).
        case unicode
    }

    /// The fewest characters.
    public let characterMinimum: Int
    /// The most characters.
    public let characterMaximum: Int
    /// How many of the four classes must occur: lower-case letters, upper-case letters, digits, and the rest.
    public let characterClassMinimum: Int
    /// The characters that a password may hold.
    public let alphabet: Alphabet
    /// The terms that are guessed first.
    public let banned: BannedPasswords
    /// Whether a password may not contain the names of the person and of the company.
    public let refusesNames: Bool
    /// How many passwords before the present one a change may not bring back; a reset may.
    ///
    /// The present one may not be chosen in any case.
    public let historyLength: Int

    /// The most passwords that a policy can have remembered; ours, and what one comparison may cost at most, in hashes.
    public static let historyLimit = 24

    /// 8 to 256 visible ASCII characters of at least 3 classes, no name in them, and 5 points beside ``BannedPasswords/standard``.
    ///
    /// These are the rules of Microsoft Entra ID ("Password policies and account restrictions").
    public static let standard = PasswordPolicy(
        uncheckedMinimum: 8, maximum: 256, classMinimum: 3, alphabet: .visibleASCII, banned: .standard,
        refusesNames: true, historyLength: 0)

    /// The rules of NIST SP 800-63B-4 for a password that is the only factor: at least 15 characters of any kind, none of them
    /// demanded, and not a password that is guessed first.
    ///
    /// That publication demands a comparison with breached passwords too: give the tenant a list of them.
    public static let nist = PasswordPolicy(
        uncheckedMinimum: 15, maximum: 256, classMinimum: 1, alphabet: .unicode, banned: .wholeOnly,
        refusesNames: false, historyLength: 0)

    /// The same for a password beside which a second factor is always asked for: at least 8 characters.
    public static let nistWithSecondFactor = PasswordPolicy(
        uncheckedMinimum: 8, maximum: 256, classMinimum: 1, alphabet: .unicode, banned: .wholeOnly,
        refusesNames: false, historyLength: 0)

    /// Creates a policy that at least one password satisfies.
    ///
    /// - Parameters:
    ///   - characterMinimum: The fewest characters; at least 1.
    ///   - characterMaximum: The most characters; no fewer than the minimum, and at most ``Password/byteLimit``.
    ///   - characterClassMinimum: The number of classes that must occur; 1 to 4, and at most `characterMaximum`.
    ///   - alphabet: The characters that a password may hold.
    ///   - banned: The terms that are guessed first; it can demand no more points than `characterMaximum`.
    ///   - refusesNames: Whether a password may not contain the names of the person and of the company.
    ///   - historyLength: How many passwords before the present one may not come back; 0 to ``historyLimit``.
    /// - Throws: ``PasswordPolicyError/unsatisfiable``, ``PasswordPolicyError/historyTooLong(_:)``.
    public init(
        characterMinimum: Int = 8, characterMaximum: Int = 256, characterClassMinimum: Int = 3,
        alphabet: Alphabet = .visibleASCII, banned: BannedPasswords = .standard, refusesNames: Bool = true,
        historyLength: Int = 0
    ) throws(PasswordPolicyError) {
        guard characterMinimum >= 1, characterMaximum >= characterMinimum, characterMaximum <= Password.byteLimit,
            (1...4).contains(characterClassMinimum), characterClassMinimum <= characterMaximum,
            banned.pointMinimum <= characterMaximum
        else { throw .unsatisfiable }
        guard (0...Self.historyLimit).contains(historyLength) else { throw .historyTooLong(historyLength) }
        self.init(
            uncheckedMinimum: characterMinimum, maximum: characterMaximum, classMinimum: characterClassMinimum,
            alphabet: alphabet, banned: banned, refusesNames: refusesNames, historyLength: historyLength)
    }

    private init(
        uncheckedMinimum: Int, maximum: Int, classMinimum: Int, alphabet: Alphabet, banned: BannedPasswords,
        refusesNames: Bool, historyLength: Int
    ) {
        self.characterMinimum = uncheckedMinimum
        self.characterMaximum = maximum
        self.characterClassMinimum = classMinimum
        self.alphabet = alphabet
        self.banned = banned
        self.refusesNames = refusesNames
        self.historyLength = historyLength
    }

    /// The problems that keep a text from becoming anyone's password; empty when there are none.
    ///
    /// A character is a code point, after accents have been composed. A text of the wrong length is not compared with banned terms.
    ///
    /// - Complexity: O(characters × longest term + terms), where the characters are at most ``characterMaximum``.
    public func problems(with password: Password) -> [PasswordProblem] {
        password.withText { text in
            let count = text.unicodeScalars.count
            var problems = self.problemsOfLength(count, byteCount: text.utf8.count)
            let isOfGoodLength = problems.isEmpty
            if !self.alphabet.contains(text) { problems.append(.unacceptableCharacter) }
            if !self.hasEnoughClasses(text) { problems.append(.tooFewClasses(minimum: self.characterClassMinimum)) }
            return problems + (isOfGoodLength ? self.banned.problems(with: GuessableForm(text)) : [])
        }
    }

    /// The further problems that keep it from becoming the password of one person, whose names it contains.
    ///
    /// - Complexity: O(characters × names), where the characters are at most ``characterMaximum``.
    public func problems(with password: Password, of names: PersonalTerms...) -> [PasswordProblem] {
        guard self.refusesNames else { return [] }
        return password.withText { text in
            guard text.unicodeScalars.count <= self.characterMaximum else { return [] }
            let form = GuessableForm(text)
            return names.contains { $0.areContained(in: form) } ? [.containsName] : []
        }
    }

    private func problemsOfLength(_ count: Int, byteCount: Int) -> [PasswordProblem] {
        if count < self.characterMinimum { return [.tooShort(minimum: self.characterMinimum)] }
        if count > self.characterMaximum { return [.tooLong(maximum: self.characterMaximum)] }
        return byteCount > Password.byteLimit ? [.tooManyBytes(limit: Password.byteLimit)] : []
    }

    private func hasEnoughClasses(_ text: String) -> Bool {
        var classes: Set<CharacterClass> = []
        for scalar in text.unicodeScalars {
            classes.insert(CharacterClass(scalar))
            if classes.count >= self.characterClassMinimum { return true }
        }
        return classes.count >= self.characterClassMinimum
    }

    private enum CharacterClass {
        case lowerCase, upperCase, digit, other

        init(_ scalar: Unicode.Scalar) {
            switch scalar.properties.generalCategory {
            case .lowercaseLetter: self = .lowerCase
            case .uppercaseLetter: self = .upperCase
            case .decimalNumber: self = .digit
            default: self = .other
            }
        }
    }
}

extension PasswordPolicy.Alphabet {
    fileprivate func contains(_ text: String) -> Bool {
        switch self {
        case .visibleASCII: text.utf8.allSatisfy { (32...126).contains($0) }
        case .unicode: text.unicodeScalars.allSatisfy(\.isAcceptable)
        }
    }
}

extension Unicode.Scalar {
    /// Whether it is seen and has a fixed meaning; conjoining Hangul letters that make no syllable are obsolete (RFC 8264 §9.15).
    fileprivate var isAcceptable: Bool {
        switch self.value {
        case 32...126: return true
        case 0x1100...0x11FF, 0xA960...0xA97F, 0xD7B0...0xD7FF: return false
        default: break
        }
        switch self.properties.generalCategory {
        case .control, .format, .privateUse, .surrogate, .unassigned, .lineSeparator, .paragraphSeparator: return false
        default: return !self.properties.isDefaultIgnorableCodePoint
        }
    }
}

/// Why a password policy cannot exist.
public enum PasswordPolicyError: Error, Sendable, Hashable, CustomStringConvertible {
    /// No password could satisfy it, or none that can be stored.
    case unsatisfiable
    /// More passwords were to be remembered than ``PasswordPolicy/historyLimit``, or fewer than none.
    case historyTooLong(Int)

    /// The rule that was broken, for a person.
    public var description: String {
        switch self {
        case .unsatisfiable:
            """
            a password policy needs 1 to \(Password.byteLimit) characters, the fewest first, of 1 to 4 classes, and no more points than \
            characters
            """
        case .historyTooLong(let length):
            "a password policy remembers 0 to \(PasswordPolicy.historyLimit) passwords and not `\(length)`"
        }
    }
}
