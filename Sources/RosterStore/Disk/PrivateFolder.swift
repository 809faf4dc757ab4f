/// A folder on disk that only its owner can use, and durable operations on the files in it.
///
/// Nothing in it can be read by another account for an instant, whatever the process's umask. What a call changed is on
/// disk when the call returns, unless it says otherwise: the name of the folder itself, too, which another process may have
/// made and not lived to sync. Everything goes through the open folder, so that neither moving it nor changing the working
/// directory leads astray.
///
/// Names are single components, chosen by Roster: a slash in one is a mistake of ours, not of the caller's.
package struct PrivateFolder: Sendable {
    /// The most bytes that ``read(_:byteLimit:)`` takes unless told otherwise.
    package static let defaultByteLimit = 1 << 20

    /// The path as the caller wrote it.
    package let path: String
    /// The open folder.
    ///
    /// No operation on it or on its files fails because of a signal.
    package let folder: any StoreFolder
    package let disk: any StoreDisk
    /// Whether nothing is to be made, written, or removed in the folder.
    package let isForReading: Bool
    private let entryNames: FolderNames

    /// Opens a folder, and makes it (mode 0700) when it is missing; its parent must exist.
    ///
    /// - Throws: ``FileStoreError`` for a symbolic link, what is no folder, what another account owns, what others may
    ///   use, and whatever else keeps the folder from being opened.
    package init(at path: String, on disk: any StoreDisk = SystemDisk()) throws(FileStoreError) {
        let name = Self.withoutEnd(path)
        let opened = try Self.open(path) { () throws(FileFailure) in
            guard !name.utf8.contains(0) else { throw .invalidPath }
            let opened = try disk.openOrMakeFolder(name)
            return (opened.isNew, UninterruptedFolder(opened.folder))
        } status: { () throws(FileFailure) in
            try disk.status(of: name)
        }
        self.init(at: path, opened.folder, on: disk)
        if opened.isNew { try self.syncNew() }
    }

    /// Opens a folder that is there, under the same rules, to read what is in it and to change nothing.
    ///
    /// - Throws: ``FileStoreError/noStore(path:)`` when there is none, and ``FileStoreError`` for the rest.
    package init(readingAt path: String, on disk: any StoreDisk = SystemDisk()) throws(FileStoreError) {
        let name = Self.withoutEnd(path)
        let folder = try Self.openForReading(path) { () throws(FileFailure) in
            guard !name.utf8.contains(0) else { throw .invalidPath }
            return UninterruptedFolder(try retrying { () throws(FileFailure) in try disk.openFolder(name) })
        } status: { () throws(FileFailure) in
            try disk.status(of: name)
        }
        self.init(at: path, folder, on: disk, isForReading: true)
    }

    private init(
        at path: String, _ folder: any StoreFolder, on disk: any StoreDisk, isForReading: Bool = false, depth: Int = 1
    ) {
        self.path = path
        self.folder = folder
        self.disk = disk
        self.isForReading = isForReading
        self.entryNames = FolderNames(of: folder, depth: depth)
    }

    /// Opens a folder in this one, and makes it when it is missing, under the same rules.
    package func subfolder(_ name: String) throws(FileStoreError) -> PrivateFolder {
        Self.check(name)
        try self.checkIsForWriting()
        let path = self.path(of: name)
        let opened = try Self.open(path) { () throws(FileFailure) in
            try self.folder.openOrMakeFolder(name)
        } status: { () throws(FileFailure) in
            try self.folder.status(of: name)
        }
        let folder = PrivateFolder(at: path, opened.folder, on: self.disk, depth: self.entryNames.depth + 1)
        if opened.isNew { try folder.syncNew() }
        return folder
    }

    /// The path of a file in the folder, for messages.
    package func path(of name: String) -> String {
        self.path.hasSuffix("/") ? self.path + name : self.path + "/" + name
    }

    /// The names of everything in the folder, sorted, except of files that were never finished.
    package func names() throws(FileStoreError) -> [String] {
        try self.entries().filter { !$0.hasPrefix(Self.unfinishedPrefix) }
    }

    /// Makes the names of all files in the folder durable, and that of the folder itself.
    package func sync() throws(FileStoreError) {
        try translating(self.path) { () throws(FileFailure) in try self.syncNames() }
    }

    func syncNames() throws(FileFailure) { try self.entryNames.sync() }

    /// Makes the names durable that were there when the folder was opened, unless that was done since.
    func syncOnce() throws(FileStoreError) {
        if !self.entryNames.areDurable { try self.sync() }
    }

    /// Makes the name of a folder durable that was just made.
    private func syncNew() throws(FileStoreError) {
        try translating(self.path) { () throws(FileFailure) in
            // One may be allowed to make a folder where one is not allowed to look.
            if try !self.entryNames.syncAbove() { self.disk.syncEverything() }
        }
    }

    /// Fails when the folder was opened for reading only.
    func checkIsForWriting() throws(FileStoreError) {
        if self.isForReading { throw .openedForReading(path: self.path) }
    }

    /// Fails unless this process may add and remove files.
    package func checkIsWritable() throws(FileStoreError) {
        try translating(self.path) { () throws(FileFailure) in try self.folder.checkIsWritable() }
    }

    package func entries() throws(FileStoreError) -> [String] {
        try translating(self.path) { () throws(FileFailure) in try self.folder.entries() }.sorted()
    }

    /// The path without slashes and `/.` at its end, which would make the operating system follow a link.
    private static func withoutEnd(_ path: String) -> String {
        var bytes = Array(path.utf8)
        while bytes.count > 1, bytes.last == UInt8(ascii: "/") || bytes.suffix(2) == Array("/.".utf8)[...] {
            bytes.removeLast()
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    static func check(_ name: String) {
        let isComponent =
            !["", ".", ".."].contains(name) && !name.utf8.contains { [0, UInt8(ascii: "/")].contains($0) }
        precondition(
            isComponent,
            "invariant: the name of a file in a private folder is a single component")
    }
}

/// Tells a failed system call as an error of the store.
package func translating<Result>(
    _ path: String, _ body: () throws(FileFailure) -> Result
) throws(FileStoreError) -> Result {
    do throws(FileFailure) {
        return try body()
    } catch {
        throw error.error(at: path)
    }
}

extension PrivateFolder {
    /// Locks a file of the folder, which is made when missing, until the lock is released or no longer referred to.
    ///
    /// The lock excludes other processes and other openings in this one. A process that dies gives it up. Blocks the
    /// calling thread for up to `limit`; a caller that locks again and again opens the file once, with ``lockFile(_:)``.
    /// - Throws: ``FileStoreError/locked(path:)``, with the folder's path, when another holds it for longer.
    package func lock(_ name: String, waitingUpTo limit: Duration = .zero) throws(FileStoreError) -> FolderLock {
        try self.lockFile(name).take(waitingUpTo: limit)
    }

    /// Opens a file of the folder, which is made when missing, to lock it.
    ///
    /// In a folder that was opened for reading none is made: where there is none, no process writes, and none is excluded.
    package func lockFile(_ name: String) throws(FileStoreError) -> LockFile {
        let purpose: FilePurpose = self.isForReading ? .reading : .writing
        let file = self.isForReading ? try self.open(name, for: purpose) : try self.openShared(name)
        let named = try file.map { (file) throws(FileStoreError) in
            try NamedFile(file, name: name, in: self, for: purpose)
        }
        return LockFile(named, name: name, in: self)
    }
}

extension PrivateFolder {
    /// How many folders up are looked at; ours.
    private static let depthLimit = 4_096

    /// Whether this folder is in another one, however deep.
    ///
    /// Looks at the folders themselves and not at their paths, which may lead through links. Where this process may not look
    /// further up, it is taken to be elsewhere.
    func isInside(_ other: PrivateFolder) throws(FileStoreError) -> Bool {
        do throws(FileFailure) {
            let wanted = try other.folder.status()
            var (folder, status) = (self.folder, try self.folder.status())
            for _ in 0..<Self.depthLimit {
                folder = try folder.openFolder("..")
                let above = try folder.status()
                if above.isSameFile(as: wanted) { return true }
                // The topmost folder is in itself.
                if above.isSameFile(as: status) { return false }
                status = above
            }
            return false
        } catch {
            if error.isDenied { return false }
            throw error.error(at: self.path)
        }
    }
}
