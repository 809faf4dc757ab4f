internal import RosterDomain

/// The writing end of a journal: one frame at a time, each on disk before the next.
///
/// After the first error it writes nothing more. A sync that failed cannot be tried again: the operating system forgets
/// what it could not write, and the second try succeeds without it.
struct FormatOneJournal {
    /// The name of the journal in its folder.
    static let name = "journal"

    private let folder: PrivateFolder
    private let file: any StoreFile
    private let lock: FolderLock
    private let store: StoreID
    private var end: UInt64
    /// The first error; nothing is written from then on.
    private(set) var failure: FileStoreError?

    /// Why a step was not added.
    enum AppendError: Error {
        /// Nothing of it is in the journal.
        case nothingWritten(FileStoreError)
        /// It may be in the journal.
        case outcomeUnknown(FileStoreError)
    }

    /// Goes on where a replay ended.
    init(_ file: any StoreFile, in folder: PrivateFolder, lock: FolderLock, after replay: FormatOneReplay) {
        self.file = file
        self.folder = folder
        self.lock = lock
        self.store = replay.store
        self.end = replay.end
    }

    /// Opens the journal of a folder; when it is missing, makes it or returns nil.
    static func open(in folder: PrivateFolder, making: Bool) throws(FileStoreError) -> (any StoreFile)? {
        if let file = try folder.open(self.name, for: .writing) { return file }
        guard making else { return nil }
        try folder.replace(self.name, with: StoreID.random().journalHeader)
        guard let file = try folder.open(self.name, for: .writing) else {
            throw .replaced(path: folder.path(of: self.name))
        }
        return file
    }

    /// Adds a step, which is on disk when this returns.
    mutating func append(_ commit: Commit) throws(AppendError) {
        if let failure { throw .nothingWritten(failure) }
        // What could not be read back would make the whole store unreadable.
        guard let payload = commit.journalPayload, Commit(journalPayload: payload) == commit else {
            throw .nothingWritten(.notStorable(path: self.path))
        }
        let limit = FormatOneLayout.payloadByteLimit
        guard payload.count <= limit else { throw .nothingWritten(.tooLarge(path: self.path, byteLimit: limit)) }
        try self.checkNobodyInterfered()
        let frame = FormatOneFrame(payload: payload, revision: commit.revision.number).bytes(of: self.store) + payload
        try self.write(frame)
        do throws(FileFailure) {
            try self.file.syncData()
        } catch {
            throw self.fail(error, AppendError.outcomeUnknown)
        }
        self.end += UInt64(frame.count)
    }

    private mutating func write(_ frame: [UInt8]) throws(AppendError) {
        do throws(FileFailure) {
            try self.file.write(frame, at: self.end)
        } catch {
            // Without room, part of the frame at most was written. It is cut away, and would not count if it were not.
            let isCutBack = error.isNoSpace && (try? self.file.resize(to: self.end)) != nil
            throw self.fail(error, isCutBack ? AppendError.nothingWritten : AppendError.outcomeUnknown)
        }
    }

    /// A frame written to a file that has lost its name, or behind what somebody else wrote, would be lost.
    private mutating func checkNobodyInterfered() throws(AppendError) {
        do throws(FileFailure) {
            let named = try self.folder.folder.status(of: Self.name)
            let isOurs = try named.isSameFile(as: self.file.status()) && named.byteCount == self.end
            let lock = try self.folder.folder.status(of: self.lock.name)
            if isOurs, try lock.isSameFile(as: self.lock.file.status()) { return }
        } catch {
            if !error.isMissing { throw self.fail(error, AppendError.nothingWritten) }
        }
        self.failure = .replaced(path: self.path)
        throw .nothingWritten(.replaced(path: self.path))
    }

    private mutating func fail(
        _ failure: FileFailure, _ outcome: (FileStoreError) -> AppendError
    ) -> AppendError {
        let error = failure.error(at: self.path)
        self.failure = error
        return outcome(error)
    }

    private var path: String { self.folder.path(of: Self.name) }
}

// MARK: - Recovery

extension FormatOneJournal {
    /// Makes durable what a replay has read, after keeping a torn end aside and cutting it away.
    ///
    /// A crash at any point of it leaves the journal as torn as it was, or recovered.
    static func recover(
        _ replay: FormatOneReplay, of file: any StoreFile, in folder: PrivateFolder
    ) throws(FileStoreError) -> RecoveredTail? {
        var recovered: RecoveredTail?
        if let tail = replay.tornTail {
            let kept = try folder.make("\(self.name).torn-\(tail.offset)", with: tail.bytes)
            recovered = RecoveredTail(offset: tail.offset, byteCount: tail.bytes.count, fileName: kept)
        }
        try translating(folder.path(of: self.name)) { () throws(FileFailure) in
            if recovered != nil { try file.resize(to: replay.end) }
            // The last frame may be in memory only, when the process before was told that its sync failed. A sync alone
            // would not write it again.
            if let start = replay.lastFrame {
                try file.write(file.read(Int(replay.end - start), at: start), at: start)
            }
            try file.syncAll()
            // The name, too, may never have reached the disk.
            try folder.folder.sync()
        }
        return recovered
    }
}

/// The torn end of a journal, which was cut away when the store was opened.
///
/// It was what a crash left of a change that had not been acknowledged. The bytes are kept in a file next to the journal.
public struct RecoveredTail: Sendable, Hashable {
    /// Where it began, in bytes from the beginning of the journal.
    public let offset: UInt64
    /// How many bytes it had.
    public let byteCount: Int
    /// The name of the file in the store's folder that keeps the bytes; it can be removed.
    public let fileName: String
}
