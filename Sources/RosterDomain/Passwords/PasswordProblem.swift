/// A problem that keeps a text from becoming a password.
///
/// It reveals nothing of the text.
public enum PasswordProblem: Sendable, Hashable, CustomStringConvertible {
    /// It has too few characters.
    case tooShort(minimum: Int)
    /// It has too many characters.
    case tooLong(maximum: Int)
    /// It has too many bytes.
    case tooManyBytes(limit: Int)
    /// It holds a character that the policy does not accept.
    case unacceptableCharacter
    /// It uses too few classes of characters.
    case tooFewClasses(minimum: Int)
    /// It is on the list of banned passwords, or differs by one character from one that is.
    case banned
    /// Banned terms count as one point each, and so does each other character: it has too few points.
    case tooGuessable(pointMinimum: Int)
    /// It contains a name of the person, or of the company.
    case containsName
    /// It is on a list of passwords that were stolen elsewhere.
    case breached
    /// It is the password that it should replace.
    case unchanged
    /// It is one of the passwords before the present one.
    case reused

    /// The problem, for the person who chose the password.
    public var description: String {
        switch self {
        case .tooShort(let minimum): "a password needs at least \(minimum) characters"
        case .tooLong(let maximum): "a password may have at most \(maximum) characters"
        case .tooManyBytes(let limit): "a password may have at most \(limit) bytes, and its characters take more"
        case .unacceptableCharacter: "the password holds a character that is not accepted"
        case .tooFewClasses(let minimum):
            "a password needs \(minimum) of these: lower-case letters, upper-case letters, digits, other characters"
        case .banned: "the password is one of those that are guessed first, or nearly one"
        case .tooGuessable(let minimum):
            "a password needs \(minimum) points: a word that is guessed first counts one, and each other character one"
        case .containsName: "the password contains the name of the person or of the company"
        case .breached: "the password is on a list of passwords that were stolen elsewhere"
        case .unchanged: "the new password must differ from the present one"
        case .reused: "the password was used before; choose one that was not"
        }
    }
}
