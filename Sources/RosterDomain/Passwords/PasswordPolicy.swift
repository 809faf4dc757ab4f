/// The rules for passwords that people choose.
///
/// The default is the directory's own (Microsoft Entra ID, "Password policies and account restrictions").
public struct PasswordPolicy: Sendable, Hashable {
    /// The fewest characters.
    public let characterMinimum: Int
    /// The most characters.
    public let characterMaximum: Int
    /// How many of the four classes must occur: lower-case letters, upper-case letters, digits, and the rest.
    public let characterClassMinimum: Int

    /// 8 to 256 characters of at least 3 classes, as in the directory.
    public static let standard = PasswordPolicy(uncheckedMinimum: 8, maximum: 256, classMinimum: 3)

    /// Creates a policy that at least one password satisfies.
    ///
    /// - Parameters:
    ///   - characterMinimum: The fewest characters; at least 1.
    ///   - characterMaximum: The most characters; no fewer than the minimum, and at most ``Password/byteLimit``.
    ///   - characterClassMinimum: The number of classes that must occur; 1 to 4, and at most `characterMaximum`.
    /// - Throws: ``PasswordPolicyError/unsatisfiable``.
    public init(
        characterMinimum: Int = 8, characterMaximum: Int = 256, characterClassMinimum: Int = 3
    ) throws(PasswordPolicyError) {
        guard characterMinimum >= 1, characterMaximum >= characterMinimum, characterMaximum <= Password.byteLimit,
            (1...4).contains(characterClassMinimum), characterClassMinimum <= characterMaximum
        else { throw .unsatisfiable }
        self.init(
            uncheckedMinimum: characterMinimum, maximum: characterMaximum, classMinimum: characterClassMinimum)
    }

    private init(uncheckedMinimum: Int, maximum: Int, classMinimum: Int) {
        self.characterMinimum = uncheckedMinimum
        self.characterMaximum = maximum
        self.characterClassMinimum = classMinimum
    }

    /// The problems that keep a text from becoming a password; empty when there are none.
    ///
    /// Only visible ASCII characters and the blank are accepted, because people must be able to type the same bytes on
    /// every keyboard.
    public func problems(with password: Password) -> [PasswordProblem] {
        password.withText { text in
            var problems: [PasswordProblem] = []
            let count = text.unicodeScalars.count
            if count < self.characterMinimum { problems.append(.tooShort(minimum: self.characterMinimum)) }
            if count > self.characterMaximum { problems.append(.tooLong(maximum: self.characterMaximum)) }
            if !text.utf8.allSatisfy({ (32...126).contains($0) }) { problems.append(.unacceptableCharacter) }
            let classes = Set(text.utf8.map(CharacterClass.init))
            if classes.count < self.characterClassMinimum {
                problems.append(.tooFewClasses(minimum: self.characterClassMinimum))
            }
            return problems
        }
    }

    private enum CharacterClass {
        case lowerCase, upperCase, digit, other

        init(_ byte: UInt8) {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"): self = .lowerCase
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): self = .upperCase
            case UInt8(ascii: "0")...UInt8(ascii: "9"): self = .digit
            default: self = .other
            }
        }
    }
}

/// Why a password policy cannot exist.
public enum PasswordPolicyError: Error, Sendable, Hashable, CustomStringConvertible {
    /// No password could satisfy it, or none that can be stored.
    case unsatisfiable

    /// The rule that was broken, for a person.
    public var description: String {
        switch self {
        case .unsatisfiable:
            "a password policy needs 1 to \(Password.byteLimit) characters, the fewest first, of 1 to 4 classes"
        }
    }
}

/// A problem that keeps a text from becoming a password.
///
/// It reveals nothing of the text.
public enum PasswordProblem: Sendable, Hashable, CustomStringConvertible {
    /// It has too few characters.
    case tooShort(minimum: Int)
    /// It has too many characters.
    case tooLong(maximum: Int)
    /// It holds a character that is not visible ASCII.
    case unacceptableCharacter
    /// It uses too few classes of characters.
    case tooFewClasses(minimum: Int)
    /// It is the password that it should replace.
    case unchanged

    /// The problem, for the person who chose the password.
    public var description: String {
        switch self {
        case .tooShort(let minimum): "a password needs at least \(minimum) characters"
        case .tooLong(let maximum): "a password may have at most \(maximum) characters"
        case .unacceptableCharacter: "a password may hold only visible ASCII characters and blanks"
        case .tooFewClasses(let minimum):
            "a password needs \(minimum) of these: lower-case letters, upper-case letters, digits, other characters"
        case .unchanged: "the new password must differ from the present one"
        }
    }
}
