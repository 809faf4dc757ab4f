import RosterDomain

/// The texts of paths and queries, read strictly.
package enum WebText {
    /// The text that a percent-encoded one stands for (RFC 3986 §2.1).
    ///
    /// - Returns: Nil for a `%` without two hexadecimal digits, for bytes that are not UTF-8, and for control characters, which no
    ///   name of Roster has.
    package static func decoded(_ text: Substring, plusIsBlank: Bool = false) -> String? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "%"):
                guard let high = rest.popFirst()?.hexadecimalDigit, let low = rest.popFirst()?.hexadecimalDigit else {
                    return nil
                }
                bytes.append(high << 4 | low)
            case UInt8(ascii: "+") where plusIsBlank: bytes.append(UInt8(ascii: " "))
            default: bytes.append(byte)
            }
        }
        guard bytes.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else { return nil }
        return String(validating: bytes, as: UTF8.self)
    }

    /// A text as one segment of a path: all but unreserved characters are percent-encoded (RFC 3986 §2.3).
    package static func encoded(_ text: String) -> String {
        var encoded = ""
        for byte in text.utf8 {
            if byte.isUnreserved {
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                encoded += (byte < 16 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)
            }
        }
        return encoded
    }

    /// The segments of a path that begins with a slash; nil for one that is malformed.
    ///
    /// A segment of `.` or `..` is malformed, since a proxy may have read it otherwise.
    package static func segments(of path: String) -> [String]? {
        guard !path.isEmpty else { return [] }
        guard path.utf8.first == UInt8(ascii: "/") else { return nil }
        var segments: [String] = []
        for part in path.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
            guard let segment = self.decoded(part), segment != ".", segment != ".." else { return nil }
            segments.append(segment)
        }
        return segments == [""] ? [] : segments
    }
}

/// The parameters of a query, in order.
package struct WebQuery: Sendable {
    /// The names and values.
    package let parameters: [(name: String, value: String)]

    /// Reads `name=value&…` as forms write it (WHATWG URL §5): a plus is a blank.
    ///
    /// - Throws: A 400 for what is malformed, and for a name that comes twice, of which a proxy may have read the other one.
    package init(_ query: String?) throws(WebProblem) {
        var parameters: [(name: String, value: String)] = []
        for pair in (query ?? "").split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = WebText.decoded(parts[0], plusIsBlank: true),
                let value = WebText.decoded(parts.count > 1 ? parts[1] : "", plusIsBlank: true)
            else { throw .badRequest("malformedQuery", "the query is not encoded as RFC 3986 says") }
            guard !parameters.contains(where: { $0.name == name }) else {
                throw .badRequest("repeatedParameter", "the parameter `\(name.forDisplay)` comes twice")
            }
            parameters.append((name, value))
        }
        self.parameters = parameters
    }

    /// The value of a parameter; nil when it is not there.
    package subscript(_ name: String) -> String? { self.parameters.first { $0.name == name }?.value }

    /// A whole number in a range; nil when the parameter is not there.
    ///
    /// - Throws: A 400 for anything else.
    package func number(_ name: String, in range: ClosedRange<Int>) throws(WebProblem) -> Int? {
        guard let text = self[name] else { return nil }
        guard text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }), let number = Int(text),
            range.contains(number)
        else {
            throw .badRequest(
                "malformedParameter", "`\(name)` is a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// Whether a parameter is `true`; false when it is not there.
    ///
    /// - Throws: A 400 for anything but `true` and `false`.
    package func flag(_ name: String) throws(WebProblem) -> Bool {
        switch self[name] {
        case nil, "false": return false
        case "true": return true
        default: throw .badRequest("malformedParameter", "`\(name)` is `true` or `false`")
        }
    }
}

extension UInt8 {
    fileprivate var hexadecimalDigit: UInt8? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    fileprivate var isUnreserved: Bool {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"):
            true
        default: "-._~".utf8.contains(self)
        }
    }
}
