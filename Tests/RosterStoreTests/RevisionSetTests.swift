import RosterStore
import Testing

@Suite("A set of revisions")
struct RevisionSetTests {
    private static let edges: [UInt64] = [0, 1, 62, 63, 64, 65, 126, 127, 128, 191, 192, 200, 1_000, .max]

    @Test("holds what was added and nothing else, at the edges of its words too, whatever the order")
    func members() {
        for members in [[], [0], [63], [64], [128, 1], [62, 191, 64]] as [[UInt64]] {
            var set = RevisionSet()
            for revision in members { set.insert(revision) }
            for revision in Self.edges { #expect(set.contains(revision) == members.contains(revision)) }
            for (first, last) in Self.edges.flatMap({ first in Self.edges.map { (first, $0) } }) where first <= last {
                let expected = members.contains { (first...last).contains($0) }
                #expect(set.containsAny(of: first...last) == expected, "\(members) in \(first)...\(last)")
            }
        }
    }
}
