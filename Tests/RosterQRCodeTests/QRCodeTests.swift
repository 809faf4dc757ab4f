import RosterDigests
import RosterQRCode
import Testing

@Suite("A QR code")
struct QRCodeTests {
    @Test("has the modules that another encoder draws")
    func modules() throws {
        let code = try #require(QRCode("Roster", level: .medium, mask: 2))
        let rows = (0..<code.size).map { row in
            String((0..<code.size).map { code.isDark(row: row, column: $0) ? "#" : "." })
        }
        #expect(rows.joined(separator: "\n") == Self.drawnElsewhere)
    }

    /// The digests are over the modules of 80 full codes each, ten versions with eight masks, as segno 1.6.6 draws them.
    @Test(
        "is the same in every version, mask and level",
        arguments: [
            (QRCode.Level.low, "80598c7e3a2b8847f305a9713abe700e6896fa8cc3dcaac6ca82abc592dd68df"),
            (.medium, "3919a2f5373a1895a2380f772a0ea357e4b8f95b38a3f9c0a87b6bc9bda64f8c"),
        ])
    func everyVersion(_ level: QRCode.Level, _ digest: String) throws {
        var all = SHA256()
        for version in 1...10 {
            for mask in 0..<8 {
                let text = String(
                    (0..<Self.capacity(of: version, level)).map {
                        Character(Unicode.Scalar(UInt8(33 + ($0 * 7 + version + mask) % 90)))
                    })
                let code = try #require(QRCode(text, level: level, mask: mask))
                #expect(code.version == version && code.mask == mask)
                all.update(contentsOf: SHA256.digest(of: Self.bytes(of: code)))
            }
        }
        let found = all.finalized().map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        #expect(found == digest)
    }

    @Test("chooses one of the eight masks, and is the code with that mask", arguments: QRCode.Level.allCases)
    func mask(_ level: QRCode.Level) throws {
        for text in ["", "Roster", "Hello, world!", "otpauth://totp/x", String(repeating: "x", count: 200)] {
            let code = try #require(QRCode(text, level: level))
            #expect((0..<8).contains(code.mask))
            #expect(QRCode(text, level: level, mask: code.mask) == code)
        }
    }

    @Test("takes the smallest version that a text fits, and no text that fits none", arguments: QRCode.Level.allCases)
    func versions(_ level: QRCode.Level) {
        for version in 1...10 {
            let capacity = Self.capacity(of: version, level)
            #expect(QRCode(String(repeating: "x", count: capacity), level: level, mask: 0)?.version == version)
            let next = QRCode(String(repeating: "x", count: capacity + 1), level: level, mask: 0)?.version
            #expect(next == (version < 10 ? version + 1 : nil))
        }
        #expect(QRCode("", level: level)?.version == 1)
    }

    @Test("is drawn with the light margin that readers need")
    func lines() throws {
        let code = try #require(QRCode("Roster"))
        let lines = code.lines(isColored: false)
        #expect(lines.count == (code.size + 8 + 1) / 2)
        #expect(lines.allSatisfy { $0.count == code.size + 8 && $0.hasPrefix("████") && $0.hasSuffix("████") })
        #expect(lines[0] == String(repeating: "█", count: code.size + 8))
        #expect(code.lines(isColored: true).allSatisfy { $0.hasPrefix("\u{1B}[97;40m") && $0.hasSuffix("\u{1B}[0m") })
    }

    private static func bytes(of code: QRCode) -> [UInt8] {
        (0..<code.size).flatMap { row in (0..<code.size).map { code.isDark(row: row, column: $0) ? 1 : 0 } }
    }

    /// ISO/IEC 18004, table 7: bytes.
    private static func capacity(of version: Int, _ level: QRCode.Level) -> Int {
        let capacities: [QRCode.Level: [Int]] = [
            .low: [17, 32, 53, 78, 106, 134, 154, 192, 230, 271],
            .medium: [14, 26, 42, 62, 84, 106, 122, 152, 180, 213],
        ]
        return capacities[level]?[version - 1] ?? 0
    }

    /// As the Python package `qrcode` 8 draws it.
    private static let drawnElsewhere = """
        #######...###.#######
        #.....#..#..#.#.....#
        #.###.#.#.#.#.#.###.#
        #.###.#.##....#.###.#
        #.###.#.#..##.#.###.#
        #.....#.#.#.#.#.....#
        #######.#.#.#.#######
        ........#####........
        #.#####..##.#.#####..
        ..####.##.#.#..#.#..#
        ##.#..#.#..#.#..##.#.
        ##.#.#.##......####.#
        ##..#.#..###.#..##...
        ........##.#####..##.
        #######..#..#.##.#.#.
        #.....#.###########.#
        #.###.#.#.#.#..#.#.#.
        #.###.#.##..#...###..
        #.###.#.##.#.#....#..
        #.....#..#.......##..
        #######.#..#.#.....#.
        """
}
