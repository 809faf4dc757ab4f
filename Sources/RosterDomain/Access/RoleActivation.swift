/// Which roles of a user a session has active (ANSI INCITS 359-2012, "SessionRoles").
///
/// A session has all roles of its user active, or those that were chosen for it. A chosen role counts where and when the user has it,
/// assigned or included in one that is assigned, and all that it includes counts with it. Roles that users hold without an
/// assignment are active in every session.
///
/// At every moment at which the roles that count are as many of a dynamic separation set as no session may have active, none
/// counts that is or includes one of the set's.
package struct RoleActivation: Sendable {
    private let catalog: RoleCatalog
    /// The roles that were chosen; nil for all.
    private let chosen: Set<RoleID>?

    /// Names the roles that were chosen; nil for all.
    package init(of chosen: Set<RoleID>?, in catalog: RoleCatalog) {
        self.catalog = catalog
        self.chosen = chosen
    }

    /// Whether every session of every user has all roles active: nothing was chosen, and nothing is kept apart.
    package var isWhole: Bool { self.chosen == nil && self.catalog.dynamicSeparationSets.isEmpty }

    /// What a session may use of what its user holds, in no particular order.
    ///
    /// - Complexity: O(holdings × chosen roles that they include), and for each dynamic set O(holdings of its roles²) at worst.
    package func holdings(of held: [RoleHolding]) -> [RoleHolding] { self.separated(self.chosenHoldings(of: held)) }

    /// The roles that a session has active at a moment: those that were chosen or assigned, and not what they include.
    package func roles(of held: [RoleHolding], at now: Timestamp) -> Set<RoleID> {
        Set(self.holdings(of: held).filter { $0.window.contains(now) }.map(\.role))
    }

    private func chosenHoldings(of held: [RoleHolding]) -> [RoleHolding] {
        guard let chosen else { return held }
        var found: Set<RoleHolding> = []
        for holding in held {
            // A role that the catalog retired includes nothing, not even itself.
            let parts = self.catalog.rolesIncluded(in: holding.role).union([holding.role])
            for role in parts.intersection(chosen) {
                found.insert(RoleHolding(role, at: holding.scope, during: holding.window))
            }
        }
        return Array(found)
    }
}

// MARK: - Dynamic separation

extension RoleActivation {
    /// Leaves out what dynamic separation sets keep apart, for as long as they do.
    ///
    /// Each set is looked at by itself, so that the order of the sets does not matter.
    private func separated(_ held: [RoleHolding]) -> [RoleHolding] {
        guard !self.catalog.dynamicSeparationSets.isEmpty, !held.isEmpty else { return held }
        let included = held.map { self.catalog.rolesIncluded(in: $0.role) }
        var excluded: [Int: [ValidityWindow]] = [:]
        for set in self.catalog.dynamicSeparationSets {
            let brought = included.indices.compactMap { index -> Contribution? in
                let roles = included[index].intersection(set.roles)
                return roles.isEmpty ? nil : Contribution(index: index, window: held[index].window, roles: roles)
            }
            guard set.isBreached(by: brought.reduce(into: []) { $0.formUnion($1.roles) }) else { continue }
            let windows = Self.windows(ofBreachOf: set, by: brought)
            for contribution in brought { excluded[contribution.index, default: []] += windows }
        }
        guard !excluded.isEmpty else { return held }
        return held.indices.flatMap { index in held[index].outside(excluded[index] ?? []) }
    }

    /// What a holding brings of a set.
    private struct Contribution {
        let index: Int
        let window: ValidityWindow
        let roles: Set<RoleID>
    }

    /// When what is brought is as many of a set's roles as must stay apart, in the order of time.
    private static func windows(ofBreachOf set: SeparationSet, by brought: [Contribution]) -> [ValidityWindow] {
        var counts: [RoleID: Int] = [:]
        func count(_ contributions: [Contribution], by step: Int) {
            for role in contributions.flatMap(\.roles) {
                let number = counts[role, default: 0] + step
                counts[role] = number == 0 ? nil : number
            }
        }
        let beginning = Dictionary(grouping: brought) { $0.window.from }
        let ending = Dictionary(grouping: brought) { $0.window.until }
        let moments: [Timestamp?] = Set(beginning.keys).union(ending.keys).compactMap(\.self).sorted()
        var windows: [ValidityWindow] = []
        for (position, from) in ([nil] + moments).enumerated() {
            if let from { count(ending[from] ?? [], by: -1) }
            count(beginning[from] ?? [], by: 1)
            guard counts.count >= set.limit else { continue }
            let until = position < moments.count ? moments[position] : nil
            if let window = try? ValidityWindow(from: from, until: until) { windows.append(window) }
        }
        return windows
    }
}

extension RoleHolding {
    /// What is left of the holding outside some windows.
    fileprivate func outside(_ windows: [ValidityWindow]) -> [RoleHolding] {
        let left = windows.reduce([self.window]) { left, window in left.flatMap { $0.subtracting(window) } }
        return left.map { RoleHolding(self.role, at: self.scope, during: $0) }
    }
}
