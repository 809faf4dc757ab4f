import Roster
import RosterPartnerCenter

/// What a host's other work notices of sign-ins that are pending, and what sign-ins lose to the queue.
enum SignInBenchmark: Benchmark {
    static let name = "sign-ins"
    static let summary = "sign-ins pending beside a guarded route and sleeping tasks"

    private static let pendingCounts = [0, 8, 64, 256]
    private static let sleepCount = 100
    private static let period = Duration.milliseconds(500)

    static func run(_ effort: Effort) async throws -> [Figure] {
        let route = try await GuardedRoute.make()
        var samples: [Key: [Double]] = [:]
        for _ in 0..<effort.rounds {
            for count in self.pendingCounts {
                for (key, value) in try await self.measure(route, pending: count) {
                    samples[key, default: []].append(value)
                }
            }
            samples[Key(.raw), default: []].append(RawHashing.rate(over: self.period * 4))
        }
        return try self.figures(samples)
    }

    /// What a sample is of.
    private struct Key: Hashable {
        enum Kind { case sleep, slowestSleep, route, signIns, raw }

        let kind: Kind
        let pending: Int

        init(_ kind: Kind, _ pending: Int = 0) {
            self.kind = kind
            self.pending = pending
        }
    }

    private static func measure(_ route: GuardedRoute, pending count: Int) async throws -> [Key: Double] {
        try await PendingSignIns.keep(count, at: route.tenant) { load in
            let sleeps = try await self.sleeps()
            let rate = await route.rate(over: self.period)
            var values = [
                Key(.sleep, count): sleeps[sleeps.count / 2],
                Key(.slowestSleep, count): sleeps[sleeps.count * 99 / 100],
                Key(.route, count): rate,
            ]
            // With nothing else to do, as the raw function is measured.
            if count > 0 { values[Key(.signIns, count)] = try await load.rate(over: self.period * 4) }
            return values
        }
    }

    /// How many milliseconds a task of default priority sleeps for that asks for one, shortest first.
    private static func sleeps() async throws -> [Double] {
        try await Task(priority: .medium) {
            var times: [Double] = []
            for _ in 0..<self.sleepCount {
                let start = ContinuousClock.now
                try await Task.sleep(for: .milliseconds(1))
                times.append((ContinuousClock.now - start) / .milliseconds(1))
            }
            return times.sorted()
        }.value
    }

    private static func figures(_ samples: [Key: [Double]]) throws -> [Figure] {
        func figure(_ what: String, unit: String, _ key: Key) -> Figure {
            Figure(what, unit: unit, samples[key] ?? [.nan])
        }
        let raw = figure("libcrypt alone, \(RawHashing.threadCount) thread(s)", unit: "hashes/s", Key(.raw))
        let calm = figure("guarded route, nothing pending", unit: "requests/s", Key(.route))
        var figures = [raw, calm]
        for count in self.pendingCounts {
            let load = "\(count) pending"
            let sleep = figure("a sleep of 1 ms, \(load)", unit: "ms", Key(.sleep, count))
            figures.append(sleep.aiming(.atMost(5)))
            figures.append(figure("99th of 100 such sleeps, \(load)", unit: "ms", Key(.slowestSleep, count)))
            guard count > 0 else { continue }
            figures.append(
                figure("guarded route, \(load)", unit: "requests/s", Key(.route, count))
                    .beside(calm, as: "calm").aiming(.ratioAtLeast(0.5)))
            figures.append(
                figure("Tenant.signIn, \(load)", unit: "sign-ins/s", Key(.signIns, count))
                    .beside(raw, as: "libcrypt").aiming(.ratioAtLeast(0.85)))
        }
        return figures
    }
}
