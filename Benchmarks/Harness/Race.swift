/// One way to answer the questions of a run.
struct Contestant {
    let name: String
    /// Every answer, in the order of the questions; not timed.
    let answers: () -> [Bool]
    /// Asks every question once and returns how many were allowed; this is what is timed.
    let allowedCount: () -> Int
}

/// Contestants that answer the same questions in turn, so that all of them see the same noise.
struct Race {
    let expected: [Bool]
    let rounds: Int

    /// Nanoseconds a question, a figure a contestant in the order given.
    ///
    /// A run in which one of them answers one question wrongly is void.
    func run(_ contestants: [Contestant]) throws(WrongAnswers) -> [Figure] {
        for contestant in contestants { try self.check(contestant) }
        let allowedCount = self.expected.count { $0 }
        var samples = contestants.map { _ in [Double]() }
        for round in 0..<self.rounds {
            for turn in contestants.indices {
                // Each round begins with another contestant, so that none always comes after the same one.
                let index = (turn + round) % contestants.count
                let (time, count) = Stopwatch.nanoseconds(contestants[index].allowedCount)
                guard count == allowedCount else { throw WrongAnswers(name: contestants[index].name, count: nil) }
                samples[index].append(time / Double(self.expected.count))
            }
        }
        return contestants.indices.map { Figure(contestants[$0].name, unit: "ns/check", samples[$0]) }
    }

    /// Compares every answer, which also warms the caches up.
    private func check(_ contestant: Contestant) throws(WrongAnswers) {
        let answers = contestant.answers()
        let wrong = zip(answers, self.expected).count { $0 != $1 }
        guard answers.count == self.expected.count, wrong == 0 else {
            throw WrongAnswers(name: contestant.name, count: wrong)
        }
    }
}

/// One of those measured answered differently from the others, so that there is nothing to compare.
struct WrongAnswers: Error, CustomStringConvertible {
    let name: String
    let count: Int?

    var description: String {
        "`\(self.name)` gives \(self.count.map { "\($0) " } ?? "")wrong answers, so the run is void"
    }
}

/// Measures time with a clock that never goes back.
enum Stopwatch {
    static func nanoseconds<Result>(_ body: () -> Result) -> (time: Double, result: Result) {
        let start = ContinuousClock.now
        let result = body()
        return ((ContinuousClock.now - start) / .nanoseconds(1), result)
    }
}
