// What is refused, of folders and of files.
extension PrivateFolder {
    /// Opens a folder and checks it; `status` looks at the name itself, to tell why it could not be opened.
    static func open(
        _ path: String, _ open: () throws(FileFailure) -> (isNew: Bool, folder: any StoreFolder),
        status: () throws(FileFailure) -> FileStatus
    ) throws(FileStoreError) -> (isNew: Bool, folder: any StoreFolder) {
        let opened: (isNew: Bool, folder: any StoreFolder)
        do throws(FileFailure) {
            opened = try open()
        } catch {
            throw Self.reason(for: error, at: path, status)
        }
        // The umask may have taken bits from the owner too.
        if opened.isNew { try translating(path) { () throws(FileFailure) in try opened.folder.setMode(0o700) } }
        try Self.checkIsPrivate(opened.folder, path: path)
        return opened
    }

    /// Opens a folder that is there and checks it, and changes nothing, nor makes anything durable.
    static func openForReading(
        _ path: String, _ open: () throws(FileFailure) -> any StoreFolder,
        status: () throws(FileFailure) -> FileStatus
    ) throws(FileStoreError) -> any StoreFolder {
        let folder: any StoreFolder
        do throws(FileFailure) {
            folder = try open()
        } catch {
            throw error.isMissing ? .noStore(path: path) : Self.reason(for: error, at: path, status)
        }
        try Self.checkIsPrivate(folder, path: path)
        return folder
    }

    /// Why what has the path could not be opened as a folder.
    private static func reason(
        for failure: FileFailure, at path: String, _ status: () throws(FileFailure) -> FileStatus
    ) -> FileStoreError {
        if let found = try? status() {
            if found.isSymbolicLink { return .symbolicLink(path: path) }
            if !found.isFolder { return .notAFolder(path: path) }
        }
        return failure.error(at: path)
    }

    private static func checkIsPrivate(_ folder: any StoreFolder, path: String) throws(FileStoreError) {
        let status = try translating(path) { () throws(FileFailure) in try folder.status() }
        guard status.isOwn else { throw .notOwned(path: path) }
        guard !status.isLoose else { throw .looselyPermitted(path: path, mode: status.mode) }
    }

    /// Opens a private file that is there, or returns nil.
    package func open(_ name: String, for purpose: FilePurpose) throws(FileStoreError) -> (any StoreFile)? {
        Self.check(name)
        let path = self.path(of: name)
        let file: any StoreFile
        do throws(FileFailure) {
            file = try self.folder.openFile(name, for: purpose)
        } catch {
            if error.isMissing { return nil }
            throw error.error(at: path)
        }
        try Self.checkIsPrivateFile(file, path: path)
        return file
    }

    /// Opens a private file for writing, and makes it (mode 0600) when it is missing.
    ///
    /// A process that does so at the same time has the same file. The name of a new one is not durable yet.
    package func openShared(_ name: String) throws(FileStoreError) -> any StoreFile {
        // Another process may make the file, or remove it, between the two steps.
        for _ in 0..<Self.openingLimit {
            if let file = try self.open(name, for: .writing) { return file }
            if let file = try self.make(name) { return file }
        }
        throw .replaced(path: self.path(of: name))
    }

    /// How often a file is looked for that others make and remove meanwhile; ours.
    private static let openingLimit = 100

    /// Makes an empty private file, or returns nil when the name is taken.
    private func make(_ name: String) throws(FileStoreError) -> (any StoreFile)? {
        do throws(FileFailure) {
            return try self.makeFile(name)
        } catch {
            guard error.isPresent else { throw error.error(at: self.path(of: name)) }
            return nil
        }
    }

    /// Makes an empty private file under a name that is free.
    func makeFile(_ name: String) throws(FileFailure) -> any StoreFile {
        let file = try self.folder.openFile(name, for: .creating)
        do throws(FileFailure) {
            // The umask may have taken bits from the owner too.
            try file.setMode(0o600)
            return file
        } catch {
            try? self.folder.unlink(name)
            throw error
        }
    }

    private static func checkIsPrivateFile(_ file: any StoreFile, path: String) throws(FileStoreError) {
        let status = try translating(path) { () throws(FileFailure) in try file.status() }
        guard status.isFile else { throw .notAFile(path: path) }
        guard status.isOwn else { throw .notOwned(path: path) }
        // None at all is fine: the file was replaced after it was opened.
        guard status.linkCount <= 1 else { throw .hardLinked(path: path) }
        guard !status.isLoose else { throw .looselyPermitted(path: path, mode: status.mode) }
    }
}
