internal import RosterDomain
public import RosterPorts
public import RosterStore

/// A list of breached passwords in a file, which ``BreachedPasswordFileBuilder`` wrote.
///
/// The file stays on disk: a question reads 23 blocks of 4 KB at most for the billion passwords of the public collection (20 GB), and memory
/// holds none of them. Each block has a checksum. It is opened once, and can be replaced by another name meanwhile; the new one counts once it is opened.
public final class FileBreachedPasswords: BreachedPasswords {
    /// The path that was given.
    public let path: String
    /// How many passwords are on the list.
    public let count: Int
    private let file: any StoreFile

    /// Opens a list.
    ///
    /// - Throws: ``BreachedPasswordFileError``: a list that is missing or damaged stops the host when it starts, and not people later.
    public init(at path: String) throws(BreachedPasswordFileError) {
        let file = try reading(path) { () throws(FileFailure) in try SystemDisk().openFile(at: path) }
        let status = try reading(path) { () throws(FileFailure) in try file.status() }
        guard status.isFile else { throw .notAFile(path: path) }
        let header = try reading(path) { () throws(FileFailure) in
            try file.read(BreachedPasswordFormat.headerByteCount, at: 0)
        }
        guard let count = BreachedPasswordFormat.count(in: header) else {
            throw .damaged(path: path, detail: "it does not begin as a list of breached passwords does")
        }
        guard BreachedPasswordFormat.byteCount(of: count) == status.byteCount else {
            throw .damaged(path: path, detail: "it should hold \(count) digests, and has \(status.byteCount) bytes")
        }
        self.path = path
        self.count = count
        self.file = file
    }

    /// Whether a password is on the list; the disk is read on a thread of Roster's own.
    ///
    /// - Throws: `BreachedPasswordsError.unavailable(cause:)` with a ``BreachedPasswordFileError``.
    /// - Complexity: O(log passwords) reads.
    public func contains(_ digest: BreachedPasswordDigest) async throws(BreachedPasswordsError) -> Bool {
        do throws(BreachedPasswordFileError) {
            return try await BlockingWork.run { () throws(BreachedPasswordFileError) in
                try self.holds(DigestKey(digest.bytes))
            }
        } catch {
            throw .unavailable(cause: error)
        }
    }

    private func holds(_ wanted: DigestKey) throws(BreachedPasswordFileError) -> Bool {
        var blocks = 0..<BreachedPasswordFormat.blockCount(of: self.count)
        while !blocks.isEmpty {
            let middle = blocks.lowerBound + blocks.count / 2
            let digests = try self.digests(inBlock: middle)
            guard let first = digests.first, let last = digests.last else { return false }
            if wanted < first {
                blocks = blocks.lowerBound..<middle
            } else if last < wanted {
                blocks = middle + 1..<blocks.upperBound
            } else {
                return digests.contains(wanted)
            }
        }
        return false
    }

    private func digests(inBlock number: Int) throws(BreachedPasswordFileError) -> [DigestKey] {
        let place = BreachedPasswordFormat.place(ofBlock: number, of: self.count)
        let bytes = try reading(self.path) { () throws(FileFailure) in
            try self.file.read(place.byteCount, at: place.offset)
        }
        guard bytes.count == place.byteCount, let digests = BreachedPasswordFormat.digests(inBlock: number, bytes)
        else { throw .damaged(path: self.path, detail: "block \(number) is not as it was written") }
        return digests
    }
}

/// Why a file of breached passwords cannot be read or written.
///
/// Paths are shown as the caller wrote them; no case holds a password or a digest.
@nonexhaustive
public enum BreachedPasswordFileError: Error, Sendable, Hashable {
    /// There is no such file.
    case missing(path: String)
    /// The path does not lead to a regular file.
    case notAFile(path: String)
    /// The file is not as it was written; make it anew.
    case damaged(path: String, detail: String)
    /// A line of a list of digests, counted from 1, is none.
    case malformedLine(number: Int)
    /// Something is there already; nothing was written.
    case alreadyThere(path: String)
    /// The file cannot be read or written for another reason.
    case failed(FileStoreError)
}

extension BreachedPasswordFileError: CustomStringConvertible {
    /// What is wrong, and what to do about it where that is known.
    public var description: String {
        switch self {
        case .missing(let path): "there is no file `\(path.forDisplay)`"
        case .notAFile(let path): "`\(path.forDisplay)` is not a regular file"
        case .damaged(let path, let detail): "`\(path.forDisplay)` is damaged: \(detail); build it again"
        case .malformedLine(let number): "line \(number) is no digest by SHA-1: 40 hexadecimal digits, or a range's 35"
        case .alreadyThere(let path): "`\(path.forDisplay)` is there already; remove it, or name another file"
        case .failed(let error): error.description
        }
    }
}

/// Makes a system call, whose failure becomes the error of a file of breached passwords.
func reading<Result>(
    _ path: String, _ call: () throws(FileFailure) -> Result
) throws(BreachedPasswordFileError) -> Result {
    do throws(FileFailure) {
        return try retrying(call)
    } catch {
        if error.isMissing { throw .missing(path: path) }
        if error.isPresent { throw .alreadyThere(path: path) }
        throw .failed(error.error(at: path))
    }
}
