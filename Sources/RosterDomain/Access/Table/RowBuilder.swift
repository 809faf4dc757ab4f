/// Makes the words of a row from a profile.
///
/// The definition is ``ReferenceEvaluator``: a grant by a role that counts, and a rule satisfied by roles that count. What
/// follows from roles held company-wide and for good, given no condition, is certain; everything else is a candidate.
struct RowBuilder {
    private let catalog: CompiledCatalog
    /// The roles held company-wide and for good, assigned or implicit.
    private var certainRoles: [CompiledRole] = []
    /// The assigned roles that are held only somewhere or sometimes, each with its holdings.
    private var otherRoles: [(role: CompiledRole, holdings: [RoleHolding])] = []
    private let isTimeBound: Bool

    init(_ profile: AccessProfile, catalog: CompiledCatalog) {
        self.catalog = catalog
        self.isTimeBound = profile.holdings.contains { $0.window != .always }
        var start = 0
        let holdings = profile.holdings
        while start < holdings.count {
            var end = start + 1
            while end < holdings.count, holdings[end].role == holdings[start].role { end += 1 }
            self.add(holdings[start..<end])
            start = end
        }
        for id in catalog.catalog.rolesHeldImplicitly(by: profile.affiliation) {
            guard let role = catalog.role(id) else { continue }
            self.certainRoles.append(role)
        }
    }

    /// Adds the holdings of one role.
    private mutating func add(_ holdings: ArraySlice<RoleHolding>) {
        guard let first = holdings.first, let role = self.catalog.role(first.role) else { return }
        if holdings.contains(where: { $0.scope == .company && $0.window == .always }) {
            self.certainRoles.append(role)
        } else {
            self.otherRoles.append((role, Array(holdings)))
        }
    }

    /// Makes the row in a block of the arena.
    func build(profile: Int, in arena: WordArena) -> (row: AccessRow, blockSize: Int) {
        let certain = self.certainPermissions()
        let (bits, mask, isCompact) = self.encoded(certain)
        let candidates = self.candidates(besides: certain)
        let moreOffset = AccessRow.headerCount + bits.count
        let more = candidates.isEmpty ? [] : UncertainSection(candidates, start: moreOffset).words
        let count = moreOffset + more.count
        let blockSize = WordArena.blockSize(for: count)
        let words = arena.allocate(count)
        let header = AccessRow.Header(
            blockSize: blockSize, hasMore: !more.isEmpty, isTimeBound: self.isTimeBound, profile: profile)
        words.store(header.bits, at: 0)
        words.store(mask | UInt64(moreOffset) << 32, at: 1)
        for (position, word) in bits.enumerated() { words.store(word, at: AccessRow.headerCount + position) }
        for (position, word) in more.enumerated() { words.store(word, at: moreOffset + position) }
        return (AccessRow(words, isCompact: isCompact), blockSize)
    }
}

// MARK: - What is certain

extension RowBuilder {
    /// Permissions by number, as bits or as a list, whichever is shorter for the catalog.
    fileprivate enum Permissions {
        case bits([UInt64])
        case numbers(Set<UInt64>)

        func contains(_ number: UInt64) -> Bool {
            switch self {
            case .bits(let words): words[Int(number >> 6)] >> (number & 63) & 1 != 0
            case .numbers(let numbers): numbers.contains(number)
            }
        }
    }

    private func certainPermissions() -> Permissions {
        let held = self.certainRoles.reduce(into: Set<RoleID>()) { $0.formUnion($1.ruleRoles) }
        let ruled = self.certainRoles.flatMap(\.ruled).filter { permission in
            self.catalog.rule(of: permission)?.isSatisfied(by: held.contains) ?? true
        }
        guard self.catalog.wordCount <= CompiledCatalog.denseWordLimit else {
            return .numbers(Set(self.certainRoles.flatMap(\.plain)).union(ruled))
        }
        var words = Array(repeating: UInt64(0), count: self.catalog.wordCount)
        for role in self.certainRoles {
            for (position, word) in role.plainWords.enumerated() { words[position] |= word }
        }
        for number in ruled { words[Int(number >> 6)] |= 1 << (number & 63) }
        return .bits(words)
    }

    /// The words that say what is certain, and the mask of a compact row.
    private func encoded(_ certain: Permissions) -> (words: [UInt64], mask: UInt64, isCompact: Bool) {
        switch certain {
        case .bits(let words): return (words, 0, false)
        case .numbers(let numbers):
            var slotCount = 2
            while slotCount < numbers.count * 2 { slotCount *= 2 }
            guard slotCount / 2 < self.catalog.wordCount else { return (self.dense(numbers), 0, false) }
            return (self.compact(numbers, slotCount: slotCount), UInt64(slotCount - 1), true)
        }
    }

    private func dense(_ numbers: Set<UInt64>) -> [UInt64] {
        var words = Array(repeating: UInt64(0), count: self.catalog.wordCount)
        for number in numbers { words[Int(number >> 6)] |= 1 << (number & 63) }
        return words
    }

    private func compact(_ numbers: Set<UInt64>, slotCount: Int) -> [UInt64] {
        var words = Array(repeating: UInt64(0), count: slotCount / 2)
        let mask = UInt64(slotCount - 1)
        for number in numbers {
            var slot = AccessRow.compactHome(of: number, mask: mask)
            while words[Int(slot >> 1)] >> ((slot & 1) * 32) & 0xFFFF_FFFF != 0 { slot = (slot + 1) & mask }
            words[Int(slot >> 1)] |= (number + 1) << ((slot & 1) * 32)
        }
        return words
    }
}

// MARK: - What is not

extension RowBuilder {
    private func candidates(besides certain: Permissions) -> UncertainCandidates {
        var candidates = UncertainCandidates(self.catalog)
        for role in self.certainRoles { candidates.add(role, holdings: nil) }
        for (role, holdings) in self.otherRoles { candidates.add(role, holdings: holdings) }
        candidates.removeAll(where: certain.contains)
        return candidates
    }
}
