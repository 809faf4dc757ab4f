#if os(Linux)
    import Foundation
    import RosterAdapters
    import RosterStoreTestSupport
    import RosterDomain
    import RosterPorts
    import Testing

    @Suite("A credential vault after a power cut")
    struct StoreVaultCrashTests {
        private static let users = (1...3).map { StorePlan.id($0) }

        private static func use(_ vault: StoreVault) async throws {
            try await vault.issue(self.users[0])
            try await vault.issue(self.users[1])
            try await vault.establish("a password of one's own", for: self.users[0])
            try await vault.settle(self.users[0])
            try await vault.revoke(self.users[1])
            try await vault.issue(self.users[0])
            try await vault.issue(self.users[1])
        }

        @Test("knows the credentials before or those after, and no others", .timeLimit(.minutes(20)))
        func life() async throws {
            let vault = StoreVault()
            try vault.open()
            try await Self.use(vault)
            try vault.open()
            try await Self.use(vault)
            let count = try await vault.sweep(limit: 5)
            print("power cuts in the life of a vault: \(count)")
            #expect(count > 100)
        }

        @Test("does so while checkpoints are written beside", .timeLimit(.minutes(20)))
        func compaction() async throws {
            let vault = StoreVault()
            try vault.open()
            vault.settle()
            try vault.open(compacting: true)
            try await Self.use(vault)
            try await Self.waitForQuiet(vault.disk)
            let count = try await vault.sweep(limit: 3)
            print("power cuts beside checkpoints of a vault: \(count)")
            #expect(vault.disk.files.keys.contains { $0.contains("checkpoint-") })
        }

        /// Waits until no checkpoint is being written any more.
        private static func waitForQuiet(_ disk: SimulatedDisk) async throws {
            var count = -1
            while count != disk.log.count {
                count = disk.log.count
                try await Task.sleep(for: .milliseconds(30))
            }
        }

        @Test(
            "does so while another process goes on from the checkpoint of one that was killed", .timeLimit(.minutes(20))
        )
        func death() async throws {
            var (number, hasDied, seen) = (0, true, Set<[String: [UInt8]]>())
            while hasDied {
                number += 1
                let (vault, changes) = (StoreVault(), StoreTally())
                try vault.open()
                try await vault.issue(Self.users[0])
                let survivor = try StoreVault.open(vault.disk)
                try await survivor.compact()
                try await vault.establish("a password of one's own", for: Self.users[0])
                vault.close()
                try? await StoreVault.open(MediatedDisk.dying(at: number, on: vault.disk, changes)).compact()
                hasDied = changes.value >= number
                let before = vault.disk.log.count
                try await survivor.compact()
                for prefix in before...vault.disk.log.count {
                    for image in CrashImages(of: vault.disk.log, prefix: prefix, limit: 4) {
                        guard seen.insert(image.files).inserted else { continue }
                        _ = try await vault.check(image, after: vault.states.count - 1)
                    }
                }
            }
            print("power cuts after the death of who wrote a checkpoint: \(seen.count)")
            #expect(number > 20)
        }

        @Test("knows one or the other after any error of the disk, and says so", .timeLimit(.minutes(20)))
        func failures() async throws {
            for code in [EIO, ENOSPC] {
                for number in 1...200 {
                    let vault = StoreVault()
                    try vault.open()
                    try await vault.issue(Self.users[0])
                    let before = vault.disk.operationCount(.change)
                    vault.disk.inject(DiskFault(.change, number: number, .failure(code)))
                    do { try await Self.use(vault) } catch {}
                    let isHit = vault.disk.operationCount(.change) - before >= number
                    vault.disk.removeFaults()
                    vault.close()
                    try await Self.checkAfterFailure(vault)
                    if !isHit { break }
                }
            }
        }

        @Test(
            "loses nothing when a checkpoint fails and another is asked for, whatever a power cut takes then",
            .timeLimit(.minutes(20)), arguments: [false, true])
        func failuresOfCompaction(isOpenedAgain: Bool) async throws {
            for number in 1...200 {
                let vault = StoreVault()
                try vault.open()
                try await Self.use(vault)
                try await vault.compact()
                try await vault.revoke(Self.users[0])
                vault.settle()
                let before = vault.disk.operationCount(.change)
                vault.disk.inject(DiskFault(.change, number: number, .failure(EIO)))
                try? await vault.compact()
                let isHit = vault.disk.operationCount(.change) - before >= number
                vault.disk.removeFaults()
                if isOpenedAgain { try vault.open() }
                // One that has failed to write a step may refuse.
                try? await vault.compact()
                vault.close()
                try await Self.checkAfterFailure(vault)
                try vault.open()
                try await vault.issue(Self.users[0])
                vault.close()
                try await Self.checkAfterFailure(vault)
                if !isHit { break }
                #expect(number < 200)
            }
        }

        /// What was acknowledged matches; what was not, may.
        private static func checkAfterFailure(_ vault: StoreVault) async throws {
            let last = vault.states[vault.states.count - 1]
            let found = try await vault.read(StoreVault.open(vault.disk))
            let changed = Self.users.filter { user in
                found.texts.filter { $0.key.user == user } != last.texts.filter { $0.key.user == user }
            }
            try StoreFinding.check(changed.count <= 1, "more was changed than was asked for")
            for image in StoreOracle.images(of: vault.disk) {
                let again = try await vault.read(StoreVault.open(image))
                try StoreFinding.check(again == found, "\(image.origin): what was seen is lost")
            }
        }
    }
#endif
