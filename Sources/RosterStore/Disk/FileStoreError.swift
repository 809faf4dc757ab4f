/// Why a store on files cannot be opened, read or written.
///
/// Paths are shown as the caller wrote them; no case holds anything out of a file.
@nonexhaustive
public enum FileStoreError: Error, Sendable, Hashable {
    /// Something that is no folder stands where the store should be.
    case notAFolder(path: String)
    /// Something that is no regular file stands where one should be.
    case notAFile(path: String)
    /// The folder or file belongs to another account of the operating system.
    case notOwned(path: String)
    /// Others than the owner can use the folder or file; `mode` is its type and permission bits.
    case looselyPermitted(path: String, mode: UInt32)
    /// A symbolic link stands where the folder or file itself should be.
    case symbolicLink(path: String)
    /// The file has a second name, under which another account could reach it.
    case hardLinked(path: String)
    /// Another user of the store, in another process or in this one, held the store's lock for longer than was waited.
    case locked(path: String)
    /// A file of the store was replaced, removed, or written by another program while the store was open.
    case replaced(path: String)
    /// The file is missing from a store that had one, or is that of another store; nothing was changed.
    case lost(path: String)
    /// There is no store to be read: the folder is missing, or no store was ever finished in it; nothing was made.
    case noStore(path: String)
    /// The store in the folder was opened for reading only; nothing was changed.
    case openedForReading(path: String)
    /// The folder that is to take something new holds something already; nothing in it was changed.
    case notEmpty(path: String)
    /// The folder that is to take a copy is inside of the one that is to be copied; nothing was copied.
    case insideOriginal(path: String, of: String)
    /// The file system can only be read.
    case readOnly(path: String)
    /// The operating system does not let this process do it.
    case permissionDenied(path: String)
    /// There is no room: the disk or a quota is full, or a limit on the size of files is reached.
    case noSpace(path: String)
    /// The file could not be opened, because this process or the whole system has as many open as it may have.
    case tooManyOpenFiles(path: String)
    /// The file, or what was to be written to it, is larger than what may be in it.
    case tooLarge(path: String, byteLimit: Int)
    /// The file does not hold what was written to it; nothing was changed.
    ///
    /// `offset` is where, in bytes from its beginning; `revision` is the step of history that should stand there.
    case damaged(path: String, offset: UInt64, revision: UInt64?, detail: String)
    /// A newer version of Roster wrote a step or a record that this one must not use without understanding all of it.
    ///
    /// Nothing was changed. `offset` and `revision` are as for ``damaged(path:offset:revision:detail:)``; `detail` names the
    /// field or the kind of change.
    case writtenByNewer(path: String, offset: UInt64, revision: UInt64?, detail: String)
    /// The file was written in a format that this version of Roster does not know.
    case unsupportedVersion(path: String, version: UInt32)
    /// A system call failed; `code` is its `errno`, `text` what that means.
    case system(call: String, path: String, code: Int32, text: String)
}

extension FileStoreError: CustomStringConvertible {
    /// What is wrong, and what to do about it where that is known.
    public var description: String {
        switch self {
        case .notAFolder(let path): "`\(path.shownPath)` is not a folder"
        case .notAFile(let path): "`\(path.shownPath)` is not a regular file"
        case .notOwned(let path): "`\(path.shownPath)` belongs to another account; run as its owner, or `chown` it"
        case .looselyPermitted(let path, let mode): Self.advice(on: path.shownPath, mode: mode)
        case .symbolicLink(let path): "`\(path.shownPath)` is a symbolic link; name what it points to"
        case .hardLinked(let path): "`\(path.shownPath)` has a second name (a hard link); remove the other one"
        case .locked(let path): "another process has been writing to `\(path.shownPath)` for too long; try again"
        case .replaced(let path):
            "`\(path.shownPath)` was replaced, removed or written by another program while it was open; open it again"
        case .lost(let path):
            "`\(path.shownPath)` is missing or is that of another store; nothing was changed, restore it from a copy"
        case .noStore(let path): "there is no store in `\(path.shownPath)`"
        case .openedForReading(let path): "`\(path.shownPath)` was opened for reading only; open it for writing"
        case .notEmpty(let path):
            "`\(path.shownPath)` is not empty; name a folder that is, or one that is not there yet"
        case .insideOriginal(let path, let original):
            "`\(path.shownPath)` is inside of `\(original.shownPath)`; name a folder elsewhere, best on another disk"
        case .readOnly(let path): "`\(path.shownPath)` is on a file system that can only be read"
        case .permissionDenied(let path): "this process may not read and write `\(path.shownPath)`"
        case .noSpace(let path): "there is no room for `\(path.shownPath)`; free some, then try again"
        case .tooManyOpenFiles(let path):
            "`\(path.shownPath)` cannot be opened: too many files are open; close some, then try again"
        case .tooLarge(let path, let limit): "`\(path.shownPath)` would exceed the \(limit) bytes that it may hold"
        case .damaged(let path, let offset, let revision, let detail):
            "`\(path.shownPath)` is damaged at byte \(offset)"
                + (revision.map { ", where revision \($0) should be" } ?? "")
                + ": \(detail); nothing was changed, restore it from a copy"
        case .writtenByNewer(let path, let offset, let revision, let detail):
            "`\(path.shownPath)` holds at byte \(offset)"
                + (revision.map { ", in revision \($0)," } ?? "")
                + " what only a newer version of Roster can read: \(detail); nothing was changed, use a newer version"
        case .unsupportedVersion(let path, let version):
            "`\(path.shownPath)` has format \(version), which this version of Roster does not know; use a newer one"
        case .system(let call, let path, let code, let text):
            "\(call) failed for `\(path.shownPath)`: \(text) (\(code))"
        }
    }

    private static func advice(on path: String, mode: UInt32) -> String {
        let isFolder = mode & 0o170000 == 0o040000
        let bits = String(mode & 0o7777, radix: 8)
        let command = "chmod \(isFolder ? 700 : 600)"
        return "`\(path)` can be used by others than its owner (mode \(bits)); run `\(command)` on it"
    }
}

extension FileStoreError {
    /// Whether a file does not hold what was written to it, or not what this version can read.
    package var isDamage: Bool {
        switch self {
        case .damaged, .writtenByNewer: true
        default: false
        }
    }

    /// Whether it passes: there may be room, or a descriptor, the next time.
    var isPassing: Bool {
        switch self {
        case .noSpace, .tooManyOpenFiles: true
        default: false
        }
    }
}

extension String {
    /// A path made safe for an error message, the name at its end included unless the path is absurdly long.
    fileprivate var shownPath: String {
        guard self.unicodeScalars.count <= 1_024 else { return self.shownName }
        return self.split(separator: "/", omittingEmptySubsequences: false).map { String($0).shownName }
            .joined(separator: "/")
    }

    /// A name with its control characters and direction marks as `\u{…}`, cut after 80 characters.
    private var shownName: String {
        let shown = self.unicodeScalars.prefix(80).map { scalar in
            scalar.isUnsafeInText ? "\\u{\(String(scalar.value, radix: 16))}" : String(Character(scalar))
        }
        return shown.joined() + (self.unicodeScalars.count > 80 ? "…" : "")
    }
}

extension Unicode.Scalar {
    /// Whether the scalar breaks a line, moves the cursor or turns the direction of writing.
    fileprivate var isUnsafeInText: Bool {
        switch self.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: true
        default:
            [0x061C, 0x200E, 0x200F].contains(self.value)
                || [0x202A...0x202E, 0x2066...0x2069].contains { $0 ~= self.value }
        }
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
