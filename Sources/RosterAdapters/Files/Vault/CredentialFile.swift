package import RosterDomain

/// How one user's credential is written in a file.
///
/// ```
/// roster credential 1
/// user 018f6a7e-8f2d-7c3a-9b1e-2f4a6c8e0d12
/// kind temporary
/// expires 1795354800000
/// hash $y$j9T$…
/// check 0a1b2c3d
/// ```
/// A password of the user's own has no line `expires`. The last line is the CRC-32C of everything before it, in eight
/// hexadecimal digits; every line ends with a line feed. A file that names another user does not count: it was
/// misplaced.
package enum CredentialFile {
    private static let header = "roster credential 1"

    /// The bytes of a credential.
    package static func bytes(of credential: StoredCredential, for user: UserID) -> [UInt8] {
        var lines = [Self.header, "user \(user)"]
        switch credential.kind {
        case .temporary(let expiresAt):
            lines += ["kind temporary", "expires \(expiresAt.millisecondsSinceEpoch)"]
        case .own: lines += ["kind own"]
        }
        lines += ["hash \(credential.hash.text)"]
        let content = Array(lines.map { $0 + "\n" }.joined().utf8)
        return content + Array("check \(Self.hexadecimal(CRC32C.checksum(of: content)))\n".utf8)
    }

    /// The credential in a file, or nil when a single byte is not as it was written.
    package static func credential(in bytes: [UInt8], for user: UserID) -> StoredCredential? {
        let values = Self.values(in: bytes)
        guard let hash = values["hash"], let kind = Self.kind(values) else { return nil }
        let credential = StoredCredential(kind: kind, hash: PasswordHash(hash))
        // There is one way to write a credential: whatever is written otherwise, header and checksum included, is
        // damaged.
        return Self.bytes(of: credential, for: user) == bytes ? credential : nil
    }

    private static func values(in bytes: [UInt8]) -> [String: String] {
        var values: [String: String] = [:]
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            let parts = line.split(separator: UInt8(ascii: " "), maxSplits: 1)
            guard parts.count == 2 else { continue }
            values[String(decoding: parts[0], as: UTF8.self)] = String(decoding: parts[1], as: UTF8.self)
        }
        return values
    }

    private static func kind(_ values: [String: String]) -> StoredCredential.Kind? {
        switch values["kind"] {
        case "own": .own
        case "temporary":
            values["expires"].flatMap { Int64($0) }
                .map { .temporary(expiresAt: Timestamp(millisecondsSinceEpoch: $0)) }
        default: nil
        }
    }

    private static func hexadecimal(_ number: UInt32) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits
    }
}

/// A credential's file is not as it was written.
package struct CredentialFileError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Where the file is.
    package let path: String

    /// What is wrong, for a person; never what is in the file.
    package var description: String { "the file `\(self.path)` is not as it was written" }
}
