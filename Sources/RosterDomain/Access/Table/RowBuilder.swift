/// Builds the words of a row from a profile.
///
/// The definition is ``ReferenceEvaluator``: a grant by a role that counts, and a rule satisfied by roles that count.
/// What follows without conditions from roles that are held company-wide and permanently is certain; everything else is
/// a candidate.
struct RowBuilder {
    private let catalog: CompiledCatalog
    /// The roles held company-wide and permanently, assigned or implicit.
    private var certainRoles: [CompiledRole] = []
    /// The assigned roles held only at some scopes or times, each with its holdings.
    private var otherRoles: [(role: CompiledRole, holdings: [RoleHolding])] = []
    private var isTimeBound = false

    init(_ profile: AccessProfile, _ holdings: HoldingStore, catalog: CompiledCatalog) {
        self.catalog = catalog
        self.certainRoles = catalog.rolesHeldImplicitly(by: profile.affiliation)
        for number in profile.holdings {
            let record = holdings[number]
            guard let role = record.role else { continue }
            if record.isCertain { self.certainRoles.append(role) } else { self.add(role, record.holding) }
        }
        // The other holdings of a role that is held everywhere and permanently do not matter.
        self.otherRoles.removeAll { other in self.certainRoles.contains { $0 === other.role } }
    }

    private mutating func add(_ role: CompiledRole, _ holding: RoleHolding) {
        self.isTimeBound = self.isTimeBound || holding.window != .always
        if let known = self.otherRoles.firstIndex(where: { $0.role === role }) {
            self.otherRoles[known].holdings.append(holding)
        } else {
            self.otherRoles.append((role, [holding]))
        }
    }

    /// Makes the row in a block of the arena.
    func build(profile: Int, in arena: WordArena, mayBeCompact: Bool = true) -> (row: AccessRow, blockSize: Int) {
        let certain = CertainPermissions(
            self.certainRoles, ruled: self.satisfied(), rowWords: self.catalog.wordCount, mayBeCompact: mayBeCompact)
        let moreOffset = AccessRow.headerCount + certain.words.count
        let more = self.uncertainWords(besides: certain, start: moreOffset)
        let count = moreOffset + more.count
        let blockSize = WordArena.blockSize(for: count)
        let words = arena.allocate(count)
        guard certain.shape == nil || AccessRow.canBeCompact(at: words) else {
            arena.retire(words, size: blockSize)
            return self.build(profile: profile, in: arena, mayBeCompact: false)
        }
        let header = AccessRow.Header(
            blockSize: blockSize, hasMore: !more.isEmpty, isTimeBound: self.isTimeBound, profile: profile)
        words.store(header.bits, at: 0)
        words.store(UInt64(moreOffset), at: 1)
        for (position, word) in certain.words.enumerated() { words.store(word, at: AccessRow.headerCount + position) }
        for (position, word) in more.enumerated() { words.store(word, at: moreOffset + position) }
        return (AccessRow(words, shape: certain.shape), blockSize)
    }

    /// What the certain roles grant under a rule that they satisfy.
    private func satisfied() -> [UInt64] {
        guard self.certainRoles.contains(where: { !$0.ruled.isEmpty }) else { return [] }
        let held = self.certainRoles.reduce(into: Set<RoleID>()) { $0.formUnion($1.ruleRoles) }
        return self.certainRoles.flatMap(\.ruled).filter { permission in
            self.catalog.rule(of: permission)?.isSatisfied(by: held.contains) ?? true
        }
    }

    /// The words of the candidates; none when everything is certain.
    private func uncertainWords(besides certain: CertainPermissions, start: Int) -> [UInt64] {
        let isSimple =
            self.otherRoles.isEmpty && self.certainRoles.allSatisfy { $0.ruled.isEmpty && $0.conditional.isEmpty }
        guard !isSimple else { return [] }
        var candidates = UncertainCandidates(self.catalog)
        for role in self.certainRoles { candidates.add(role, holdings: nil) }
        for (role, holdings) in self.otherRoles { candidates.add(role, holdings: holdings) }
        candidates.removeAll(where: certain.contains)
        return candidates.isEmpty ? [] : UncertainSection(candidates, start: start).words
    }
}
