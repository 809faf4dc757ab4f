import Roster

/// Role checks: the access table beside what a host would write by hand, a dictionary of sets.
enum CheckBenchmark {
    private static let userCount = 10_000
    private static let checkCount = 200_000
    private static let runCount = 9

    static func run() async throws -> [Figure] {
        let catalog = RoleCatalog.partnerCenter
        let table = AccessTable(catalog: catalog)
        var byHand: [UserID: Set<Permission>] = [:]
        let roles = catalog.roles.filter { $0.heldImplicitlyBy == .nobody }
        for number in 0..<self.userCount {
            let user = UserID(bits: UInt128(number + 1) << 64 | UInt128(number))
            for offset in 0..<3 {
                let role = roles[(number * 7 + offset * 11) % roles.count]
                try table.assign(role.id, to: user)
                let unconditional = catalog.grants(of: role.id).filter(\.conditions.isEmpty).map(\.permission)
                byHand[user, default: []].formUnion(unconditional)
            }
        }
        let questions = self.questions(Array(byHand.keys), catalog)
        let wrong = questions.count { user, permission in
            // The hand-written sets know no rule, so they are asked only about permissions without one.
            table.permits(user, permission) != (byHand[user]?.contains(permission) ?? false)
        }
        precondition(wrong == 0, "the two answer differently, so the run is void")
        let hand = self.nanoseconds(questions) { byHand[$0]?.contains($1) ?? false }
        let compiled = self.nanoseconds(questions) { table.permits($0, $1) }
        return [
            Figure(what: "Dictionary + Set, by hand", unit: "ns/check", values: hand),
            Figure(what: "AccessTable.permits", unit: "ns/check", values: compiled, limit: hand),
        ]
    }

    private static func questions(_ users: [UserID], _ catalog: RoleCatalog) -> [(UserID, Permission)] {
        let everyones = Set(
            catalog.roles.filter { $0.heldImplicitlyBy != .nobody }.flatMap { catalog.grants(of: $0.id) }.map(
                \.permission))
        let permissions = catalog.permissions.filter { $0.rule == nil && !everyones.contains($0.id) }.map(\.id)
        return (0..<self.checkCount).map { number in
            (users[number &* 7_919 % users.count], permissions[number &* 104_729 % permissions.count])
        }
    }

    private static func nanoseconds(
        _ questions: [(UserID, Permission)], _ check: (UserID, Permission) -> Bool
    ) -> [Double] {
        (0..<self.runCount).map { _ in
            var allowed = 0
            let duration = ContinuousClock().measure {
                for (user, permission) in questions where check(user, permission) { allowed += 1 }
            }
            precondition(allowed > 0, "nothing was allowed, so nothing was measured")
            return duration / .nanoseconds(1) / Double(questions.count)
        }
    }
}
