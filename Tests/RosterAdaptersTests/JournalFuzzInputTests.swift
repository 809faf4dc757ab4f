import Foundation
import RosterAdapters
import RosterStore
import RosterStoreTestSupport
import RosterDomain
import Testing

@Suite("The inputs that the fuzzer of journals keeps")
struct JournalFuzzInputTests {
    private static func corpus() throws -> [(name: String, bytes: [UInt8])] {
        let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let folder = package.appendingPathComponent("Tests/Fuzz/Corpus/journal")
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        return try files.map { ($0.lastPathComponent, [UInt8](try Data(contentsOf: $0))) }
    }

    @Test("are steps that come back from their own bytes or are refused, and segments that are too")
    func replay() throws {
        let corpus = try Self.corpus()
        #expect(corpus.count >= 10)
        for (name, bytes) in corpus where name.hasPrefix("step-") {
            let read = try? bytes.dropFirst().withUnsafeBytes { try CommitCodec.read($0, revision: Revision(1)) }
            #expect(read != nil, "\(name)")
        }
        for (name, bytes) in corpus {
            let rest = Array(bytes.dropFirst())
            switch bytes.first.map({ $0 & 3 }) {
            case 0: try self.checkStep(rest, name)
            case 1: try self.checkSegment(rest, name)
            case 2:
                let header = try #require(corpus.first { $0.name == "header-only" }).bytes.dropFirst()
                try self.checkSegment(header + rest, name)
            default: break
            }
        }
    }

    private func checkStep(_ bytes: [UInt8], _ name: String) throws {
        let read = try? bytes.withUnsafeBytes { try CommitCodec.read($0, revision: Revision(1)) }
        guard let commit = read else { return }
        var writer = ByteWriter()
        CommitCodec.write(commit, to: &writer)
        let again = try writer.bytes.withUnsafeBytes { try CommitCodec.read($0, revision: Revision(1)) }
        #expect(again == commit, "\(name)")
    }

    private func checkSegment(_ bytes: [UInt8], _ name: String) throws {
        let fixture = JournalFixture(on: SimulatedDisk())
        _ = try fixture.folder()
        fixture.disk.put(bytes, at: JournalFixture.path(1))
        do {
            for step in try fixture.contents().steps { try self.checkStep(step, name) }
        } catch let error as FileStoreError {
            #expect(error == .lost(path: JournalFixture.path(4)), "\(name)")
        }
    }
}
