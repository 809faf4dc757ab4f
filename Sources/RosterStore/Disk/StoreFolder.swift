/// An open folder: with ``StoreFile``, everything that the stores on files do to a disk.
///
/// The operating system is one implementation. A simulated disk is another: it records every operation, and tells what could
/// be left of them after a crash.
///
/// Names are single components. No operation follows a symbolic link in the last component, every descriptor is closed on
/// `exec`, and a call that a signal interrupted fails with `EINTR` here: ``retrying(_:)`` makes it again.
package protocol StoreFolder: AnyObject, Sendable {
    /// Opens or makes a file (mode 0600, less what the umask takes).
    func openFile(_ name: String, for purpose: FilePurpose) throws(FileFailure) -> any StoreFile

    /// Opens a folder in this one; `..` is the one that this one is in.
    func openFolder(_ name: String) throws(FileFailure) -> any StoreFolder

    /// Makes a folder (mode 0700, less what the umask takes).
    func makeFolder(_ name: String) throws(FileFailure)

    /// Tells about the folder itself.
    func status() throws(FileFailure) -> FileStatus

    /// Tells about an entry, also when it is a symbolic link.
    func status(of name: String) throws(FileFailure) -> FileStatus

    /// The names of all entries, in no order.
    func entries() throws(FileFailure) -> [String]

    /// Gives an entry another name, in place of whatever has it.
    func rename(_ name: String, to newName: String) throws(FileFailure)

    /// Takes the name from a file.
    func unlink(_ name: String) throws(FileFailure)

    /// Makes the names of all entries durable.
    func sync() throws(FileFailure)

    /// Sets the permission bits of the folder itself.
    func setMode(_ mode: UInt32) throws(FileFailure)

    /// Sets the permission bits of an entry, which may not be open to this process.
    func setMode(_ mode: UInt32, of name: String) throws(FileFailure)

    /// Fails unless this process may add and remove entries.
    func checkIsWritable() throws(FileFailure)

    /// Calls back after each write to a file by whichever process, until what is returned is let go of.
    ///
    /// Calls may be late, come together, or come without a reason; none is left out for good.
    func watch(_ name: String, _ onWrite: @escaping @Sendable () -> Void) throws(FileFailure) -> any Sendable
}

/// An open file; closed when the last reference to it goes.
package protocol StoreFile: AnyObject, Sendable {
    /// Tells about the file.
    func status() throws(FileFailure) -> FileStatus

    /// Sets the permission bits.
    func setMode(_ mode: UInt32) throws(FileFailure)

    /// Reads at an offset; fewer bytes than there is room for are no error, and none mean the end.
    func readSome(into buffer: UnsafeMutableRawBufferPointer, at offset: UInt64) throws(FileFailure) -> Int

    /// Writes at an offset, perhaps fewer bytes than were given.
    func writeSome(_ bytes: UnsafeRawBufferPointer, at offset: UInt64) throws(FileFailure) -> Int

    /// Cuts the file, or extends it with zeros.
    func resize(to byteCount: UInt64) throws(FileFailure)

    /// Makes the bytes durable, and as much of what is known about the file as reading them takes.
    func syncData() throws(FileFailure)

    /// Makes the bytes and all that is known about the file durable.
    func syncAll() throws(FileFailure)

    /// Locks the file for this opening of it and returns true, or returns false at once when another opening holds it.
    func tryLock() throws(FileFailure) -> Bool

    /// Waits until no other opening holds the lock, and takes it.
    func lock() throws(FileFailure)

    /// Gives up the lock, also for children of the process that are between `fork` and `exec`.
    func unlock()

    /// Maps the beginning of the file for reading.
    ///
    /// What is written to it later, by whichever process, can be seen in the mapping. `isRandom` says that it will be
    /// read here and there, so that reading ahead is a waste.
    func map(byteCount: Int, isRandom: Bool) throws(FileFailure) -> MappedBytes
}

/// What a file is opened for.
package enum FilePurpose: Sendable {
    /// Reading one that is there.
    case reading
    /// Reading and writing one that is there.
    case writing
    /// Reading and writing one that nobody has made yet.
    case creating
}

/// The bytes of a file in memory.
///
/// Reading them can end the process when somebody cuts the file meanwhile, or its disk fails.
package final class MappedBytes: Sendable {
    /// The bytes; good for as long as this object is.
    // invariant: nobody writes through the pointer, and it is let go of only when no reference to the object is left
    package nonisolated(unsafe) let bytes: UnsafeRawBufferPointer
    private let release: @Sendable (UnsafeRawBufferPointer) -> Void

    /// Wraps bytes that are let go of with the object.
    package init(_ bytes: UnsafeRawBufferPointer, release: @escaping @Sendable (UnsafeRawBufferPointer) -> Void) {
        self.bytes = bytes
        self.release = release
    }

    deinit {
        self.release(self.bytes)
    }
}
