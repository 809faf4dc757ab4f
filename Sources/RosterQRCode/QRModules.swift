/// The modules of a code, and which of them are not for codewords.
struct QRModules: Sendable, Hashable {
    let size: Int
    private let version: Int
    private var dark: [Bool]
    private var isReserved: [Bool]

    private static let alignments = [
        [], [6, 18], [6, 22], [6, 26], [6, 30], [6, 34], [6, 22, 38], [6, 24, 42], [6, 26, 46], [6, 28, 50],
    ]

    /// Draws everything but the format, and mixes nothing yet.
    init(_ layout: QRLayout, codewords: [UInt8]) {
        self.version = layout.version
        self.size = 17 + 4 * layout.version
        self.dark = Array(repeating: false, count: self.size * self.size)
        self.isReserved = self.dark
        self.drawPatterns()
        self.place(codewords)
    }

    subscript(row: Int, column: Int) -> Bool {
        self.dark[row * self.size + column]
    }

    private mutating func reserve(_ row: Int, _ column: Int, isDark: Bool) {
        guard (0..<self.size).contains(row), (0..<self.size).contains(column) else { return }
        self.dark[row * self.size + column] = isDark
        self.isReserved[row * self.size + column] = true
    }

    private mutating func drawPatterns() {
        for index in 0..<self.size {
            self.reserve(6, index, isDark: index.isMultiple(of: 2))
            self.reserve(index, 6, isDark: index.isMultiple(of: 2))
        }
        let end = self.size - 4
        for (row, column) in [(3, 3), (3, end), (end, 3)] {
            self.drawSquare(row, column, radius: 4) { $0 != 2 && $0 != 4 }
        }
        let places = Self.alignments[self.version - 1]
        for row in places {
            for column in places where ![[6, 6], [6, self.size - 7], [self.size - 7, 6]].contains([row, column]) {
                self.drawSquare(row, column, radius: 2) { $0 != 1 }
            }
        }
        self.drawFormat(0)
        if self.version >= 7 { self.drawVersion() }
    }

    /// Squares within each other, whose color depends on their distance from the middle.
    private mutating func drawSquare(_ row: Int, _ column: Int, radius: Int, isDark: (Int) -> Bool) {
        for down in -radius...radius {
            for right in -radius...radius {
                self.reserve(row + down, column + right, isDark: isDark(max(abs(down), abs(right))))
            }
        }
    }

    /// The level and the mask with ten bits of correction, twice (§7.9).
    private mutating func drawFormat(_ data: Int) {
        let word = (data << 10 | Self.rest(of: data << 10, by: 0b101_0011_0111, degree: 10)) ^ 0b101_0100_0001_0010
        let bits = Array(QRLayout.bits(of: word, count: 15).reversed())
        let (last, rows) = (self.size - 1, [0, 1, 2, 3, 4, 5, 7, 8])
        for index in 0..<8 {
            self.reserve(rows[index], 8, isDark: bits[index])
            self.reserve(8, last - index, isDark: bits[index])
        }
        for index in 8..<15 {
            self.reserve(8, index == 8 ? 7 : 14 - index, isDark: bits[index])
            self.reserve(self.size - 15 + index, 8, isDark: bits[index])
        }
        self.reserve(self.size - 8, 8, isDark: true)
    }

    /// The version with twelve bits of correction, twice (§7.10).
    private mutating func drawVersion() {
        let word = self.version << 12 | Self.rest(of: self.version << 12, by: 0b1_1111_0010_0101, degree: 12)
        for (index, bit) in QRLayout.bits(of: word, count: 18).reversed().enumerated() {
            let (long, short) = (index / 3, self.size - 11 + index % 3)
            self.reserve(long, short, isDark: bit)
            self.reserve(short, long, isDark: bit)
        }
    }

    private static func rest(of number: Int, by divisor: Int, degree: Int) -> Int {
        var rest = number
        for shift in (0..<8).reversed() where rest >> (shift + degree) & 1 == 1 { rest ^= divisor << shift }
        return rest
    }

    /// Places codewords in columns of two, from the right, upwards and downwards in turn (§7.7.3).
    private mutating func place(_ codewords: [UInt8]) {
        var bits = codewords.flatMap { QRLayout.bits(of: Int($0), count: 8) }.makeIterator()
        var isUpward = true
        for right in stride(from: self.size - 1, through: 1, by: -2) {
            let right = right <= 6 ? right - 1 : right
            for step in 0..<self.size {
                let row = isUpward ? self.size - 1 - step : step
                for column in [right, right - 1] where !self.isReserved[row * self.size + column] {
                    self.dark[row * self.size + column] = bits.next() ?? false
                }
            }
            isUpward.toggle()
        }
    }

    /// The modules mixed with a pattern, with the format that names it (§7.8).
    func masked(_ mask: Int, _ level: QRCode.Level) -> QRModules {
        var result = self
        for row in 0..<self.size {
            for column in 0..<self.size where !self.isReserved[row * self.size + column] {
                if Self.isInverted(row, column, mask) { result.dark[row * self.size + column].toggle() }
            }
        }
        result.drawFormat(level.rawValue << 3 | mask)
        return result
    }

    private static func isInverted(_ row: Int, _ column: Int, _ mask: Int) -> Bool {
        switch mask {
        case 0: (row + column).isMultiple(of: 2)
        case 1: row.isMultiple(of: 2)
        case 2: column.isMultiple(of: 3)
        case 3: (row + column).isMultiple(of: 3)
        case 4: (row / 2 + column / 3).isMultiple(of: 2)
        case 5: row * column % 2 + row * column % 3 == 0
        case 6: (row * column % 2 + row * column % 3).isMultiple(of: 2)
        default: ((row + column) % 2 + row * column % 3).isMultiple(of: 2)
        }
    }
}

// MARK: - Choosing a mask (§7.8.3)

extension QRModules {
    /// How hard the code is to read: runs, blocks, what looks like a finder pattern, and too much of one color.
    var penalty: Int {
        let rows = (0..<self.size).map { row in (0..<self.size).map { self[row, $0] } }
        let columns = (0..<self.size).map { column in (0..<self.size).map { self[$0, column] } }
        return (rows + columns).reduce(0) { $0 + Self.penaltyOfRuns($1) + Self.penaltyOfFinders($1) }
            + self.penaltyOfBlocks
            + self.penaltyOfShare
    }

    private static func penaltyOfRuns(_ line: [Bool]) -> Int {
        var (penalty, length) = (0, 0)
        for index in line.indices {
            length = index > 0 && line[index] == line[index - 1] ? length + 1 : 1
            penalty += length == 5 ? 3 : length > 5 ? 1 : 0
        }
        return penalty
    }

    private static func penaltyOfFinders(_ line: [Bool]) -> Int {
        let core = [true, false, true, true, true, false, true]
        let light = [false, false, false, false]
        return (0...line.count - 11).count { start in
            let part = Array(line[start..<start + 11])
            return part == core + light || part == light + core
        } * 40
    }

    private var penaltyOfBlocks: Int {
        (0..<self.size - 1).reduce(0) { sum, row in
            sum
                + (0..<self.size - 1).count { column in
                    let color = self[row, column]
                    return self[row, column + 1] == color && self[row + 1, column] == color
                        && self[row + 1, column + 1] == color
                } * 3
        }
    }

    /// Ten for every five percent that the dark modules are away from half.
    private var penaltyOfShare: Int {
        let share = 100 * self.dark.count { $0 } / self.dark.count
        return 10 * min(abs(share / 5 * 5 - 50), abs(share / 5 * 5 + 5 - 50)) / 5
    }
}
