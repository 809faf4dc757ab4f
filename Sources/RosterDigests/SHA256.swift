#if !canImport(CommonCrypto)
    /// SHA-256 (FIPS 180-4), with the names of that standard.
    package struct SHA256: DigestFunction {
        package static let byteCount = 32
        package static let blockByteCount = MessageBlocks.byteCount

        private var blocks = MessageBlocks()
        private var state = SHA256State()

        package init() {}

        package mutating func update(_ bytes: Span<UInt8>) {
            var state = self.state
            self.blocks.add(bytes) { state.compress($0) }
            self.state = state
        }

        package func finalized() -> [UInt8] {
            var state = self.state
            self.blocks.finish { state.compress($0) }
            return state.hash.indices.flatMap { state.hash[$0].bytes }
        }
    }

    struct SHA256State: Sendable {
        private(set) var hash: SIMD8<UInt32> = [
            0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19,
        ]

        mutating func compress(_ block: Span<UInt8>) {
            var words = [UInt32](repeating: 0, count: 64)
            for index in 0..<16 { words[index] = block.word(at: 4 * index) }
            for index in 16..<64 {
                words[index] =
                    Self.smallSigma1(words[index - 2]) &+ words[index - 7] &+ Self.smallSigma0(words[index - 15])
                    &+ words[index - 16]
            }
            self.hash &+= Self.rounds(over: words, from: self.hash)
        }

        private static func rounds(over words: [UInt32], from hash: SIMD8<UInt32>) -> SIMD8<UInt32> {
            var (a, b, c, d) = (hash[0], hash[1], hash[2], hash[3])
            var (e, f, g, h) = (hash[4], hash[5], hash[6], hash[7])
            for index in 0..<64 {
                let first = h &+ Self.bigSigma1(e) &+ (e & f ^ ~e & g) &+ Self.constants[index] &+ words[index]
                let second = Self.bigSigma0(a) &+ (a & b ^ a & c ^ b & c)
                (h, g, f, e) = (g, f, e, d &+ first)
                (d, c, b, a) = (c, b, a, first &+ second)
            }
            return [a, b, c, d, e, f, g, h]
        }

        private static func bigSigma0(_ x: UInt32) -> UInt32 {
            x.rotatedRight(by: 2) ^ x.rotatedRight(by: 13) ^ x.rotatedRight(by: 22)
        }
        private static func bigSigma1(_ x: UInt32) -> UInt32 {
            x.rotatedRight(by: 6) ^ x.rotatedRight(by: 11) ^ x.rotatedRight(by: 25)
        }
        private static func smallSigma0(_ x: UInt32) -> UInt32 {
            x.rotatedRight(by: 7) ^ x.rotatedRight(by: 18) ^ x &>> 3
        }
        private static func smallSigma1(_ x: UInt32) -> UInt32 {
            x.rotatedRight(by: 17) ^ x.rotatedRight(by: 19) ^ x &>> 10
        }

        /// The fractional parts of the cube roots of the first 64 primes (FIPS 180-4 §4.2.2).
        private static let constants: [UInt32] = [
            0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4, 0xab1c_5ed5,
            0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe, 0x9bdc_06a7, 0xc19b_f174,
            0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f, 0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da,
            0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7, 0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967,
            0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc, 0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85,
            0xa2bf_e8a1, 0xa81a_664b, 0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070,
            0x19a4_c116, 0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
            0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7, 0xc671_78f2,
        ]
    }
#endif
