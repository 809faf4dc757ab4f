import Foundation
import PostgreSQLTrialSupport
import RosterDomain
import Synchronization

/// The file in which a host notes what it has seen; what was noted is there however the host dies.
final class LedgerFile: Sendable {
    private let handle: FileHandle
    private let nextNumber = Atomic<Int64>(0)
    private let first: LedgerMark

    /// Creates the file of a host, of which there are fewer than a million.
    init(at path: String, host: Int) throws {
        guard FileManager.default.createFile(atPath: path, contents: nil),
            let handle = FileHandle(forWritingAtPath: path)
        else { throw CocoaError(.fileWriteUnknown) }
        self.handle = handle
        self.first = LedgerMark(host + 1) * 1_000_000
    }

    /// A mark that no other step has.
    func nextMark() -> LedgerMark {
        self.first + self.nextNumber.wrappingAdd(1, ordering: .relaxed).newValue
    }

    /// Notes an entry: in one call, so that the lines of tasks do not mix.
    func note(_ entry: LedgerEntry) {
        // The end of the host is all that can prevent it.
        try? self.handle.write(contentsOf: Data("\(entry.line)\n".utf8))
    }

    /// Reads the entries in the files of a folder.
    static func entries(in folder: String) throws -> [LedgerEntry] {
        try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasPrefix("host-") }.flatMap { name in
            try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)
                .split(separator: "\n").compactMap { LedgerEntry($0) }
        }
    }

    /// A moment on a clock that all processes of the machine share, in nanoseconds.
    static var now: UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}
