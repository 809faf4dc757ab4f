/// What the command line asks for.
struct Options {
    private(set) var names: [String] = []
    private(set) var jsonFile: String?
    private(set) var effort = Effort.usual
    private(set) var isHelpWanted = false

    init(_ arguments: [String]) throws(UsageError) {
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            switch argument {
            case "--json":
                guard let file = rest.popFirst() else { throw UsageError("`--json` needs a file") }
                self.jsonFile = file
            case "--quick": self.effort = .quick
            case "--full": self.effort = .full
            case "--help", "-h": self.isHelpWanted = true
            case _ where argument.hasPrefix("-"): throw UsageError("there is no option `\(argument)`")
            default: self.names.append(argument)
            }
        }
    }
}

/// How much is measured.
struct Effort {
    /// How often each contestant runs; odd, so that the median is one of the runs.
    let rounds: Int
    /// The questions that one run asks.
    let questionCount: Int
    /// The populations that are measured, smallest first.
    let userCounts: [Int]

    /// The population of the benchmarks that need one only.
    var userCount: Int { min(self.userCounts.last ?? 0, 1_000_000) }

    /// For a first look: figures that show whether something is badly wrong.
    static let quick = Effort(rounds: 3, questionCount: 1 << 16, userCounts: [1_000, 100_000])
    /// What the README speaks of.
    static let usual = Effort(rounds: 9, questionCount: 1 << 19, userCounts: [1_000, 100_000, 1_000_000])
    /// With ten million users; needs about 8 GB.
    static let full = Effort(rounds: 9, questionCount: 1 << 19, userCounts: [1_000, 100_000, 1_000_000, 10_000_000])
}

/// Why the command cannot do what it was asked.
struct UsageError: Error {
    let message: String

    init(_ message: String) {
        self.message = message
    }
}
