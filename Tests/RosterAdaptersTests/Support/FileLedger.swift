import RosterStoreTestSupport
import Foundation
import RosterAdapters
import RosterDomain
import RosterPorts
import Testing

/// What the writer was told, kept outside of its store.
struct FileLedger {
    /// The address committed at each revision that was acknowledged.
    private(set) var acknowledged: [UInt64: String] = [:]
    /// How often the writer died with a commit that may have been on its way.
    var killCount = 0
    /// The journal with a torn end that a test made, and where that begins.
    private var torn: (offset: Int, journal: [UInt8])?

    /// Takes note of what a writer printed.
    mutating func take(_ end: FileChild.End) {
        for line in end.lines(of: "ack") {
            let words = line.split(separator: " ")
            guard words.count == 3, let revision = UInt64(words[1]), line.hasSuffix(".example") else { continue }
            #expect(self.acknowledged[revision] == nil, "a revision was acknowledged twice")
            self.acknowledged[revision] = String(words[2])
        }
    }

    /// Makes a store whose last commit was torn: a sector of it never reached the disk.
    mutating func makeTornStore(_ path: String) async throws {
        let journal = Self.journal(path)
        while self.torn == nil {
            let before = FileManager.default.fileExists(atPath: journal) ? try FileSandbox.bytes(journal) : []
            let end = try await FileChild.runWriter([path, "--commits", "1"])
            var bytes = try FileSandbox.bytes(journal)
            let (start, stop) = (FileFixture.usedByteCount(before), FileFixture.usedByteCount(bytes))
            let sector = (start / 512 + 1) * 512
            // Nothing tells a commit that lies in one sector, and never reached the disk, from none.
            guard start > 0, sector < stop else {
                self.take(end)
                continue
            }
            for position in sector..<stop { bytes[position] = 0 }
            self.torn = (start, bytes)
        }
        try self.tear(path)
    }

    /// Makes the store torn again.
    func tear(_ path: String) throws {
        if let torn { try FileSandbox.write(torn.journal, to: Self.journal(path)) }
    }

    private static func journal(_ path: String) -> String { "\(path)/\(FileFixture.segment(1))" }

    /// Opens the store and compares it with the ledger.
    ///
    /// - Parameters:
    ///   - others: How many users were added apart from the writer.
    ///   - isTorn: Whether the torn end has to be found again, in the journal or in a file that keeps it.
    func check(_ path: String, others: Int = 0, isTorn: Bool = false) async throws {
        let directory = try FileDirectory(at: path)
        let history = try await directory.history(after: .start, limit: .max)
        try #require(history.map(\.revision.number) == (1...).prefix(history.count).map { UInt64($0) })
        try #require(history.count - others - self.acknowledged.count <= self.killCount, "nothing was invented")
        for (revision, email) in self.acknowledged {
            try #require(revision <= UInt64(history.count), "revision \(revision) was acknowledged and is lost")
            guard case .userAdded(let user) = history[Int(revision) - 1].changes[0] else { continue }
            try #require(user.userName.rawValue == email)
            let record = try await directory.user(user.id)
            try #require(record?.user.userName.rawValue == email)
        }
        var userCount = 0
        _ = try await directory.readStandings { standing in
            userCount += 1
            #expect(standing.user?.holdings.count == 2, "a user was kept by half")
        }
        try #require(userCount == history.count)
        if isTorn, let torn {
            let prefix = "\(FileFixture.segment(1)).torn-\(torn.offset)"
            let kept = try FileSandbox.names(path).filter { $0.hasPrefix(prefix) }
            let part = torn.journal[torn.offset..<FileFixture.usedByteCount(torn.journal)]
            try #require(kept.contains { (try? FileSandbox.bytes("\(path)/\($0)").starts(with: part)) == true })
        }
    }
}

/// How to run a program so that its system calls fail.
struct FileStrace {
    let arguments: [String]

    /// Traces some calls only, with one fault injected.
    init(_ calls: String, _ fault: String) {
        self.arguments = ["/usr/bin/strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=\(calls)", "-e", fault]
    }
}
