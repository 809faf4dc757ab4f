import RosterDomain

// A text that a spreadsheet would take for a formula begins with an apostrophe, which makes it a text there (OWASP, CSV injection).

extension String {
    /// The text as it stands in a file for spreadsheets.
    package var forSpreadsheet: String { self.needsApostrophe ? "'" + self : self }

    /// The text that stands in a file for spreadsheets, without the apostrophe that ``forSpreadsheet`` has put there.
    package var fromSpreadsheet: String {
        guard self.unicodeScalars.first == "'" else { return self }
        let rest = String(self.unicodeScalars.dropFirst())
        return rest.needsApostrophe ? rest : self
    }

    /// Whether the text is a formula, or one after apostrophes: those of its own must not be taken for ours.
    private var needsApostrophe: Bool { self.unicodeScalars.drop { $0 == "'" }.beginsFormula }
}

extension Substring.UnicodeScalarView {
    /// Signs that begin a formula; programs for East Asian languages read the wide and the small forms as the plain ones.
    private static let formulaSigns = Set("=+-@＝＋－＠﹦﹢﹣﹫−".unicodeScalars)
    /// Blanks that make a formula of what follows, or of nothing.
    private static let tabsAndLineEnds = Set("\t\r\n\u{B}\u{C}\u{85}\u{2028}\u{2029}".unicodeScalars)

    /// Whether spreadsheets may take the text for a formula: by its first sign after blanks and what is not seen, which some drop.
    fileprivate var beginsFormula: Bool {
        guard let first = self.first else { return false }
        if Self.tabsAndLineEnds.contains(first) { return true }
        return self.first { !$0.isPassedOver }.map(Self.formulaSigns.contains) ?? false
    }
}

extension Unicode.Scalar {
    fileprivate var isPassedOver: Bool {
        !self.isVisible || self.isUnsafeInText || self.properties.generalCategory == .format
    }
}
