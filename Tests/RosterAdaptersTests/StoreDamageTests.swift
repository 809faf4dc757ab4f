import RosterAdapters
import RosterStore
import RosterStoreTestSupport
import RosterDomain
import RosterPorts
import Testing

@Suite("A file directory with damage anywhere")
struct StoreDamageTests {
    /// What a directory does with damage.
    private enum Answer {
        case told(FileStoreError)
        case same
        /// An earlier state of the directory, whole.
        case earlier(Int)
    }

    private static let count = 9
    /// In the last segment, so that the checkpoint tells when that is cut to nothing but its header.
    private static let checkpoint = 8

    /// A directory of several segments, with a checkpoint in the last one.
    private static func store() async throws -> SimulatedDisk {
        let recording = StoreRecording()
        try recording.open()
        try await recording.commit(Self.checkpoint)
        try await recording.compact()
        try await recording.commit(Self.count - Self.checkpoint)
        recording.close()
        recording.disk.settle()
        return recording.disk.copy()
    }

    /// Opens and reads everything.
    private static func answer(_ disk: SimulatedDisk, _ name: String) async throws -> Answer {
        let directory: FileDirectory
        do throws(FileStoreError) {
            directory = try FileDirectory(at: StorePlan.path, on: disk, options: StorePlan.options)
        } catch {
            return .told(error)
        }
        do {
            let count = try await StoreOracle.read(directory, promised: 0, asked: Self.count, name)
            try StoreOracle.verifyCheckpoints(on: disk)
            return count == Self.count ? .same : .earlier(count)
        } catch {
            if let error = error as? FileStoreError { return .told(error) }
            guard case .unavailable(let cause) = error as? UserDirectoryError, let cause = cause as? FileStoreError
            else { throw error }
            return .told(cause)
        }
    }

    private static func place(_ error: FileStoreError) -> (path: String, offset: UInt64)? {
        guard case .damaged(let path, let offset, _, _) = error else { return nil }
        return (path, offset)
    }

    /// The bytes of a file worth turning over: what is used, and some of the zeros behind.
    private static func places(in bytes: [UInt8], step: Int) -> [Int] {
        let used = bytes.lastIndex { $0 != 0 }.map { $0 + 1 } ?? 0
        return Array(stride(from: 0, to: used, by: step)) + Array(stride(from: used, to: bytes.count, by: 509))
    }

    @Test("tells of every bit that was turned over in the journal, with its file", .timeLimit(.minutes(20)))
    func journal() async throws {
        let store = try await Self.store()
        for path in store.files.keys.sorted() where path.hasPrefix("/store/journal-") {
            var (harmless, count) = (0, 0)
            let bytes = store.files[path] ?? []
            let used = bytes.lastIndex { $0 != 0 } ?? 0
            for byte in Self.places(in: bytes, step: 2) {
                let disk = store.copy()
                disk.flipBit(file: path, byte: byte, bit: (byte * 5 + 3) % 8)
                count += 1
                switch try await Self.answer(disk, "\(path) at \(byte)") {
                // What stands alone in zeros that no frame has reached is taken for torn, and kept aside.
                case .same where byte > used: harmless += 1
                case .same: Issue.record("\(path) at \(byte): nothing is told")
                case .earlier(let found): Issue.record("\(path) at \(byte): \(found) steps are left")
                case .told(let error):
                    guard let place = Self.place(error) else {
                        Issue.record("\(path) at \(byte): \(error)")
                        continue
                    }
                    // Of a frame that ends a segment, it is told where it should have ended.
                    #expect(place.path == path && place.offset <= UInt64(byte) + 40, "at \(byte): \(error)")
                }
            }
            print("bits turned over in \(path): \(count), in unused zeros \(harmless)")
        }
    }

    @Test("tells of every bit that was turned over in the checkpoint, with its file", .timeLimit(.minutes(20)))
    func checkpoint() async throws {
        let store = try await Self.store()
        let path = try #require(store.files.keys.first { $0.contains("checkpoint-") })
        var (harmless, count) = (0, 0)
        for byte in Self.places(in: store.files[path] ?? [], step: 17) {
            let disk = store.copy()
            disk.flipBit(file: path, byte: byte, bit: (byte * 5 + 3) % 8)
            count += 1
            switch try await Self.answer(disk, "\(path) at \(byte)") {
            case .same: harmless += 1
            case .earlier(let found): Issue.record("\(path) at \(byte): \(found) steps are left")
            case .told(let error): #expect(Self.place(error)?.path == path, "at \(byte): \(error)")
            }
        }
        print("bits turned over in \(path): \(count), harmless \(harmless)")
        #expect(harmless == 0)
    }

    @Test("does not mind bits that were turned over in what no reader believes", arguments: ["lock", "head"])
    func harmless(name: String) async throws {
        let store = try await Self.store()
        let path = "/store/\(name)"
        let bytes = try #require(store.bytes(of: path))
        for byte in Self.places(in: bytes, step: 1) {
            let disk = store.copy()
            disk.flipBit(file: path, byte: byte, bit: byte % 8)
            guard case .same = try await Self.answer(disk, "\(path) at \(byte)") else {
                Issue.record("\(path) at \(byte)")
                continue
            }
        }
    }

    @Test("never answers otherwise when a file is missing, empty, cut, or another one's", .timeLimit(.minutes(20)))
    func files() async throws {
        let store = try await Self.store()
        let paths = store.files.keys.sorted()
        for path in paths {
            for (what, bytes) in Self.replacements(of: path, on: store) {
                let disk = store.copy()
                disk.remove(path)
                if let bytes { disk.put(bytes, at: path) }
                switch try await Self.answer(disk, "\(path) \(what)") {
                case .same: #expect(!path.contains("journal-") || what == "cut in unused zeros", "\(path) \(what)")
                case .earlier(let count): Issue.record("\(path) \(what): \(count) steps are left")
                case .told(let error):
                    #expect(path.contains("journal-") || path.contains("checkpoint-"), "\(path) \(what): \(error)")
                }
            }
        }
    }

    private static func replacements(of path: String, on disk: SimulatedDisk) -> [(String, [UInt8]?)] {
        let bytes = disk.files[path] ?? []
        let used = bytes.lastIndex { $0 != 0 } ?? 0
        let cuts = [1, 63, 64, 65, used / 2, used, bytes.count - 1].filter { $0 > 0 && $0 < bytes.count }
            .map { ($0 > used ? "cut in unused zeros" : "cut at \($0)", Optional(Array(bytes.prefix($0)))) }
        let others = disk.files.keys.sorted().filter { $0 != path && disk.files[$0] != bytes }
            .map { ("with the bytes of \($0)", disk.files[$0]) }
        return [("missing", nil), ("empty", [])] + cuts + others
    }

    @Test("tells of a file that is there twice, under another name")
    func duplicates() async throws {
        let store = try await Self.store()
        for path in store.files.keys.sorted() where path.contains("-0") {
            for number in [3, 8, 12] {
                let disk = store.copy()
                let other =
                    String(path.dropLast(20)) + String(repeating: "0", count: 20 - "\(number)".count) + "\(number)"
                guard store.files[other] == nil else { continue }
                disk.put(store.files[path] ?? [], at: other)
                switch try await Self.answer(disk, "\(path) as \(other)") {
                case .told: break
                // An older checkpoint is not looked at.
                case .same: #expect(path.contains("checkpoint-") && number < Self.checkpoint, "\(path) as \(other)")
                case .earlier(let count): Issue.record("\(path) as \(other): \(count) steps are left")
                }
            }
        }
    }

    @Test("tells of files of an earlier moment, unless they are the end of the journal")
    func stale() async throws {
        let recording = StoreRecording()
        try recording.open()
        try await recording.commit(2)
        let old = recording.disk.copy().files
        try await recording.commit(4)
        try await recording.compact()
        try await recording.commit(Self.count - 6)
        recording.close()
        for (path, bytes) in old where path.contains("journal-") {
            let disk = recording.disk.copy()
            disk.put(bytes, at: path)
            guard case .told = try await Self.answer(disk, "\(path) of an earlier moment") else {
                Issue.record("\(path)")
                continue
            }
        }
    }
}
