/// A folder on disk that only its owner can use, and durable operations on the files in it.
///
/// Nothing in it can be read by another account for an instant, whatever the process's umask. What a call changed is on
/// disk when the call returns. Everything goes through the open folder, so that neither moving it nor changing the working
/// directory leads astray.
///
/// Names are single components, chosen by Roster: a slash in one is a mistake of ours, not of the caller's.
package struct PrivateFolder: Sendable {
    /// The most bytes that ``read(_:byteLimit:)`` takes unless told otherwise.
    package static let defaultByteLimit = 1 << 20
    /// How the names of files that are being written begin.
    private static let unfinishedPrefix = ".unfinished-"

    /// The path as the caller wrote it.
    package let path: String
    let descriptor: FileDescriptor

    /// Opens a folder, and makes it (mode 0700) when it is missing; its parent must exist.
    ///
    /// - Throws: ``FileStoreError`` for a symbolic link, what is no folder, what another account owns, what others may
    ///   use, and whatever else keeps the folder from being opened.
    package init(at path: String) throws(FileStoreError) {
        let name = Self.withoutEnd(path)
        self.path = path
        self.descriptor = try Self.open(path) { () throws(FileDescriptor.Failure) in
            guard !name.utf8.contains(0) else { throw .invalidPath }
            return try FileDescriptor.openOrMakeFolder(name)
        } status: { () throws(FileDescriptor.Failure) in
            try FileDescriptor.status(of: name)
        }
    }

    private init(at path: String, descriptor: FileDescriptor) {
        self.path = path
        self.descriptor = descriptor
    }

    /// Opens a folder in this one, and makes it when it is missing, under the same rules.
    package func subfolder(_ name: String) throws(FileStoreError) -> PrivateFolder {
        let path = self.path(of: name)
        let descriptor = try Self.open(path) { () throws(FileDescriptor.Failure) in
            try self.descriptor.openOrMakeFolder(name)
        } status: { () throws(FileDescriptor.Failure) in
            try self.descriptor.status(of: name)
        }
        return PrivateFolder(at: path, descriptor: descriptor)
    }

    /// Reads a whole file, or returns nil when there is none.
    ///
    /// - Throws: ``FileStoreError/tooLarge(path:byteLimit:)`` when it has more than `byteLimit` bytes, and an error for
    ///   each kind of file that this folder would not have written.
    package func read(_ name: String, byteLimit: Int = defaultByteLimit) throws(FileStoreError) -> [UInt8]? {
        guard let file = try self.open(name, for: .reading) else { return nil }
        let path = self.path(of: name)
        let bytes = try translating(path) { () throws(FileDescriptor.Failure) in
            // One byte more than is there, so that a file that grows meanwhile is noticed.
            let size = Int(clamping: try file.status().byteCount)
            return try file.read(min(size, byteLimit) + 1, at: 0)
        }
        guard bytes.count <= byteLimit else { throw .tooLarge(path: path, byteLimit: byteLimit) }
        return bytes
    }

    /// Puts a file in place of whatever has its name, or makes it: afterwards, and after any crash, the old or the new
    /// bytes are there, whole.
    ///
    /// - Throws: ``FileStoreError``. Usually the old bytes are still there then; after a failed sync it is unknown which.
    package func replace(_ name: String, with bytes: [UInt8]) throws(FileStoreError) {
        Self.check(name)
        let unfinished = Self.unfinishedPrefix + Self.unpredictableText()
        try translating(self.path(of: name)) { () throws(FileDescriptor.Failure) in
            do throws(FileDescriptor.Failure) {
                try self.write(bytes, toNew: unfinished)
                try self.descriptor.rename(unfinished, to: name)
            } catch {
                try? self.descriptor.unlink(unfinished)
                throw error
            }
            try self.descriptor.syncAll()
        }
    }

    /// Removes a file; that there is none is fine.
    package func remove(_ name: String) throws(FileStoreError) {
        Self.check(name)
        try translating(self.path(of: name)) { () throws(FileDescriptor.Failure) in
            do throws(FileDescriptor.Failure) {
                try self.descriptor.unlink(name)
            } catch {
                guard error.isMissing else { throw error }
            }
            // Also when there was none: whoever removed it may have died before this.
            try self.descriptor.syncAll()
        }
    }

    /// The names of everything in the folder, sorted, except of files that were never finished.
    package func names() throws(FileStoreError) -> [String] {
        try self.entries().filter { !$0.hasPrefix(Self.unfinishedPrefix) }
    }

    /// Removes the files that a process left behind when it died in the middle of writing them.
    ///
    /// Only whoever knows that nobody else is writing may call it: the holder of a lock, say.
    package func removeUnfinished() throws(FileStoreError) {
        for name in try self.entries() where name.hasPrefix(Self.unfinishedPrefix) {
            // A folder is none of ours, and could not be removed so.
            if (try? self.descriptor.status(of: name))?.isFolder == true { continue }
            try self.remove(name)
        }
    }

    /// Locks a file of the folder, which is made when missing, until the lock is released or no longer referred to.
    ///
    /// The lock excludes other processes and other openings in this one. A process that dies gives it up.
    /// - Throws: ``FileStoreError/locked(path:)`` at once, with the folder's path, when somebody else holds it.
    package func lock(_ name: String) throws(FileStoreError) -> FolderLock {
        let file = try self.openOrMake(name)
        do throws(FileDescriptor.Failure) {
            try file.lock()
            // Whoever waits for a file that is being replaced would lock the one that nobody sees any more.
            guard try file.status().isSameFile(as: self.descriptor.status(of: name)) else {
                throw .init(call: "flock", code: 0)
            }
        } catch {
            if error.wouldBlock { throw .locked(path: self.path) }
            if error.isMissing || error.code == 0 { throw .replaced(path: self.path(of: name)) }
            throw error.error(at: self.path(of: name))
        }
        return FolderLock(file, name: name)
    }
}

/// A lock on a file, held until this goes.
package final class FolderLock: Sendable {
    let file: FileDescriptor
    let name: String

    fileprivate init(_ file: FileDescriptor, name: String) {
        self.file = file
        self.name = name
    }

    deinit {
        self.file.unlock()
    }
}

// MARK: - For the stores

extension PrivateFolder {
    /// The path of a file in the folder, for messages.
    package func path(of name: String) -> String {
        self.path.hasSuffix("/") ? self.path + name : self.path + "/" + name
    }

    /// Opens a file that is there, or returns nil.
    func open(_ name: String, for purpose: FileDescriptor.Purpose) throws(FileStoreError) -> FileDescriptor? {
        Self.check(name)
        let path = self.path(of: name)
        let file: FileDescriptor
        do throws(FileDescriptor.Failure) {
            file = try self.descriptor.openFile(name, for: purpose)
        } catch {
            if error.isMissing { return nil }
            throw error.error(at: path)
        }
        try Self.checkIsPrivateFile(file, path: path)
        return file
    }

    /// Makes a file of a free name, with these bytes.
    ///
    /// - Returns: The name: the one asked for, or that one with the first number after it that nobody has.
    func make(_ name: String, with bytes: [UInt8]) throws(FileStoreError) -> String {
        for number in 1... {
            let free = number == 1 ? name : "\(name)-\(number)"
            do throws(FileDescriptor.Failure) {
                try self.write(bytes, toNew: free)
                try self.descriptor.syncAll()
                return free
            } catch {
                guard error.isPresent else { throw error.error(at: self.path(of: free)) }
            }
        }
        preconditionFailure("invariant: a folder has fewer files than there are numbers")
    }

    private func openOrMake(_ name: String) throws(FileStoreError) -> FileDescriptor {
        Self.check(name)
        let path = self.path(of: name)
        do throws(FileDescriptor.Failure) {
            let file = try self.descriptor.openFile(name, for: .creating)
            // The umask may have taken bits from the owner too.
            try file.setMode(0o600)
            return file
        } catch {
            guard error.isPresent else { throw error.error(at: path) }
        }
        guard let file = try self.open(name, for: .writing) else { throw .replaced(path: path) }
        return file
    }

    /// Writes a file that does not exist yet, durably except for its name; leaves none when it fails.
    private func write(_ bytes: [UInt8], toNew name: String) throws(FileDescriptor.Failure) {
        let file = try self.descriptor.openFile(name, for: .creating)
        do throws(FileDescriptor.Failure) {
            // The umask may have taken bits from the owner too.
            try file.setMode(0o600)
            try file.write(bytes, at: 0)
            try file.syncAll()
        } catch {
            try? self.descriptor.unlink(name)
            throw error
        }
    }

    private func entries() throws(FileStoreError) -> [String] {
        try translating(self.path) { () throws(FileDescriptor.Failure) in try self.descriptor.entries() }.sorted()
    }

    /// The path without slashes and `/.` at its end, which would make the operating system follow a link.
    private static func withoutEnd(_ path: String) -> String {
        var bytes = Array(path.utf8)
        while bytes.count > 1, bytes.last == UInt8(ascii: "/") || bytes.suffix(2) == Array("/.".utf8)[...] {
            bytes.removeLast()
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func unpredictableText() -> String {
        var generator = SystemRandomNumberGenerator()
        return (0..<2).map { _ in String(generator.next() as UInt64, radix: 36) }.joined(separator: "-")
    }

    private static func check(_ name: String) {
        let isComponent =
            !["", ".", ".."].contains(name) && !name.utf8.contains { [0, UInt8(ascii: "/")].contains($0) }
        precondition(
            isComponent,
            "invariant: the name of a file in a private folder is a single component")
    }
}

// MARK: - What is refused

extension PrivateFolder {
    /// Opens a folder and checks it; `status` looks at the name itself, to tell why it could not be opened.
    private static func open(
        _ path: String, _ open: () throws(FileDescriptor.Failure) -> (isNew: Bool, folder: FileDescriptor),
        status: () throws(FileDescriptor.Failure) -> FileDescriptor.Status
    ) throws(FileStoreError) -> FileDescriptor {
        let opened: (isNew: Bool, folder: FileDescriptor)
        do throws(FileDescriptor.Failure) {
            opened = try open()
        } catch {
            if let found = try? status() {
                if found.isSymbolicLink { throw .symbolicLink(path: path) }
                if !found.isFolder { throw .notAFolder(path: path) }
            }
            throw error.error(at: path)
        }
        let status = try translating(path) { () throws(FileDescriptor.Failure) in
            // The umask may have taken bits from the owner too.
            if opened.isNew { try opened.folder.setMode(0o700) }
            return try opened.folder.status()
        }
        guard status.isOwn else { throw .notOwned(path: path) }
        guard !status.isLoose else { throw .looselyPermitted(path: path, mode: status.mode) }
        try translating(path) { () throws(FileDescriptor.Failure) in
            try Self.syncParent(of: opened.folder, isNew: opened.isNew)
        }
        return opened.folder
    }

    /// Makes the folder's own name durable, also when it is not new: whoever made it may have died before doing so.
    private static func syncParent(of folder: FileDescriptor, isNew: Bool) throws(FileDescriptor.Failure) {
        let parent: FileDescriptor
        do throws(FileDescriptor.Failure) {
            parent = try folder.openFolder("..")
        } catch {
            // One may be allowed to make a folder where one is not allowed to look.
            if isNew { FileDescriptor.syncEverything() }
            return
        }
        try parent.syncAll()
    }

    private static func checkIsPrivateFile(_ file: FileDescriptor, path: String) throws(FileStoreError) {
        let status = try translating(path) { () throws(FileDescriptor.Failure) in try file.status() }
        guard status.isFile else { throw .notAFile(path: path) }
        guard status.isOwn else { throw .notOwned(path: path) }
        // None at all is fine: the file was replaced after it was opened.
        guard status.linkCount <= 1 else { throw .hardLinked(path: path) }
        guard !status.isLoose else { throw .looselyPermitted(path: path, mode: status.mode) }
    }
}

/// Tells a failed system call as an error of the store.
func translating<Result>(
    _ path: String, _ body: () throws(FileDescriptor.Failure) -> Result
) throws(FileStoreError) -> Result {
    do throws(FileDescriptor.Failure) {
        return try body()
    } catch {
        throw error.error(at: path)
    }
}
