import RosterJSON
import Testing

@Suite("A value that is written as JSON")
struct JSONWritingTests {
    private func text(_ value: JSONValue, byteLimit: Int = 1 << 20, depthLimit: Int = 8) throws -> String {
        var writer = JSONWriter(limits: JSONLimits(byteLimit: byteLimit, depthLimit: depthLimit))
        return try writer.write(value)
    }

    @Test("stands in one line where it fits into 120 bytes, and otherwise has a line for each part")
    func layout() throws {
        let value = JSONValue.object([("a", .list([.number(-1), .flag(true), .text("x")])), ("b", .list([]))])
        #expect(try self.text(value) == "{\"a\": [-1, true, \"x\"], \"b\": []}\n")
        for count in [113, 114, 115] {
            let lines = try self.text(.list([.text(String(repeating: "x", count: count)), .flag(false)])).split(
                separator: "\n")
            #expect(lines.count == (lines[0].utf8.count > 1 ? 1 : 4))
            #expect(lines.allSatisfy { $0.utf8.count <= 120 })
        }
        #expect(try self.text(.list([.number(1)], .lines)) == "[\n  1\n]\n")
    }

    @Test("escapes what breaks a line, moves the cursor or turns the direction of writing, and nothing else")
    func escapes() throws {
        #expect(
            try self.text(.text("\"\\\n\t\u{0}\u{7F}\u{202E}\u{2028}é/😀")) == #""\"\\\n\t\u0000\u007f\u202e\u2028é/😀""#
                + "\n")
    }

    @Test("is refused beyond the limits of its reader")
    func limits() throws {
        let nested = JSONValue.list([.list([])])
        #expect(try self.text(nested, byteLimit: 5, depthLimit: 2) == "[[]]\n")
        #expect(throws: JSONWritingError.tooDeep(limit: 1)) { try self.text(nested, depthLimit: 1) }
        #expect(throws: JSONWritingError.tooLarge(byteLimit: 4)) { try self.text(nested, byteLimit: 4) }
    }
}
