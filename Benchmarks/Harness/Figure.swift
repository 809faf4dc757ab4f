/// One measured figure, and what it is compared with.
struct Figure: Encodable {
    let what: String
    let unit: String
    /// One value a round.
    let samples: [Double]
    let median: Double
    /// What this figure is measured against; nil for a limit or peer itself.
    private(set) var comparison: Comparison?
    /// What is to be reached; nil when the figure is for information.
    private(set) var goal: Goal?

    /// The figure of a limit or peer, with which others are compared.
    struct Comparison: Encodable {
        let name: String
        let label: String
        let ratio: Double
    }

    init(_ what: String, unit: String, _ samples: [Double]) {
        precondition(!samples.isEmpty, "invariant: a figure comes from at least one run")
        self.what = what
        self.unit = unit
        self.samples = samples
        self.median = samples.sorted()[samples.count / 2]
    }

    /// The same figure with its ratio to another one.
    ///
    /// When both were taken in the same rounds, the ratio is the median of the rounds' ratios: what slowed the machine in
    /// one round slowed both.
    ///
    /// - Parameter label: What the other one is called in a narrow column.
    func beside(_ other: Figure, as label: String) -> Figure {
        let isPaired = self.samples.count == other.samples.count
        let ratios = isPaired ? (0..<self.samples.count).map { self.samples[$0] / other.samples[$0] } : []
        var copy = self
        copy.comparison = Comparison(
            name: other.what, label: label,
            ratio: isPaired ? ratios.sorted()[ratios.count / 2] : self.median / other.median)
        return copy
    }

    /// The same figure with what it should reach.
    func aiming(_ goal: Goal) -> Figure {
        var copy = self
        copy.goal = goal
        return copy
    }

    /// Whether the goal is reached; nil without a goal.
    var isReached: Bool? {
        switch self.goal {
        case nil: nil
        case .ratioAtMost(let limit): self.comparison.map { $0.ratio <= limit }
        case .ratioAtLeast(let limit): self.comparison.map { $0.ratio >= limit }
        case .atMost(let limit): self.median <= limit
        case .between(let low, let high): low <= self.median && self.median <= high
        case .exactly(let count): self.samples.allSatisfy { $0 == count }
        }
    }
}

/// What a figure should reach.
enum Goal: Encodable {
    case ratioAtMost(Double)
    case ratioAtLeast(Double)
    /// In the figure's own unit.
    case atMost(Double)
    /// The median lies within limits.
    case between(Double, Double)
    /// A count, which no noise can excuse: a run that misses it fails.
    case exactly(Double)

    /// The goal in a column of a table.
    var text: String {
        switch self {
        case .ratioAtMost(let limit): "≤ \(limit.short) ×"
        case .ratioAtLeast(let limit): "≥ \(limit.short) ×"
        case .atMost(let limit): "≤ \(limit.short)"
        case .between(let low, let high): "\(low.short) – \(high.short)"
        case .exactly(let limit): "= \(limit.short)"
        }
    }

    /// Whether missing it fails the run.
    var isBinding: Bool {
        if case .exactly = self { true } else { false }
    }
}
