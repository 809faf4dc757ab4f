import Foundation

/// `swift run -c release Benchmarks [name …] [--json FILE] [--quick | --full]`: every figure beside its limit or a peer,
/// taken in the same run.
///
/// Figures are medians of repeated runs with their spread. Compare the ratios, not the absolute figures of other days.
@main
struct Benchmarks {
    static func main() async throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        do throws(UsageError) {
            if try PeerCommand.run(arguments) { return }
            if try await StoreCommand.run(arguments) { return }
            let options = try Options(arguments)
            guard !options.isHelpWanted else { return print(Self.help) }
            try await Self.run(Self.chosen(options.names), options)
        } catch {
            FileHandle.standardError.write(Data("error: \(error.message)\n\(Self.usage)\n".utf8))
            exit(2)
        }
    }

    private static var all: [any Benchmark.Type] {
        [
            CountsBenchmark.self, HandleBenchmark.self, IdentifierBenchmark.self, NameBenchmark.self,
            RoleCountBenchmark.self, SharingBenchmark.self, ChangeBenchmark.self, FillBenchmark.self,
            GroupBenchmark.self, CompanyRoleBenchmark.self, MemoryBenchmark.self, CatalogBenchmark.self,
            DecideBenchmark.self,
            CommitBenchmark.self,
            MembershipBenchmark.self,
            SignInBenchmark.self, LockoutBenchmark.self,
            SessionBenchmark.self, TenantsBenchmark.self, AnswerTimeBenchmark.self,
            ErasureBenchmark.self,
            SCIMBenchmark.self, ConsoleBenchmark.self,
        ]
    }

    private static func chosen(_ names: [String]) throws(UsageError) -> [any Benchmark.Type] {
        let known = self.all.map { $0.name }
        for name in names where !known.contains(name) {
            throw UsageError("there is no benchmark `\(name)`; there are: \(known.joined(separator: ", "))")
        }
        return self.all.filter { names.isEmpty || names.contains($0.name) }
    }

    private static func run(_ benchmarks: [any Benchmark.Type], _ options: Options) async throws(UsageError) {
        var tables: [ResultTable] = []
        for benchmark in benchmarks {
            do {
                let table = ResultTable(
                    name: benchmark.name, summary: benchmark.summary, figures: try await benchmark.run(options.effort))
                print(table.text, terminator: "\n\n")
                tables.append(table)
            } catch {
                throw UsageError("`\(benchmark.name)` has no result: \(error)")
            }
        }
        try Report(tables: tables).write(to: options.jsonFile)
        if tables.contains(where: \.isFailed) { exit(1) }
    }

    private static let usage = "usage: swift run -c release Benchmarks [name …] [--json FILE] [--quick | --full]"

    private static var help: String {
        let names = self.all.map { "  \($0.name.padded(to: 12))\($0.summary)" }
        return ([self.usage, "", "--quick is for a first look, --full goes up to 10,000,000 users.", ""] + names)
            .joined(separator: "\n")
    }
}

/// One subject of measurement.
protocol Benchmark {
    /// What it is called on the command line.
    static var name: String { get }
    /// What its table is about, in a few words.
    static var summary: String { get }
    /// Measures; throws when an answer is wrong, because then there is nothing to compare.
    static func run(_ effort: Effort) async throws -> [Figure]
}
