import RosterRBAC
import Testing

@Suite("The model of INCITS 359", .timeLimit(.minutes(20)))
struct StandardModelTests {
    /// How often a function is valid and not valid at least, in all sequences together.
    private static let least = 5

    @Test("random sequences of all functions agree with the sets and relations of the standard")
    func sequences() async throws {
        var tally: [String: (valid: Int, invalid: Int)] = [:]
        for seed in 0..<40 {
            var world = try await RandomStandard(seed: UInt64(seed))
            for step in 0..<160 {
                do {
                    try await world.step()
                    try await world.review()
                } catch let difference as RandomStandard.Difference {
                    Issue.record("seed \(seed), step \(step): \(difference)")
                    return
                }
            }
            for (function, count) in world.tally {
                tally[function, default: (0, 0)].valid += count.valid
                tally[function, default: (0, 0)].invalid += count.invalid
            }
        }
        #expect(tally.count == 26)
        for (function, count) in tally {
            #expect(count.valid >= Self.least && count.invalid >= Self.least, "\(function): \(count)")
        }
    }
}
