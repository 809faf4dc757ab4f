extension JSONReader {
    /// Reads a text in quotes and notes whether it has escapes.
    mutating func readText() throws(JSONFault) {
        let start = self.position
        var isEscaped = false
        self.position += 1
        while self.position < self.bytes.count {
            let byte = self.bytes[self.position]
            if byte == UInt8(ascii: "\"") {
                self.position += 1
                return self.append(isEscaped ? .escapedText : .text, from: start, tail: self.position)
            }
            if byte == UInt8(ascii: "\\") {
                isEscaped = true
                try self.skipEscape()
            } else {
                try self.skipCharacter(byte)
            }
        }
        throw self.fault(.notJSON(detail: "a text that begins here does not end"), at: start)
    }

    private mutating func skipCharacter(_ byte: UInt8) throws(JSONFault) {
        if byte < 0x80 {
            guard byte >= 0x20 else {
                let code = String(byte, radix: 16)
                throw self.fault(.notJSON(detail: "the control character `\\u{\(code)}` must be escaped in a text"))
            }
            self.position += 1
        } else {
            guard let length = JSONText.length(in: self.bytes, at: self.position) else { throw self.fault(.notUTF8) }
            self.position += length
        }
    }

    private mutating func skipEscape() throws(JSONFault) {
        let start = self.position
        guard start + 1 < self.bytes.count else { throw self.fault(.notJSON(detail: "an escape is not complete")) }
        switch self.bytes[start + 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            self.position += 2
        case UInt8(ascii: "u"): try self.skipUnicodeEscape()
        default:
            self.position += 1
            throw self.unexpected(wanted: "one of the escapes `\\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u`")
        }
    }

    private mutating func skipUnicodeEscape() throws(JSONFault) {
        guard let unit = JSONText.unit(in: self.bytes[...], at: self.position) else {
            throw self.fault(.notJSON(detail: "`\\u` is not followed by four hexadecimal digits"))
        }
        if UTF16.isLeadSurrogate(unit) {
            let trail = JSONText.unit(in: self.bytes[...], at: self.position + 6)
            guard let trail, UTF16.isTrailSurrogate(trail) else { throw self.loneSurrogate(unit) }
            self.position += 12
        } else {
            guard !UTF16.isTrailSurrogate(unit) else { throw self.loneSurrogate(unit) }
            self.position += 6
        }
    }

    private func loneSurrogate(_ unit: UInt16) -> JSONFault {
        self.fault(
            .notJSON(
                detail: "`\\u\(String(unit, radix: 16))` is half of a pair of escapes, and the other half is missing"))
    }

    /// Reads a number of any size, as RFC 8259 §6 defines it.
    mutating func readNumber() throws(JSONFault) {
        let start = self.position
        self.skip(UInt8(ascii: "-"))
        if !self.skip(UInt8(ascii: "0")) { try self.skipDigits() }
        if self.skip(UInt8(ascii: ".")) { try self.skipDigits() }
        if self.skip(UInt8(ascii: "e")) || self.skip(UInt8(ascii: "E")) {
            if !self.skip(UInt8(ascii: "+")) { self.skip(UInt8(ascii: "-")) }
            try self.skipDigits()
        }
        self.append(.number, from: start, tail: self.position)
    }

    private mutating func skipDigits() throws(JSONFault) {
        let start = self.position
        while self.position < self.bytes.count, self.bytes[self.position].isDigit { self.position += 1 }
        guard self.position > start else { throw self.unexpected(wanted: "a digit") }
    }

    @discardableResult
    private mutating func skip(_ byte: UInt8) -> Bool {
        guard self.position < self.bytes.count, self.bytes[self.position] == byte else { return false }
        self.position += 1
        return true
    }

    mutating func readWord(_ word: String, _ kind: JSONKind) throws(JSONFault) {
        let start = self.position
        for byte in word.utf8 where !self.skip(byte) {
            self.position = start
            throw self.fault(.notJSON(detail: "expected a value, found a word that is not `true`, `false` or `null`"))
        }
        self.append(kind, from: start, tail: self.position)
    }
}

/// The encoding of characters in a JSON text.
enum JSONText {
    /// The length of the character at a place, or nil when there is none in UTF-8 (RFC 3629 §4).
    static func length(in bytes: [UInt8], at place: Int) -> Int? {
        let first = bytes[place]
        let (length, second): (Int, ClosedRange<UInt8>)
        switch first {
        case 0x00...0x7F: return 1
        case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
        case 0xE0: (length, second) = (3, 0xA0...0xBF)
        case 0xED: (length, second) = (3, 0x80...0x9F)
        case 0xE1...0xEF: (length, second) = (3, 0x80...0xBF)
        case 0xF0: (length, second) = (4, 0x90...0xBF)
        case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
        case 0xF4: (length, second) = (4, 0x80...0x8F)
        default: return nil
        }
        guard place + length <= bytes.count, second.contains(bytes[place + 1]) else { return nil }
        for other in place + 2..<place + max(2, length) where bytes[other] & 0xC0 != 0x80 { return nil }
        return length
    }

    /// The character at a place, or nil when there is none in UTF-8.
    static func scalar(in bytes: [UInt8], at place: Int) -> Unicode.Scalar? {
        guard let length = Self.length(in: bytes, at: place) else { return nil }
        return String(decoding: bytes[place..<place + length], as: UTF8.self).unicodeScalars.first
    }

    /// The UTF-16 unit of an escape `\u0041` at a place, or nil when there is none.
    static func unit(in bytes: ArraySlice<UInt8>, at place: Int) -> UInt16? {
        guard place + 6 <= bytes.endIndex, bytes[place] == UInt8(ascii: "\\"), bytes[place + 1] == UInt8(ascii: "u")
        else {
            return nil
        }
        var unit: UInt16 = 0
        for byte in bytes[place + 2..<place + 6] {
            guard let digit = byte.digitValue else { return nil }
            unit = unit << 4 | UInt16(digit)
        }
        return unit
    }

    /// The bytes of a text with its escapes resolved; the escapes were checked before.
    static func unescaped(_ written: ArraySlice<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(written.count)
        var place = written.startIndex
        while place < written.endIndex {
            guard written[place] == UInt8(ascii: "\\") else {
                result.append(written[place])
                place += 1
                continue
            }
            place += Self.appendEscape(at: place, of: written, to: &result)
        }
        return result
    }

    /// Appends the character of an escape, and returns the length of the escape in bytes.
    private static func appendEscape(at place: Int, of written: ArraySlice<UInt8>, to result: inout [UInt8]) -> Int {
        guard let unit = Self.unit(in: written, at: place) else {
            result.append(Self.character(ofEscape: written[place + 1]))
            return 2
        }
        let trail = UTF16.isLeadSurrogate(unit) ? Self.unit(in: written, at: place + 6) : nil
        result += String(decoding: [unit] + (trail.map { [$0] } ?? []), as: UTF16.self).utf8
        return trail == nil ? 6 : 12
    }

    private static func character(ofEscape byte: UInt8) -> UInt8 {
        switch byte {
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0C
        case UInt8(ascii: "n"): 0x0A
        case UInt8(ascii: "r"): 0x0D
        case UInt8(ascii: "t"): 0x09
        default: byte
        }
    }
}

extension UInt8 {
    fileprivate var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }

    /// The value as a hexadecimal digit in either case, or nil.
    fileprivate var digitValue: UInt8? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
