/// Terms by their characters, so that all of those that begin at one place of a text are found in one walk.
struct TermTree: Sendable {
    private struct Edge: Hashable, Sendable {
        let node: Int
        let character: Unicode.Scalar
    }

    private var next: [Edge: Int] = [:]
    private var isTerm = [false]

    init(_ terms: some Sequence<GuessableForm>) {
        for term in terms {
            var node = 0
            for character in term.characters { node = self.child(of: node, character) }
            self.isTerm[node] = true
        }
    }

    private mutating func child(of node: Int, _ character: Unicode.Scalar) -> Int {
        let edge = Edge(node: node, character: character)
        if let child = self.next[edge] { return child }
        self.next[edge] = self.isTerm.count
        self.isTerm.append(false)
        return self.isTerm.count - 1
    }

    /// The fewest points a text can have when each term in it counts one, and so does each character outside of them.
    ///
    /// - Complexity: O(characters × longest term).
    func points(of form: GuessableForm) -> Int {
        let characters = form.characters
        var points = Array(0...characters.count)
        for start in characters.indices {
            let here = points[start]
            points[start + 1] = min(points[start + 1], here + 1)
            var (node, end) = (0, start)
            while end < characters.count, let child = self.next[Edge(node: node, character: characters[end])] {
                (node, end) = (child, end + 1)
                if self.isTerm[node] { points[end] = min(points[end], here + 1) }
            }
        }
        return points[characters.count]
    }
}
