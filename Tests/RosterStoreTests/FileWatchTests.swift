#if os(Linux)
    import Foundation
    import RosterStore
    import RosterStoreTestSupport
    import Synchronization
    import Testing

    @Suite("Watching files", .timeLimit(.minutes(20)))
    struct FileWatchTests {
        private let sandbox: FileSandbox

        init() throws {
            self.sandbox = try FileSandbox(inMemory: true)
        }

        @Test("takes one of the system's watches for any number of folders, and tells of each file by itself")
        func many() async throws {
            let written = Mutex<Set<Int>>([])
            var watches: [any Sendable] = []
            for number in 0..<300 {
                let folder = try self.folder(number)
                watches.append(try folder.watch("file") { written.withLock { _ = $0.insert(number) } })
            }
            #expect(try Self.watchCount() == 1)
            for number in stride(from: 0, to: 300, by: 3) { try self.write(number) }
            let expected = Set(stride(from: 0, to: 300, by: 3))
            #expect(await Self.eventually { written.withLock { $0 } == expected })
            withExtendedLifetime(watches) {}
        }

        @Test("tells each who watches the same file, until they no longer do")
        func sameFile() async throws {
            let counts = Mutex([0, 0])
            let folder = try self.folder(0)
            var first: (any Sendable)? = try folder.watch("file") { counts.withLock { $0[0] += 1 } }
            let second = try folder.watch("file") { counts.withLock { $0[1] += 1 } }
            try self.write(0)
            #expect(await Self.eventually { counts.withLock { $0[0] > 0 && $0[1] > 0 } })
            withExtendedLifetime(first) {}
            first = nil
            // What was under way when the first watch was let go of may still arrive.
            let last = counts.withLock { $0 }
            try self.write(0)
            #expect(await Self.eventually { counts.withLock { $0[1] > last[1] } })
            let settled = counts.withLock { $0[0] }
            for _ in 0..<5 {
                let before = counts.withLock { $0[1] }
                try self.write(0)
                #expect(await Self.eventually { counts.withLock { $0[1] > before } })
            }
            #expect(counts.withLock { $0[0] } == settled)
            withExtendedLifetime(second) {}
        }

        private func folder(_ number: Int) throws -> SystemFolder {
            let path = self.sandbox.path("\(number)")
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
            try FileSandbox.write([0], to: path + "/file")
            return try SystemFolder(at: path)
        }

        private func write(_ number: Int) throws {
            let file = try FileHandle(forWritingTo: URL(fileURLWithPath: self.sandbox.path("\(number)/file")))
            try file.write(contentsOf: Data([1]))
            try file.close()
        }

        /// How many inotify instances this process has.
        private static func watchCount() throws -> Int {
            let folder = "/proc/self/fd"
            return try FileManager.default.contentsOfDirectory(atPath: folder).count { name in
                (try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\(name)"))
                    == "anon_inode:inotify"
            }
        }

        private static func eventually(_ condition: () -> Bool) async -> Bool {
            let deadline = ContinuousClock.now + .seconds(200)
            while !condition() {
                guard .now < deadline else { return false }
                try? await Task.sleep(for: .milliseconds(5))
            }
            return true
        }
    }
#endif
