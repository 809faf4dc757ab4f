#if os(Linux)
    import CRosterCrypt
    import Glibc
    package import RosterDomain

    /// The one-way function yescrypt (`$y$`), by libcrypt.
    package struct YescryptFunction: OneWayFunction {
        private static let prefix = "$y$"
        private static let saltByteCount = 16
        /// How a setting begins at each cost up to the highest, from about a millisecond and 1 MiB to 100 milliseconds and 64 MiB.
        private static let knownParameters = ["j75", "j85", "j7T", "j8T", "j9T", "jAT", "jBT"].map { "\(prefix)\($0)$" }
        private let cost: PasswordCost

        /// Creates the function at a cost.
        package init(cost: PasswordCost) {
            self.cost = cost
        }

        /// A new setting with 128 random bits of salt.
        package func makeSetting() throws(PasswordHashingError) -> String {
            var generator = SystemRandomNumberGenerator()
            let salt = (0..<Self.saltByteCount).map { _ in CChar.random(in: .min ... .max, using: &generator) }
            var output = [CChar](repeating: 0, count: Int(CRYPT_GENSALT_OUTPUT_SIZE))
            errno = 0
            let made = crypt_gensalt_rn(
                Self.prefix, UInt(self.cost.rawValue), salt, Int32(salt.count), &output, Int32(output.count))
            guard made != nil else { throw .failed(errorNumber: errno) }
            return try Self.text(output)
        }

        /// The hash of a text; the memory that libcrypt worked in is wiped.
        package func digest(of text: String, setting: String) throws(PasswordHashingError) -> String {
            // Any other method is none of ours; libcrypt would take it, however weak. It would also take any cost: a hash from a
            // damaged or forged file could cost minutes, and gigabytes of memory.
            guard Self.knownParameters.contains(where: setting.hasPrefix) else { throw .unusableHash }
            return try Self.crypt(text, setting)
        }

        /// The hash of a text by bcrypt, sha512crypt, scrypt or whatever else libcrypt knows.
        package func foreignDigest(
            of text: String, like hash: ForeignPasswordHash
        ) throws(PasswordHashingError) -> String {
            try Self.crypt(text, hash.text)
        }

        /// Whether a hash was made at a lower cost.
        package func isBehind(_ setting: String) -> Bool {
            Self.knownParameters.firstIndex(where: setting.hasPrefix).map { $0 + 1 < self.cost.rawValue } ?? false
        }

        private static func crypt(_ text: String, _ setting: String) throws(PasswordHashingError) -> String {
            let size = MemoryLayout<crypt_data>.size  // 32 KiB: too much for a stack
            let memory = UnsafeMutablePointer<crypt_data>.allocate(capacity: 1)
            memset(memory, 0, size)
            defer {
                explicit_bzero(memory, size)
                memory.deallocate()
            }
            errno = 0
            guard let result = crypt_r(text, setting, memory) else { throw self.failure(errno) }
            return try self.text(Array(UnsafeBufferPointer(start: result, count: strlen(result))))
        }

        /// Reads what libcrypt wrote; a `*` at the beginning is its other way of saying that it failed.
        private static func text(_ characters: [CChar]) throws(PasswordHashingError) -> String {
            let bytes = characters.prefix { $0 != 0 }.map(UInt8.init(bitPattern:))
            let text = String(decoding: bytes, as: UTF8.self)
            guard text.hasPrefix("$") else { throw Self.failure(errno) }
            return text
        }

        private static func failure(_ number: Int32) -> PasswordHashingError {
            number == EINVAL || number == ERANGE ? .unusableHash : .failed(errorNumber: number)
        }
    }
#endif
