extension PrivateFolder {
    /// Locks a file of the folder, which is made when missing, until the lock is released or no longer referred to.
    ///
    /// The lock excludes other processes and other openings in this one. A process that dies gives it up. Blocks the
    /// calling thread for up to `limit`; whoever locks again and again opens the file once, with ``lockFile(_:)``.
    /// - Throws: ``FileStoreError/locked(path:)``, with the folder's path, when somebody else holds it for longer.
    package func lock(_ name: String, waitingUpTo limit: Duration = .zero) throws(FileStoreError) -> FolderLock {
        try self.lockFile(name).take(waitingUpTo: limit)
    }

    /// Opens a file of the folder, which is made when missing, to lock it.
    ///
    /// In a folder that was opened for reading none is made: where there is none, nobody writes, and nobody is excluded.
    package func lockFile(_ name: String) throws(FileStoreError) -> LockFile {
        let file = self.isForReading ? try self.open(name, for: .reading) : try self.openShared(name)
        return try LockFile(file, name: name, in: self)
    }
}
