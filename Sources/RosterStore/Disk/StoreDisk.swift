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
