#if os(Linux)
    import Foundation
    import RosterAdapters
    import RosterDomain
    import RosterPorts
    import RosterStore
    import RosterStoreTestSupport
    import Testing

    @Suite("A store that is idle", .timeLimit(.minutes(20)))
    struct IdleStoreTests {
        private static let path = "store"

        /// What this process has open in a sandbox.
        private static func openPaths(in sandbox: FileSandbox) throws -> [String] {
            let folder = "/proc/self/fd"
            return try FileManager.default.contentsOfDirectory(atPath: folder).compactMap { number in
                let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\(number)")
                guard let target, target.hasPrefix(sandbox.path) else { return nil }
                return String(target.dropFirst(sandbox.path.count + 1))
            }.sorted()
        }

        @Test("has one descriptor, that of its folder, from the opening on and after whatever it did")
        func descriptors() async throws {
            let sandbox = try FileSandbox()
            let path = sandbox.path(Self.path)
            let folders = ["store", "store/credentials"]
            for _ in 1...2 {
                let (directory, vault) = (
                    try FileDirectory(at: path), try FileCredentialVault(at: path, cost: .cheapest)
                )
                #expect(try Self.openPaths(in: sandbox) == folders)
                let revision = try await directory.head().revision
                try await directory.add(Int(revision.number) + 1)
                try await vault.put()
                #expect(try Self.openPaths(in: sandbox) == folders)
                _ = try await directory.waitForHistory(after: revision)
                _ = try await directory.history(after: .start, limit: 9)
                try await directory.compact()
                try await vault.compact()
                #expect(try Self.openPaths(in: sandbox) == folders)
            }
            #expect(try Self.openPaths(in: sandbox).isEmpty)
        }

        @Test("has one descriptor also when it only reads, and shows what others commit")
        func reader() async throws {
            let sandbox = try FileSandbox()
            let path = sandbox.path(Self.path)
            let writer = try FileDirectory(at: path)
            let reader = try FileDirectory(readingAt: path)
            for number in 1...3 {
                try await writer.add(number)
                #expect(try await reader.head().revision == Revision(UInt64(number)))
                #expect(try Self.openPaths(in: sandbox) == ["store", "store"])
            }
        }

        @Test("takes its files up again in the folder that it opened, wherever that was moved to")
        func movedFolder() async throws {
            let sandbox = try FileSandbox()
            let (path, moved) = (sandbox.path(Self.path), sandbox.path("moved"))
            let directory = try FileDirectory(at: path)
            try await directory.add(1)
            #expect(rename(path, moved) == 0)
            _ = try FileDirectory(at: path)
            try await directory.add(2)
            #expect(try await FileDirectory(at: moved).head().revision == Revision(2))
            #expect(try await FileDirectory(at: path).head().revision == .start)
        }

        @Test("refuses commits, and names the file, when its folder was removed")
        func removedFolder() async throws {
            let sandbox = try FileSandbox()
            let path = sandbox.path(Self.path)
            let directory = try FileDirectory(at: path)
            try await directory.add(1)
            try FileManager.default.removeItem(atPath: path)
            let error = await #expect(throws: UserDirectoryError.self) { try await directory.add(2) }
            #expect(storeError(error) == .replaced(path: "\(path)/lock"))
        }
    }

    extension FileCredentialVault {
        /// Keeps a password of a user.
        fileprivate func put() async throws {
            let credential = PreparedCredential(
                CredentialID(bits: UInt128.random(in: 1 ... .max)), of: UserID(bits: 1), at: 1)
            try await self.prepare(Password("correct horse battery"), as: credential)
        }
    }
#endif
