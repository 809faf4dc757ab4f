extension PhraseTable {
    /// Every text.
    static let entries: [Entry] =
        Self.general + Self.refusals + Self.administration + Self.companyRoleRefusals + Self.companyRoles
        + Self.overview + Self.history
}
