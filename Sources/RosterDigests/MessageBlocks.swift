#if !canImport(CommonCrypto)
    /// A message cut into blocks of 64 bytes with its length at the end, as FIPS 180-4 §5 has it for SHA-1 and SHA-256.
    struct MessageBlocks: Sendable {
        static let byteCount = 64
        /// Where the length begins in the last block.
        private static let lengthOffset = 56

        private var rest: [UInt8] = []
        private var addedByteCount: UInt64 = 0

        init() {
            self.rest.reserveCapacity(Self.byteCount)
        }

        /// Adds bytes, and calls `compress` with each block that is complete.
        mutating func add(_ bytes: Span<UInt8>, _ compress: (Span<UInt8>) -> Void) {
            self.addedByteCount += UInt64(bytes.count)
            var next = 0
            if !self.rest.isEmpty {
                next = min(Self.byteCount - self.rest.count, bytes.count)
                self.keep(bytes.extracting(0..<next))
                guard self.rest.count == Self.byteCount else { return }
                compress(self.rest.span)
                self.rest.removeAll(keepingCapacity: true)
            }
            while bytes.count - next >= Self.byteCount {
                compress(bytes.extracting(next..<next + Self.byteCount))
                next += Self.byteCount
            }
            self.keep(bytes.extracting(next..<bytes.count))
        }

        /// Calls `compress` with the last blocks: the rest, a one bit, zeros, and the length in bits.
        func finish(_ compress: (Span<UInt8>) -> Void) {
            var end = self.rest + [0x80]
            let filled = end.count % Self.byteCount
            let zeros =
                filled <= Self.lengthOffset ? Self.lengthOffset - filled : Self.byteCount + Self.lengthOffset - filled
            end += repeatElement(0, count: zeros)
            let bitCount = self.addedByteCount &* 8
            for shift in stride(from: 56, through: 0, by: -8) {
                end.append(UInt8(truncatingIfNeeded: bitCount >> shift))
            }
            for start in stride(from: 0, to: end.count, by: Self.byteCount) {
                compress(end.span.extracting(start..<start + Self.byteCount))
            }
        }

        private mutating func keep(_ bytes: Span<UInt8>) {
            for index in bytes.indices { self.rest.append(bytes[index]) }
        }
    }

    extension Span where Element == UInt8 {
        /// The number that four bytes stand for, the highest first.
        func word(at index: Int) -> UInt32 {
            UInt32(self[index]) << 24 | UInt32(self[index + 1]) << 16 | UInt32(self[index + 2]) << 8
                | UInt32(self[index + 3])
        }
    }

    extension UInt32 {
        func rotatedRight(by count: UInt32) -> UInt32 { self &>> count | self &<< (32 &- count) }
        func rotatedLeft(by count: UInt32) -> UInt32 { self &<< count | self &>> (32 &- count) }
        /// The bytes, the highest first.
        var bytes: [UInt8] { [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: self &>> $0) } }
    }
#endif
