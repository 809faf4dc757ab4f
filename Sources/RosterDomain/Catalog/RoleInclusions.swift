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
        case many(PositionSet)
    }

    /// The names of all roles that are defined, each once, in the catalog's order, and then of those that are only included.
    let ids: [RoleID]
    /// Where each role stands.
    let positions: [RoleID: Int]
    /// Where the roles stand that include others.
    let composites: [Int]
    /// For each role, those that it includes by name.
    let direct: [[Int]]
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
        self.direct = edges
    }

    /// Works out what each component includes; those that it includes come before it.
    ///
    /// - Returns: Whether the limit was kept.
    private static func fill(_ rows: inout [Row], _ components: [[Int]], _ edges: [[Int]]) -> Bool {
        var included = PositionSet(count: rows.count)
        var pairCount = 0
        for component in components {
            included.removeAll()
            for position in component {
                included.insert(position)
                for next in edges[position] { Self.join(rows[next], next, to: &included) }
            }
            let count = included.count
            pairCount += count * component.count
            guard pairCount <= Self.limit else { return false }
            let row = count <= max(64, included.words.count * 2) ? Row.few(Self.few(included)) : .many(included)
            for position in component { rows[position] = row }
        }
        return true
    }

    private static func join(_ row: Row, _ position: Int, to included: inout PositionSet) {
        switch row {
        case .itself: included.insert(position)
        case .few(let few): for part in few { included.insert(Int(part)) }
        case .many(let others): included.formUnion(others)
        }
    }

    private static func few(_ included: PositionSet) -> [UInt32] {
        var few: [UInt32] = []
        included.forEach { few.append(UInt32($0)) }
        return few
    }
}

extension RoleInclusions {
    /// Calls `body` with the position of each role that one includes, itself among them.
    func forEach(in position: Int, _ body: (Int) -> Void) {
        switch self.rows[position] {
        case .itself: body(position)
        case .few(let few): for part in few { body(Int(part)) }
        case .many(let others): others.forEach(body)
        }
    }

    /// Calls `body` with the position of each role among some that one includes, itself among them.
    func forEach(in position: Int, among some: PositionSet, _ body: (Int) -> Void) {
        switch self.rows[position] {
        case .itself: if some.contains(position) { body(position) }
        case .few(let few): for part in few where some.contains(Int(part)) { body(Int(part)) }
        case .many(let others): others.forEach(in: some, body)
        }
    }

    /// The first role among some that one includes, without itself.
    func first(in position: Int, among some: PositionSet) -> Int? {
        switch self.rows[position] {
        case .itself: nil
        case .few(let few): few.first { some.contains(Int($0)) && $0 != UInt32(position) }.map { Int($0) }
        case .many(let others): others.first(in: some, except: position)
        }
    }

    /// The positions of the roles that one includes, itself among them.
    func included(in position: Int) -> [Int] {
        var included: [Int] = []
        self.forEach(in: position) { included.append($0) }
        return included
    }

    /// The positions of the roles that any of these includes, themselves among them.
    func included(inAnyOf positions: some Sequence<Int>) -> PositionSet {
        var included = PositionSet(count: self.ids.count)
        for position in positions { Self.join(self.rows[position], position, to: &included) }
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
        case .few(let few): Self.contains(few, UInt32(part))
        case .many(let others): others.contains(part)
        }
    }

    /// Whether an ascending list has a number.
    private static func contains(_ few: [UInt32], _ wanted: UInt32) -> Bool {
        var (low, high) = (0, few.count)
        while low < high {
            let middle = (low + high) / 2
            if few[middle] < wanted { low = middle + 1 } else { high = middle }
        }
        return low < few.count && few[low] == wanted
    }

    /// Whether a role is or includes any of some.
    func contains(anyOf some: PositionSet, in position: Int) -> Bool {
        switch self.rows[position] {
        case .itself: some.contains(position)
        case .few(let few): few.contains { some.contains(Int($0)) }
        case .many(let others): !others.isDisjoint(with: some)
        }
    }

    /// The positions of the roles that include any of these, in the catalog's order; one of these itself only if it includes
    /// others.
    func including(anyOf parts: some Sequence<Int>) -> [Int] {
        guard !self.composites.isEmpty else { return [] }
        let wanted = PositionSet(parts, count: self.ids.count)
        return self.composites.filter { self.contains(anyOf: wanted, in: $0) }
    }

    /// For each role, the sum of the weights of all that it includes, itself among them.
    ///
    /// - Complexity: O(roles), and one operation for each inclusion, 64 roles and binary digit of a weight.
    func sums(of weights: [Int]) -> [Int] {
        let digits = Int.bitWidth - (weights.max() ?? 0).leadingZeroBitCount
        let planes = (0..<digits).map { digit in
            PositionSet(weights.indices.filter { weights[$0] >> digit & 1 != 0 }, count: self.ids.count)
        }
        var sums = weights
        for position in self.composites {
            switch self.rows[position] {
            case .itself: break
            case .few(let few): sums[position] = few.reduce(0) { $0 + weights[Int($1)] }
            case .many(let others):
                sums[position] = planes.indices.reduce(0) { $0 + others.count(in: planes[$1]) << $1 }
            }
        }
        return sums
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
