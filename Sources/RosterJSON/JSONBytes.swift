/// Writes compact JSON into bytes, for programs: no blanks, no line ends, one pass.
///
/// The caller keeps the order of calls: a name before each value in an object, and an end for each beginning.
package struct JSONBytes {
    /// What was written.
    package private(set) var bytes: [UInt8] = []
    private var needsComma = false

    /// Creates a writer.
    package init(reservingCapacity capacity: Int = 0) {
        self.bytes.reserveCapacity(capacity)
    }

    /// Begins an object.
    package mutating func beginObject() { self.begin(UInt8(ascii: "{")) }
    /// Ends an object.
    package mutating func endObject() { self.end(UInt8(ascii: "}")) }
    /// Begins a list.
    package mutating func beginList() { self.begin(UInt8(ascii: "[")) }
    /// Ends a list.
    package mutating func endList() { self.end(UInt8(ascii: "]")) }

    /// Writes the name of a value in an object.
    package mutating func name(_ name: String) {
        self.separate()
        self.quote(name)
        self.bytes.append(UInt8(ascii: ":"))
        self.needsComma = false
    }

    /// Writes a text.
    package mutating func text(_ text: String) {
        self.separate()
        self.quote(text)
    }

    /// Writes a whole number.
    package mutating func number(_ number: Int) { self.word("\(number)") }

    /// Writes a number that is written already as JSON has it.
    package mutating func numeral(_ numeral: String) { self.word(numeral) }

    /// Writes `true` or `false`.
    package mutating func flag(_ flag: Bool) { self.word(flag ? "true" : "false") }

    /// Writes `null`.
    package mutating func nothing() { self.word("null") }

    private mutating func begin(_ mark: UInt8) {
        self.separate()
        self.bytes.append(mark)
        self.needsComma = false
    }

    private mutating func end(_ mark: UInt8) {
        self.bytes.append(mark)
        self.needsComma = true
    }

    private mutating func word(_ word: String) {
        self.separate()
        self.bytes.append(contentsOf: word.utf8)
    }

    private mutating func separate() {
        if self.needsComma { self.bytes.append(UInt8(ascii: ",")) }
        self.needsComma = true
    }

    private mutating func quote(_ text: String) {
        self.bytes.append(UInt8(ascii: "\""))
        var text = text
        let isPlain = text.withUTF8 { bytes in
            let isPlain = bytes.allSatisfy(Self.isPlain)
            if isPlain { self.bytes.append(contentsOf: bytes) }
            return isPlain
        }
        if !isPlain { self.escape(text) }
        self.bytes.append(UInt8(ascii: "\""))
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        byte >= 0x20 && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
    }

    private mutating func escape(_ text: String) {
        let digits = Array("0123456789abcdef".utf8)
        for byte in text.utf8 {
            if Self.isPlain(byte) {
                self.bytes.append(byte)
            } else if byte >= 0x20 {
                self.bytes += [UInt8(ascii: "\\"), byte]
            } else {
                self.bytes += Array("\\u00".utf8) + [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
    }
}
