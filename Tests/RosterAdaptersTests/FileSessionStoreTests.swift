#if os(Linux)
    import RosterAdapters
    import RosterDomain
    import RosterPorts
    import RosterStore
    import RosterStoreTestSupport
    import Testing

    @Suite("A session store on files", .timeLimit(.minutes(20)))
    struct FileSessionStoreTests {
        private static let path = "/store"
        private static let noon = Timestamp(millisecondsSinceEpoch: 1_795_348_800_000)

        private static func store(
            on disk: SimulatedDisk, _ options: StoreOptions = StoreOptions()
        ) throws -> FileSessionStore {
            try FileSessionStore(at: self.path, on: disk, options: options)
        }

        private static func digest(_ number: Int) -> SessionDigest {
            SessionDigest((0..<32).map { UInt8(truncatingIfNeeded: $0 == 0 ? number : 7 &* $0) })
        }

        private static func session(_ number: Int, of user: Int = 1) -> UserSession {
            UserSession(
                UserSessionID(bits: UInt128(number)), of: UserID(bits: UInt128(user)), on: DeviceName("Netscape"),
                by: [.password], epoch: 0, at: self.noon, idleLifetime: .seconds(60),
                expiringAt: self.noon + .seconds(600))
        }

        private static func holds(_ disk: SimulatedDisk, _ text: String) -> Bool {
            disk.files.contains { String(decoding: $0.value, as: UTF8.self).contains(text) }
        }

        @Test("a second opening sees at once what the first one wrote, and hears of what it ends")
        func shared() async throws {
            let disk = SimulatedDisk()
            let (first, second) = (try Self.store(on: disk), try Self.store(on: disk))
            try await first.add(Self.session(1), digest: Self.digest(1))
            #expect(try await second.session(withDigest: Self.digest(1)) == Self.session(1))
            let start = try await second.changes(after: nil).through
            try await first.end(nil, of: UserID(bits: 1))
            let changes = try await second.changes(after: start)
            #expect(changes == .changed([UserSessionID(bits: 1)], through: changes.through))
            #expect(try await second.session(withDigest: Self.digest(1)) == nil)
        }

        @Test("a compacted store holds nothing of sessions that ended, and has forgotten what was told before")
        func compacted() async throws {
            let disk = SimulatedDisk()
            let store = try Self.store(on: disk)
            try await store.add(Self.session(1), digest: Self.digest(1))
            try await store.add(Self.session(2, of: 2), digest: Self.digest(2))
            let start = try await store.changes(after: nil).through
            try await store.end(nil, of: UserID(bits: 1))
            #expect(Self.holds(disk, Self.digest(1).description))
            try await store.compact()
            #expect(!Self.holds(disk, Self.digest(1).description))
            try await store.forget([UserID(bits: 1)])
            #expect(!Self.holds(disk, Self.digest(1).description) && Self.holds(disk, Self.digest(2).description))
            let reopened = try Self.store(on: disk.copy())
            #expect(try await reopened.session(withDigest: Self.digest(2)) == Self.session(2, of: 2))
            let changes = try await reopened.changes(after: start)
            #expect(changes == .forgotten(through: changes.through))
            let later = try await reopened.changes(after: changes.through)
            #expect(later == .changed([], through: changes.through))
        }

        @Test("what was acknowledged survives a power cut, and what ended stays ended")
        func powerCuts() async throws {
            let disk = SimulatedDisk()
            let store = try Self.store(on: disk)
            try await store.add(Self.session(1), digest: Self.digest(1))
            try await store.add(Self.session(2), digest: Self.digest(2))
            try await store.end([UserSessionID(bits: 1)], of: UserID(bits: 1))
            _ = try await store.replace(Self.session(2), from: Self.digest(2), to: Self.digest(3))
            for image in CrashImages(of: disk.log, prefix: disk.log.count, limit: 8) {
                let reopened = try Self.store(on: image)
                for (number, session) in [(1, nil), (2, nil), (3, Self.session(2))] {
                    #expect(try await reopened.session(withDigest: Self.digest(number)) == session, "digest \(number)")
                }
            }
        }
    }
#endif
