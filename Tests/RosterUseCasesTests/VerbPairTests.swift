#if os(Linux)
    import Roster
    import RosterAdapters
    import RosterStoreTestSupport
    import Synchronization
    import Testing

    /// Verbs that touch one user, at once.
    @Suite("Of two verbs at once", .timeLimit(.minutes(20)))
    struct VerbPairTests {
        @Test(
            "each answer holds when it is given, and one credential works, the one of the history: every order in memory",
            arguments: Verb.all)
        func pairs(_ verb: Verb) async throws {
            for other in Verb.all {
                var position = 0
                while try await Self.run(verb, other, at: position) { position += 1 }
                try #require(position < 100)
            }
        }

        @Test(
            "a host that dies before any call leaves one credential that works, as the next host sees it",
            arguments: Verb.all)
        func deaths(_ verb: Verb) async throws {
            var (position, hasDied) = (0, true)
            while hasDied {
                let company = try await Self.company()
                let place = "\(verb), dead before call \(position)"
                let move = Switching(to: .die(0), at: position)
                await company.run([(verb, company)], place) { move.choice(of: $0) }
                hasDied = move.hasHappened
                let next = try await company.onAnotherHost()
                try await next.checkCredentials(place)
                try await next.checkSettled(hasDied: hasDied, place)
                position += 1
            }
            #expect(position > 2)
        }

        @Test("law 3, 4, 5, 8 and 10 hold in random orders on files, deaths included")
        func filesInRandomOrders() async throws {
            let sandbox = try FileSandbox(inMemory: true)
            let orders = try await SeededOrders(in: sandbox.path) { path in
                (try FileDirectory(at: path), try FileCredentialVault(at: path, function: EasyFunction()))
            }
            try await orders.run(SeededOrders.seeds(unlessToldOtherwise: 100))
        }

        /// Runs a verb with another one whole in its midst; false when it has no such place.
        private static func run(_ verb: Verb, _ other: Verb, at position: Int) async throws -> Bool {
            let company = try await Self.company()
            let place = "\(verb), with \(other) before call \(position)"
            let move = Switching(to: .proceed(1), at: position)
            await company.run([(verb, company), (other, company)], place) { move.choice(of: $0) }
            try await company.checkCredentials(place)
            try await company.checkSettled(hasDied: false, place)
            return move.hasHappened
        }

        private static func company() async throws -> PairedCompany {
            try await PairedCompany(
                in: MemoryUserDirectory(), MemoryCredentialVault(function: EasyFunction()))
        }
    }

    /// Lets the first verb go on up to a call, and then makes another move until that has come to its end.
    private final class Switching: Sendable {
        private let move: CallOrder.Move
        private let callsAhead: Mutex<Int>

        init(to move: CallOrder.Move, at position: Int) {
            self.move = move
            // A verb waits before it begins, too.
            self.callsAhead = Mutex(position + 1)
        }

        /// Whether the first verb got as far as that call.
        var hasHappened: Bool { self.callsAhead.withLock { $0 < 0 } }

        func choice(of waiting: [Int]) -> CallOrder.Move {
            let isAhead = waiting.contains(0)
            return self.callsAhead.withLock { calls in
                if isAhead, calls > 0 {
                    calls -= 1
                    return .proceed(0)
                }
                if isAhead { calls = -1 }
                if case .proceed(let other) = self.move, !waiting.contains(other) { return .proceed(0) }
                return self.move
            }
        }
    }

    /// A function that takes no time.
    struct EasyFunction: OneWayFunction {
        func makeSetting() -> String { "$t$" }

        func digest(of text: String, setting: String) -> String { "$t$\(text)" }
    }
#endif
