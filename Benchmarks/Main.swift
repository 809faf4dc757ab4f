import Roster

/// `swift run -c release Benchmarks [name]`: every figure beside its limit or a peer, taken in the same run.
///
/// Figures are medians of repeated runs with their spread. Compare the ratios, not the absolute figures of other days.
@main
struct Benchmarks {
    static func main() async throws {
        let wanted = CommandLine.arguments.dropFirst()
        let known: [(name: String, run: () async throws -> [Figure])] = [
            ("checks", CheckBenchmark.run), ("commits", CommitBenchmark.run),
        ]
        for name in wanted where !known.contains(where: { $0.name == name }) {
            print("there is no benchmark `\(name)`; there are: \(known.map(\.name).joined(separator: ", "))")
            return
        }
        for (name, run) in known where wanted.isEmpty || wanted.contains(name) {
            print("\n\(name)")
            for figure in try await run() { print("  \(figure)") }
        }
    }
}

/// One measured figure, and what it is compared with.
struct Figure: CustomStringConvertible {
    let what: String
    let unit: String
    let values: [Double]
    /// What this figure is measured against; nil for the limit or peer itself.
    var limit: [Double]?

    private static func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }

    var description: String {
        let median = Self.median(self.values)
        let spread = "[\(Self.text(self.values.min() ?? 0))..\(Self.text(self.values.max() ?? 0))]"
        let ratio = self.limit.map { "  × \(Self.text(median / Self.median($0)))" } ?? ""
        let name = self.what + String(repeating: " ", count: max(0, 58 - self.what.count))
        return "\(name) \(Self.text(median)) \(self.unit) \(spread)\(ratio)"
    }

    private static func text(_ value: Double) -> String {
        String((value * 100).rounded() / 100)
    }
}
