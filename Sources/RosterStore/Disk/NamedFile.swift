/// An open file and the name that it was opened under, which somebody may take away from it.
///
/// Whoever would write to a file without its name, or rely on what others write to it, would be alone.
struct NamedFile: Sendable {
    let file: any StoreFile
    let name: String
    /// The path that the file was opened under.
    let path: String
    private let folder: PrivateFolder
    /// What tells the file from all others for as long as it is open.
    private let identity: FileStatus

    init(_ file: any StoreFile, name: String, in folder: PrivateFolder) throws(FileStoreError) {
        self.file = file
        self.name = name
        self.path = folder.path(of: name)
        self.folder = folder
        self.identity = try translating(self.path) { () throws(FileFailure) in try file.status() }
    }

    /// Looks the name up, and returns what is known of the file now.
    ///
    /// - Throws: ``FileStoreError/replaced(path:)`` when the name is gone, or that of another file.
    @discardableResult
    func checkIsInPlace() throws(FileStoreError) -> FileStatus {
        do throws(FileFailure) {
            let named = try self.folder.folder.status(of: self.name)
            if named.isSameFile(as: self.identity) { return named }
        } catch {
            if !error.isMissing { throw error.error(at: self.path) }
        }
        throw .replaced(path: self.path)
    }
}
