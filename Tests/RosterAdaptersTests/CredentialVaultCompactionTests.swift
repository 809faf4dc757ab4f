#if os(Linux)
    import RosterAdapters
    import RosterStore
    import RosterStoreTestSupport
    import RosterDomain
    import RosterPorts
    import RosterSessionTestSupport
    import Testing

    @Suite("A file credential vault that is compacted", .timeLimit(.minutes(20)))
    struct CredentialVaultCompactionTests {
        private static let path = "/store"
        private static let folder = "/store/credentials"
        private static let function = CountingFunction()
        private static let expiry = MailFixture.noon + .seconds(60)

        private static func vault(
            on disk: SimulatedDisk, _ options: StoreOptions = StoreOptions()
        ) throws -> FileCredentialVault {
            try FileCredentialVault(
                at: self.path, function: self.function, on: disk, options: options, threads: .prompt)
        }

        /// The hash of a text as the vault writes it.
        private static func hash(_ text: String) throws -> String {
            try self.function.digest(of: text, setting: self.function.makeSetting())
        }

        /// Whether any file of the vault has these bytes somewhere.
        private static func holds(_ disk: SimulatedDisk, _ text: String) -> Bool {
            disk.files.filter { $0.key.hasPrefix(self.folder) }
                .contains { String(decoding: $0.value, as: UTF8.self).contains(text) }
        }

        private static func segments(_ disk: SimulatedDisk) -> [String] {
            disk.files.keys.filter { $0.hasPrefix(self.folder + "/journal-") }
                .map { String($0.dropFirst(self.folder.count + 1)) }.sorted()
        }

        @Test("has no hash in its files any more that was revoked or replaced, and those that count")
        func forgets() async throws {
            let disk = SimulatedDisk()
            let vault = try Self.vault(on: disk)
            let (kept, gone) = (UserID(bits: 1), UserID(bits: 2))
            let noon = MailFixture.noon
            let first = try await vault.issueTemporaryPassword(for: kept, expiringAt: Self.expiry).reveal()
            let second = try await vault.issueTemporaryPassword(for: gone, expiringAt: Self.expiry).reveal()
            _ = try await vault.replace(Password(first), with: Password("Own-password 1"), for: kept, at: noon)
            try await vault.revoke(gone)
            for text in [first, second, "Own-password 1"] { #expect(Self.holds(disk, try Self.hash(text))) }
            try await vault.compact()
            for text in [first, second] { #expect(!Self.holds(disk, try Self.hash(text))) }
            #expect(Self.holds(disk, try Self.hash("Own-password 1")))
            #expect(Self.segments(disk) == [JournalFixture.name(5)])

            for vault in [vault, try Self.vault(on: disk), try Self.vault(on: disk.copy())] {
                #expect(try await vault.verify(Password("Own-password 1"), for: kept, at: noon) == .own)
                #expect(try await vault.verify(Password(second), for: gone, at: noon) == .none)
            }
            _ = try await vault.replace(
                Password("Own-password 1"), with: Password("Own-password 2"), for: kept, at: noon)
            try await vault.revoke(kept)
            try await vault.compact()
            for text in ["Own-password 1", "Own-password 2"] { #expect(!Self.holds(disk, try Self.hash(text))) }
            #expect(Self.segments(disk) == [JournalFixture.name(7)])
            #expect(try await Self.vault(on: disk).verify(Password("Own-password 2"), for: kept, at: noon) == .none)
        }

        @Test("twice without a change between is as good as once")
        func compactsTwice() async throws {
            let disk = SimulatedDisk()
            let vault = try Self.vault(on: disk)
            try await vault.compact()
            #expect(Self.segments(disk) == [JournalFixture.name(1)])
            _ = try await vault.issueTemporaryPassword(for: UserID(bits: 1), expiringAt: Self.expiry)
            for _ in 1...3 { try await vault.compact() }
            #expect(Self.segments(disk) == [JournalFixture.name(2)])
        }

        @Test("is read and written by others that have it open and were behind, however far")
        func othersGoOn() async throws {
            let disk = SimulatedDisk()
            let (vault, reader, writer) = (
                try Self.vault(on: disk), try Self.vault(on: disk), try Self.vault(on: disk)
            )
            var texts: [UserID: String] = [:]
            for round in 1...3 {
                for number in 1...3 {
                    let user = UserID(bits: UInt128(number))
                    texts[user] = try await vault.issueTemporaryPassword(for: user, expiringAt: Self.expiry).reveal()
                }
                try await vault.compact()
                if round == 1 { try await writer.compact() }
            }
            for (user, text) in texts {
                #expect(try await reader.verify(Password(text), for: user, at: MailFixture.noon) == .temporary)
            }
            try await writer.revoke(UserID(bits: 1))
            _ = try await writer.issueTemporaryPassword(for: UserID(bits: 2), expiringAt: Self.expiry)
            let third = Password(texts[UserID(bits: 3)] ?? "")
            for vault in [vault, reader, writer, try Self.vault(on: disk)] {
                let first = Password(texts[UserID(bits: 1)] ?? "")
                let second = Password(texts[UserID(bits: 2)] ?? "")
                #expect(try await vault.verify(first, for: UserID(bits: 1), at: MailFixture.noon) == .none)
                #expect(try await vault.verify(second, for: UserID(bits: 2), at: MailFixture.noon) == .temporary)
                #expect(try await vault.verify(third, for: UserID(bits: 3), at: MailFixture.noon) == .temporary)
                try await vault.compact()
            }
        }

        @Test("loses nothing to a crash at any moment of it, and forgets what it should the next time")
        func crashes() async throws {
            let disk = SimulatedDisk()
            let vault = try Self.vault(on: disk)
            let (kept, gone) = (UserID(bits: 1), UserID(bits: 2))
            let text = try await vault.issueTemporaryPassword(for: kept, expiringAt: Self.expiry).reveal()
            let former = try await vault.issueTemporaryPassword(for: gone, expiringAt: Self.expiry).reveal()
            try await vault.compact()
            try await vault.revoke(gone)
            disk.settle()
            try await vault.compact()
            var count = 0
            for (_, _, crashed) in CrashSweep(of: disk.log, limit: 8) {
                let vault = try Self.vault(on: crashed)
                for _ in 1...2 {
                    #expect(try await vault.verify(Password(text), for: kept, at: MailFixture.noon) == .temporary)
                    #expect(try await vault.verify(Password(former), for: gone, at: MailFixture.noon) == .none)
                    try await vault.compact()
                }
                try #require(!Self.holds(crashed, try Self.hash(former)), "\(crashed.origin)")
                _ = try await vault.issueTemporaryPassword(for: gone, expiringAt: Self.expiry)
                _ = try Self.vault(on: crashed.copy())
                count += 1
            }
            #expect(count > 10)
        }

        @Test("is as good as before when any operation of it fails, and can be compacted again")
        func failures() async throws {
            for number in 1...60 {
                let disk = SimulatedDisk()
                let vault = try Self.vault(on: disk)
                let (kept, gone) = (UserID(bits: 1), UserID(bits: 2))
                let text = try await vault.issueTemporaryPassword(for: kept, expiringAt: Self.expiry).reveal()
                let former = try await vault.issueTemporaryPassword(for: gone, expiringAt: Self.expiry).reveal()
                try await vault.revoke(gone)
                disk.inject(DiskFault(.change, number: number, .failure(28)))
                let isDone = (try? await vault.compact()) != nil
                disk.removeFaults()
                #expect(try await vault.verify(Password(text), for: kept, at: MailFixture.noon) == .temporary)
                let again = try Self.vault(on: disk)
                #expect(try await again.verify(Password(text), for: kept, at: MailFixture.noon) == .temporary)
                #expect(try await again.verify(Password(former), for: gone, at: MailFixture.noon) == .none)
                try await again.compact()
                #expect(!Self.holds(disk, try Self.hash(former)))
                if isDone, disk.operationCount(.change) > 0, number > 40 { break }
            }
        }

        @Test("lets go of a torn end that was kept aside, with the segment that it was torn off")
        func forgetsTornEnds() async throws {
            let disk = SimulatedDisk()
            let vault = try Self.vault(on: disk)
            _ = try await vault.issueTemporaryPassword(for: UserID(bits: 1), expiringAt: Self.expiry)
            disk.put([1, 2, 3], at: "\(Self.folder)/\(JournalFixture.name(1)).torn-64")
            disk.put([1, 2, 3], at: "\(Self.folder)/notes")
            try await vault.compact()
            #expect(!disk.files.keys.contains { $0.contains(".torn-") })
            #expect(disk.files.keys.contains("\(Self.folder)/notes"))
        }

        @Test("is so by itself once enough has changed, also when it is always the same credential")
        func byItself() async throws {
            let disk = SimulatedDisk()
            var options = StoreOptions()
            options.leastChangedByteCount = 10_000
            options.mostChangedByteCount = 10_000
            let vault = try Self.vault(on: disk, options)
            var text = ""
            for _ in 1...80 {
                text = try await vault.issueTemporaryPassword(for: UserID(bits: 1), expiringAt: Self.expiry).reveal()
            }
            try await eventually { !Self.segments(disk).contains(JournalFixture.name(1)) }
            #expect(disk.files.keys.contains { $0.hasPrefix(Self.folder + "/checkpoint-") })
            #expect(try await vault.verify(Password(text), for: UserID(bits: 1), at: MailFixture.noon) == .temporary)
        }

        @Test("is refused when what its checkpoint does not hold is missing from its journal")
        func refusesGaps() async throws {
            let disk = SimulatedDisk()
            let vault = try Self.vault(on: disk)
            _ = try await vault.issueTemporaryPassword(for: UserID(bits: 1), expiringAt: Self.expiry)
            try await vault.compact()
            let copy = disk.copy()
            copy.remove("\(Self.folder)/\(FileFixture.checkpoint(1))")
            #expect(throws: FileStoreError.lost(path: "\(Self.folder)/\(JournalFixture.name(1))")) {
                try Self.vault(on: copy)
            }
        }
    }
#endif
