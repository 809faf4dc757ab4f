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
    /// Reading and writing one that was not made yet.
    case creating
}

/// The bytes of a file in memory.
///
/// Reading them can end the process when another one cuts the file meanwhile, or its disk fails.
package final class MappedBytes: Sendable {
    /// The bytes; good for as long as this object is.
    // invariant: no code writes through the pointer, and it is let go of only when no reference to the object is left
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

/// Where folders are found by their paths: the disks of the machine, or a simulated one.
package protocol StoreDisk: Sendable {
    /// Opens a folder, which is made (mode 0700) when nothing has the path; its parent must exist.
    ///
    /// A new one can be entered by its owner, also when the umask takes that away.
    func openOrMakeFolder(_ path: String) throws(FileFailure) -> (isNew: Bool, folder: any StoreFolder)

    /// Opens a folder that is there.
    func openFolder(_ path: String) throws(FileFailure) -> any StoreFolder

    /// Tells about what has a path, also when it is a symbolic link.
    func status(of path: String) throws(FileFailure) -> FileStatus

    /// Makes everything durable, wherever it is; for a folder whose parent cannot be opened.
    func syncEverything()
}

extension StoreFolder {
    /// Opens a folder in this one, which is made when nothing has the name, under the same rules.
    package func openOrMakeFolder(_ name: String) throws(FileFailure) -> (isNew: Bool, folder: any StoreFolder) {
        try openingOrMaking {
            () throws(FileFailure) in
            try self.makeFolder(name)
        } open: {
            () throws(FileFailure) in
            try self.openFolder(name)
        } admitOwner: {
            () throws(FileFailure) in
            try self.setMode(0o700, of: name)
        }
    }
}

/// Makes a folder unless its name is taken, and opens it, also when the umask took its owner's bits from a new one.
func openingOrMaking(
    _ make: () throws(FileFailure) -> Void, open: () throws(FileFailure) -> any StoreFolder,
    admitOwner: () throws(FileFailure) -> Void
) throws(FileFailure) -> (isNew: Bool, folder: any StoreFolder) {
    var isNew = true
    do throws(FileFailure) {
        try retrying(make)
    } catch {
        guard error.isPresent else { throw error }
        isNew = false
    }
    do throws(FileFailure) {
        return (isNew, try retrying(open))
    } catch {
        guard isNew, error.isDenied else { throw error }
    }
    try retrying(admitOwner)
    return (isNew, try retrying(open))
}

extension StoreFile {
    /// Reads up to `count` bytes at an offset; fewer only when the file ends.
    package func read(_ count: Int, at offset: UInt64) throws(FileFailure) -> [UInt8] {
        var failure: FileFailure?
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            do throws(FileFailure) {
                filled = try self.read(into: UnsafeMutableRawBufferPointer(buffer), at: offset)
            } catch { failure = error }
        }
        if let failure { throw failure }
        return bytes
    }

    /// Fills a buffer from an offset on, and returns how many bytes there were; fewer only when the file ends.
    package func read(into buffer: UnsafeMutableRawBufferPointer, at offset: UInt64) throws(FileFailure) -> Int {
        var filled = 0
        while filled < buffer.count {
            let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
            let position = offset + UInt64(filled)
            let count = try retrying { () throws(FileFailure) in try self.readSome(into: rest, at: position) }
            if count == 0 { break }
            filled += count
        }
        return filled
    }

    /// Writes all of the bytes at an offset.
    package func write(_ bytes: UnsafeRawBufferPointer, at offset: UInt64) throws(FileFailure) {
        var written = 0
        while written < bytes.count {
            let rest = UnsafeRawBufferPointer(rebasing: bytes[written...])
            let position = offset + UInt64(written)
            let count = try retrying { () throws(FileFailure) in try self.writeSome(rest, at: position) }
            guard count > 0 else { throw .nothingWritten }
            written += count
        }
    }

    /// Writes all of the bytes at an offset.
    package func write(_ bytes: [UInt8], at offset: UInt64) throws(FileFailure) {
        var failure: FileFailure?
        bytes.withUnsafeBytes { buffer in
            do throws(FileFailure) { try self.write(buffer, at: offset) } catch { failure = error }
        }
        if let failure { throw failure }
    }
}

/// Makes a system call again for as long as signals interrupt it.
package func retrying<Result>(_ call: () throws(FileFailure) -> Result) throws(FileFailure) -> Result {
    while true {
        do throws(FileFailure) {
            return try call()
        } catch {
            guard error.isInterruption else { throw error }
        }
    }
}
