// Whole files.
extension PrivateFolder {
    /// Reads a whole file, or returns nil when there is none.
    ///
    /// - Throws: ``FileStoreError/tooLarge(path:byteLimit:)`` when it has more than `byteLimit` bytes, and an error for
    ///   each kind of file that this folder would not have written.
    package func read(_ name: String, byteLimit: Int = defaultByteLimit) throws(FileStoreError) -> [UInt8]? {
        guard let file = try self.open(name, for: .reading) else { return nil }
        let path = self.path(of: name)
        let bytes = try translating(path) { () throws(FileFailure) in
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
        let (unfinished, file) = try self.create(name)
        do throws(FileStoreError) {
            try translating(self.path(of: name)) { () throws(FileFailure) in
                try file.write(bytes, at: 0)
                try file.syncAll()
            }
        } catch {
            self.discard(unfinished)
            throw error
        }
        try self.finish(unfinished, as: name)
    }

    /// Removes a file; that there is none is fine.
    package func remove(_ name: String) throws(FileStoreError) {
        Self.check(name)
        try translating(self.path(of: name)) { () throws(FileFailure) in
            do throws(FileFailure) {
                try self.folder.unlink(name)
            } catch {
                guard error.isMissing else { throw error }
            }
            // Also when there was none: the process that removed it may have died before this.
            try self.syncNames()
        }
    }

    /// Makes a file of a free name, with these bytes.
    ///
    /// - Returns: The name: the one asked for, or that one with the first number after it that is free.
    package func make(_ name: String, with bytes: [UInt8]) throws(FileStoreError) -> String {
        Self.check(name)
        for number in 1... {
            let free = number == 1 ? name : "\(name)-\(number)"
            do throws(FileFailure) {
                try self.write(bytes, toNew: free)
                try self.syncNames()
                return free
            } catch {
                guard error.isPresent else { throw error.error(at: self.path(of: free)) }
            }
        }
        preconditionFailure("invariant: a folder has fewer files than there are numbers")
    }

    /// Writes a file that does not exist yet, durably except for its name; leaves none when it fails.
    private func write(_ bytes: [UInt8], toNew name: String) throws(FileFailure) {
        let file = try self.makeFile(name)
        do throws(FileFailure) {
            try file.write(bytes, at: 0)
            try file.syncAll()
        } catch {
            try? self.folder.unlink(name)
            throw error
        }
    }
}

// Files that are written in pieces, and have no name that counts before they are finished.
extension PrivateFolder {
    /// How the names of files that are being written begin.
    static let unfinishedPrefix = ".unfinished-"

    /// Begins a private file that is to replace what has a name, or to be the first to have it.
    ///
    /// Until it is finished it has a name that cannot be foreseen. The caller that writes it makes it durable, with
    /// ``StoreFile/syncAll()``, before finishing it.
    package func create(_ name: String) throws(FileStoreError) -> (unfinished: String, file: any StoreFile) {
        Self.check(name)
        let unfinished = Self.unfinishedPrefix + Self.unpredictableText()
        let file = try translating(self.path(of: name)) { () throws(FileFailure) in
            try self.makeFile(unfinished)
        }
        return (unfinished, file)
    }

    /// Gives a file that was written and synced its name, durably, in place of whatever has it.
    ///
    /// - Throws: ``FileStoreError``. The file is gone then, unless the sync of the folder failed: whether it has the name
    ///   is unknown then.
    package func finish(_ unfinished: String, as name: String) throws(FileStoreError) {
        Self.check(name)
        try translating(self.path(of: name)) { () throws(FileFailure) in
            do throws(FileFailure) {
                try self.folder.rename(unfinished, to: name)
            } catch {
                self.discard(unfinished)
                throw error
            }
            try self.syncNames()
        }
    }

    /// Removes a file that will not be finished, if that is possible.
    package func discard(_ unfinished: String) {
        try? self.folder.unlink(unfinished)
    }

    /// Removes the files that a process left behind when it died in the middle of writing them.
    ///
    /// Only a caller that knows that no other process is writing may call it: the holder of a lock, say.
    package func removeUnfinished() throws(FileStoreError) {
        for name in try self.entries() where name.hasPrefix(Self.unfinishedPrefix) {
            // A folder is none of ours, and could not be removed so.
            if (try? self.folder.status(of: name))?.isFolder == true { continue }
            try self.remove(name)
        }
    }

    private static func unpredictableText() -> String {
        var generator = SystemRandomNumberGenerator()
        return (0..<2).map { _ in String(generator.next() as UInt64, radix: 36) }.joined(separator: "-")
    }
}
