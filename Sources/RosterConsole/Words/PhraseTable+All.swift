extension PhraseTable {
    /// Every text.
    static let entries: [Entry] = Self.general + Self.refusals
}
