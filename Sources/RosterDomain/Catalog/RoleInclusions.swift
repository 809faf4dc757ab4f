/// Which roles include which, directly or through others, by position.
///
/// A role that includes few others keeps a list of them, and one that includes many a bit for each role, so that a chain of
/// ten thousand roles takes 13 MB.
struct RoleInclusions: Sendable {
    /// The most pairs of a role and one that it includes; ours, so that the memory of all catalogs is bounded.
    static let limit = 1 << 26

    private enum Row {
        case itself
        case few([UInt32])
        case many([UInt64])
    }

    /// The names of all roles that are defined, each once, in the catalog's order, and then of those that are only included.
    let ids: [RoleID]
    /// Where each role stands.
    let positions: [RoleID: Int]
    /// Where the roles stand that include others.
    let composites: [Int]
    /// The roles that include others, those that include one another together, each after those that it includes.
    let groups: [[Int]]
    /// Roles that include one another, or themselves.
    let circles: [[Int]]
    /// Whether there are more pairs than the limit; then some roles lack what they include.
    let isOverLimit: Bool
    private let rows: [Row]
    /// What roles include that include few others, so that a check of authority need not build a set.
    private let sets: [RoleID: Set<RoleID>]

    /// Follows what roles include.
    ///
    /// - Complexity: O(roles + inclusions), and one operation for each inclusion and 64 roles.
    init(of roles: [Role], defined: [RoleID: Role]) {
        var ids: [RoleID] = []
        var positions: [RoleID: Int] = [:]
        positions.reserveCapacity(roles.count)
        for role in roles where positions.updateValue(ids.count, forKey: role.id) == nil { ids.append(role.id) }
        // Of two roles with one name the first counts, which is the one that is defined.
        for (position, id) in ids.enumerated() { positions[id] = position }
        let count = ids.count
        let composites = (0..<count).filter { defined[ids[$0]]?.includes.isEmpty == false }
        for position in composites {
            for id in (defined[ids[position]]?.includes ?? []).sorted() where positions[id] == nil {
                positions[id] = ids.count
                ids.append(id)
            }
        }
        var edges: [[Int]] = Array(repeating: [], count: ids.count)
        for position in composites {
            edges[position] = defined[ids[position]]?.includes.compactMap { positions[$0] } ?? []
        }
        var rows: [Row] = Array(repeating: .itself, count: ids.count)
        let components = StrongComponents(of: edges, among: composites)
        self.isOverLimit = !Self.fill(&rows, components.inOrder, edges)
        self.groups = components.inOrder
        self.circles = components.inOrder.filter { $0.count > 1 || edges[$0[0]].contains($0[0]) }
        var sets: [RoleID: Set<RoleID>] = [:]
        for position in composites {
            if case .few(let few) = rows[position], few.count <= 64 {
                sets[ids[position]] = Set(few.map { ids[Int($0)] })
            }
        }
        (self.ids, self.positions, self.composites, self.rows, self.sets) = (ids, positions, composites, rows, sets)
    }

    /// Works out what each component includes; those that it includes come before it.
    ///
    /// - Returns: Whether the limit was kept.
    private static func fill(_ rows: inout [Row], _ components: [[Int]], _ edges: [[Int]]) -> Bool {
        var words = Array(repeating: UInt64(0), count: (rows.count + 63) / 64)
        var pairCount = 0
        for component in components {
            for index in words.indices { words[index] = 0 }
            for position in component {
                words[position >> 6] |= 1 << UInt64(position & 63)
                for next in edges[position] { Self.join(rows[next], next, to: &words) }
            }
            let count = words.reduce(0) { $0 + $1.nonzeroBitCount }
            pairCount += count * component.count
            guard pairCount <= Self.limit else { return false }
            let row = count <= max(64, words.count * 2) ? Row.few(Self.positions(in: words)) : .many(words)
            for position in component { rows[position] = row }
        }
        return true
    }

    private static func join(_ row: Row, _ position: Int, to words: inout [UInt64]) {
        switch row {
        case .itself: words[position >> 6] |= 1 << UInt64(position & 63)
        case .few(let few): for part in few { words[Int(part >> 6)] |= 1 << UInt64(part & 63) }
        case .many(let others): for index in words.indices { words[index] |= others[index] }
        }
    }

    private static func positions(in words: [UInt64]) -> [UInt32] {
        var positions: [UInt32] = []
        Self.forEachBit(in: words) { positions.append(UInt32($0)) }
        return positions
    }

    private static func forEachBit(in words: [UInt64], _ body: (Int) -> Void) {
        for (index, word) in words.enumerated() {
            var rest = word
            while rest != 0 {
                body(index << 6 + rest.trailingZeroBitCount)
                rest &= rest - 1
            }
        }
    }
}

extension RoleInclusions {
    /// Calls `body` with the position of each role that one includes, itself among them.
    func forEach(in position: Int, _ body: (Int) -> Void) {
        switch self.rows[position] {
        case .itself: body(position)
        case .few(let few): for part in few { body(Int(part)) }
        case .many(let words): Self.forEachBit(in: words, body)
        }
    }

    /// The positions of the roles that one includes, itself among them.
    func included(in position: Int) -> [Int] {
        var included: [Int] = []
        self.forEach(in: position) { included.append($0) }
        return included
    }

    /// The roles that one includes, itself among them; empty for an unknown role.
    func included(in role: RoleID) -> Set<RoleID> {
        if let known = self.sets[role] { return known }
        guard let position = self.positions[role] else { return [] }
        if case .itself = self.rows[position] { return [role] }
        var included: Set<RoleID> = []
        self.forEach(in: position) { included.insert(self.ids[$0]) }
        return included
    }

    /// Whether a role is another one or includes it.
    func contains(_ part: Int, in position: Int) -> Bool {
        switch self.rows[position] {
        case .itself: part == position
        case .few(let few): few.contains(UInt32(part))
        case .many(let words): words[part >> 6] >> UInt64(part & 63) & 1 != 0
        }
    }

    /// The positions of the roles that include any of these, in the catalog's order; one of these itself only if it includes
    /// others.
    func including(anyOf parts: some Sequence<Int>) -> [Int] {
        guard !self.composites.isEmpty else { return [] }
        var wanted = Array(repeating: UInt64(0), count: (self.ids.count + 63) / 64)
        for part in parts { wanted[part >> 6] |= 1 << UInt64(part & 63) }
        return self.composites.filter { position in
            switch self.rows[position] {
            case .itself: false
            case .few(let few): few.contains { wanted[Int($0 >> 6)] >> UInt64($0 & 63) & 1 != 0 }
            case .many(let words): words.indices.contains { words[$0] & wanted[$0] != 0 }
            }
        }
    }
}

/// The groups of nodes of a graph that reach one another (Tarjan 1972), each after those that it leads to.
private struct StrongComponents {
    private(set) var inOrder: [[Int]] = []
    private let edges: [[Int]]
    private var numbers: [Int]
    private var lowest: [Int]
    private var isOpen: [Bool]
    private var open: [Int] = []
    private var next = 0

    init(of edges: [[Int]], among starts: [Int]) {
        self.edges = edges
        self.numbers = Array(repeating: -1, count: edges.count)
        self.lowest = self.numbers
        self.isOpen = Array(repeating: false, count: edges.count)
        for start in starts where self.numbers[start] < 0 { self.visit(start) }
    }

    /// Keeps its own stack, so that no chain is too long.
    private mutating func visit(_ start: Int) {
        var path: [(node: Int, edge: Int)] = [(start, 0)]
        self.enter(start)
        while let (node, edge) = path.last {
            guard edge < self.edges[node].count else {
                path.removeLast()
                self.leave(node)
                if let parent = path.last?.node { self.lowest[parent] = min(self.lowest[parent], self.lowest[node]) }
                continue
            }
            path[path.count - 1].edge += 1
            let target = self.edges[node][edge]
            if self.edges[target].isEmpty { continue }
            if self.numbers[target] < 0 {
                self.enter(target)
                path.append((target, 0))
            } else if self.isOpen[target] {
                self.lowest[node] = min(self.lowest[node], self.numbers[target])
            }
        }
    }

    private mutating func enter(_ node: Int) {
        self.numbers[node] = self.next
        self.lowest[node] = self.next
        self.next += 1
        self.open.append(node)
        self.isOpen[node] = true
    }

    private mutating func leave(_ node: Int) {
        guard self.lowest[node] == self.numbers[node] else { return }
        var component: [Int] = []
        while let last = self.open.popLast() {
            self.isOpen[last] = false
            component.append(last)
            if last == node { break }
        }
        self.inOrder.append(component.sorted())
    }
}
