#if os(Linux)
    import Foundation
    import RosterAdapters
    import RosterStore
    import RosterStoreTestSupport
    import RosterDomain
    import RosterPorts
    import RosterSessionTestSupport
    import Testing

    @Suite("A directory and a vault in one folder", .timeLimit(.minutes(20)))
    struct StoreAttackTests {
        private static func vault(_ path: String, on disk: any StoreDisk = SystemDisk()) throws -> FileCredentialVault {
            try FileCredentialVault(
                at: path, function: PlainFunction(), on: disk, options: StorePlan.options, threads: .prompt)
        }

        private static func own(_ number: Int) -> Password { Password("own \(number)") }

        /// Gives a user a password of their own.
        private static func keep(_ number: Int, in vault: FileCredentialVault) async throws {
            let user = UserID(bits: UInt128(number))
            let issued = try await vault.issueTemporaryPassword(for: user, expiringAt: StoreVault.expiry).reveal()
            let match = try await vault.replace(
                Password(issued), with: Self.own(number), for: user, at: StoreVault.moment)
            try #require(match == .temporary)
        }

        private static func check(_ vault: FileCredentialVault, _ numbers: some Sequence<Int>) async throws {
            for number in numbers {
                let user = UserID(bits: UInt128(number))
                #expect(try await vault.verify(Self.own(number), for: user, at: StoreVault.moment) == .own)
            }
        }

        @Test("are made by the first of many that open them at once, and shared by all")
        func openedAtOnce() async throws {
            for _ in 1...10 {
                let sandbox = try FileSandbox(inMemory: true)
                let path = sandbox.path("store")
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for number in 1...4 {
                        group.addTask {
                            try await offPool { try FileDirectory(at: path) }.add(number)
                        }
                        group.addTask {
                            let vault = try await offPool { try Self.vault(path) }
                            try await Self.keep(number, in: vault)
                            try await vault.compact()
                        }
                    }
                    try await group.waitForAll()
                }
                #expect(try await FileDirectory(at: path).verify().userCount == 4)
                try await Self.check(Self.vault(path), 1...4)
            }
        }

        @Test("are used by two processes at once, each of which has both open")
        func twoProcesses() async throws {
            let sandbox = try FileSandbox(inMemory: true)
            let path = sandbox.path("store")
            let children = try (0..<2).map { _ in try FileChild([FileChild.writer, "--trial", path, "--small"]) }
            for (number, child) in children.enumerated() {
                let first = 1 + 100 * number
                child.write("open\nvault\ncommit \(first) 40 3\ncredentials \(first) 12\ncompact\n")
            }
            let ends = try await offPool { children.map { $0.finish() } }
            for end in ends {
                #expect(end.status == 0)
                let wrong = ["bad", "refused", "missed", "fail", "unknown", "kept"].flatMap { end.lines(of: $0) }
                #expect(wrong.isEmpty)
                #expect(end.lines(of: "has").count == 28)
            }
            let ledger = sandbox.path("ledger")
            try FileSandbox.write(ends.flatMap(\.lines).joined(separator: "\n").utf8, to: ledger)
            let checker = try FileChild([FileChild.writer, "--trial", path, "--small"])
            checker.write("vault\ncheck \(ledger)\n")
            let end = try await offPool { checker.finish() }
            #expect(end.lines(of: "good").count == 1 && end.lines(of: "bad").isEmpty, "\(end.lines)")
        }

        @Test("lose no credential to a disk that is full while the vault is compacted")
        func fullDisk() async throws {
            for blocks in 0...12 {
                let disk = SimulatedDisk()
                let vault = try Self.vault("/store", on: disk)
                for number in 1...4 { try await Self.keep(number, in: vault) }
                try await vault.compact()
                for number in 5...8 { try await Self.keep(number, in: vault) }
                let used = disk.files.values.reduce(0) { $0 + ($1.count + 4_095) / 4_096 }
                disk.byteCapacity = UInt64(used + blocks) * 4_096
                do throws(FileStoreError) {
                    try await vault.compact()
                } catch {
                    guard case .noSpace = error else { throw StoreFinding("\(blocks) blocks: \(error)") }
                }
                try await Self.check(vault, 1...8)
                try await Self.check(Self.vault("/store", on: disk.copy()), 1...8)
                disk.byteCapacity = nil
                try await Self.keep(9, in: vault)
                try await vault.compact()
                #expect(disk.files.keys.count { $0.contains("checkpoint-") } == 1)
                for image in StoreOracle.images(of: disk) {
                    try await Self.check(Self.vault("/store", on: image), 1...9)
                }
            }
        }

        @Test("are copied to a full disk once there is room, and leave nothing there before")
        func fullTarget() async throws {
            for blocks in 0...9 {
                let disk = SimulatedDisk()
                let (directory, vault) = (try StoreOracle().open(disk), try Self.vault("/store", on: disk))
                for number in 1...9 {
                    let commit = try StorePlan.commit(number)
                    try await directory.commit(
                        commit.changes, by: commit.principal, at: commit.at, given: .versions([:]))
                    try await Self.keep(number, in: vault)
                }
                try await directory.compact()
                // What is locked, and what is asked for in the folder itself.
                try await directory.backup(to: "/first")
                let used = disk.files.values.reduce(0) { $0 + ($1.count + 4_095) / 4_096 }
                disk.byteCapacity = UInt64(used + blocks) * 4_096
                do throws(FileStoreError) {
                    try await directory.backup(to: "/copy")
                    try await vault.backup(to: "/copy")
                } catch {
                    guard case .noSpace = error else { throw StoreFinding("\(blocks) blocks: \(error)") }
                    let left = disk.files.keys.filter { $0.hasPrefix("/copy/credentials/") }
                    #expect(left.isEmpty)
                }
                disk.byteCapacity = nil
                try await Self.keep(10, in: vault)
                if disk.bytes(of: "/copy/lock") == nil { try await directory.backup(to: "/copy") }
                if disk.bytes(of: "/copy/credentials/lock") == nil { try await vault.backup(to: "/copy") }
                let copy = try FileDirectory(at: "/copy", on: disk, options: StorePlan.options)
                #expect(try await copy.verify().revision == Revision(9))
                try await Self.check(Self.vault("/copy", on: disk), 1...9)
            }
        }

        @Test(
            "are copied to a disk that is really full once there is room",
            .enabled(if: FileTestMachine.canMount, "needs root and mount"))
        func fullMount() async throws {
            let sandbox = try FileSandbox()
            let (path, target) = (sandbox.path("store"), sandbox.path("target"))
            try FileManager.default.createDirectory(atPath: target, withIntermediateDirectories: false)
            let mount = FileMount(at: target)
            try mount.run("-o", "size=256k")
            try FileSandbox.write([UInt8](repeating: 1, count: 63 * 4_096), to: target + "/ballast")
            let (directory, vault) = (try FileDirectory(at: path), try Self.vault(path))
            for number in 1...60 { try await directory.add(number) }
            try await Self.keep(1, in: vault)
            for backup in [
                { try await directory.backup(to: target + "/copy") }, { try await vault.backup(to: target + "/copy") },
            ] as [() async throws -> Void] {
                let error = await #expect(throws: FileStoreError.self) { try await backup() }
                guard case .noSpace = error else { throw StoreFinding("\(String(describing: error))") }
            }
            // An empty folder for the credentials stays, which is no credentials; a directory is not copied into that.
            #expect(try FileSandbox.names(target + "/copy") == ["credentials"])
            #expect(try FileSandbox.names(target + "/copy/credentials").isEmpty)
            #expect(unlink(target + "/ballast") == 0)
            #expect(rmdir(target + "/copy/credentials") == 0)
            try await directory.backup(to: target + "/copy")
            try await vault.backup(to: target + "/copy")
            #expect(try await FileDirectory(at: target + "/copy").verify().userCount == 60)
            try await Self.check(Self.vault(target + "/copy"), 1...1)
        }
    }
#endif
