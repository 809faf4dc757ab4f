#if os(Linux)
    import RosterAdapters
    import RosterDomain
    import RosterPorts
    import RosterStore
    import RosterStoreTestSupport
    import Testing

    @Suite("A store of second factors on files", .timeLimit(.minutes(20)))
    struct FileSecondFactorStoreTests {
        private static let noon = Timestamp(millisecondsSinceEpoch: 1_795_348_800_000)
        private static let claim = SecondFactorClaim(SecondFactorID(bits: 7), of: UserID(bits: 1))

        private static func store(on disk: SimulatedDisk) throws -> FileSecondFactorStore {
            try FileSecondFactorStore(at: "/store", on: disk)
        }

        private static func moment(_ step: Int) -> Timestamp { Self.noon + .seconds(30 * step) }

        private static func code(_ step: Int, _ secret: AuthenticatorSecret) -> SecondFactorCode {
            SecondFactorCode(AuthenticatorCodes.standard.code(at: self.moment(step), with: secret))
        }

        /// A factor that has shown its first code at noon.
        private static func enrolled(
            in store: some SecondFactorStore
        ) async throws -> (secret: AuthenticatorSecret, recovery: [String], text: String) {
            let setup = try await store.prepare(
                self.claim.factor, of: self.claim.user,
                labeled: SecondFactorLabel(issuer: "Contoso", account: "ada"), at: self.noon)
            let text = setup.reveal().secret
            let secret = try #require(AuthenticatorSecret(base32: text))
            switch try await store.confirm(self.code(0, secret), of: self.claim, at: self.noon) {
            case .confirmed(let codes): return (secret, codes.reveal(), text)
            case .refused: throw Failure.notConfirmed
            case .expired: throw Failure.notConfirmed
            }
        }

        private enum Failure: Error { case notConfirmed }

        @Test("a code works once in two openings of one store, of 3,000 that both are shown at the same moment")
        func twoHosts() async throws {
            let disk = SimulatedDisk()
            let (first, second) = (try Self.store(on: disk), try Self.store(on: disk))
            let (secret, _, _) = try await Self.enrolled(in: first)
            for step in 1...3_000 {
                let (code, now) = (Self.code(step, secret), Self.moment(step))
                async let one = first.verify(code, of: Self.claim, at: now)
                async let other = second.verify(code, of: Self.claim, at: now)
                let matches = try await [one, other]
                try #require(matches.contains(.right) && matches.contains(.used), "step \(step): \(matches)")
            }
        }

        @Test("a compacted store holds nothing of a factor that is named no longer, and no code in clear ever")
        func compacted() async throws {
            let disk = SimulatedDisk()
            let store = try Self.store(on: disk)
            let (_, recovery, text) = try await Self.enrolled(in: store)
            func holds(_ text: String) -> Bool {
                disk.files.contains { String(decoding: $0.value, as: UTF8.self).contains(text) }
            }
            #expect(holds(text))
            for code in recovery { #expect(!holds(code) && !holds(code.replacing("-", with: ""))) }
            try await store.settle(Self.claim.user, naming: nil, at: 9)
            try await store.compact()
            #expect(!holds(text))
        }

        @Test("what was spent stays spent after a power cut at every moment since")
        func powerCuts() async throws {
            let disk = SimulatedDisk()
            let store = try Self.store(on: disk)
            let (secret, recovery, _) = try await Self.enrolled(in: store)
            #expect(try await store.verify(Self.code(2, secret), of: Self.claim, at: Self.moment(2)) == .right)
            let spent = SecondFactorCode(recovery[0])
            #expect(try await store.verify(spent, of: Self.claim, at: Self.moment(2)) == .recovered(left: 9))
            for image in CrashImages(of: disk.log, prefix: disk.log.count, limit: 8) {
                let reopened = try Self.store(on: image)
                #expect(try await reopened.verify(Self.code(2, secret), of: Self.claim, at: Self.moment(2)) == .used)
                #expect(try await reopened.verify(spent, of: Self.claim, at: Self.moment(2)) == .wrong)
                #expect(try await reopened.verify(Self.code(3, secret), of: Self.claim, at: Self.moment(3)) == .right)
            }
        }

        @Test("a factor keeps the kind of its codes when the store makes others")
        func kindOfCodes() async throws {
            let disk = SimulatedDisk()
            let codes = try #require(AuthenticatorCodes(algorithm: .sha256, digitCount: 8, periodSeconds: 60))
            let store = try FileSecondFactorStore(at: "/store", codes: codes, on: disk)
            let setup = try await store.prepare(
                Self.claim.factor, of: Self.claim.user,
                labeled: SecondFactorLabel(issuer: "Contoso", account: "ada"), at: Self.noon)
            let revealed = setup.reveal()
            #expect(revealed.address.contains("algorithm=SHA256&digits=8&period=60"))
            let secret = try #require(AuthenticatorSecret(base32: revealed.secret))
            let reopened = try Self.store(on: disk.copy())
            let code = SecondFactorCode(codes.code(at: Self.noon, with: secret))
            switch try await reopened.confirm(code, of: Self.claim, at: Self.noon) {
            case .confirmed: break
            case .refused(let match): Issue.record("it is refused: \(match)")
            case .expired: Issue.record("it has expired")
            }
        }

        @Test("nothing that a store gives or keeps shows a secret when it is printed or dumped")
        func silent() async throws {
            let store = MemorySecondFactorStore()
            let (secret, recovery, text) = try await Self.enrolled(in: store)
            var shown = ""
            for value in [secret, SecondFactorCode("287082"), RecoveryCodes(count: 1).digests] as [any Sendable] {
                print(value, to: &shown)
                dump(value, to: &shown)
            }
            #expect(!shown.contains("287082") && !shown.contains(text) && !recovery.contains { shown.contains($0) })
        }
    }
#endif
