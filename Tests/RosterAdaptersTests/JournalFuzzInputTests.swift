import Foundation
import RosterAdapters
import RosterStore
import RosterStoreTestSupport
import RosterDomain
import RosterDomainTestSupport
import RosterPorts
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

    /// Where to write the steps among them, when their form has changed.
    private static let folder = ProcessInfo.processInfo.environment["ROSTER_CORPUS_FOLDER"]

    @Test("have steps of every kind, written where `ROSTER_CORPUS_FOLDER` says", .enabled(if: folder != nil))
    func write() throws {
        let folder = URL(fileURLWithPath: try #require(Self.folder))
        var sample = CommitSample(seed: 1)
        var past = DomainSample.user(2, "past@contoso.example", status: .deleted)
        past.unknownFields.fields = [.numbered(500, kind: 1, payload: [1, 0x41])]
        let steps: [String: [Change]] = [
            "step-user": [.userAdded(user: DomainSample.user(1, "ada@contoso.example"))],
            "step-past": [.userAdded(user: past)], "step-other": DomainSample.changes,
            "step-refused": DomainSample.reasons(naming: "a\0").map {
                .refused(refusal: Refusal("add", because: $0))
            },
            "step-random": try (0..<20).flatMap { _ in try sample.commit().changes },
        ]
        for (name, changes) in steps {
            let commit = Commit(
                revision: Revision(1), at: DomainSample.moment, principal: .user(id: DomainSample.id(1)),
                changes: changes)
            try Data([0] + StoredForm.bytes(of: commit)).write(to: folder.appendingPathComponent(name))
        }
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
