internal import Synchronization

/// A file and its name in a folder, which another process may take away from it; open while it is used.
///
/// A process that wrote to a file without its name, or relied on what others write to it, would be alone.
///
/// A process with thousands of stores may not have as many descriptors as they have files. So a file that is not used for now is
/// closed, and opened again by its name.
final class NamedFile: Sendable {
    private struct State {
        /// Nil while the file is closed.
        var file: (any StoreFile)?
        /// Keeps the number of a closed file from being given to another one, and is never read.
        var mapping: MappedBytes?
    }

    let name: String
    /// The path that the file was opened under.
    let path: String
    /// Nil for a file that stays open whatever its name.
    private let folder: PrivateFolder?
    private let purpose: FilePurpose
    /// What tells the file from all others for as long as it is open or mapped.
    private let identity: FileStatus
    private let state: Mutex<State>

    /// Begins with a file that was opened for a purpose, and with a mapping of it if there is one.
    init(
        _ file: any StoreFile, name: String, in folder: PrivateFolder, for purpose: FilePurpose,
        mapping: MappedBytes? = nil
    ) throws(FileStoreError) {
        self.name = name
        self.path = folder.path(of: name)
        self.folder = folder
        self.purpose = purpose
        self.identity = try translating(self.path) { () throws(FileFailure) in try file.status() }
        self.state = Mutex(State(file: file, mapping: mapping))
    }

    /// Begins with a file that stays open whatever its name.
    init(_ file: any StoreFile, path: String) throws(FileStoreError) {
        (self.name, self.path, self.folder, self.purpose) = (path, path, nil, .reading)
        self.identity = try translating(path) { () throws(FileFailure) in try file.status() }
        self.state = Mutex(State(file: file))
    }

    /// Returns the file, and opens it first when it is closed.
    ///
    /// - Throws: ``FileStoreError/replaced(path:)`` when the name is gone, or that of another file.
    func open() throws(FileStoreError) -> any StoreFile {
        try self.state.withLock { (state) throws(FileStoreError) in
            if let file = state.file { return file }
            let file = try self.find { (folder) throws(FileFailure) -> (any StoreFile)? in
                let file = try folder.openFile(self.name, for: self.purpose)
                return try file.status().isSameFile(as: self.identity) ? file : nil
            }
            state.file = file
            return file
        }
    }

    /// Closes the file until it is used again, unless the system keeps no mapping of it: another file could be taken for it then.
    func close() {
        guard self.folder != nil else { return }
        self.state.withLock { state in
            if state.mapping == nil { state.mapping = try? state.file?.map(byteCount: 1, isRandom: false) }
            if state.mapping != nil { state.file = nil }
        }
    }

    /// Looks the name up, and returns what is known of the file now.
    ///
    /// - Throws: ``FileStoreError/replaced(path:)`` when the name is gone, or that of another file.
    @discardableResult
    func checkIsInPlace() throws(FileStoreError) -> FileStatus {
        try self.find { (folder) throws(FileFailure) -> FileStatus? in
            let status = try folder.status(of: self.name)
            return status.isSameFile(as: self.identity) ? status : nil
        }
    }

    private func find<Result>(
        _ body: (any StoreFolder) throws(FileFailure) -> Result?
    ) throws(FileStoreError) -> Result {
        do throws(FileFailure) {
            if let folder = self.folder?.folder, let found = try body(folder) { return found }
        } catch {
            if !error.isMissing { throw error.error(at: self.path) }
        }
        throw .replaced(path: self.path)
    }
}
