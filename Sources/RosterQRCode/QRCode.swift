/// A QR code (ISO/IEC 18004) of a short text: bytes, in the versions 1 to 10, at the error correction levels L and M.
package struct QRCode: Sendable, Hashable {
    /// How much of a code may be unreadable.
    package enum Level: Int, Sendable, Hashable, CaseIterable {
        /// About 7 percent.
        case low = 1
        /// About 15 percent.
        case medium = 0
    }

    /// The version, 1 to 10; each is four modules wider than the one before.
    package let version: Int
    /// Which of the eight patterns the modules are mixed with.
    package let mask: Int
    private let modules: QRModules

    /// The number of modules on a side.
    package var size: Int { self.modules.size }

    /// Encodes a text in the smallest version that it fits; nil when it fits none.
    ///
    /// - Parameters:
    ///   - text: The text; 271 bytes at most at level L, and 213 at level M.
    ///   - level: How much may be unreadable.
    ///   - mask: The pattern to mix with; nil for the one that ISO/IEC 18004 §7.8.3 finds best.
    package init?(_ text: String, level: Level = .medium, mask: Int? = nil) {
        let bytes = Array(text.utf8)
        guard let layout = QRLayout.smallest(for: bytes.count, level) else { return nil }
        let empty = QRModules(layout, codewords: layout.codewords(of: bytes))
        let candidates = (mask.map { [$0] } ?? Array(0..<8)).map { (mask: $0, modules: empty.masked($0, level)) }
        guard let best = candidates.min(by: { $0.modules.penalty < $1.modules.penalty }) else { return nil }
        self.version = layout.version
        self.mask = best.mask
        self.modules = best.modules
    }

    /// Whether the module in a row and a column is dark; those outside of the code are light.
    package func isDark(row: Int, column: Int) -> Bool {
        let range = 0..<self.size
        return range.contains(row) && range.contains(column) && self.modules[row, column]
    }

    /// The code for a terminal: two rows of modules in each line, with the margin of four modules that readers need.
    ///
    /// - Parameter isColored: Whether the terminal takes colors; without them, dark modules are blanks, as on a dark background.
    package func lines(isColored: Bool) -> [String] {
        let margin = 4
        return stride(from: -margin, to: self.size + margin, by: 2).map { row in
            let line = (-margin..<self.size + margin).map { column in
                switch (self.isDark(row: row, column: column), self.isDark(row: row + 1, column: column)) {
                case (false, false): "█"
                case (false, true): "▀"
                case (true, false): "▄"
                case (true, true): " "
                }
            }.joined()
            return isColored ? "\u{1B}[97;40m\(line)\u{1B}[0m" : line
        }
    }
}
