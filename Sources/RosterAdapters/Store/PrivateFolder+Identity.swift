extension PrivateFolder {
    /// Fails when an open file is no longer the one that has a name in the folder.
    ///
    /// Whoever would write to it, or rely on what others write to it, would be alone.
    func check(_ file: any StoreFile, isStill name: String) throws(FileStoreError) {
        do throws(FileFailure) {
            if try file.status().isSameFile(as: self.folder.status(of: name)) { return }
        } catch {
            if !error.isMissing { throw error.error(at: self.path(of: name)) }
        }
        throw .replaced(path: self.path(of: name))
    }
}
