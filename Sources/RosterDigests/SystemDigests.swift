#if canImport(CommonCrypto)
    import CommonCrypto

    /// SHA-256 (FIPS 180-4), by the system.
    package struct SHA256: DigestFunction {
        package static let byteCount = Int(CC_SHA256_DIGEST_LENGTH)
        package static let blockByteCount = Int(CC_SHA256_BLOCK_BYTES)

        private var context = CC_SHA256_CTX()

        package init() {
            CC_SHA256_Init(&self.context)
        }

        package mutating func update(_ bytes: Span<UInt8>) {
            bytes.withUnsafeBufferPointer { _ = CC_SHA256_Update(&self.context, $0.baseAddress, CC_LONG($0.count)) }
        }

        package func finalized() -> [UInt8] {
            var (context, digest) = (self.context, [UInt8](repeating: 0, count: Self.byteCount))
            CC_SHA256_Final(&digest, &context)
            return digest
        }
    }

    /// SHA-1 (FIPS 180-4), by the system.
    ///
    /// Two messages with the same digest can be made. Use it only where a standard demands it: for one-time codes (RFC 6238), and to
    /// look up passwords in public lists of breached ones.
    package struct SHA1: DigestFunction {
        package static let byteCount = Int(CC_SHA1_DIGEST_LENGTH)
        package static let blockByteCount = Int(CC_SHA1_BLOCK_BYTES)

        private var context = CC_SHA1_CTX()

        package init() {
            CC_SHA1_Init(&self.context)
        }

        package mutating func update(_ bytes: Span<UInt8>) {
            bytes.withUnsafeBufferPointer { _ = CC_SHA1_Update(&self.context, $0.baseAddress, CC_LONG($0.count)) }
        }

        package func finalized() -> [UInt8] {
            var (context, digest) = (self.context, [UInt8](repeating: 0, count: Self.byteCount))
            CC_SHA1_Final(&digest, &context)
            return digest
        }
    }
#endif
