#if canImport(CommonCrypto)
    import CommonCrypto
    import RosterDomain

    /// The one-way function PBKDF2 with HMAC-SHA-256, by CommonCrypto; for Apple's platforms, which have no libcrypt.
    ///
    /// A hash is written as `$pbkdf2-sha256$`, the number of iterations, the salt and the key, both as hexadecimal digits, with `$` between
    /// them. It takes no memory worth naming: prefer yescrypt wherever hashes are worth stealing.
    package struct PBKDF2Function: OneWayFunction {
        private static let prefix = "$pbkdf2-sha256$"
        private static let (saltByteCount, keyByteCount) = (16, 32)
        /// The most iterations of a hash that is compared with: one from a forged file could cost minutes.
        private static let iterationLimit = 4_000_000
        private let iterations: Int

        /// Creates the function at a cost; 600,000 iterations are what OWASP recommends, and take about as long as the others do.
        package init(cost: PasswordCost) {
            self.iterations =
                switch cost {
                case .cheapest: 1_000
                case .standard: 600_000
                case .elevated: 1_200_000
                case .high: 2_400_000
                }
        }

        /// A new setting with 128 random bits of salt.
        package func makeSetting() throws(PasswordHashingError) -> String {
            let salt = (0..<Self.saltByteCount).map { _ in UInt8.random(in: .min ... .max) }
            return Self.prefix + "\(self.iterations)$" + Self.digits(of: salt) + "$"
        }

        /// The hash of a text.
        package func digest(of text: String, setting: String) throws(PasswordHashingError) -> String {
            guard let (iterations, salt) = Self.parts(of: setting) else { throw .unusableHash }
            let password = text.utf8.map { CChar(bitPattern: $0) }
            var key = [UInt8](repeating: 0, count: Self.keyByteCount)
            let status = CCKeyDerivationPBKDF(
                CCPBKDFAlgorithm(kCCPBKDF2), password, password.count, salt, salt.count,
                CCPseudoRandomAlgorithm(kCCPRFHmacAlgSHA256), UInt32(iterations), &key, key.count)
            guard status == kCCSuccess else { throw .failed(errorNumber: status) }
            return Self.prefix + "\(iterations)$" + Self.digits(of: salt) + "$" + Self.digits(of: key)
        }

        /// Whether a hash was made with fewer iterations.
        package func isBehind(_ setting: String) -> Bool {
            Self.parts(of: setting).map { $0.iterations < self.iterations } ?? false
        }

        private static func parts(of setting: String) -> (iterations: Int, salt: [UInt8])? {
            guard setting.hasPrefix(self.prefix) else { return nil }
            let parts = setting.dropFirst(self.prefix.count).split(separator: "$", omittingEmptySubsequences: false)
            guard parts.count == 3, let iterations = Int(parts[0]), (1...self.iterationLimit).contains(iterations)
            else { return nil }
            let digits = Array(parts[1])
            let salt = stride(from: 0, to: digits.count - 1, by: 2).compactMap {
                UInt8(String(digits[$0...$0 + 1]), radix: 16)
            }
            return salt.count == self.saltByteCount && digits.count == 2 * salt.count ? (iterations, salt) : nil
        }

        private static func digits(of bytes: [UInt8]) -> String {
            bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        }
    }
#endif
