/// Composes texts canonically (Normalization Form C of Unicode), in the same way on every host and in every version.
///
/// A letter composed with its accent, and a letter followed by its accent, become one text. The table is fixed, as that of ``CaseFolding``
/// is: what one host hashes, every other host must find again, whatever its system and its toolchain know of Unicode.
package enum CanonicalComposition {
    /// The most bytes of a text that is composed; ours, and four times what a password can have.
    ///
    /// A longer text stays as it is: it is no password, and is not worth the work.
    package static let byteLimit = 4 * Password.byteLimit

    /// The text, composed.
    ///
    /// - Complexity: O(bytes) for what people type; O(n²) at worst in the number of marks on one letter.
    package static func composed(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 >= 0x80 }), text.utf8.count <= self.byteLimit else { return text }
        var scalars: [Unicode.Scalar] = []
        for scalar in text.unicodeScalars { self.decompose(scalar, into: &scalars) }
        self.order(&scalars)
        var result = String.UnicodeScalarView()
        result.append(contentsOf: self.compose(scalars))
        return String(result)
    }

    /// Characters in their canonical decomposition (Normalization Form D), each mark in its order.
    ///
    /// Texts that are longer than ``byteLimit`` even in ASCII stay as they are.
    static func decomposed(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar] {
        guard scalars.contains(where: { !$0.isASCII }), scalars.count <= self.byteLimit else { return scalars }
        var parts: [Unicode.Scalar] = []
        for scalar in scalars { self.decompose(scalar, into: &parts) }
        self.order(&parts)
        return parts
    }

    /// Composes characters that ``decomposed(_:)`` took apart.
    static func composed(ofDecomposed scalars: [Unicode.Scalar]) -> [Unicode.Scalar] {
        guard scalars.contains(where: { !$0.isASCII }) else { return scalars }
        return self.compose(scalars)
    }

    private static func decompose(_ scalar: Unicode.Scalar, into scalars: inout [Unicode.Scalar]) {
        if let parts = self.hangulParts(of: scalar) ?? self.mappings.parts[scalar] {
            for part in parts { self.decompose(part, into: &scalars) }
        } else {
            scalars.append(scalar)
        }
    }

    /// Sorts the marks on each letter by their classes; those of one class keep their order.
    private static func order(_ scalars: inout [Unicode.Scalar]) {
        for index in scalars.indices.dropFirst() {
            let markClass = scalars[index].markClass
            guard markClass > 0 else { continue }
            var place = index
            while place > 0, scalars[place - 1].markClass > markClass {
                scalars.swapAt(place, place - 1)
                place -= 1
            }
        }
    }

    private static func compose(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar] {
        var (result, starter, lastClass) = ([Unicode.Scalar](), Int?.none, -1)
        for scalar in scalars {
            let markClass = Int(scalar.markClass)
            // A mark composes unless one of its class, or a letter, stands between it and the letter.
            if let starter, lastClass < markClass, let composite = self.composite(result[starter], scalar) {
                result[starter] = composite
                continue
            }
            if markClass == 0 {
                starter = result.count
                lastClass = -1
            } else {
                lastClass = markClass
            }
            result.append(scalar)
        }
        return result
    }

    private static func composite(_ first: Unicode.Scalar, _ second: Unicode.Scalar) -> Unicode.Scalar? {
        self.hangulSyllable(first, second) ?? self.mappings.composites[Pair(first: first, second: second)]
    }
}

// MARK: - Hangul (Unicode §3.12)

extension CanonicalComposition {
    private static let leads: Range<UInt32> = 0x1100..<0x1113
    private static let vowels: Range<UInt32> = 0x1161..<0x1176
    /// The trailing consonants, and before them the place of none.
    private static let trails: Range<UInt32> = 0x11A7..<0x11C3
    private static let syllables: Range<UInt32> = 0xAC00..<0xD7A4

    private static func hangulParts(of scalar: Unicode.Scalar) -> [Unicode.Scalar]? {
        guard self.syllables.contains(scalar.value) else { return nil }
        let index = scalar.value - self.syllables.lowerBound
        let (pair, trail) = index.quotientAndRemainder(dividingBy: UInt32(self.trails.count))
        let (lead, vowel) = pair.quotientAndRemainder(dividingBy: UInt32(self.vowels.count))
        let values = [self.leads.lowerBound + lead, self.vowels.lowerBound + vowel]
        return (trail == 0 ? values : values + [self.trails.lowerBound + trail]).compactMap(Unicode.Scalar.init)
    }

    private static func hangulSyllable(_ first: Unicode.Scalar, _ second: Unicode.Scalar) -> Unicode.Scalar? {
        if self.leads.contains(first.value), self.vowels.contains(second.value) {
            let lead = first.value - self.leads.lowerBound
            let pair = lead * UInt32(self.vowels.count) + second.value - self.vowels.lowerBound
            return Unicode.Scalar(self.syllables.lowerBound + pair * UInt32(self.trails.count))
        }
        let trail = second.value &- self.trails.lowerBound
        guard self.syllables.contains(first.value), (1..<UInt32(self.trails.count)).contains(trail),
            (first.value - self.syllables.lowerBound).isMultiple(of: UInt32(self.trails.count))
        else { return nil }
        return Unicode.Scalar(first.value + trail)
    }
}

// MARK: - The table

extension CanonicalComposition {
    private struct Pair: Hashable {
        let first: Unicode.Scalar
        let second: Unicode.Scalar
    }

    private struct Mappings: Sendable {
        var parts: [Unicode.Scalar: [Unicode.Scalar]] = [:]
        var composites: [Pair: Unicode.Scalar] = [:]
    }

    /// Read when the first text that is not ASCII is composed.
    private static let mappings: Mappings = {
        var mappings = Mappings()
        for entry in Self.entries(of: Self.composing, columns: 3) {
            mappings.parts[entry[0]] = [entry[1], entry[2]]
            mappings.composites[Pair(first: entry[1], second: entry[2])] = entry[0]
        }
        for entry in Self.entries(of: Self.excluded, columns: 3) { mappings.parts[entry[0]] = [entry[1], entry[2]] }
        for entry in Self.entries(of: Self.single, columns: 2) { mappings.parts[entry[0]] = [entry[1]] }
        return mappings
    }()

    private static func entries(of table: String, columns: Int) -> [[Unicode.Scalar]] {
        var (entries, last, column) = ([[Unicode.Scalar]](), [Int](repeating: 0, count: columns), 0)
        for number in table.split(separator: " ").compactMap({ Int($0, radix: 36) }) {
            last[column] += column == 0 ? number : number.isMultiple(of: 2) ? number / 2 : -(number / 2) - 1
            column = (column + 1) % columns
            if column == 0 { entries.append(last.compactMap { Unicode.Scalar(UInt32($0)) }) }
        }
        return entries
    }
}

extension Unicode.Scalar {
    /// Where a mark comes among the marks on one letter; 0 for a letter, and for what stands by itself.
    fileprivate var markClass: UInt8 { self.properties.canonicalCombiningClass.rawValue }
}
