#if os(Linux)
    import Foundation
    import RosterAdapters
    import RosterStore
    import RosterStoreTestSupport
    import RosterDomain
    import RosterPorts
    import RosterSessionTestSupport
    import Testing

    @Suite("A copy of a credential vault", .timeLimit(.minutes(20)))
    struct CredentialVaultBackupTests {
        private static let noon = StoreVault.moment
        private static let names = ["checkpoint-00000000000000000003", "journal-00000000000000000004", "lock"]

        private static func open(_ path: String, _ disk: any StoreDisk) throws -> FileCredentialVault {
            try FileCredentialVault(
                at: path, function: PlainFunction(), on: disk, options: StorePlan.options, threads: .prompt)
        }

        private static func user(_ number: Int) -> UserID { StorePlan.id(number) }

        /// Gives a user a password of their own: two steps.
        private static func keep(_ text: String, for number: Int, in vault: FileCredentialVault) async throws {
            let issued = try await vault.issueTemporaryPassword(for: Self.user(number), expiringAt: StoreVault.expiry)
            let match = try await vault.replace(
                Password(issued.reveal()), with: Password(text), for: Self.user(number), at: Self.noon)
            try #require(match == .temporary)
        }

        private static func check(
            _ vault: FileCredentialVault, _ texts: [Int: String], _ comment: Comment? = nil
        ) async throws {
            for (number, text) in texts {
                let match = try await vault.verify(Password(text), for: Self.user(number), at: Self.noon)
                #expect(match == .own, comment)
            }
        }

        /// A vault with a checkpoint and a step behind it; two hashes were replaced.
        private static func used() async throws -> (disk: SimulatedDisk, vault: FileCredentialVault) {
            let disk = SimulatedDisk()
            let vault = try Self.open("/store", disk)
            try await Self.keep("one", for: 1, in: vault)
            _ = try await vault.issueTemporaryPassword(for: Self.user(2), expiringAt: StoreVault.expiry)
            try await vault.compact()
            try await Self.keep("two", for: 2, in: vault)
            disk.settle()
            return (disk, vault)
        }

        private static func files(_ disk: SimulatedDisk, _ path: String) -> [String] {
            disk.files.keys.filter { $0.hasPrefix(path + "/") }.map { String($0.dropFirst(path.count + 1)) }.sorted()
        }

        @Test("matches what the vault matched, and is a vault of its own")
        func copies() async throws {
            let (disk, vault) = try await Self.used()
            try await vault.backup(to: "/copy")
            #expect(Self.files(disk, "/copy/credentials") == Self.names)
            try await vault.revoke(Self.user(1))
            let copy = try Self.open("/copy", disk)
            try await Self.check(copy, [1: "one", 2: "two"])
            try await Self.keep("three", for: 3, in: copy)
            try await copy.compact()
            try await Self.check(try Self.open("/copy", disk), [1: "one", 2: "two", 3: "three"])
            #expect(try await vault.verify(Password("three"), for: Self.user(3), at: Self.noon) == .none)
        }

        @Test("can be made wherever the vault stands", arguments: 0...7)
        func anywhere(steps: Int) async throws {
            for compactions in 0...1 {
                let disk = SimulatedDisk()
                let vault = try Self.open("/store", disk)
                for _ in 0..<steps {
                    _ = try await vault.issueTemporaryPassword(for: Self.user(1), expiringAt: StoreVault.expiry)
                }
                let text = try await vault.issueTemporaryPassword(for: Self.user(2), expiringAt: StoreVault.expiry)
                    .reveal()
                for _ in 0..<compactions { try await vault.compact() }
                try await vault.backup(to: "/copy")
                let copy = try Self.open("/copy", disk)
                #expect(try await copy.verify(Password(text), for: Self.user(2), at: Self.noon) == .temporary)
                try await Self.keep("later", for: 3, in: copy)
                try await Self.check(try Self.open("/copy", disk), [3: "later"])
            }
        }

        @Test("of a vault that never held anything holds nothing")
        func empty() async throws {
            let disk = SimulatedDisk()
            try await Self.open("/store", disk).backup(to: "/copy")
            try await Self.keep("one", for: 1, in: Self.open("/copy", disk))
            try await Self.check(try Self.open("/copy", disk), [1: "one"])
        }

        @Test("knows no hash that the vault has forgotten, also when it had no time to remove it")
        func forgets() async throws {
            let (disk, vault) = try await Self.used()
            disk.inject(DiskFault(.kind(.unlink), number: 1, .failure(EIO), isLasting: true))
            try await vault.revoke(Self.user(1))
            await #expect(throws: FileStoreError.self) { try await vault.compact() }
            disk.removeFaults()
            #expect(Self.files(disk, "/store/credentials").count { $0.hasPrefix("journal-") } == 2)
            try await vault.backup(to: "/copy")
            #expect(
                Self.files(disk, "/copy/credentials") == [
                    "checkpoint-00000000000000000006", "journal-00000000000000000007", "lock",
                ])
            for (name, bytes) in disk.files where name.hasPrefix("/copy") {
                #expect(!String(decoding: bytes, as: UTF8.self).contains("$t$one"), "\(name)")
            }
            try await Self.check(try Self.open("/copy", disk), [2: "two"])
        }

        @Test("has whatever was acknowledged before it was asked for, however many write and compact meanwhile")
        func besideWriters() async throws {
            let sandbox = try FileSandbox(inMemory: true)
            var options = StorePlan.options
            options.compactsByItself = true
            (options.leastChangedByteCount, options.mostChangedByteCount) = (2_000, 2_000)
            let function = PlainFunction()
            let vaults = try (0..<2).map { _ in
                try FileCredentialVault(
                    at: sandbox.path("store"), function: function, options: options, threads: .prompt)
            }
            let done = StoreTally()
            let writer = Task {
                for number in 1...150 {
                    try await Self.keep("text \(number)", for: number, in: vaults[number % 2])
                    done.value = number
                    if number.isMultiple(of: 40) { try await vaults[0].compact() }
                }
            }
            var copies = 0
            while done.value < 150 {
                let count = done.value
                try await vaults[copies % 2].backup(to: sandbox.path("copy\(copies)"))
                let copy = try Self.open(sandbox.path("copy\(copies)"), SystemDisk())
                try await Self.check(
                    copy, Dictionary(uniqueKeysWithValues: (0..<count).map { ($0 + 1, "text \($0 + 1)") }))
                copies += 1
            }
            try await writer.value
            #expect(copies > 0)
        }

        @Test("keeps checkpoints waiting until it is made")
        func compactionWaits() async throws {
            let (disk, vault) = try await Self.used()
            let other = try Self.open("/store", disk)
            let folder = try PrivateFolder(at: "/store/credentials", on: disk)
            let compactions = [StoreTally(), StoreTally()]
            try await vault.backup(to: "/copy") { part in
                guard part > 0, part < 1 else { return }
                #expect(throws: FileStoreError.locked(path: folder.path)) { try folder.lock("compaction") }
                guard compactions[0].add(1) == 0 else { return }
                Task {
                    try await other.compact()
                    compactions[1].value = 1
                }
            }
            try await eventually { compactions[1].value == 1 }
            #expect(Self.files(disk, "/copy/credentials") == Self.names)
            try await Self.check(try Self.open("/copy", disk), [1: "one", 2: "two"])
        }

        @Test("has private modes")
        func modes() async throws {
            let sandbox = try FileSandbox()
            let vault = try Self.open(sandbox.path("store"), SystemDisk())
            try await Self.keep("one", for: 1, in: vault)
            try await vault.compact()
            try await vault.backup(to: sandbox.path("copy"))
            let folder = sandbox.path("copy/credentials")
            for path in [sandbox.path("copy"), folder] { #expect(FileSandbox.mode(path) == 0o700) }
            let names = try FileSandbox.names(folder)
            #expect(names == ["checkpoint-00000000000000000002", "journal-00000000000000000003", "lock"])
            for name in names { #expect(FileSandbox.mode("\(folder)/\(name)") == 0o600) }
        }

        @Test("is not made of what is damaged")
        func damage() async throws {
            for name in ["checkpoint-00000000000000000003", "journal-00000000000000000004"] {
                let (disk, vault) = try await Self.used()
                let path = "/store/credentials/\(name)"
                let byte = name.hasPrefix("journal") ? 100 : 4_096 * 3 + 5
                disk.flipBit(file: path, byte: byte, bit: 3)
                let error = await #expect(throws: FileStoreError.self) { try await vault.backup(to: "/copy") }
                guard case .damaged(path, _, _, _) = error else {
                    Issue.record("not the damage: \(String(describing: error))")
                    return
                }
                #expect(Self.files(disk, "/copy").isEmpty)
                disk.flipBit(file: path, byte: byte, bit: 3)
                try await vault.backup(to: "/copy")
            }
        }

        @Test("is made only where no credentials are, and not inside of the vault")
        func refusals() async throws {
            let (disk, vault) = try await Self.used()
            try await vault.backup(to: "/copy")
            disk.put([1], at: "/notes/credentials/note")
            disk.put([], at: "/locked/credentials/lock")
            disk.put([1], at: "/begun/credentials/.unfinished-1")
            disk.putSymbolicLink(at: "/link/credentials")
            for path in ["/notes", "/locked", "/begun", "/link"] {
                disk.setMode(0o700, of: path)
                disk.setMode(0o700, of: path + "/credentials")
            }
            for path in ["/store", "/copy", "/notes", "/locked", "/begun"] {
                let error = FileStoreError.notEmpty(path: path + "/credentials")
                await #expect(throws: error) { try await vault.backup(to: path) }
            }
            await #expect(throws: FileStoreError.symbolicLink(path: "/link/credentials")) {
                try await vault.backup(to: "/link")
            }
            let inside = "/store/credentials"
            await #expect(throws: FileStoreError.insideOriginal(path: inside + "/credentials", of: inside)) {
                try await vault.backup(to: inside)
            }
            try await Self.check(try Self.open("/store", disk), [1: "one", 2: "two"])
            try await Self.check(try Self.open("/copy", disk), [1: "one", 2: "two"])
        }
    }

    // MARK: - When it is interrupted

    extension CredentialVaultBackupTests {
        /// Opens what could be left of a copy.
        private static func outcome(_ disk: SimulatedDisk) async throws -> String {
            let hasFiles = Self.files(disk, "/copy/credentials").contains { $0 != "lock" }
            let vault: FileCredentialVault
            do throws(FileStoreError) {
                vault = try FileCredentialVault(
                    at: "/copy", function: PlainFunction(), on: disk, options: StorePlan.options, threads: .prompt)
            } catch {
                guard case .lost = error else { throw StoreFinding("\(disk.origin): the copy does not open: \(error)") }
                return "refused"
            }
            let one = try await vault.verify(Password("one"), for: Self.user(1), at: Self.noon)
            let two = try await vault.verify(Password("two"), for: Self.user(2), at: Self.noon)
            if one == .none, two == .none, !hasFiles { return "not begun" }
            try StoreFinding.check(one == .own && two == .own, "\(disk.origin): the copy holds \(one) and \(two)")
            return "whole"
        }

        @Test("that a crash cut off is whole, or refused, or was never begun; and the vault itself is as it was")
        func cutOff() async throws {
            let (disk, vault) = try await Self.used()
            try await vault.backup(to: "/copy")
            disk.mark()
            var counts: [String: Int] = [:]
            for (_, marks, disk) in CrashSweep(of: disk.log, limit: 24) {
                let outcome = try await Self.outcome(disk)
                try StoreFinding.check(marks == 0 || outcome == "whole", "\(disk.origin): the copy is \(outcome)")
                counts[outcome, default: 0] += 1
                try await Self.check(try Self.open("/store", disk), [1: "one", 2: "two"])
            }
            print("power cuts in a copy of a vault: \(counts)")
            #expect(counts["whole"] != nil && counts["refused"] != nil && counts["not begun"] != nil)
        }

        @Test("that fails at any step leaves nothing that could be taken for one, and can be made again")
        func failures() async throws {
            var (number, isDone) = (0, false)
            while !isDone {
                number += 1
                let (disk, vault) = try await Self.used()
                disk.inject(DiskFault(.change, number: number, .failure(number.isMultiple(of: 2) ? EIO : ENOSPC)))
                do {
                    try await vault.backup(to: "/copy")
                    isDone = true
                } catch {
                    disk.removeFaults()
                    #expect(try await Self.outcome(disk.copy()) != "whole")
                    try await vault.backup(to: "/copy")
                }
                disk.removeFaults()
                #expect(try await Self.outcome(disk) == "whole")
                try await Self.keep("three", for: 3, in: vault)
            }
            #expect(number > 20)
        }
    }
#endif
