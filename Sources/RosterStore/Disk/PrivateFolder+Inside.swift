extension PrivateFolder {
    /// How many folders up are looked at; ours.
    private static let depthLimit = 4_096

    /// Whether this folder is in another one, however deep.
    ///
    /// Looks at the folders themselves and not at their paths, which may lead through links. Where this process may not look
    /// further up, it is taken to be elsewhere.
    func isInside(_ other: PrivateFolder) throws(FileStoreError) -> Bool {
        do throws(FileFailure) {
            let wanted = try other.folder.status()
            var (folder, status) = (self.folder, try self.folder.status())
            for _ in 0..<Self.depthLimit {
                folder = try folder.openFolder("..")
                let above = try folder.status()
                if above.isSameFile(as: wanted) { return true }
                // The topmost folder is in itself.
                if above.isSameFile(as: status) { return false }
                status = above
            }
            return false
        } catch {
            if error.isDenied { return false }
            throw error.error(at: self.path)
        }
    }
}
