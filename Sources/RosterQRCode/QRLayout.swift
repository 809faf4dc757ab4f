/// How the codewords of a version and a level are laid out (ISO/IEC 18004 §7.5, tables 7 and 9).
struct QRLayout: Sendable {
    let version: Int
    /// All codewords, those for data and those for correction.
    let codewordCount: Int
    let blockCount: Int
    /// The codewords for correction in each block.
    let correctionCount: Int

    private static let codewordCounts = [26, 44, 70, 100, 134, 172, 196, 242, 292, 346]
    private static let blocks: [QRCode.Level: [Int]] = [
        .low: [1, 1, 1, 1, 1, 2, 2, 2, 2, 4], .medium: [1, 1, 1, 2, 2, 4, 4, 4, 5, 5],
    ]
    private static let corrections: [QRCode.Level: [Int]] = [
        .low: [7, 10, 15, 20, 26, 18, 20, 24, 30, 18], .medium: [10, 16, 26, 18, 24, 16, 18, 22, 22, 26],
    ]

    private init?(_ version: Int, _ level: QRCode.Level) {
        guard let blocks = Self.blocks[level], let corrections = Self.corrections[level] else { return nil }
        self.version = version
        self.codewordCount = Self.codewordCounts[version - 1]
        self.blockCount = blocks[version - 1]
        self.correctionCount = corrections[version - 1]
    }

    static func smallest(for byteCount: Int, _ level: QRCode.Level) -> QRLayout? {
        (1...10).lazy.compactMap { QRLayout($0, level) }.first { $0.bitCount(of: byteCount) <= 8 * $0.dataCount }
    }

    private var dataCount: Int { self.codewordCount - self.blockCount * self.correctionCount }
    private var lengthBitCount: Int { self.version < 10 ? 8 : 16 }

    private func bitCount(of byteCount: Int) -> Int { 4 + self.lengthBitCount + 8 * byteCount }

    /// All codewords of a text, in the order in which they are placed.
    func codewords(of bytes: [UInt8]) -> [UInt8] {
        var (rest, blocks) = (self.data(of: bytes)[...], [[UInt8]]())
        let shortCount = self.dataCount / self.blockCount
        let longBlocks = self.dataCount % self.blockCount
        for number in 0..<self.blockCount {
            let count = shortCount + (number >= self.blockCount - longBlocks ? 1 : 0)
            blocks.append(Array(rest.prefix(count)))
            rest = rest.dropFirst(count)
        }
        let corrections = blocks.map { ReedSolomon.correction(of: $0, count: self.correctionCount) }
        return Self.interleaved(blocks) + Self.interleaved(corrections)
    }

    /// The first codeword of each block, then the second of each, and so on.
    private static func interleaved(_ blocks: [[UInt8]]) -> [UInt8] {
        (0..<(blocks.map(\.count).max() ?? 0)).flatMap { index in
            blocks.compactMap { index < $0.count ? $0[index] : nil }
        }
    }

    /// The mode, the length, the bytes, the end, and what fills the rest.
    private func data(of bytes: [UInt8]) -> [UInt8] {
        var bits = Self.bits(of: 0b0100, count: 4) + Self.bits(of: bytes.count, count: self.lengthBitCount)
        bits += bytes.flatMap { Self.bits(of: Int($0), count: 8) }
        bits += repeatElement(false, count: min(4, 8 * self.dataCount - bits.count))
        bits += repeatElement(false, count: (8 - bits.count % 8) % 8)
        var codewords = stride(from: 0, to: bits.count, by: 8).map { start in
            bits[start..<start + 8].reduce(UInt8(0)) { $0 << 1 | ($1 ? 1 : 0) }
        }
        let filler: [UInt8] = [0xEC, 0x11]
        for index in 0..<max(0, self.dataCount - codewords.count) { codewords.append(filler[index % 2]) }
        return codewords
    }

    static func bits(of number: Int, count: Int) -> [Bool] {
        (0..<count).reversed().map { number >> $0 & 1 == 1 }
    }
}

/// Codewords that let a reader correct others: Reed–Solomon over GF(256), modulo x⁸ + x⁴ + x³ + x² + 1.
enum ReedSolomon {
    static func correction(of data: [UInt8], count: Int) -> [UInt8] {
        let divisor = self.divisor(of: count)
        var rest = [UInt8](repeating: 0, count: count)
        for byte in data {
            let factor = byte ^ rest.removeFirst()
            rest.append(0)
            for index in rest.indices { rest[index] ^= self.product(divisor[index], factor) }
        }
        return rest
    }

    /// The product of (x − 2⁰)(x − 2¹)…, without its highest coefficient.
    private static func divisor(of degree: Int) -> [UInt8] {
        var (result, root) = ([UInt8](repeating: 0, count: degree), UInt8(1))
        result[degree - 1] = 1
        for _ in 0..<degree {
            for index in 0..<degree {
                result[index] = self.product(result[index], root) ^ (index + 1 < degree ? result[index + 1] : 0)
            }
            root = self.product(root, 2)
        }
        return result
    }

    private static func product(_ left: UInt8, _ right: UInt8) -> UInt8 {
        var product: UInt8 = 0
        for shift in (0..<8).reversed() {
            product = product << 1 ^ (product >> 7) * 0x1D
            if right >> UInt8(shift) & 1 == 1 { product ^= left }
        }
        return product
    }
}
