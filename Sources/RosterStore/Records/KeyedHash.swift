/// A keyed hash: each eight bytes are mixed with a 128-bit seed, multiplied to twice their width, and folded.
///
/// It spreads evenly and fast, and attackers who do not know the seed cannot choose texts or keys that collide. It is no
/// cryptography: who sees the hashes of texts of their own choice may find the seed. So hashes are not shown.
package struct KeyedHash: Sendable, Hashable {
    /// The seed, as it is kept with what was hashed.
    package let seed: Seed
    private let step: UInt64

    /// Two random words.
    package struct Seed: Sendable, Hashable {
        package let first: UInt64
        package let second: UInt64

        /// Takes two words that were random once.
        package init(_ first: UInt64, _ second: UInt64) {
            self.first = first
            self.second = second
        }

        /// Makes a seed that cannot be predicted.
        package static func random() -> Seed {
            var generator = SystemRandomNumberGenerator()
            return Seed(generator.next(), generator.next())
        }
    }

    /// Creates the hash with a seed.
    package init(seed: Seed) {
        self.seed = seed
        // Odd, so that no multiplication by it forgets a bit.
        self.step = (seed.first &* 0x9E37_79B9_7F4A_7C15 ^ seed.second) | 1
    }

    /// The hash of a text, the same for every case of its ASCII letters.
    package func hash(ignoringCaseOf bytes: UnsafeRawBufferPointer) -> UInt64 {
        self.hash(bytes) { $0.asciiLowercased }
    }

    /// The hash of some bytes.
    package func hash(of bytes: UnsafeRawBufferPointer) -> UInt64 {
        self.hash(bytes) { $0 }
    }

    @inline(__always)
    private func hash(_ bytes: UnsafeRawBufferPointer, _ fold: (UInt64) -> UInt64) -> UInt64 {
        var state = self.seed.first
        var position = 0
        while position + 8 <= bytes.count {
            let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self))
            state = Self.fold(state ^ fold(word), self.seed.second ^ (self.step &+ state))
            position += 8
        }
        var rest: UInt64 = 0
        for byte in bytes[position...].reversed() { rest = rest << 8 | UInt64(byte) }
        state = Self.fold(state ^ fold(rest), self.seed.second ^ (self.step &+ state))
        return Self.fold(state ^ UInt64(bytes.count), self.step)
    }

    /// The hash of a key.
    @inline(__always)
    package func hash(of key: RecordKey) -> UInt64 {
        let state = Self.fold(key.high ^ self.seed.first, self.step ^ key.low)
        return Self.fold(state ^ key.low, self.seed.second | 1)
    }

    @inline(__always)
    private static func fold(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let product = left.multipliedFullWidth(by: right)
        return product.high ^ product.low
    }
}

extension UInt64 {
    /// Eight characters with the ASCII letters among them in lower case; other bytes stay as they are.
    @inline(__always)
    package var asciiLowercased: UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let low = self & (0x7F * ones)
        let isAboveZ = low + (0x7F - 0x5A) * ones
        let isFromA = low + (0x80 - 0x41) * ones
        let isLetter = (isFromA ^ isAboveZ) & ~self & (0x80 * ones)
        return self | (isLetter >> 2)
    }
}
