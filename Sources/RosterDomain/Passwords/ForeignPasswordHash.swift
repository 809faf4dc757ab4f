/// A hash of a password that another system made, as `crypt(5)` writes it.
///
/// It never shows itself when it is printed, interpolated, dumped or logged, for a hash can be guessed from. Hashes that would cost
/// seconds or gigabytes to compare are refused: a person who signs in waits for them, and others wait behind.
public struct ForeignPasswordHash: Sendable, Hashable {
    /// How a hash was made.
    public enum Method: String, Sendable, Hashable, CaseIterable {
        /// bcrypt: `$2a$`, `$2b$`, `$2x$`, `$2y$`. It reads no more than 72 bytes of a password.
        case bcrypt
        /// `$6$`.
        case sha512crypt
        /// `$5$`.
        case sha256crypt
        /// `$7$`.
        case scrypt
        /// `$y$`.
        case yescrypt
        /// `$1$`; weak, and gone at the next sign-in.
        case md5crypt
    }

    /// How many bytes of a password bcrypt reads.
    package static let bcryptByteLimit = 72

    /// How the hash was made.
    public let method: Method
    /// The hash.
    package let text: String

    /// Reads a hash.
    ///
    /// - Throws: ``ForeignPasswordHashError``.
    public init(_ text: String) throws(ForeignPasswordHashError) {
        guard text.utf8.count <= 256, text.utf8.allSatisfy({ $0 > 32 && $0 < 127 && $0 != UInt8(ascii: ":") }) else {
            throw .malformed
        }
        let parts = text.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count >= 4, parts[0].isEmpty else { throw parts.count > 1 ? .malformed : .unknownMethod }
        guard let method = Self.method(named: parts[1]) else { throw .unknownMethod }
        self.method = method
        self.text = text
        guard Self.isWellFormed(parts, method) else { throw .malformed }
        guard Self.isAffordable(parts, method) else { throw .costsTooMuch }
    }

    private static func method(named name: Substring) -> Method? {
        switch name {
        case "2a", "2b", "2x", "2y": .bcrypt
        case "6": .sha512crypt
        case "5": .sha256crypt
        case "7": .scrypt
        case "y": .yescrypt
        case "1": .md5crypt
        default: nil
        }
    }

    /// Whether the parts have the lengths that the method writes, and only its characters.
    private static func isWellFormed(_ parts: [Substring], _ method: Method) -> Bool {
        let digest = parts[parts.count - 1]
        guard digest.utf8.allSatisfy(\.isCryptCharacter) else { return false }
        switch method {
        case .bcrypt: return parts.count == 4 && parts[2].utf8.count == 2 && digest.utf8.count == 53
        case .md5crypt: return parts.count == 4 && parts[2].utf8.count <= 8 && digest.utf8.count == 22
        case .sha256crypt, .sha512crypt:
            let hasRounds = parts.count == 5 && parts[2].hasPrefix("rounds=")
            return (hasRounds || parts.count == 4) && parts[parts.count - 2].utf8.count <= 16
                && digest.utf8.count == (method == .sha512crypt ? 86 : 43)
        case .scrypt:
            return parts.count == 4 && parts[2].utf8.count >= 11 && parts[2].utf8.allSatisfy(\.isCryptCharacter)
                && digest.utf8.count == 43
        case .yescrypt: return parts.count == 5 && digest.utf8.count == 43
        }
    }

    /// Whether one comparison takes a second at most on today's machines, and 128 MiB; the bounds are ours.
    private static func isAffordable(_ parts: [Substring], _ method: Method) -> Bool {
        switch method {
        case .bcrypt: return Int(parts[2]).map { (4...14).contains($0) } ?? false
        case .md5crypt: return true
        case .sha256crypt, .sha512crypt:
            guard parts.count == 5 else { return true }
            return Int(parts[2].dropFirst("rounds=".count)).map { (1_000...1_000_000).contains($0) } ?? false
        case .scrypt: return self.isAffordableScrypt(Array(parts[2].utf8.prefix(11)))
        // The costs of yescrypt's own flavor that Roster makes, up to 64 MiB.
        case .yescrypt: return ["j75", "j85", "j7T", "j8T", "j9T", "jAT", "jBT"].contains(parts[2])
        }
    }

    /// The logarithm of the iterations, then the size of a block and the parallelism with six bits a character, the lowest first.
    private static func isAffordableScrypt(_ characters: [UInt8]) -> Bool {
        let digits = characters.compactMap(\.cryptValue)
        guard digits.count == 11, (1...24).contains(digits[0]) else { return false }
        let number = { (range: Range<Int>) in range.reversed().reduce(0) { $0 << 6 | digits[$1] } }
        let (blocks, parallel) = (number(1..<6), number(6..<11))
        guard (1...256).contains(blocks), (1...16).contains(parallel) else { return false }
        let byteCount = 128 * blocks << digits[0]
        return byteCount <= 128 << 20 && byteCount * parallel <= 256 << 20
    }
}

extension ForeignPasswordHash: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// A placeholder that reveals nothing but the method.
    public var description: String { "‹\(self.method.rawValue) hash›" }
    /// The same placeholder.
    public var debugDescription: String { self.description }
    /// A mirror with nothing in it.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// Why a hash of another system cannot be taken over.
///
/// No case holds a part of it.
public enum ForeignPasswordHashError: Error, Sendable, Hashable, CustomStringConvertible {
    /// It was made by a method that is not known, or is too weak to be worth taking over.
    case unknownMethod
    /// It is not written as its method writes hashes: cut, perhaps, or with the name of another system before it.
    case malformed
    /// One comparison would cost more than a second or 128 MiB.
    case costsTooMuch

    /// What is wrong, for a person.
    public var description: String {
        switch self {
        case .unknownMethod:
            "the hash is of no known method: bcrypt, sha512crypt, sha256crypt, scrypt, yescrypt, md5crypt"
        case .malformed:
            "the hash is not written as `crypt(5)` says; is it cut, or has it a label before the first `$`?"
        case .costsTooMuch: "comparing with the hash would cost too much; reset the password instead"
        }
    }
}

extension UInt8 {
    /// The six bits that a character of `crypt(5)` stands for, in the order of most methods.
    fileprivate var cryptValue: Int? {
        switch self {
        case UInt8(ascii: "."), UInt8(ascii: "/"): Int(self - UInt8(ascii: "."))
        case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(self - UInt8(ascii: "0")) + 2
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): Int(self - UInt8(ascii: "A")) + 12
        case UInt8(ascii: "a")...UInt8(ascii: "z"): Int(self - UInt8(ascii: "a")) + 38
        default: nil
        }
    }
    fileprivate var isCryptCharacter: Bool { self.cryptValue != nil }
}
