/// Text for people in which whatever is interpolated cannot move the cursor, break the line or turn the direction of writing.
///
/// Names, paths and cells come from outside, and a terminal obeys the control characters in them. They are shown as `\u{…}`,
/// as in Roster's own messages.
struct Shown: ExpressibleByStringInterpolation {
    /// The text, safe to print.
    let text: String

    init(stringLiteral text: String) {
        self.text = text
    }

    init(stringInterpolation parts: Parts) {
        self.text = parts.text
    }

    static func + (left: Shown, right: Shown) -> Shown { "\(left)\(right)" }

    struct Parts: StringInterpolationProtocol {
        fileprivate var text = ""

        init(literalCapacity: Int, interpolationCount: Int) {}

        mutating func appendLiteral(_ text: String) { self.text += text }

        /// Adds a value in one line.
        mutating func appendInterpolation(_ value: some Any) { self.text += "\(value)".shown(inLines: false) }

        /// Adds a text that is already safe to show.
        mutating func appendInterpolation(_ value: Shown) { self.text += value.text }

        /// Adds an error, which may have several lines.
        mutating func appendInterpolation(_ error: any Error) { self.text += "\(error)".shown(inLines: true) }
    }
}

extension String {
    /// The text with its control characters, separators of lines and marks of direction as `\u{…}`.
    fileprivate func shown(inLines: Bool) -> String {
        var shown = ""
        for scalar in self.unicodeScalars {
            if scalar.movesOrTurns && !(inLines && scalar == "\n") {
                shown += "\\u{\(String(scalar.value, radix: 16))}"
            } else {
                shown.unicodeScalars.append(scalar)
            }
        }
        return shown
    }
}

extension Unicode.Scalar {
    fileprivate var movesOrTurns: Bool {
        switch self.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: true
        default:
            [0x061C, 0x200E, 0x200F].contains(self.value)
                || [0x202A...0x202E, 0x2066...0x2069].contains { $0 ~= self.value }
        }
    }
}
