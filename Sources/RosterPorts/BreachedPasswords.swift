internal import RosterDigests
public import RosterDomain

/// A list of passwords that were stolen elsewhere, and that attackers try first.
///
/// The tenant asks it when a person chooses a password, once that person has shown the present one: no stranger can make it work. The list
/// is asked by a digest, so that neither the password nor the digest need leave the process: an adapter for the public range service sends
/// ``BreachedPasswordDigest/rangePrefix`` alone, one for a filter hashes the bytes as it likes.
///
/// **When the list cannot be asked, no password is chosen**: the verb throws `TenantError.breachedPasswords(_:)`, and nothing is changed. A
/// host that would rather go without wraps the list in ``PermissiveBreachedPasswords``.
public protocol BreachedPasswords: Sendable {
    /// Whether a password is on the list.
    ///
    /// - Throws: ``BreachedPasswordsError/unavailable(cause:)``.
    func contains(_ digest: BreachedPasswordDigest) async throws(BreachedPasswordsError) -> Bool
}

/// Why a list of breached passwords does not answer.
///
/// No case holds a password or a digest.
@nonexhaustive
public enum BreachedPasswordsError: Error, Sendable, CustomStringConvertible {
    /// It cannot be read or reached.
    case unavailable(cause: any Error)

    /// What went wrong, for a person.
    public var description: String {
        switch self {
        case .unavailable(let cause):
            "the list of breached passwords cannot be asked, so no password is accepted: \(cause)"
        }
    }
}

/// What a password has become in public lists of breached ones: its digest by SHA-1, of its text in UTF-8.
///
/// It never shows itself when it is printed, for the password of a weak digest can be guessed.
public struct BreachedPasswordDigest: Sendable, Hashable {
    /// The length of a digest in bytes.
    public static let byteCount = 20

    /// The bytes.
    public let bytes: [UInt8]

    /// Makes the digest of a password.
    public init(of password: Password) {
        self.bytes = password.withText { SHA1.digest(of: $0.utf8) }
    }

    /// Reads a digest that is written as 40 hexadecimal digits; nil for any other text.
    public init?(hexadecimal text: some StringProtocol) {
        let digits = text.utf8.compactMap(\.hexadecimalDigit)
        guard text.utf8.count == 2 * Self.byteCount, digits.count == 2 * Self.byteCount else { return nil }
        self.bytes = (0..<Self.byteCount).map { digits[2 * $0] << 4 | digits[2 * $0 + 1] }
    }

    /// The first five digits, in upper case, as the public range service takes them.
    public var rangePrefix: String { String(self.digits.prefix(5)) }
    /// The other 35 digits, in upper case, as the public range service answers with them.
    public var rangeSuffix: String { String(self.digits.dropFirst(5)) }

    private var digits: String {
        self.bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true) }.joined()
    }
}

extension BreachedPasswordDigest: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// A placeholder that reveals nothing.
    public var description: String { "‹digest of a password›" }
    /// The same placeholder.
    public var debugDescription: String { self.description }
    /// A mirror with nothing in it.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// A list that counts as empty for as long as it cannot be asked.
///
/// It is for hosts that would rather let a person choose a breached password than none.
public struct PermissiveBreachedPasswords<List: BreachedPasswords>: BreachedPasswords {
    private let list: List
    private let onFailure: @Sendable (BreachedPasswordsError) -> Void

    /// Wraps a list.
    ///
    /// - Parameters:
    ///   - list: The list.
    ///   - onFailure: Called each time that it could not be asked and a password was let pass, so that the host can tell its operators.
    public init(_ list: List, onFailure: @escaping @Sendable (BreachedPasswordsError) -> Void) {
        self.list = list
        self.onFailure = onFailure
    }

    /// Whether a password is on the list; false when that cannot be told.
    public func contains(_ digest: BreachedPasswordDigest) async throws(BreachedPasswordsError) -> Bool {
        do throws(BreachedPasswordsError) {
            return try await self.list.contains(digest)
        } catch {
            self.onFailure(error)
            return false
        }
    }
}

extension UInt8 {
    fileprivate var hexadecimalDigit: UInt8? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
