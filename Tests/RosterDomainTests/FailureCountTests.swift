import RosterDomain
import Testing

@Suite("Failures that are remembered, and the pauses that they begin")
struct FailureCountTests {
    private let noon = Timestamp(millisecondsSinceEpoch: 1_700_000_000_000)
    private static let year: Duration = .seconds(365 * 86_400)

    private func failures(_ count: Int, at now: Timestamp) -> FailureCount {
        var failures = FailureCount()
        for _ in 0..<count { _ = failures.add(at: now, .account) }
        return failures
    }

    @Test(
        "pauses double from the first to the longest",
        arguments: [(9, 0), (10, 60), (11, 120), (15, 1_920), (16, 3_600), (90, 3_600)])
    func doubles(_ count: Int, _ seconds: Int) {
        #expect(FailureLimits.account.pause(after: count) == .seconds(seconds))
    }

    @Test("limits that nothing could satisfy do not exist")
    func limits() {
        let second = Duration.seconds(1)
        for (limit, first, longest, interval) in [
            (0, second, second, second), (1, .zero, second, second), (1, second * 2, second, second),
            (1, second, second, .zero),
        ] {
            #expect(
                FailureLimits(
                    failureLimit: limit, firstPause: first, longestPause: longest, forgettingInterval: interval) == nil)
        }
        #expect(
            FailureLimits(failureLimit: 1, firstPause: second, longestPause: second, forgettingInterval: second) != nil)
    }

    @Test("one failure is forgotten an hour, and no fraction of an hour is lost on the way")
    func forgets() {
        var failures = self.failures(3, at: self.noon)
        for minutes in [30, 59] {
            failures.settle(at: self.noon + .seconds(minutes * 60), .account)
            #expect(failures.count == 3)
        }
        for (minutes, count) in [(60, 2), (90, 2), (120, 1), (180, 0), (9_999, 0)] {
            failures.settle(at: self.noon + .seconds(minutes * 60), .account)
            #expect(failures.count == count, "after \(minutes) minutes")
        }
    }

    @Test("a clock set back by years makes no pause longer than it was to be, and forgets nothing")
    func setBack() {
        var failures = self.failures(10, at: self.noon)
        let past = self.noon + Self.year * -9
        failures.settle(at: past, .account)
        #expect(failures.lockedUntil == past + .seconds(60) && failures.count == 10)
        failures.settle(at: past + .seconds(60), .account)
        #expect(failures.lockedUntil == nil && failures.count == 10)
        failures.settle(at: past + .seconds(3_659), .account)
        #expect(failures.count == 10)
        failures.settle(at: past + .seconds(3_660), .account)
        #expect(failures.count == 9)
    }

    @Test("a clock set forward by years ends a pause and forgets, and a clock set right again begins none")
    func setForward() {
        var failures = self.failures(99, at: self.noon)
        failures.settle(at: self.noon + Self.year * 9, .account)
        #expect(failures.isBlank)
        failures.settle(at: self.noon, .account)
        #expect(failures.isBlank)
        // What is counted before the clock is right again is no longer a pause than it would be.
        var later = self.failures(10, at: self.noon + Self.year * 9)
        later.settle(at: self.noon, .account)
        #expect(later.lockedUntil == self.noon + .seconds(60))
    }

    @Test("what was no failure is taken back, and with it the pause that it began")
    func takesBack() {
        var failures = self.failures(9, at: self.noon)
        let begun = failures.add(at: self.noon, .account)
        #expect(begun && failures.lockedUntil == self.noon + .seconds(60))
        failures.takeBack(begunPause: begun, .account)
        #expect(failures.count == 9 && failures.lockedUntil == nil)
    }

    @Test("at the ends of time nothing overflows", arguments: [Timestamp.distantPast, .distantFuture])
    func ends(_ moment: Timestamp) {
        var failures = self.failures(200, at: moment)
        for other in [Timestamp.distantPast, .distantFuture, moment] { failures.settle(at: other, .account) }
        #expect(failures.lockedUntil.map { $0 <= moment + .seconds(3_600) } ?? true)
    }
}
