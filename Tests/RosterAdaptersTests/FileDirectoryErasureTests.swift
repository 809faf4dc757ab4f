import RosterAdapters
import RosterDomain
import RosterPorts
import RosterStore
import RosterStoreTestSupport
import Testing

@Suite("Erasing what is personal of a purged user from files", .timeLimit(.minutes(20)))
struct FileDirectoryErasureTests {
    @Test("no file holds any of it, in many segments, with a checkpoint and without, and the rest is sound")
    func erasesFiles() async throws {
        for isCompacted in [false, true] {
            let disk = SimulatedDisk()
            let directory = try ErasedPerson.directory(on: disk)
            try await ErasedPerson.live(in: directory)
            if isCompacted { try await directory.compact() }
            disk.put(
                Array("torn \(ErasedPerson.texts[0]) remains".utf8), at: "/store/journal-00000000000000000001.torn-7")
            #expect(ErasedPerson.texts.allSatisfy { ErasedPerson.holds(disk, $0) })
            #expect(disk.files.keys.filter { $0.contains("/journal-") }.count > 3)
            let before = try await directory.history(after: .start, limit: .max)
            try await directory.commit([.userPurged(user: ErasedPerson.id)], by: .system)
            #expect(ErasedPerson.texts.filter { ErasedPerson.holds(disk, $0) } == [])
            let after = try await directory.history(after: .start, limit: .max)
            #expect(after.map(\.at).dropLast() == before.map(\.at)[...] && after.count == before.count + 1)
            #expect(after.map(\.changes.count).dropLast() == before.map(\.changes.count)[...])
            #expect(try await directory.verify().revision == after.last?.revision)
            #expect(disk.files["/store/erasure"] == nil)
            // A neighbor stays as written.
            #expect(ErasedPerson.holds(disk, "neighbor@contoso.example"))
            try await directory.compact()
            let reopened = try ErasedPerson.directory(on: disk.copy())
            #expect(try await reopened.verify().userCount == 2)
            #expect(try await reopened.history(after: .start, limit: .max) == after)
            #expect(ErasedPerson.texts.filter { ErasedPerson.holds(disk, $0) } == [])
        }
    }

    @Test("others who have the directory open read, follow and commit on while files are replaced beneath them")
    func followers() async throws {
        let disk = SimulatedDisk()
        let directory = try ErasedPerson.directory(on: disk)
        try await ErasedPerson.live(in: directory)
        let (current, behind) = (try ErasedPerson.directory(on: disk), try ErasedPerson.directory(on: disk))
        let reader = try FileDirectory(readingAt: "/store", on: disk, options: ErasedPerson.options)
        let places = try await current.history(after: .start, limit: .max)
        // One stands in the middle of the history, and has read none of what follows.
        let follower = Task {
            var seen: [Revision] = []
            for try await commit in behind.changes(after: Revision(2)) {
                seen.append(commit.revision)
                if commit.revision == Revision(UInt64(places.count) + 3) { break }
            }
            return seen
        }
        try await directory.commit([.userPurged(user: ErasedPerson.id)], by: .system)
        for other in [current, behind] {
            #expect(try await other.user(ErasedPerson.id)?.user.status == .purged)
            try await other.commit(
                [.userRenamed(user: ErasedPerson.neighbor, from: FullName("N"), to: FullName("M"))], by: .system)
        }
        for other in [directory, current, behind, reader] {
            let history = try await other.history(after: .start, limit: .max)
            #expect(history.count == places.count + 3)
            #expect(ErasedPerson.texts.filter { "\(history)".contains($0) } == [])
            #expect(try await other.user(ErasedPerson.neighbor)?.user.fullName.rawValue == "M")
        }
        #expect(try await follower.value == (3...UInt64(places.count) + 3).map { Revision($0) })
        #expect(try await current.verify().revision == Revision(UInt64(places.count) + 3))
        // And once more, by one of them.
        try await behind.commit([.userPurged(user: ErasedPerson.neighbor)], by: .system)
        #expect(!ErasedPerson.holds(disk, "neighbor@contoso.example"))
        #expect(try await directory.user(ErasedPerson.neighbor)?.user.status == .purged)
        #expect(try await reader.verify().userCount == 2)
    }

    @Test("after a power cut at any moment the purge is not there, or is completed by the next opening")
    func powerCuts() async throws {
        let disk = SimulatedDisk()
        let directory = try ErasedPerson.directory(on: disk)
        try await ErasedPerson.live(in: directory)
        disk.settle()
        try await directory.commit([.userPurged(user: ErasedPerson.id)], by: .system)
        disk.mark()
        let last = try await directory.head().revision
        var (purged, unpurged) = (0, 0)
        for (_, markCount, image) in CrashSweep(of: disk.log, limit: 3) {
            let isPurged = try await ErasedPerson.isPurged(image, at: last)
            if isPurged { purged += 1 } else { unpurged += 1 }
            #expect(isPurged || markCount == 0)
        }
        print("power cuts beside an erasure: \(purged) with the purge, \(unpurged) without")
        #expect(purged > 20 && unpurged > 3)
    }

    @Test("after a kill at any change of the disk, another process goes on, and completes the purge")
    func kills() async throws {
        var (number, hasDied) = (0, true)
        while hasDied {
            number += 1
            let (disk, changes) = (SimulatedDisk(), StoreTally())
            try await ErasedPerson.live(in: ErasedPerson.directory(on: disk))
            let survivor = try ErasedPerson.directory(on: disk)
            let dying = MediatedDisk.dying(at: number, on: disk, changes)
            let directory = try? FileDirectory(at: "/store", on: dying, options: ErasedPerson.options)
            _ = try? await directory?.commit([.userPurged(user: ErasedPerson.id)], by: .system)
            hasDied = changes.value >= number
            _ = try await survivor.history(after: .start, limit: .max)
            try await survivor.commit([.refused(refusal: Refusal("go on", because: .noRole))], by: .system)
            try await survivor.finishErasures()
            // A step of which no process was told comes to light with the next one.
            let isPurged = try await survivor.user(ErasedPerson.id)?.user.status == .purged
            let history = try await survivor.history(after: .start, limit: .max)
            #expect(isPurged == ErasedPerson.texts.allSatisfy { !ErasedPerson.holds(disk, $0) }, "change \(number)")
            #expect(try await survivor.verify().revision == Revision(UInt64(history.count)), "change \(number)")
            #expect(try await ErasedPerson.isPurged(disk.copy(), at: nil) == isPurged, "change \(number)")
        }
        print("kills beside an erasure: \(number)")
        #expect(number > 20)
    }

    @Test("a disk that fails leaves the purge on record, says so, and is done with later")
    func failures() async throws {
        var unfinished = 0
        for number in 1...400 {
            let disk = SimulatedDisk()
            let directory = try ErasedPerson.directory(on: disk)
            try await ErasedPerson.live(in: directory)
            let before = disk.operationCount(.change)
            disk.inject(DiskFault(.change, number: number, .failure(ErasedPerson.noSpace)))
            do throws(UserDirectoryError) {
                try await directory.commit([.userPurged(user: ErasedPerson.id)], by: .system)
            } catch {
                if case .erasureUnfinished(let commit, _) = error {
                    unfinished += 1
                    #expect(commit.changes == [.userPurged(user: ErasedPerson.id)])
                }
            }
            let isHit = disk.operationCount(.change) - before >= number
            disk.removeFaults()
            let reopened = try ErasedPerson.directory(on: disk)
            try await reopened.finishErasures()
            let isPurged = try await reopened.user(ErasedPerson.id)?.user.status == .purged
            let places = disk.files.filter { file in ErasedPerson.texts.contains { file.value.holds(Array($0.utf8)) } }
                .keys
            #expect(isPurged == places.isEmpty, "change \(number): \(places.sorted())")
            _ = try await reopened.verify()
            if !isHit { break }
        }
        #expect(unfinished > 10)
    }

    @Test("a copy holds nothing that is about to be erased, and an import that purges erases")
    func copies() async throws {
        let disk = SimulatedDisk()
        let directory = try ErasedPerson.directory(on: disk)
        try await ErasedPerson.live(in: directory)
        let whole = try await directory.history(after: .start, limit: .max)
        try await directory.commit([.userPurged(user: ErasedPerson.id)], by: .system)
        try await directory.backup(to: "/copy")
        let copy = try FileDirectory(at: "/copy", on: disk)
        #expect(try await copy.user(ErasedPerson.id)?.user.status == .purged)
        #expect(ErasedPerson.texts.filter { ErasedPerson.holds(disk, $0) } == [])
        let purge = Commit(
            revision: Revision(UInt64(whole.count) + 1), at: ErasedPerson.now, principal: .system,
            changes: [.userPurged(user: ErasedPerson.id)])
        let imported = try FileDirectory(at: "/import", on: disk)
        try await imported.append(whole + [purge])
        #expect(ErasedPerson.texts.filter { ErasedPerson.holds(disk, $0) } == [])
        #expect(try await imported.verify().revision == purge.revision)
    }
}

/// A person with unusual values in every field that is personal, and a neighbor.
enum ErasedPerson {
    static let now = Timestamp(millisecondsSinceEpoch: 1_750_000_000_000)
    static let id = UserID(bits: 0x018f_6a7e_8f2d_7c3a_9b1e_0000_0000_0001)
    static let neighbor = UserID(bits: 0x018f_6a7e_8f2d_7c3a_9b1e_0000_0000_0002)
    /// `ENOSPC`.
    static let noSpace: Int32 = 28

    /// Each occurs in nothing but what is personal of the person.
    static let texts = [
        "Жанна \u{1F9E1} d\u{2019}Arc\u{301}", "jeanne+qx@contoso.example", "CONTOSO\\jeann\u{EB}",
        "\u{661}\u{662}-qx",
        "+33 qx 1", "\u{202F}parce que qx\n!", "Pucelle qx", "JEANNE+QX@contoso.example", "qx-nouvelle@contoso.example",
        "Qx \u{5D0}\u{5D1}", "jeanne-neu@contoso.example",
    ]

    /// Small segments, so that the history has several.
    static var options: StoreOptions {
        var options = StoreOptions()
        options.compactsByItself = false
        options.journalSizes = JournalSizes(segmentByteLimit: 300, firstStepByteCount: 4_096, stepByteLimit: 4_096)
        return options
    }

    static func directory(on disk: SimulatedDisk) throws -> FileDirectory {
        try FileDirectory(at: "/store", on: disk, options: self.options)
    }

    /// A life with each kind of change that holds something personal.
    static func live(in directory: FileDirectory) async throws {
        let name = try FullName(self.texts[0])
        let attributes = try UserAttributes([
            UserAttribute(.externalID, .text(self.texts[3]), uniqueness: .caseExact),
            UserAttribute(.phoneNumbers, .entries([["value": self.texts[4], "type": "work"]])),
        ])
        let user = User(
            id: self.id, fullName: name, userName: try UserName(self.texts[2]), email: try EmailAddress(self.texts[1]),
            status: .active, addedAt: self.now, attributes: attributes)
        let title = UserAttribute(.title, .text(self.texts[6]))
        let request = RoleRequest(
            id: RoleRequestID(bits: 7), user: self.id, roles: [RoleID("reader")], scope: .company,
            reason: self.texts[5],
            requestedAt: self.now)
        let loud = UserName(try EmailAddress(self.texts[7]))
        let change = AddressChange(
            to: try EmailAddress(self.texts[10]), requestedBy: .system, credential: CredentialID(bits: 7), at: self.now,
            expiringAt: self.now + .seconds(60))
        let added = User(
            id: self.neighbor, fullName: try FullName("N"), email: try EmailAddress("neighbor@contoso.example"),
            status: .active, addedAt: self.now)
        let steps: [[Change]] = [
            [.userAdded(user: added)], [.userAdded(user: user)],
            [.userRenamed(user: self.id, from: name, to: try FullName(self.texts[9]))],
            [.attributesChanged(user: self.id, edits: [AttributeEdit(.title, from: nil, to: title)])],
            [.rolesRequested(request: request)], [.roleRequestAnswered(request: request, answer: .declined)],
            [.refused(refusal: Refusal("add a user", because: .noRole, about: loud))],
            [.refused(refusal: Refusal("add a user", because: .nameTaken(name: loud)))],
            [.addressChangeRequested(user: self.id, change: change)],
            [.addressChanged(user: self.id, from: user.email, to: try EmailAddress(self.texts[8]))],
            [.statusChanged(user: self.id, from: .active, to: .deleted), .namesReleased(user: self.id)],
        ]
        for step in steps { try await directory.commit(step, by: .system) }
        let names = try await directory.user(self.id)?.user.ownNames ?? []
        try await directory.commit([.namesRegained(user: self.id, names: names)], by: .system)
    }

    static func holds(_ disk: SimulatedDisk, _ text: String) -> Bool {
        let bytes = Array(text.utf8)
        return disk.files.values.contains { $0.holds(bytes) }
    }

    /// Whether the purge is there after opening, whole, or else nothing of it.
    static func isPurged(_ disk: SimulatedDisk, at last: Revision?) async throws -> Bool {
        let directory = try self.directory(on: disk)
        let isPurged = try await directory.user(self.id)?.user.status == .purged
        let held = self.texts.filter { self.holds(disk, $0) }
        try StoreFinding.check(isPurged ? held.isEmpty : held.count == self.texts.count, "by halves: \(held)")
        let report = try await directory.verify()
        if let last {
            let expected = isPurged ? last : Revision(last.number - 1)
            try StoreFinding.check(report.revision == expected, "the history ends at \(report.revision)")
        }
        return isPurged
    }
}

extension [UInt8] {
    fileprivate func holds(_ text: [UInt8]) -> Bool {
        guard let first = text.first, self.count >= text.count else { return false }
        return self.indices.dropLast(text.count - 1).contains {
            self[$0] == first && self[$0..<$0 + text.count].elementsEqual(text)
        }
    }
}

extension FileDirectory {
    @discardableResult
    fileprivate func commit(_ changes: [Change], by principal: Principal) async throws(UserDirectoryError) -> Commit {
        try await self.commit(changes, by: principal, at: ErasedPerson.now, given: .versions([:]))
    }
}
