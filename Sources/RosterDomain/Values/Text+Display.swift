extension String {
    /// The text made safe for an error message: control characters shown as `\u{…}`, and cut after 80 characters.
    package var forDisplay: String {
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
    /// Joiners (U+200C, U+200D) are safe: names in Persian and in Indic scripts need them.
    package var isUnsafeInText: Bool {
        switch self.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: true
        default: Self.directionMarks.contains(self.value)
        }
    }

    /// Whether a free text cannot hold the scalar: a text of several lines, in which Hebrew and Arabic may carry marks of their direction.
    package var isUnsafeInFreeText: Bool {
        self != "\n" && !self.isGentleDirectionMark && self.isUnsafeInText
    }

    /// Whether the scalar is visible: neither a blank nor a character that is not drawn.
    package var isVisible: Bool { !self.isDrawnAsBlank && !self.properties.isDefaultIgnorableCodePoint }

    /// Whether the scalar takes room and nothing is drawn in it.
    package var isDrawnAsBlank: Bool {
        self.properties.isWhitespace || Self.emptySymbols.contains(self.value)
    }

    /// Whether readers see something by which to tell one text from another: a letter, a digit, a punctuation mark or a symbol.
    ///
    /// Marks need a letter to stand on. What is unassigned or for private use looks the same as any other such character, or
    /// like nothing.
    package var isDrawn: Bool {
        switch self.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: self.isVisible
        case .decimalNumber, .letterNumber, .otherNumber: self.isVisible
        case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
            .finalPunctuation, .otherPunctuation:
            self.isVisible
        case .mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol: self.isVisible
        default: false
        }
    }

    /// Whether the scalar guides the direction of writing without forcing it: marks and isolates, as Hebrew and Arabic texts
    /// carry them.
    package var isGentleDirectionMark: Bool { Self.gentleDirectionMarks.contains(self.value) }

    private static let gentleDirectionMarks: Set<UInt32> = Set([0x061C, 0x200E, 0x200F]).union(0x2066...0x2069)
    private static let directionMarks = Self.gentleDirectionMarks.union(0x202A...0x202E)
    /// The fillers of Hangul, the vowel separator of Mongolian, the Braille pattern without dots, the musical note without a head, the place
    /// of an object, and the blanks of hieroglyphs.
    private static let emptySymbols: Set<UInt32> = [
        0x115F, 0x1160, 0x3164, 0xFFA0, 0x180E, 0x2800, 0x1D159, 0xFFFC, 0x13441, 0x13442,
    ]
}

/// A number and what it counts: "1 user", "2 users".
package func counted(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)" + (count == 1 ? "" : "s")
}

/// Finds the known name that is nearest to a misspelled one.
///
/// - Returns: The candidate with the smallest edit distance, or nil when even that one differs in more than a third of
///   the misspelled name's length. Two characters in each other's place are one edit.
/// - Complexity: O(candidates × length²).
package func nearestName(to misspelled: String, among candidates: some Sequence<String>) -> String? {
    let wanted = Array(misspelled.lowercased().unicodeScalars.prefix(128))
    let limit = max(1, wanted.count / 3)
    var best: (name: String, distance: Int)?
    var rows = EditRows()
    for candidate in candidates {
        // A difference in length takes as many edits. Few characters have several scalars in lower case, and each scalar
        // has at most four bytes.
        let byteCount = candidate.utf8.count
        guard byteCount + limit >= wanted.count, byteCount <= (wanted.count + limit) * 4 else { continue }
        let scalars = Array(candidate.lowercased().unicodeScalars)
        let bound = min(limit, best.map { $0.distance - 1 } ?? limit)
        if let distance = rows.distance(wanted, scalars, atMost: bound) { best = (candidate, distance) }
    }
    return best?.name
}

/// The number of edits between two texts, by rows of the table of all their beginnings.
private struct EditRows {
    /// The row before the last one, the last one, and the one that is filled.
    private var (older, last, next): ([Int], [Int], [Int]) = ([], [], [])

    /// The number of edits; nil when there are more than the limit.
    mutating func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar], atMost limit: Int) -> Int? {
        guard limit >= 0, abs(left.count - right.count) <= limit else { return nil }
        self.begin(right.count)
        for position in left.indices {
            self.fill(position, left, right)
            (self.older, self.last, self.next) = (self.last, self.next, self.older)
            if self.last.allSatisfy({ $0 > limit }) { return nil }
        }
        return self.last[right.count] <= limit ? self.last[right.count] : nil
    }

    private mutating func begin(_ count: Int) {
        self.last.removeAll(keepingCapacity: true)
        self.last += 0...count
        self.older = self.last
        self.next = self.last
    }

    private mutating func fill(_ position: Int, _ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) {
        self.next[0] = position + 1
        for column in right.indices {
            let substitution = self.last[column] + (left[position] == right[column] ? 0 : 1)
            var edits = min(substitution, self.last[column + 1] + 1, self.next[column] + 1)
            if position > 0, column > 0, left[position] == right[column - 1], left[position - 1] == right[column] {
                edits = min(edits, self.older[column - 1] + 1)
            }
            self.next[column + 1] = edits
        }
    }
}

extension String {
    /// Whether two names are the same bytes.
    ///
    /// String equality is fast and comes first: only texts that are equal to Unicode need a comparison of bytes.
    func isSameName(as other: String) -> Bool {
        guard self == other, self.utf8.count == other.utf8.count else { return false }
        let areSame = self.utf8.withContiguousStorageIfAvailable { left in
            other.utf8.withContiguousStorageIfAvailable { right in
                // Without a way out of the loop, the compiler looks at many bytes at once.
                var difference: UInt8 = 0
                for position in 0..<left.count { difference |= left[position] ^ right[position] }
                return difference == 0
            }
        }
        return (areSame ?? nil) ?? self.utf8.elementsEqual(other.utf8)
    }

    /// Whether a name sorts before another by its bytes.
    func precedesAsName(_ other: String) -> Bool { self.utf8.lexicographicallyPrecedes(other.utf8) }
}
