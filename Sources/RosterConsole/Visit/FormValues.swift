import RosterTables

/// The fields of a form or of a query, in order (`application/x-www-form-urlencoded`).
struct FormValues: Sendable {
    /// The most fields that are read; ours.
    static let countLimit = 4_000

    private(set) var pairs: [(name: String, value: String)] = []

    /// No fields.
    init() {}

    /// Reads fields; what is no UTF-8 is repaired, and what is beyond the limit is left out.
    ///
    /// Browsers send the line ends of a text as two characters: within the console each is a line feed.
    init(encoded bytes: some Sequence<UInt8>) {
        for field in Array(bytes).split(separator: UInt8(ascii: "&")).prefix(Self.countLimit) {
            let parts = field.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            let value = parts.count > 1 ? Self.decoded(parts[1]) : ""
            self.pairs.append((Self.decoded(parts[0]), value.withLineFeeds))
        }
    }

    /// The value of the first field of a name; nil when there is none.
    subscript(name: String) -> String? { self.pairs.first { $0.name == name }?.value }

    /// The value of a field without blanks around it; empty when there is none.
    func text(_ name: String) -> String { self[name]?.trimmed ?? "" }

    /// What was typed, without blanks around it; where that is what the form has shown, which another field keeps, it stays as it is.
    func typed(_ name: String, shownIn field: String) -> String { self.typed(name, over: self[field]) }

    /// The same over a text that the form has shown; nil for none.
    func typed(_ name: String, over shown: String?) -> String {
        self[name].flatMap { $0 == shown ? $0 : nil } ?? self.text(name)
    }

    /// All values of a name.
    func all(_ name: String) -> [String] { self.pairs.filter { $0.name == name }.map(\.value) }

    /// Whether there is a field of a name, as a box that was checked sends it.
    func has(_ name: String) -> Bool { self.pairs.contains { $0.name == name } }

    /// A text in which `+` is a blank and `%` begins two digits; any other `%` stays.
    static func decoded(_ bytes: ArraySlice<UInt8>, plusIsBlank: Bool = true) -> String {
        var decoded: [UInt8] = []
        var position = bytes.startIndex
        while position < bytes.endIndex {
            let byte = bytes[position]
            if byte == UInt8(ascii: "%"), position + 2 < bytes.endIndex,
                let high = bytes[position + 1].digitValue, let low = bytes[position + 2].digitValue
            {
                decoded.append(high << 4 | low)
                position += 3
            } else {
                decoded.append(plusIsBlank && byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
                position += 1
            }
        }
        return String(decoding: decoded, as: UTF8.self)
    }
}

extension String {
    /// The text with a line feed for every line end.
    fileprivate var withLineFeeds: String {
        guard self.utf8.contains(UInt8(ascii: "\r")) else { return self }
        return self.replacing("\r\n", with: "\n").replacing("\r", with: "\n")
    }
}

extension UInt8 {
    /// The value of a hexadecimal digit.
    fileprivate var digitValue: UInt8? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
