#if !canImport(CommonCrypto)
    /// SHA-1 (FIPS 180-4), with the names of that standard.
    ///
    /// Two messages with the same digest can be made. Use it only where a standard demands it: for one-time codes (RFC 6238), and to
    /// look up passwords in public lists of breached ones.
    package struct SHA1: DigestFunction {
        package static let byteCount = 20
        package static let blockByteCount = MessageBlocks.byteCount

        private var blocks = MessageBlocks()
        private var state = SHA1State()

        package init() {}

        package mutating func update(_ bytes: Span<UInt8>) {
            var state = self.state
            self.blocks.add(bytes) { state.compress($0) }
            self.state = state
        }

        package func finalized() -> [UInt8] {
            var state = self.state
            self.blocks.finish { state.compress($0) }
            return state.hash.flatMap(\.bytes)
        }
    }

    struct SHA1State: Sendable {
        private(set) var hash: [UInt32] = [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476, 0xc3d2_e1f0]

        mutating func compress(_ block: Span<UInt8>) {
            var words = [UInt32](repeating: 0, count: 80)
            for index in 0..<16 { words[index] = block.word(at: 4 * index) }
            for index in 16..<80 {
                words[index] = (words[index - 3] ^ words[index - 8] ^ words[index - 14] ^ words[index - 16])
                    .rotatedLeft(by: 1)
            }
            var (a, b, c, d, e) = (self.hash[0], self.hash[1], self.hash[2], self.hash[3], self.hash[4])
            for index in 0..<80 {
                let sum = a.rotatedLeft(by: 5) &+ Self.mix(b, c, d, in: index) &+ e &+ words[index]
                (e, d, c, b, a) = (d, c, b.rotatedLeft(by: 30), a, sum)
            }
            for (index, word) in [a, b, c, d, e].enumerated() { self.hash[index] &+= word }
        }

        /// The function and the constant of a round (FIPS 180-4 §4.1.1, §4.2.1).
        private static func mix(_ b: UInt32, _ c: UInt32, _ d: UInt32, in round: Int) -> UInt32 {
            switch round {
            case ..<20: (b & c ^ ~b & d) &+ 0x5a82_7999
            case ..<40: (b ^ c ^ d) &+ 0x6ed9_eba1
            case ..<60: (b & c ^ b & d ^ c & d) &+ 0x8f1b_bcdc
            default: (b ^ c ^ d) &+ 0xca62_c1d6
            }
        }
    }
#endif
