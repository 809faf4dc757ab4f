// Files that are written in pieces, and have no name that counts before they are finished.
extension PrivateFolder {
    /// How the names of files that are being written begin.
    static let unfinishedPrefix = ".unfinished-"

    /// Begins a private file that is to replace what has a name, or to be the first to have it.
    ///
    /// Until it is finished it has a name that nobody can foresee. Whoever writes it makes it durable, with
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
            try self.folder.sync()
        }
    }

    /// Removes a file that will not be finished, if that is possible.
    package func discard(_ unfinished: String) {
        try? self.folder.unlink(unfinished)
    }

    /// Removes the files that a process left behind when it died in the middle of writing them.
    ///
    /// Only whoever knows that nobody else is writing may call it: the holder of a lock, say.
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
