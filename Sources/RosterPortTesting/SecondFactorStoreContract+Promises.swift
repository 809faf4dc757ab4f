import RosterDomain
import RosterPorts

extension SecondFactorStoreContract {
    var comparingPromises: [Promise] {
        [
            Promise("a code works once, and the one that enrolled is spent", self.spendsCodes),
            Promise("of callers that show one code at the same moment, one gets through", self.spendsCodesAtOnce),
            Promise(
                "a recovery code works once, and of callers that show one at the same moment, one gets through",
                self.recovers),
            Promise("wrong codes in a row make the app's codes wait, and a right one ends the count", self.pauses),
            Promise("renewed recovery codes work, and the former ones do not", self.renews),
        ]
    }

    var enrollingPromises: [Promise] {
        [
            Promise("a factor is confirmed by a code of its own alone, and soon", self.confirms),
            Promise(
                "of factors without a first code, the latest are kept, and those that count stay", self.keepsSetups),
            Promise("what is named no longer is dropped, and what a later step may name is not", self.settles),
            Promise("a user's factors are no other user's, and of one who is forgotten nothing is known", self.forgets),
        ]
    }

    var durabilityPromises: [Promise] {
        [Promise("what was spent, counted and made is so when the store is opened again", self.keepsEverything)]
    }

    @Sendable private func spendsCodes() async throws {
        let person = try await self.enrolled(in: try await self.fresh())
        try expect("the code that enrolled", try await person.verify(try person.code(0), at: 5), is: .used)
        try expect("the next code", try await person.verify(try person.code(60), at: 60), is: .right)
        try expect("the same again", try await person.verify(try person.code(60), at: 61), is: .used)
        try expect("an older one", try await person.verify(try person.code(30), at: 61), is: .used)
        try expect("another one", try await person.verify(try person.code(90), at: 90), is: .right)
        let wrong = try required("a wrong code", try person.wrongCodes(1, around: 120).first)
        try expect("a wrong one", try await person.verify(wrong, at: 120), is: .wrong)
        for text in ["", " ", String(repeating: "1", count: 10_000), "zweiundvierzig"] {
            try expect("no code at all", try await person.verify(SecondFactorCode(text), at: 120), is: .wrong)
        }
        let stranger = SecondFactorClaim(Sample.factor(9), of: Sample.id(1))
        let unknown = try await person.store.verify(try person.code(120), of: stranger, at: Sample.noon + .seconds(120))
        try expect("of a factor that is not there", unknown, is: .wrong)
    }

    @Sendable private func spendsCodesAtOnce() async throws {
        let person = try await self.enrolled(in: try await self.fresh())
        for round in 1...20 {
            let code = try person.code(60 * round)
            let matches = try await self.matches(16) { try await person.verify(code, at: 60 * round) }
            try expect("how often it worked", matches.count { $0 == .right }, is: 1)
            try expect("how often it was spent", matches.count { $0 == .used }, is: 15)
        }
    }

    @Sendable private func recovers() async throws {
        let person = try await self.enrolled(in: try await self.fresh())
        let (count, store) = (person.recovery.count, person.store)
        try expect("how many there are", try await store.recoveryCodeCount(of: person.claim), is: count)
        try expect("there are several", count > 2)
        let first = SecondFactorCode(person.recovery[0].uppercased().replacing("-", with: " "))
        try expect("the first", try await person.verify(first, at: 60), is: .recovered(left: count - 1))
        try expect("the first again", try await person.verify(first, at: 60), is: .wrong)
        let last = SecondFactorCode(person.recovery[count - 1])
        // As few as are not too many wrong codes.
        let matches = try await self.matches(3) { try await person.verify(last, at: 60) }
        try expect("how often the last worked", matches.count { $0 == .recovered(left: count - 2) }, is: 1)
        try expect("how often it did not", matches.count { $0 == .wrong }, is: 2)
        try expect("how many are left", try await store.recoveryCodeCount(of: person.claim), is: count - 2)
        try expect("a code of the app", try await person.verify(try person.code(60), at: 60), is: .right)
    }

    @Sendable private func pauses() async throws {
        let person = try await self.enrolled(in: try await self.fresh())
        var isPaused = false
        for (number, code) in try person.wrongCodes(60, around: 60).enumerated() {
            let match = try await person.verify(code, at: 60)
            if case .paused(let until) = match {
                try expect("wrong codes before a pause are several", number >= 5)
                try expect("a pause ends later", until > Sample.noon + .seconds(60))
                try expect("a pause ends within a day", until <= Sample.noon + .seconds(86_460))
                isPaused = true
                break
            }
            try expect("a wrong code", match, is: .wrong)
        }
        try expect("60 wrong codes in a row are too many", isPaused)
        guard case .paused(let until) = try await person.verify(try person.code(60), at: 60) else {
            throw Mismatch(expected: "a right code waits, too", seen: "it does not")
        }
        let recovery = SecondFactorCode(try required("a recovery code", person.recovery.first))
        let match = try await person.verify(recovery, at: 60)
        try expect("a recovery code meanwhile", match, is: .recovered(left: person.recovery.count - 1))
        let end = Int((until.millisecondsSinceEpoch - Sample.noon.millisecondsSinceEpoch) / 1_000) + 60
        try expect("a right code afterwards", try await person.verify(try person.code(end), at: end), is: .right)
    }

    @Sendable private func renews() async throws {
        let person = try await self.enrolled(in: try await self.fresh())
        guard let renewed = try await person.store.renewRecoveryCodes(of: person.claim)?.reveal() else {
            throw Mismatch(expected: "recovery codes", seen: "none")
        }
        let former = SecondFactorCode(person.recovery[0])
        try expect("a former one", try await person.verify(former, at: 60), is: .wrong)
        let match = try await person.verify(SecondFactorCode(renewed[0]), at: 60)
        try expect("a new one", match, is: .recovered(left: renewed.count - 1))
        let stranger = SecondFactorClaim(Sample.factor(9), of: Sample.id(1))
        let none = try await person.store.renewRecoveryCodes(of: stranger)?.reveal()
        try expect("of a factor that is not there", none, is: nil)
        try expect("how many it has", try await person.store.recoveryCodeCount(of: stranger), is: nil)
    }

    @Sendable private func confirms() async throws {
        let store = try await self.fresh()
        var (first, second) = (try await self.prepared(1, in: store), try await self.prepared(2, in: store))
        let wrong = try required("a wrong code", try first.wrongCodes(1, around: 0).first)
        try expect("a wrong code", try await first.confirm(wrong, at: 0), is: .wrong)
        try expect("not confirmed", try await store.hold(first.claim, at: 1), is: false)
        try expect("its own code", try await first.confirm(try first.code(30), at: 30), is: .right)
        try expect("the same again", try await first.confirm(try first.code(30), at: 31), is: .used)
        try expect("a next one", try await first.confirm(try first.code(60), at: 60), is: .right)
        try expect("held", try await store.hold(first.claim, at: 1), is: true)
        let day = 86_400
        try expect("a day later", try await second.confirm(try second.code(day), at: day), is: nil)
        let stranger = SecondFactorClaim(Sample.factor(9), of: Sample.id(1))
        try expect("what is not there is not held", try await store.hold(stranger, at: 1), is: false)
    }

    @Sendable private func keepsSetups() async throws {
        let store = try await self.fresh()
        let person = try await self.enrolled(1, in: store)
        var latest = try await self.prepared(2, in: store)
        for number in 3...40 { latest = try await self.prepared(number, in: store) }
        try expect("the latest", try await latest.confirm(try latest.code(30), at: 30), is: .right)
        try expect("the one that counts", try await person.verify(try person.code(60), at: 60), is: .right)
    }

    @Sendable private func settles() async throws {
        let store = try await self.fresh()
        let (user, first) = (Sample.id(1), try await self.enrolled(1, in: store))
        var second = try await self.prepared(2, in: store)
        _ = try await second.confirm(try second.code(0), at: 0)
        try expect("held", try await store.hold(second.claim, at: 7), is: true)
        try await store.settle(user, naming: first.claim.factor, at: 7)
        try expect("of a step to come", try await second.verify(try second.code(30), at: 30), is: .right)
        try await store.settle(user, naming: second.claim.factor, at: 8)
        try expect("named", try await second.verify(try second.code(60), at: 60), is: .right)
        try expect("named no longer", try await first.verify(try first.code(60), at: 60), is: .wrong)
        for _ in 0..<2 { try await store.settle(user, naming: nil, at: 9) }
        try expect("none is named", try await second.verify(try second.code(90), at: 90), is: .wrong)
        try expect("nothing to hold", try await store.hold(second.claim, at: 9), is: false)
    }

    @Sendable private func forgets() async throws {
        let store = try await self.fresh()
        let (first, second) = (
            try await self.enrolled(1, of: 1, in: store), try await self.enrolled(2, of: 2, in: store)
        )
        let mixed = SecondFactorClaim(first.claim.factor, of: second.claim.user)
        let match = try await store.verify(try first.code(60), of: mixed, at: Sample.noon + .seconds(60))
        try expect("another user's factor", match, is: .wrong)
        for _ in 0..<2 { try await store.forget([Sample.id(1), Sample.id(9)]) }
        try expect("of the forgotten", try await first.verify(try first.code(60), at: 60), is: .wrong)
        try expect("their recovery codes", try await store.recoveryCodeCount(of: first.claim), is: nil)
        try expect("of another user", try await second.verify(try second.code(60), at: 60), is: .right)
    }

    @Sendable private func keepsEverything() async throws {
        var store = try await self.freshReopenable()
        let person = try await self.enrolled(in: try store.current)
        _ = try await person.verify(try person.code(60), at: 60)
        _ = try await person.verify(SecondFactorCode(person.recovery[0]), at: 60)
        for code in try person.wrongCodes(60, around: 60) { _ = try await person.verify(code, at: 60) }
        let before = try await person.verify(try person.code(90), at: 60)
        try await store.reopen()
        let again = AppUser(store: try store.current, claim: person.claim, setup: person.setup, app: self.app)
        try expect("a pause", try await again.verify(try again.code(90), at: 60), is: before)
        let spent = SecondFactorCode(person.recovery[0])
        let other = try await again.verify(SecondFactorCode(person.recovery[1]), at: 60)
        try expect("a recovery code", other, is: .recovered(left: person.recovery.count - 2))
        try expect("one that was spent", try await again.verify(spent, at: 60), is: .wrong)
        try expect("a spent code", try await again.verify(try again.code(60), at: 61), is: .used)
        try expect("a fresh code", try await again.verify(try again.code(90), at: 90), is: .right)
    }

    /// What several callers hear that do the same at once.
    private func matches(
        _ count: Int, _ body: @escaping @Sendable () async throws -> SecondFactorMatch
    ) async throws -> [SecondFactorMatch] {
        try await withThrowingTaskGroup(of: SecondFactorMatch.self) { group in
            for _ in 0..<count { group.addTask { try await body() } }
            var matches: [SecondFactorMatch] = []
            while let match = try await group.next() { matches.append(match) }
            return matches
        }
    }
}
