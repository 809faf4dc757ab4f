extension String {
    /// The text with everything broken that a mail program would show as a link: `https://evil.example` becomes
    /// `https[:]//evil[.]example`.
    ///
    /// A colon before two slashes is set in brackets, and so are the first of two slashes that begin the name of a host, and a dot, or
    /// what browsers take for one, between a letter or digit and at least two more of them that are not all digits. Initials and numbers
    /// stay as they are.
    var withoutLinks: String {
        let scalars = Array(self.unicodeScalars)
        var text = ""
        for position in scalars.indices {
            let scalar = scalars[position]
            if scalars.isLinkMark(at: position) {
                text += "[\(scalar)]"
            } else {
                text.unicodeScalars.append(scalar)
            }
        }
        return text
    }
}

extension String {
    /// Whether a program that shows the text in place of an address misleads its reader: it has an at sign, an angle bracket,
    /// or what becomes a link.
    var canPassForAddress: Bool {
        let marks: Set<Unicode.Scalar> = [
            "@", "\u{FF20}", "\u{FE6B}", "<", ">", "\u{FF1C}", "\u{FF1E}", "\u{FE64}", "\u{FE65}",
        ]
        return self.unicodeScalars.contains(where: marks.contains) || self.withoutLinks != self
    }
}

extension [Unicode.Scalar] {
    private static let dots: Set<Unicode.Scalar> = [".", "\u{3002}", "\u{FF0E}", "\u{FF61}", "\u{2024}", "\u{FE52}"]
    private static let colons: Set<Unicode.Scalar> = [":", "\u{FF1A}"]
    private static let slashes: Set<Unicode.Scalar> = ["/", "\\", "\u{2044}", "\u{2215}", "\u{FF0F}"]

    /// Whether the scalar at a position makes a link of what stands around it.
    fileprivate func isLinkMark(at position: Int) -> Bool {
        let scalar = self[position]
        if Self.slashes.contains(scalar) { return self.isHost(after: position) }
        if Self.colons.contains(scalar) {
            return self.dropFirst(position + 1).prefix(2).count { Self.slashes.contains($0) } == 2
                || self.isScheme(before: position)
        }
        guard Self.dots.contains(scalar), position > 0, self[position - 1].isOfHostName else { return false }
        let label = self[(position + 1)...].prefix { $0.isOfHostName }
        return label.count > 1 && !label.allSatisfy { $0.properties.numericType != nil }
    }

    /// Whether a slash is the first of two that begin a word, such as those of `\\host\share`, which open a folder of another machine.
    private func isHost(after position: Int) -> Bool {
        let before = position > 0 ? self[position - 1] : " "
        let beginsWord = !before.isOfHostName && !Self.slashes.contains(before) && !Self.colons.contains(before)
        guard beginsWord, self.count > position + 2 else { return false }
        return Self.slashes.contains(self[position + 1]) && self[position + 2].isOfHostName
    }

    /// Whether a colon ends the name of a scheme that mail programs follow without slashes.
    private func isScheme(before position: Int) -> Bool {
        let word = self[..<position].reversed().prefix { $0.properties.isAlphabetic }
        let name = String(String.UnicodeScalarView(word.reversed())).lowercased()
        return ["mailto", "tel", "sms", "javascript", "data", "callto", "skype", "sip"].contains(name)
            && self.count > position + 1 && !self[position + 1].properties.isWhitespace
    }
}

extension Unicode.Scalar {
    /// Whether the scalar can be part of a name of a host, in any script.
    fileprivate var isOfHostName: Bool {
        self.properties.isAlphabetic || self.properties.numericType != nil || self == "-"
            || self.properties.generalCategory == .nonspacingMark
    }
}
