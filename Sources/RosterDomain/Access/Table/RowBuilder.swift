/// Builds the words of a row from what the users who share it hold.
///
/// The definition is ``ReferenceEvaluator``: a grant by a role that counts, and a rule satisfied by roles that count.
/// What follows without conditions from roles that are held company-wide and permanently is certain; everything else is
/// a candidate.
///
/// It keeps its memory from one row to the next.
struct RowBuilder {
    /// The roles whose holders must have a second factor.
    var secondFactorRoles: SecondFactorRoles
    /// The roles held company-wide and permanently, assigned or implicit.
    private var certainRoles: [CompiledRole] = []
    /// The assigned roles held only at some scopes or times, each with its holdings.
    private var otherRoles: [(role: CompiledRole, holdings: [RoleHolding])] = []
    private var isTimeBound = false
    private var certain = CertainPermissions()
    /// Until when the holders must have a second factor; nil for never.
    private var deadline: Timestamp?

    init(_ secondFactorRoles: SecondFactorRoles) { self.secondFactorRoles = secondFactorRoles }

    /// Makes the row of a profile in a block of the arena.
    ///
    /// - Parameters:
    ///   - held: What its users hold, themselves and through groups, by number, each holding once.
    ///   - affiliation: Their affiliation.
    ///   - number: The number of the profile.
    mutating func build(
        _ held: [UInt32], _ affiliation: Affiliation, number: Int, _ holdings: HoldingStore,
        _ catalog: CompiledCatalog, in arena: WordArena
    ) -> (row: AccessRow, blockSize: Int) {
        self.deadline = self.secondFactorRoles.deadline(
            affiliation: affiliation, holdings: held.lazy.map { holdings[$0].holding })
        let implicit = catalog.rolesHeldImplicitly(by: affiliation)
        if self.certain.lay(out: held, of: holdings, besides: implicit, rowWords: catalog.wordCount) {
            self.begin()
            if let built = self.write(profile: number, catalog, in: arena) { return built }
        }
        self.read(held, affiliation, holdings, catalog)
        let ruled = self.satisfied(catalog)
        self.certain.lay(out: self.certainRoles, ruled: ruled, rowWords: catalog.wordCount, mayBeCompact: true)
        if let built = self.write(profile: number, catalog, in: arena) { return built }
        self.certain.lay(out: self.certainRoles, ruled: ruled, rowWords: catalog.wordCount, mayBeCompact: false)
        guard let built = self.write(profile: number, catalog, in: arena) else {
            preconditionFailure("invariant: a dense row can be anywhere")
        }
        return built
    }

    private mutating func begin() {
        self.isTimeBound = false
        self.otherRoles.removeAll()
        self.certainRoles.removeAll(keepingCapacity: true)
    }

    private mutating func read(
        _ held: [UInt32], _ affiliation: Affiliation, _ holdings: HoldingStore, _ catalog: CompiledCatalog
    ) {
        self.begin()
        self.certainRoles += catalog.rolesHeldImplicitly(by: affiliation)
        for number in held {
            let (role, isCertain) = holdings.role(number)
            guard let role else { continue }
            if isCertain { self.certainRoles.append(role) } else { self.add(role, holdings[number].holding) }
        }
        guard !self.otherRoles.isEmpty else { return }
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

    /// Writes the row; nil when it is compact and the arena's block is at an address that leaves no room for its shape.
    private func write(
        profile: Int, _ catalog: CompiledCatalog, in arena: WordArena
    ) -> (row: AccessRow, blockSize: Int)? {
        let moreOffset = AccessRow.headerCount + self.certain.words.count
        let more = self.uncertainWords(catalog, start: moreOffset)
        let count = moreOffset + more.count
        let blockSize = WordArena.blockSize(for: count)
        let words = arena.allocate(count)
        guard self.certain.shape == nil || AccessRow.canBeCompact(at: words) else {
            arena.retire(words, size: blockSize)
            return nil
        }
        let header = AccessRow.Header(
            blockSize: blockSize, hasMore: !more.isEmpty, isTimeBound: self.isTimeBound, profile: profile)
        words.store(header.bits, at: 0)
        words.store(AccessRow.Second(moreOffset: moreOffset, deadline: self.deadline).bits, at: 1)
        for position in self.certain.words.indices {
            words.store(self.certain.words[position], at: AccessRow.headerCount + position)
        }
        for position in more.indices { words.store(more[position], at: moreOffset + position) }
        return (AccessRow(words, shape: self.certain.shape), blockSize)
    }

    /// What the certain roles grant under a rule that they satisfy.
    private func satisfied(_ catalog: CompiledCatalog) -> [UInt64] {
        guard self.certainRoles.contains(where: { !$0.ruled.isEmpty }) else { return [] }
        let held = self.certainRoles.reduce(into: Set<RoleID>()) { $0.formUnion($1.ruleRoles) }
        return self.certainRoles.flatMap(\.ruled).filter { permission in
            catalog.rule(of: permission)?.isSatisfied(by: held.contains) ?? true
        }
    }

    /// The words of the candidates; none when everything is certain.
    private func uncertainWords(_ catalog: CompiledCatalog, start: Int) -> [UInt64] {
        let isSimple =
            self.otherRoles.isEmpty && self.certainRoles.allSatisfy { $0.ruled.isEmpty && $0.conditional.isEmpty }
        guard !isSimple else { return [] }
        var candidates = UncertainCandidates(catalog)
        for role in self.certainRoles { candidates.add(role, holdings: nil) }
        for (role, holdings) in self.otherRoles { candidates.add(role, holdings: holdings) }
        candidates.removeAll(where: self.certain.contains)
        return candidates.isEmpty ? [] : UncertainSection(candidates, start: start).words
    }
}
