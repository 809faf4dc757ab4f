import CBenchmarkCounters

/// Heap allocations, retains and releases, counted by the C library's and the Swift runtime's own doors.
struct Counts: Equatable, CustomStringConvertible {
    let allocations: Int
    let retains: Int
    let releases: Int

    var description: String { "\(self.allocations) allocations, \(self.retains) retains, \(self.releases) releases" }

    /// Nothing at all.
    static let none = Counts(allocations: 0, retains: 0, releases: 0)

    static func += (total: inout Counts, more: Counts) {
        total = Counts(
            allocations: total.allocations + more.allocations, retains: total.retains + more.retains,
            releases: total.releases + more.releases)
    }

    /// What this thread does while the body runs.
    static func during(_ body: () -> Void) -> Counts {
        benchmark_counting_begin()
        body()
        let counts = benchmark_counting_end()
        return Counts(
            allocations: Int(counts.allocations), retains: Int(counts.retains), releases: Int(counts.releases))
    }

    /// Whether this platform can count.
    static var isAvailable: Bool { benchmark_counting_available() }

    /// Counts known work, because counters that do not see it prove nothing by saying zero.
    static func verify() throws(CountingError) {
        let (first, keeper) = (Planted(number: 1), Keeper())
        // Its storage is on the heap, and is retained as a bridge object.
        let text = String(repeating: "planted ", count: first.number * 8)
        // What the runtime makes when the first text goes is no part of the known work.
        keeper.keep(String(repeating: "planted ", count: first.number * 9))
        keeper.keep("")
        try self.expect("nothing", allocations: 0, retains: 0, releases: 0) {}
        try self.expect("an object made", allocations: 1, retains: 0, releases: 0) { keeper.keep(Planted(number: 2)) }
        try self.expect("that object replaced", allocations: 0, retains: 1, releases: 1) { keeper.keep(first) }
        try self.expect("an object let go", allocations: 0, retains: 0, releases: 1) { keeper.keep(nil) }
        try self.expect("a text kept", allocations: 0, retains: 1, releases: 0) { keeper.keep(text) }
        try self.expect("that text let go", allocations: 0, retains: 0, releases: 1) { keeper.keep("") }
    }

    private static func expect(
        _ what: String, allocations: Int, retains: Int, releases: Int, _ body: () -> Void
    ) throws(CountingError) {
        let expected = Counts(allocations: allocations, retains: retains, releases: releases)
        let counted = self.during(body)
        guard counted == expected else { throw CountingError(what: what, expected: expected, counted: counted) }
    }
}

/// The counters do not count what they should.
struct CountingError: Error, CustomStringConvertible {
    let what: String
    let expected: Counts
    let counted: Counts

    var description: String {
        "counting does not work: \(self.what) should be \(self.expected), and is counted as \(self.counted)"
    }
}

/// The bytes that the process holds from the heap.
enum Heap {
    static var byteCount: Int { Int(benchmark_heap_bytes()) }
}

private final class Planted {
    let number: Int

    init(number: Int) {
        self.number = number
    }
}

/// Keeps what it is given, so that the compiler cannot leave the keeping out.
private final class Keeper {
    private var object: Planted?
    private var text = ""

    @inline(never)
    func keep(_ object: consuming Planted?) { self.object = object }

    @inline(never)
    func keep(_ text: consuming String) { self.text = text }
}
