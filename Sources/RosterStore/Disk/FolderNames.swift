internal import Synchronization

/// What makes the names in a folder durable, and the name of the folder itself.
///
/// The process that made or moved the folder may not have lived to sync its name. So the first sync makes that durable, too: an
/// opening that writes nothing waits for no disk, and nothing that is written stands in a folder that a crash may take away.
final class FolderNames: Sendable {
    private let folder: any StoreFolder
    /// How many names of the path count: one, and one for each folder that was opened in another.
    let depth: Int
    private let isSynced = Atomic(false)

    init(of folder: any StoreFolder, depth: Int) {
        self.folder = folder
        self.depth = depth
    }

    /// Whether all names are durable that were there when the folder was opened.
    var areDurable: Bool { self.isSynced.load(ordering: .acquiring) }

    func sync() throws(FileFailure) {
        try self.folder.sync()
        if self.areDurable { return }
        _ = try self.syncAbove()
        self.isSynced.store(true, ordering: .releasing)
    }

    /// Makes the folder's own name durable, and returns false where this process may not look at what it is in.
    func syncAbove() throws(FileFailure) -> Bool {
        var folder = self.folder
        for _ in 0..<self.depth {
            do throws(FileFailure) {
                folder = try folder.openFolder("..")
            } catch {
                guard error.isDenied else { throw error }
                return false
            }
            try folder.sync()
        }
        return true
    }
}
