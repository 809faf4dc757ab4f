import RosterJSON
import Testing

@Suite("A JSON text")
struct JSONReadingTests {
    private static let limits = JSONLimits(byteLimit: 1 << 20, depthLimit: 64)

    private static func fault(of bytes: [UInt8], limits: JSONLimits = limits) -> JSONReadingError? {
        do throws(JSONReadingError) {
            _ = try JSONDocument(bytes, limits: limits)
            return nil
        } catch {
            return error
        }
    }

    private static func fault(of text: String) -> JSONReadingError? { self.fault(of: Array(text.utf8)) }

    @Test(
        "is taken in every form of RFC 8259",
        arguments: [
            "[]", " [ ] ", "\t\r\n{\n}\r\n", "0", "-0", "12.50", "1e5", "1E+05", "-0.1e-10", "true", "false", "null",
            "\"\"", "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\uD83D\\uDE00\"", "\"\u{7F}é€😀\u{2028}\"",
            "[1,[2,{\"a\":[]}]]", "{\"\":{\"\":0},\"\\u0000\":1}", "123456789012345678901234567890.5e999999999",
        ])
    func accepted(_ text: String) {
        #expect(Self.fault(of: text) == nil)
    }

    @Test("is refused in any other form, at the place where it goes wrong", arguments: BrokenText.each)
    func refused(_ broken: BrokenText) {
        #expect(Self.fault(of: broken.bytes) == broken.error)
    }

    @Test("has every UTF-8 character as it is or escaped, and no byte that is none")
    func characters() throws {
        for scalar in ["\u{80}", "\u{7FF}", "\u{800}", "\u{D7FF}", "\u{E000}", "\u{FFFF}", "\u{10000}", "\u{10FFFF}"] {
            let escapes = scalar.utf16.map { "\\u" + String(String(UInt32($0) + 0x10000, radix: 16).suffix(4)) }
            for text in [scalar, escapes.joined()] {
                let document = try JSONDocument(Array("\"\(text)\"".utf8), limits: Self.limits)
                let read = try #require(document.text(JSONDocument.root))
                #expect(read.unicodeScalars.elementsEqual(scalar.unicodeScalars))
            }
        }
        for bytes in BrokenText.notUTF8 {
            #expect(Self.fault(of: [0x22] + bytes + [0x22])?.reason == .notUTF8)
        }
    }

    @Test("may be nested as deeply as the limit says and no deeper, with no stack to exhaust")
    func depth() {
        for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
            func nested(_ depth: Int) -> String {
                String(repeating: open, count: depth) + (open == "[" ? "" : "0")
                    + String(repeating: close, count: depth)
            }
            #expect(Self.fault(of: nested(64)) == nil)
            #expect(Self.fault(of: nested(65))?.reason == .tooDeep(limit: 64))
        }
        let deep = [UInt8](repeating: UInt8(ascii: "["), count: 1_000_000)
        #expect(Self.fault(of: deep)?.reason == .tooDeep(limit: 64))
    }

    @Test("may have as many names in an object as the limit says and no more, each once")
    func memberCount() {
        for count in [16, 17, 256, 257] {
            let names = (0..<count).map { "\"k\($0)\":0" }
            let reason = Self.fault(of: "{\(names.joined(separator: ","))}")?.reason
            #expect(reason == (count > 256 ? .tooManyKeys(limit: 256) : nil))
        }
        for count in [1, 16, 17, 255] {
            let names = (0..<count).map { "\"k\($0)\":0" } + ["\"\\u006b0\":1"]
            let fault = Self.fault(of: "{\(names.joined(separator: ","))}")
            #expect(fault?.reason == .duplicateKey("k0") && fault?.path == "k0")
        }
    }

    @Test("may have as many bytes as the limit says and no more")
    func size() {
        let limits = JSONLimits(byteLimit: 6, depthLimit: 1)
        #expect(Self.fault(of: Array("[1,23]".utf8), limits: limits) == nil)
        let fault = Self.fault(of: Array("[1,234]".utf8), limits: limits)
        #expect(fault == JSONReadingError(path: "", line: 1, column: 1, reason: .tooLarge(byteLimit: 6)))
        #expect(JSONLimits(byteLimit: .max, depthLimit: 1).byteLimit < 1 << 32)
    }

    @Test("gives its values by their names, and their places by line, column and path")
    func places() throws {
        let text = "{\n  \"é\": [1, {\"a b\": null}],\n  \"n\": -1.50\n}"
        let document = try JSONDocument(Array(text.utf8), limits: Self.limits)
        let list = try #require(document.value(of: "é", in: JSONDocument.root))
        let elements = Array(document.elements(of: list))
        let nothing = try #require(document.value(of: "a b", in: elements[1]))
        let number = try #require(document.value(of: "n", in: JSONDocument.root))
        #expect(document.value(of: "m", in: JSONDocument.root) == nil && document.value(of: "a", in: list) == nil)
        #expect(document.numeral(number) == "-1.50" && document.kind(nothing) == .nothing)
        #expect(
            [list, elements[0], nothing, number].map(document.path) == [
                "[\"é\"]", "[\"é\"][0]", "[\"é\"][1][\"a b\"]", "n",
            ])
        let positions = document.positions(of: [list, nothing, number])
        #expect(positions.map(\.line) == [2, 2, 3] && positions.map(\.column) == [8, 20, 8])
    }
}

/// A text that is not JSON, and what is said of it.
struct BrokenText: Sendable, CustomTestStringConvertible {
    let bytes: [UInt8]
    let error: JSONReadingError

    var testDescription: String { String(reflecting: String(decoding: self.bytes, as: UTF8.self)) }

    init(_ text: String, _ detail: String, path: String = "", line: Int = 1, column: Int) {
        self.init(Array(text.utf8), .notJSON(detail: detail), path: path, line: line, column: column)
    }

    init(
        _ bytes: [UInt8], _ reason: JSONReadingError.Reason, path: String = "", line: Int = 1, column: Int
    ) {
        self.bytes = bytes
        self.error = JSONReadingError(path: path, line: line, column: column, reason: reason)
    }

    static let each = structure + texts + numbers + bytes

    private static let structure = [
        BrokenText("", "expected a value, and the text ends", column: 1),
        BrokenText(" \n ", "expected a value, and the text ends", line: 2, column: 2),
        BrokenText("[1,]", "expected a value, found `]`", path: "[1]", column: 4),
        BrokenText("[,1]", "expected a value, found `,`", path: "[0]", column: 2),
        BrokenText("[1 2]", "expected `,` or `]`, found `2`", path: "[0]", column: 4),
        BrokenText("[1}", "expected `,` or `]`, found `}`", path: "[0]", column: 3),
        BrokenText("[", "expected a value, and the text ends", path: "[0]", column: 2),
        BrokenText("]", "expected a value, found `]`", column: 1),
        BrokenText("[] []", "expected the end, found `[`", column: 4),
        BrokenText("{\"a\":1,}", "expected a name in quotes, found `}`", path: "a", column: 8),
        BrokenText("{,}", "expected a name in quotes, found `,`", column: 2),
        BrokenText("{a:1}", "expected a name in quotes, found `a`", column: 2),
        BrokenText("{'a':1}", "expected a name in quotes, found `'`", column: 2),
        BrokenText("{\"a\" 1}", "expected `:`, found `1`", path: "a", column: 6),
        BrokenText("{\"a\":\n1 \"b\"", "expected `,` or `}`, found `\"`", path: "a", line: 2, column: 3),
        BrokenText("{\"a b\":[{\"c\":[0,?]}]}", "expected a value, found `?`", path: "[\"a b\"][0].c[1]", column: 17),
        BrokenText("[1, // one\n2]", "expected a value, found `/`", path: "[1]", column: 5),
        BrokenText("[\u{A0}1]", "expected a value, found `\u{A0}`", path: "[0]", column: 2),
        BrokenText("[\u{0}]", "expected a value, found `\\u{0}`", path: "[0]", column: 2),
        BrokenText("NaN", "expected a value, found `N`", column: 1),
        BrokenText(
            "[tru]", "expected a value, found a word that is not `true`, `false` or `null`", path: "[0]", column: 2),
        BrokenText("nulll", "expected the end, found `l`", column: 5),
    ]

    private static let texts = [
        BrokenText("[\"é", "a text that begins here does not end", path: "[0]", column: 2),
        BrokenText("[\"é\\", "an escape is not complete", path: "[0]", column: 4),
        BrokenText(
            "[\"\\x\"]", "expected one of the escapes `\\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u`, found `x`", path: "[0]",
            column: 4),
        BrokenText("[\"a\nb\"]", "the control character `\\u{a}` must be escaped in a text", path: "[0]", column: 4),
        BrokenText("\"\\u12g4\"", "`\\u` is not followed by four hexadecimal digits", column: 2),
        BrokenText("\"\\u12", "`\\u` is not followed by four hexadecimal digits", column: 2),
        BrokenText("\"\\ud83d\"", "`\\ud83d` is half of a pair of escapes, and the other half is missing", column: 2),
        BrokenText(
            "\"\\ud83d\\u0041\"", "`\\ud83d` is half of a pair of escapes, and the other half is missing", column: 2),
        BrokenText("\"\\ude00\"", "`\\ude00` is half of a pair of escapes, and the other half is missing", column: 2),
        BrokenText(
            "\"\\ude00\\ud83d\"", "`\\ude00` is half of a pair of escapes, and the other half is missing", column: 2),
    ]

    private static let numbers = [
        BrokenText("01", "expected the end, found `1`", column: 2),
        BrokenText("-", "expected a digit, and the text ends", column: 2),
        BrokenText("+1", "expected a value, found `+`", column: 1),
        BrokenText(".5", "expected a value, found `.`", column: 1),
        BrokenText("[1.]", "expected a digit, found `]`", path: "[0]", column: 4),
        BrokenText("1e", "expected a digit, and the text ends", column: 3),
        BrokenText("1e+-1", "expected a digit, found `-`", column: 4),
        BrokenText("0x10", "expected the end, found `x`", column: 2),
    ]

    private static let bytes = [
        BrokenText([0xEF, 0xBB, 0xBF, 0x7B, 0x7D], .byteOrderMark, column: 1),
        BrokenText([0xFF, 0xFE, 0x7B, 0x00], .notUTF8, column: 1),
        BrokenText([0x5B, 0x80, 0x5D], .notUTF8, path: "[0]", column: 2),
    ]

    /// Bytes that no UTF-8 text has: lone and missing continuations, overlong forms, surrogates, and what is beyond Unicode.
    static let notUTF8: [[UInt8]] = [
        [0x80], [0xBF], [0xC2], [0xC2, 0x20], [0xC0, 0x80], [0xC1, 0xBF], [0xE0, 0x9F, 0xBF], [0xE1, 0x80],
        [0xE1, 0x80, 0xC0], [0xED, 0xA0, 0x80], [0xF0, 0x8F, 0xBF, 0xBF], [0xF1, 0x80, 0x80], [0xF4, 0x90, 0x80, 0x80],
        [0xF5, 0x80, 0x80, 0x80], [0xFE], [0xFF], [0xF1, 0x80, 0x80, 0x22],
    ]
}
