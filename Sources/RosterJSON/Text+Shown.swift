extension String {
    /// The text made safe for an error message: control characters shown as `\u{…}`, and cut after 80 characters.
    var shown: String {
        var shown = ""
        for scalar in self.unicodeScalars.prefix(80) {
            let escape = "\\u{\(String(scalar.value, radix: 16))}"
            shown += scalar.isUnsafeInText ? escape : String(Character(scalar))
        }
        return self.unicodeScalars.dropFirst(80).isEmpty ? shown : shown + "…"
    }
}

extension Unicode.Scalar {
    /// Whether the scalar breaks a line, moves the cursor or changes the direction of text.
    ///
    /// The domain has the same rule for its messages; neither module imports the other.
    var isUnsafeInText: Bool {
        switch self.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: true
        default:
            switch self.value {
            case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
            default: false
            }
        }
    }
}

extension UInt8 {
    /// Whether the byte is an ASCII letter or digit.
    var isLetterOrDigit: Bool {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"):
            true
        default: false
        }
    }
}
