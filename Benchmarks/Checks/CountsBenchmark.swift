/// What a check does beside answering: nothing is allocated, nothing is retained or released.
///
/// These are counts, no times: they are the same on every machine, and a run fails when one of them is not zero.
enum CountsBenchmark: Benchmark {
    static let name = "counts"
    static let summary = "heap allocations, retains and releases of checks"

    private static let checkCount = 8_192

    static func run(_ effort: Effort) throws -> [Figure] {
        guard Counts.isAvailable else {
            print("counts: not counted, this platform has no hooks for it")
            return []
        }
        try Counts.verify()
        let world = try CountedWorld(checkCount: self.checkCount)
        return try CountedKind.all(world).flatMap { kind in
            try [true, false].flatMap { try self.figures(of: kind, world, isAllowed: $0) }
        }
    }

    private static func figures(
        of kind: CountedKind, _ world: CountedWorld, isAllowed: Bool
    ) throws -> [Figure] {
        let name = "\(kind.name), \(isAllowed ? "allowed" : "denied")"
        let asked = world.questions { kind.expected($0) == isAllowed }
        var answers = [Bool](repeating: !isAllowed, count: asked.handles.count)
        // Once uncounted: what is made once and kept is no cost of a check.
        _ = kind.ask(asked, &answers)
        let counts = kind.ask(asked, &answers)
        let wrong = answers.count { $0 != isAllowed }
        guard !answers.isEmpty, wrong == 0 else { throw WrongAnswers(name: name, count: wrong) }
        return [("allocations", counts.allocations), ("retains", counts.retains), ("releases", counts.releases)]
            .map { unit, count in
                Figure(name, unit: "\(unit)/check", [Double(count) / Double(answers.count)]).aiming(.exactly(0))
            }
    }
}
