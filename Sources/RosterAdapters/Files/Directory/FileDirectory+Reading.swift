public import RosterStore

extension FileDirectory {
    /// Opens a directory that is there for reading only: nothing in its folder is made, mended, written, or removed.
    ///
    /// So a copy can be looked at where no process can write, on a file system that is mounted for reading only say, and by a process
    /// that may read its own account's files and no more: modes 0500 and 0400 will do. A directory that is in use can be read
    /// beside its writers, in other processes or this one: it shows what they commit, wakes those who wait for the history,
    /// and goes on from their checkpoints. On a medium that no process writes to, ``waitForHistory(after:)`` waits until it is
    /// canceled. ``verify(progress:)`` and ``summary()`` work, and ``backup(to:progress:)`` to a folder elsewhere.
    /// ``commit(_:by:at:given:)``, ``append(_:)`` and ``compact()`` throw `FileStoreError.openedForReading(path:)`, the first
    /// two as the cause of `UserDirectoryError.unavailable`.
    ///
    /// What a crash left stays as it is, and the steps that are shown are those that opening for writing would show:
    ///
    /// - Every step that was acknowledged is shown, and each step as a whole or not at all.
    /// - The torn remains of a step are not shown; nor are they told in ``recoveredTail``, since they are not taken away.
    /// - A step that is whole, and that no caller was told of before its writer died, is shown: nothing on the disk tells it from
    ///   one that was acknowledged. It is synced first, so that a power cut does not take back what was seen. That sync, which
    ///   writes out what the writer had left in memory, is all that ever reaches the disk, and comes at opening only.
    /// - One case is left. When the writer's own sync failed, and it said so with `UserDirectoryError.outcomeUnknown`, the disk
    ///   may not have the step although a second sync succeeds. It is shown, and opening for writing would write it once more;
    ///   if the machine forgets it first, it is gone. Open the directory again after its disk has failed.
    ///
    /// Folder and files must be those of the process's own account, and closed to all others, as ever: a medium that shows them to
    /// every process is refused. Files that are replaced meanwhile are not noticed.
    ///
    /// Maps the newest checkpoint and reads the journal behind it, on the calling thread. Waits up to 10 seconds for a process
    /// that is committing, and makes others wait for as long as it reads: the lock is taken on a file that is open for reading.
    ///
    /// - Throws: `FileStoreError`: `FileStoreError.noStore(path:)` when the folder is missing or was never a directory's,
    ///   `FileStoreError.locked(path:)` when another process commits for too long, and others as ``init(at:)``.
    public convenience init(readingAt path: String) throws(FileStoreError) {
        try self.init(readingAt: path, on: SystemDisk())
    }

    /// Opens a directory on a disk for reading only.
    package convenience init(
        readingAt path: String, on disk: any StoreDisk, options: StoreOptions = StoreOptions()
    ) throws(FileStoreError) {
        try self.init(in: PrivateFolder(readingAt: path, on: disk), options: options)
    }
}
