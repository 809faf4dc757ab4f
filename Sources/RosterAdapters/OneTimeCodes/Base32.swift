/// Bytes as letters and digits that authenticator apps read (RFC 4648 §6), written without padding.
enum Base32 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)

    static func encode(_ bytes: some Sequence<UInt8>) -> String {
        var (text, bits, count) = ([UInt8](), UInt32(0), 0)
        for byte in bytes {
            (bits, count) = (bits << 8 | UInt32(byte), count + 8)
            while count >= 5 {
                count -= 5
                text.append(self.alphabet[Int(bits >> UInt32(count) & 31)])
            }
        }
        if count > 0 { text.append(self.alphabet[Int(bits << UInt32(5 - count) & 31)]) }
        return String(decoding: text, as: UTF8.self)
    }

    /// Reads what people copy: in either case, with blanks and hyphens anywhere, with or without padding; nil for anything else.
    ///
    /// Bits that no byte takes must be zero, and their number must be one that some bytes leave.
    static func decode(_ text: some StringProtocol) -> [UInt8]? {
        let kept = text.utf8.filter { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "-") }
        let unpadded = kept.reversed().drop { $0 == UInt8(ascii: "=") }.reversed()
        var (bytes, bits, count) = ([UInt8](), UInt32(0), 0)
        for character in unpadded {
            guard let value = self.value(of: character) else { return nil }
            (bits, count) = (bits << 5 | value, count + 5)
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
            }
        }
        return count < 5 && bits & (1 << UInt32(count) - 1) == 0 ? bytes : nil
    }

    private static func value(of character: UInt8) -> UInt32? {
        switch character {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(character - UInt8(ascii: "A"))
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(character - UInt8(ascii: "a"))
        case UInt8(ascii: "2")...UInt8(ascii: "7"): UInt32(character - UInt8(ascii: "2")) + 26
        default: nil
        }
    }
}
