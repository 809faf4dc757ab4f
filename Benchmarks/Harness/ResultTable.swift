import Foundation

/// The figures of one benchmark.
struct ResultTable: Encodable {
    let name: String
    let summary: String
    let figures: [Figure]

    /// Whether a goal that no noise can excuse was missed.
    var isFailed: Bool {
        self.figures.contains { $0.goal?.isBinding == true && $0.isReached == false }
    }

    /// The table for people, its columns aligned.
    var text: String {
        let rows = self.figures.map(Self.cells)
        let header = ["", "median", "min – max", "", "ratio", "goal", ""]
        let all = [header] + rows
        let widths = header.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
        let lines = all.map { row in
            zip(row, widths).enumerated()
                .map { column, cell in
                    (1...2).contains(column) ? cell.0.padded(before: cell.1) : cell.0.padded(to: cell.1)
                }
                .joined(separator: "  ")
        }
        return (["\(self.name): \(self.summary)"] + lines.map { "  \($0)".trimmed }).joined(separator: "\n")
    }

    private static func cells(_ figure: Figure) -> [String] {
        let (low, high) = (figure.samples.min() ?? 0, figure.samples.max() ?? 0)
        let mark = figure.isReached.map { $0 ? "reached" : "MISSED" } ?? ""
        return [
            figure.what, figure.median.short, "\(low.short) – \(high.short)", figure.unit,
            figure.comparison.map { "\($0.ratio.short) × \($0.label)" } ?? "", figure.goal?.text ?? "", mark,
        ]
    }
}

/// Everything a run found, for programs.
struct Report: Encodable {
    let system: System
    let tables: [ResultTable]

    /// What the figures depend on.
    struct System: Encodable {
        var processorCount = ProcessInfo.processInfo.activeProcessorCount
        var operatingSystem = ProcessInfo.processInfo.operatingSystemVersionString
    }

    init(tables: [ResultTable]) {
        self.system = System()
        self.tables = tables
    }

    /// Writes the report as JSON; does nothing without a file.
    func write(to file: String?) throws(UsageError) {
        guard let file else { return }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        do {
            try encoder.encode(self).write(to: URL(fileURLWithPath: file))
        } catch {
            throw UsageError("cannot write `\(file)`: \(error.localizedDescription)")
        }
    }
}

extension Double {
    /// Three significant digits, with commas from a thousand on.
    var short: String {
        guard self.isFinite else { return "–" }
        let magnitude = abs(self)
        if magnitude >= 100 { return Int(self.rounded()).formatted(.number.grouping(.automatic).locale(.posix)) }
        return String(format: magnitude >= 10 || magnitude == 0 ? "%.1f" : "%.2f", self)
    }
}

extension Locale {
    fileprivate static let posix = Locale(identifier: "en_US")
}

extension String {
    func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - self.count)) }

    func padded(before width: Int) -> String { String(repeating: " ", count: max(0, width - self.count)) + self }

    fileprivate var trimmed: String {
        var copy = Substring(self)
        while copy.last == " " { copy.removeLast() }
        return String(copy)
    }
}
