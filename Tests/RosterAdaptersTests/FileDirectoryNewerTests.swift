import RosterAdapters
import RosterDomain
import RosterDomainTestSupport
import RosterPorts
import RosterStore
import RosterStoreTestSupport
import Testing

@Suite("A file directory that a newer version of Roster has written to")
struct FileDirectoryNewerTests {
    /// A store whose first steps are known, and whose last step is these bytes.
    private static func disk(lastStep: [UInt8]) throws -> SimulatedDisk {
        let disk = SimulatedDisk()
        try FileToolFixture.makeStore(at: "/store", on: disk, FileToolFixture.history(3), inSegment: 5)
        let sizes = JournalSizes(segmentByteLimit: 1 << 20, firstStepByteCount: 4_096, stepByteLimit: 4_096)
        let folder = try PrivateFolder(at: "/store", on: disk)
        let journal = try Journal(in: folder, kind: DirectoryContent.kind, after: 0, sizes: sizes)
        while try journal.nextOrTail() != nil {}
        var group = JournalGroup(first: 4)
        group.add { $0.bytes += lastStep }
        try journal.append(&group)
        disk.settle()
        return disk
    }

    @Test(
        "is refused with the place, and left as it is, where it must be understood",
        arguments: [
            // Principal: the system; one change of kind 99; or none, and field 9, which is required.
            ([16, 0, 25, 2, 99, 0], "`changes.0.#99`"), ([16, 0, 25, 0, 76, 1], "`#9`"),
        ] as [([UInt8], String)])
    func refused(step: [UInt8], place: String) async throws {
        let disk = try Self.disk(lastStep: step)
        let journal = disk.files.filter { $0.key.contains("journal") }
        #expect {
            _ = try FileDirectory(at: "/store", on: disk, options: FileToolFixture.options)
        } throws: { error in
            guard case FileStoreError.writtenByNewer(_, _, let revision, let detail) = error else { return false }
            return revision == 4 && detail.hasPrefix(place)
        }
        #expect(disk.files.filter { $0.key.contains("journal") } == journal)
    }

    @Test("keeps what it does not know, in its history, in its checkpoint and in what is exported from it")
    func kept() async throws {
        var user = DomainSample.user(9, "newer@contoso.example")
        user.unknownFields.fields = [.numbered(500, kind: 1, payload: [1, 0x41])]
        let commit = Commit(
            revision: Revision(4), at: DomainSample.moment, principal: .system, changes: [.userAdded(user: user)])
        let disk = try Self.disk(lastStep: StoredForm.bytes(of: commit))
        let directory = try FileDirectory(at: "/store", on: disk, options: FileToolFixture.options)
        for _ in 1...2 {
            #expect(try await directory.user(user.id)?.user.unknownFields == user.unknownFields)
            let step = try #require(try await directory.history(after: Revision(3), limit: 1).first)
            #expect(try StoredForm.commit(json: StoredForm.json(of: step)) == commit)
            try await directory.compact()
        }
    }
}
