import RosterDomain

/// How texts become markup.
enum Escaping {
    /// A text as the content of an element, or as the value of an attribute that people read.
    ///
    /// Control characters, and marks that force a direction, are shown as what they are: `\u{202e}`. So no text draws another one
    /// backwards or hides a part of itself. Isolates stay, and end with the element.
    static func text(_ text: String) -> String {
        self.escaped(text) { scalar in
            let isKept = scalar == "\n" || scalar == "\t" || scalar.isGentleDirectionMark || !scalar.isUnsafeInText
            return isKept ? nil : "\\u{\(String(scalar.value, radix: 16))}"
        }
    }

    /// A text as the value of a field, which comes back as it was, but for characters that no field can hold.
    static func value(_ text: String) -> String {
        self.escaped(text) { scalar in
            let isControl = scalar.properties.generalCategory == .control && scalar != "\n" && scalar != "\t"
            return isControl ? "\u{FFFD}" : nil
        }
    }

    private static func escaped(_ text: String, _ replacement: (Unicode.Scalar) -> String?) -> String {
        if self.isPlain(text) { return text }
        var escaped = ""
        escaped.reserveCapacity(text.utf8.count + 16)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            default:
                if let replacement = replacement(scalar) {
                    escaped += replacement
                } else {
                    escaped.unicodeScalars.append(scalar)
                }
            }
        }
        return escaped
    }

    /// Whether a text consists of visible ASCII characters and blanks that mean nothing in markup; most do.
    private static func isPlain(_ text: String) -> Bool {
        text.utf8.allSatisfy { byte in
            (0x20...0x7E).contains(byte) && byte != 0x26 && byte != 0x3C && byte != 0x3E && byte != 0x22
                && byte != 0x27
        }
    }

    /// A text as a part of a path or of a query (RFC 3986 §2.3): what is not unreserved becomes `%` and two digits.
    static func component(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var encoded: [UInt8] = []
        for byte in text.utf8 {
            if byte.isASCIILetterOrDigit || "-._~".utf8.contains(byte) {
                encoded.append(byte)
            } else {
                encoded += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 0xF)]]
            }
        }
        return String(decoding: encoded, as: UTF8.self)
    }
}
