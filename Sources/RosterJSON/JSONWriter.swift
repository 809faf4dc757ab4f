/// A value to write as JSON.
package indirect enum JSONValue {
    case text(String)
    case number(Int)
    case flag(Bool)
    case list([JSONValue], JSONLayout = .compact)
    case object([(name: String, value: JSONValue)], JSONLayout = .compact)
}

/// How a list or an object is spread over lines.
package enum JSONLayout {
    /// On one line if it fits, otherwise with a line for each part.
    case compact
    /// A line for each part.
    case lines
}

/// Writes JSON for people: it indents by two blanks, and writes parts on one line if they fit.
package struct JSONWriter {
    /// The most bytes on a line before its parts get lines of their own.
    private static let width = 120

    private let limits: JSONLimits
    private var text = ""
    private var column = 0

    /// Creates a writer of texts that a reader with the same limits accepts.
    package init(limits: JSONLimits) {
        self.limits = limits
    }

    /// The value as a text that ends with a line feed.
    package mutating func write(_ value: JSONValue) throws(JSONWritingError) -> String {
        try self.append(value, depth: 0)
        self.put("\n")
        guard self.text.utf8.count <= self.limits.byteLimit else { throw .tooLarge(byteLimit: self.limits.byteLimit) }
        return self.text
    }

    private mutating func append(_ value: JSONValue, depth: Int) throws(JSONWritingError) {
        switch value {
        case .text(let text): self.put(Self.quoted(text))
        case .number(let number): self.put("\(number)")
        case .flag(let flag): self.put(flag ? "true" : "false")
        case .list(let elements, let layout):
            let isBroken = !self.fits(value, layout)
            try self.append("[", elements.map { ("", $0) }, "]", isBroken: isBroken, depth: depth + 1)
        case .object(let members, let layout):
            let named = members.map { (Self.quoted($0.name) + ": ", $0.value) }
            try self.append("{", named, "}", isBroken: !self.fits(value, layout), depth: depth + 1)
        }
    }

    private mutating func append(
        _ begin: String, _ parts: [(String, JSONValue)], _ end: String, isBroken: Bool, depth: Int
    ) throws(JSONWritingError) {
        guard depth <= self.limits.depthLimit else { throw .tooDeep(limit: self.limits.depthLimit) }
        self.put(begin)
        for (position, (name, value)) in parts.enumerated() {
            if position > 0 { self.put(isBroken ? "," : ", ") }
            if isBroken { self.breakLine(depth) }
            self.put(name)
            try self.append(value, depth: depth)
        }
        if isBroken, !parts.isEmpty { self.breakLine(depth - 1) }
        self.put(end)
    }

    private mutating func put(_ text: String) {
        self.text += text
        self.column += text.utf8.count
    }

    private mutating func breakLine(_ depth: Int) {
        self.text += "\n" + String(repeating: " ", count: 2 * depth)
        self.column = 2 * depth
    }

    private func fits(_ value: JSONValue, _ layout: JSONLayout) -> Bool {
        // One more for the comma after it.
        layout == .compact && Self.rest(of: Self.width - self.column - 1, after: value) != nil
    }

    /// The width that remains after a value on one line; nil when the value does not fit, or must not be on one line.
    ///
    /// It stops as soon as the width is used up, so calling it at every level of a deep value costs little.
    private static func rest(of width: Int, after value: JSONValue) -> Int? {
        var rest = width
        switch value {
        case .text(let text): rest -= text.utf8.count + 2
        case .number(let number): rest -= "\(number)".count
        case .flag: rest -= 5
        case .list(_, .lines), .object(_, .lines): return nil
        case .list(let elements, .compact):
            rest -= elements.isEmpty ? 2 : 2 * elements.count
            for element in elements {
                guard rest > 0, let left = Self.rest(of: rest, after: element) else { return nil }
                rest = left
            }
        case .object(let members, .compact):
            rest -= members.isEmpty ? 2 : 2 * members.count
            for member in members {
                rest -= member.name.utf8.count + 4
                guard rest > 0, let left = Self.rest(of: rest, after: member.value) else { return nil }
                rest = left
            }
        }
        return rest >= 0 ? rest : nil
    }

    /// A text in quotes.
    ///
    /// Characters that break a line or change the direction of text are escaped, so that readers see them.
    static func quoted(_ text: String) -> String {
        guard !text.utf8.allSatisfy(Self.isPlain) else { return "\"\(text)\"" }
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            case _ where scalar.isUnsafeInText: result += Self.escape(scalar)
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        (0x20..<0x7F).contains(byte) && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
    }

    private static func escape(_ scalar: Unicode.Scalar) -> String {
        String(scalar).utf16.map { unit in
            let digits = String(unit, radix: 16)
            return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }.joined()
    }
}
