import Roster
import RosterDomain
import RosterPartnerCenter

/// A token at each request: who presents it, beside the check that follows.
enum SessionBenchmark: Benchmark {
    static let name = "sessions"
    static let summary = "who presents a token, a call a request"

    static func run(_ effort: Effort) async throws -> [Figure] {
        var figures: [Figure] = []
        for count in effort.userCounts where count <= 100_000 {
            figures += try await self.figures(sessionCount: count, effort)
        }
        return figures + [try self.reading(effort)] + (try await self.checks(effort))
    }

    private static func figures(sessionCount: Int, _ effort: Effort) async throws -> [Figure] {
        let (tenant, user) = try await self.company()
        var tokens: [SessionToken] = []
        for _ in 0..<sessionCount { tokens.append(tenant.keepSession(of: user)) }
        let order = (0..<effort.questionCount).map { _ in Int.random(in: 0..<sessionCount) }
        let hot = tokens[0]
        guard tokens.allSatisfy({ tenant.admits($0)?.user == user }) else {
            throw WrongAnswers(name: "admits", count: nil)
        }
        var (known, unknown, first): ([Double], [Double], [Double]) = ([], [], [])
        let stranger = SessionToken(randomness: 1, 2)
        for _ in 0..<effort.rounds {
            first.append(self.time(effort.questionCount) { _ in tenant.admits(hot) != nil })
            known.append(self.time(effort.questionCount) { tenant.admits(tokens[order[$0]]) != nil })
            unknown.append(self.time(effort.questionCount) { _ in tenant.admits(stranger) == nil })
        }
        return [
            Figure("one session of \(sessionCount)", unit: "ns", first).aiming(.atMost(100)),
            Figure("sessions of \(sessionCount) at random", unit: "ns", known).aiming(
                .atMost(sessionCount > 10_000 ? 200 : 100)),
            Figure("a token that \(sessionCount) sessions do not have", unit: "ns", unknown).aiming(.atMost(100)),
        ]
    }

    /// Who presents a token, and what the session may do, where all roles are active and where some are.
    private static func checks(_ effort: Effort) async throws -> [Figure] {
        let (tenant, user) = try await self.company()
        let permission = try tenant.handle(for: .createUsers)
        var figures: [Figure] = []
        for (name, roles) in [("all roles", nil), ("some roles", [.globalAdmin])] as [(String, Set<RoleID>?)] {
            let token = tenant.keepSession(of: user, activating: roles)
            guard let subject = tenant.admits(token)?.subject, tenant.permits(subject, permission) else {
                throw WrongAnswers(name: name, count: nil)
            }
            var (admitted, permitted): ([Double], [Double]) = ([], [])
            for _ in 0..<effort.rounds {
                admitted.append(self.time(effort.questionCount) { _ in tenant.admits(token) != nil })
                permitted.append(self.time(effort.questionCount) { _ in tenant.permits(subject, permission) })
            }
            figures += [
                Figure("a session with \(name) active", unit: "ns", admitted).aiming(.atMost(100)),
                Figure("a check in it", unit: "ns", permitted).aiming(.atMost(100)),
            ]
        }
        return figures
    }

    /// The text of a token as a cookie brings it.
    private static func reading(_ effort: Effort) throws -> Figure {
        let text = SessionToken(randomness: 1, 2).text
        let samples = (0..<effort.rounds).map { _ in self.time(effort.questionCount) { _ in SessionToken(text) != nil }
        }
        return Figure("a token read from text", unit: "ns", samples)
    }

    /// Nanoseconds for each of some calls, all of which must say yes.
    private static func time(_ count: Int, _ body: (Int) -> Bool) -> Double {
        var right = 0
        let time = ContinuousClock().measure { for number in 0..<count where body(number) { right += 1 } }
        precondition(right == count, "invariant: every answer is known beforehand")
        return time / .nanoseconds(1) / Double(count)
    }

    private static func company() async throws -> (Tenant, UserID) {
        let parts = TenantParts(
            catalog: .partnerCenter, directory: MemoryUserDirectory(), credentials: MemoryCredentialVault(),
            sessions: MemorySessionStore(), notifier: MemoryNotifier())
        let enrolled = try await Tenant.enroll(
            CompanyEnrollment(
                of: FullName("Contoso"), programs: [.indirectProvider], firstAdministrator: FullName("Ada Lovelace"),
                email: EmailAddress("ada@contoso.example")),
            with: parts)
        let information = enrolled.signInInformation.reveal()
        try await enrolled.tenant.changePassword(
            of: information.userName.rawValue, from: Password(information.temporaryPassword),
            to: Password("Analytical-1843"))
        return (enrolled.tenant, enrolled.owner)
    }
}
