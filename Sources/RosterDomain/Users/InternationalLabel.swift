/// Labels of international domain names in their ASCII form, `xn--` and Punycode (RFC 3492).
enum InternationalLabel {
    /// Whether a label stands for itself, or decodes to letters, marks, digits and symbols that no mail program confuses
    /// with ASCII.
    ///
    /// The decoded label must be one that encodes to exactly this one: it contains a character outside ASCII, and of ASCII
    /// only lower-case letters, digits and hyphens.
    static func isUnambiguous(_ label: Substring.UTF8View) -> Bool {
        let folded = label.map(\.asciiLowercased)
        guard folded.starts(with: "xn--".utf8) else { return true }
        guard let scalars = self.decoded(folded.dropFirst(4)) else { return false }
        return scalars.contains { !$0.isASCII } && scalars.allSatisfy(self.isOfLabel)
    }

    private static func isOfLabel(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return scalar == "-" || UInt8(ascii: scalar).isASCIILetterOrDigit }
        if scalar == "\u{200C}" || scalar == "\u{200D}" { return true }  // Persian and Indic names need them
        // Full-width forms are variants of ASCII, and capitals are mapped to other letters.
        if (0xFF00...0xFFEF).contains(scalar.value) || self.isCapital(scalar) { return false }
        switch scalar.properties.generalCategory {
        case .lowercaseLetter, .modifierLetter, .otherLetter, .nonspacingMark, .spacingMark, .decimalNumber,
            .otherNumber,
            .otherSymbol, .modifierSymbol:
            return scalar.isVisible && !scalar.isUnsafeInText
        default: return scalar == "\u{B7}" || scalar == "\u{30FB}" || scalar == "\u{5F3}" || scalar == "\u{5F4}"
        }
    }

    private static func isCapital(_ scalar: Unicode.Scalar) -> Bool {
        scalar != "\u{3C2}" && CaseFolding.folded(scalar) != scalar
    }

    /// Decodes Punycode; nil when the text is none.
    private static func decoded(_ text: ArraySlice<UInt8>) -> [Unicode.Scalar]? {
        let delimiter = text.lastIndex(of: UInt8(ascii: "-"))
        var scalars = delimiter.map { text[..<$0].map { Unicode.Scalar($0) } } ?? []
        var rest = delimiter.map { text[($0 + 1)...] } ?? text
        var (value, position, bias) = (128, 0, 72)
        while !rest.isEmpty {
            let start = position
            guard let distance = self.number(&rest, bias: bias) else { return nil }
            position += distance
            let count = scalars.count + 1
            bias = self.bias(after: position - start, count: count, isFirst: start == 0)
            value += position / count
            position %= count
            guard value <= 0x10_FFFF, let scalar = Unicode.Scalar(UInt32(value)) else { return nil }
            scalars.insert(scalar, at: position)
            position += 1
        }
        return scalars
    }

    /// Reads a number with digits of growing weight; nil when it is cut off or larger than any text needs.
    private static func number(_ text: inout ArraySlice<UInt8>, bias: Int) -> Int? {
        var (number, weight, position) = (0, 1, 36)
        while let digit = text.popFirst().flatMap(self.digit) {
            number += digit * weight
            guard number <= 0x10_FFFF * 64 else { return nil }
            let threshold = min(max(position - bias, 1), 26)
            if digit < threshold { return number }
            weight *= 36 - threshold
            position += 36
        }
        return nil
    }

    private static func digit(_ byte: UInt8) -> Int? {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"): Int(byte - UInt8(ascii: "a"))
        case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(byte - UInt8(ascii: "0")) + 26
        default: nil
        }
    }

    /// How the thresholds of digits adapt after a number (RFC 3492 §6.1).
    private static func bias(after distance: Int, count: Int, isFirst: Bool) -> Int {
        var rest = isFirst ? distance / 700 : distance / 2
        rest += rest / count
        var steps = 0
        while rest > 455 { (rest, steps) = (rest / 35, steps + 36) }
        return steps + 36 * rest / (rest + 38)
    }
}
