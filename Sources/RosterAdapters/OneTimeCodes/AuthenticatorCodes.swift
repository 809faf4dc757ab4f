internal import RosterDigests
public import RosterDomain

/// The one-time codes of an authenticator app (TOTP, RFC 6238), and what both sides must agree on.
///
/// A code may work once. The caller keeps the step that ``matchingStep(for:at:after:with:)`` reports, and hands it in the next time: then
/// neither the same code nor an older one matches again. To let a code work once in two hosts at a time, keep the step by a write that
/// fails when the step kept is not older. The code that a person shows when enrolling counts as well.
public struct AuthenticatorCodes: Sendable, Hashable {
    /// The digest that codes are made by.
    public enum Algorithm: String, Sendable, Hashable {
        /// What every app knows. That messages with the same digest can be made does not weaken a keyed digest.
        case sha1 = "SHA1"
        /// What some apps know, and others silently take for the other one.
        case sha256 = "SHA256"
    }

    /// The digest that codes are made by.
    public let algorithm: Algorithm
    /// How many digits a code has.
    public let digitCount: Int
    /// How long a code is shown, in seconds.
    public let periodSeconds: Int
    /// How many steps a phone's clock may be ahead or behind.
    public let driftSteps: Int

    /// What every app assumes: six digits by SHA-1, a new code every 30 seconds, and one step of drift either way.
    public static let standard = AuthenticatorCodes(unchecked: .sha1, digitCount: 6, periodSeconds: 30, driftSteps: 1)

    /// States what codes are like; nil for what RFC 4226 and RFC 6238 do not allow, or what would make guessing easy.
    ///
    /// - Parameters:
    ///   - algorithm: The digest that codes are made by.
    ///   - digitCount: How many digits a code has; 6 to 8.
    ///   - periodSeconds: How long a code is shown; 15 to 300 seconds.
    ///   - driftSteps: How many steps a phone's clock may be ahead or behind; 0 to 10. Each makes a guess more likely to be right.
    public init?(algorithm: Algorithm = .sha1, digitCount: Int = 6, periodSeconds: Int = 30, driftSteps: Int = 1) {
        guard (6...8).contains(digitCount), (15...300).contains(periodSeconds), (0...10).contains(driftSteps) else {
            return nil
        }
        self.init(unchecked: algorithm, digitCount: digitCount, periodSeconds: periodSeconds, driftSteps: driftSteps)
    }

    private init(unchecked algorithm: Algorithm, digitCount: Int, periodSeconds: Int, driftSteps: Int) {
        self.algorithm = algorithm
        self.digitCount = digitCount
        self.periodSeconds = periodSeconds
        self.driftSteps = driftSteps
    }

    /// The same codes with another drift, of 0 to 10 steps.
    func allowing(driftSteps: Int) -> AuthenticatorCodes {
        AuthenticatorCodes(
            unchecked: self.algorithm, digitCount: self.digitCount, periodSeconds: self.periodSeconds,
            driftSteps: driftSteps)
    }

    /// The number of the step that a moment is in; below zero before 1970.
    public func step(at moment: Timestamp) -> Int64 {
        let period = Int64(self.periodSeconds) * 1_000
        let (quotient, remainder) = moment.millisecondsSinceEpoch.quotientAndRemainder(dividingBy: period)
        return remainder < 0 ? quotient - 1 : quotient
    }

    /// The code that an app shows at a moment.
    public func code(at moment: Timestamp, with secret: AuthenticatorSecret) -> String {
        self.code(ofStep: self.step(at: moment), with: secret)
    }

    /// The code of a step: that of a counter, as RFC 4226 makes it.
    public func code(ofStep step: Int64, with secret: AuthenticatorSecret) -> String {
        let counter = (0..<8).map { UInt8(truncatingIfNeeded: step >> (56 - 8 * Int64($0))) }
        let digest = secret.withBytes { key in
            switch self.algorithm {
            case .sha1: HMAC<SHA1>.code(of: counter, key: key)
            case .sha256: HMAC<SHA256>.code(of: counter, key: key)
            }
        }
        let offset = Int(digest[digest.count - 1] & 0xF)
        let number = digest[offset..<offset + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
        let modulus = (0..<self.digitCount).reduce(UInt32(1)) { (product, _) in product * 10 }
        let digits = String(number % modulus)
        return String(repeating: "0", count: self.digitCount - digits.count) + digits
    }

    /// The step whose code was typed, so that it can be spent; nil when it is the code of none that may still be used.
    ///
    /// Two steps can have the same code. Then the later one is reported: reporting one that is spent would refuse a fresh code.
    ///
    /// - Parameters:
    ///   - typed: What was typed; blanks and hyphens do not count, as apps show codes in groups.
    ///   - now: The present moment; steps up to ``driftSteps`` before and after it are tried, all of them in every case.
    ///   - spent: The last step whose code was used; nil for none. No step up to it matches.
    ///   - secret: The secret that the app was given.
    public func matchingStep(
        for typed: String, at now: Timestamp, after spent: Int64?, with secret: AuthenticatorSecret
    ) -> Int64? {
        // Whatever is longer is no code, and is not worth reading.
        guard typed.utf8.count <= 4 * self.digitCount else { return nil }
        let text = typed.utf8.filter { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "-") }
        let present = self.step(at: now)
        var matching: Int64?
        for step in present - Int64(self.driftSteps)...present + Int64(self.driftSteps) {
            let isSame = SecretComparison.areSame(Array(self.code(ofStep: step, with: secret).utf8), text)
            if isSame, step >= 0, spent.map({ step > $0 }) ?? true { matching = step }
        }
        return matching
    }

    /// The address that an app takes the secret from, usually shown as a QR code: `otpauth://totp/Contoso:ada%40contoso.example?…`.
    ///
    /// Issuer and name are percent-encoded, blanks as `%20`: apps show a `+` as one. The issuer stands before the name and by itself, since
    /// some apps read the one and some the other. A colon in either would end the issuer early, so it becomes a blank.
    ///
    /// - Parameters:
    ///   - issuer: Whose accounts these are: the company or the app.
    ///   - account: The person's user name or address.
    ///   - secret: The secret. The address holds it: show it once, and keep no copy.
    public func address(issuer: String, account: String, with secret: AuthenticatorSecret) -> String {
        let issuer = issuer.withoutColons.percentEncoded
        let label = [issuer, account.withoutColons.percentEncoded].filter { !$0.isEmpty }.joined(separator: ":")
        let parts = [
            "secret=" + secret.withBase32 { $0 }, issuer.isEmpty ? nil : "issuer=" + issuer,
            "algorithm=" + self.algorithm.rawValue, "digits=\(self.digitCount)", "period=\(self.periodSeconds)",
        ]
        return "otpauth://totp/\(label)?" + parts.compactMap(\.self).joined(separator: "&")
    }
}

extension String {
    fileprivate var withoutColons: String {
        String(self.map { $0 == ":" ? " " : $0 })
    }

    /// The text with every byte but RFC 3986's unreserved characters as a percent sign and two digits.
    fileprivate var percentEncoded: String {
        var text = ""
        for byte in self.utf8 {
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                text.unicodeScalars.append(Unicode.Scalar(byte))
            default: text += (byte < 16 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)
            }
        }
        return text
    }
}
