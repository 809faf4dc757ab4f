/// The checkpoints in the folder of a store, by their names.
package struct CheckpointFiles {
    private static let prefix = "checkpoint-"

    private let folder: PrivateFolder

    package init(_ folder: PrivateFolder) {
        self.folder = folder
    }

    /// The name of the checkpoint of a revision.
    package static func name(of revision: UInt64) -> String {
        let digits = String(revision)
        return Self.prefix + String(repeating: "0", count: 20 - digits.count) + digits
    }

    /// The revision of the checkpoint that has a name; nil when it is no name of one.
    package static func revision(of name: String) -> UInt64? {
        guard name.hasPrefix(Self.prefix), let revision = UInt64(name.dropFirst(Self.prefix.count)),
            Self.name(of: revision) == name
        else { return nil }
        return revision
    }

    /// The newest checkpoint's revision and name; nil when there is none.
    package func newest() throws(FileStoreError) -> (revision: UInt64, name: String)? {
        try self.all().last
    }

    /// Opens the checkpoint of a revision.
    package func open(_ revision: UInt64, kind: StoreKind) throws(FileStoreError) -> Checkpoint {
        let name = Self.name(of: revision)
        let path = self.folder.path(of: name)
        guard let file = try self.folder.open(name, for: .reading) else { throw .lost(path: path) }
        let checkpoint = try Checkpoint(file, path: path, kind: kind)
        guard checkpoint.info.revision == revision else {
            throw .damaged(
                path: path, offset: 0, revision: revision,
                detail: "the checkpoint is that of revision \(checkpoint.info.revision)")
        }
        return checkpoint
    }

    /// Removes the checkpoints that a newer one makes superfluous.
    ///
    /// A process that still reads one keeps what it reads.
    func removeAll(before revision: UInt64) throws(FileStoreError) {
        for former in try self.all() where former.revision < revision { try self.folder.remove(former.name) }
    }

    private func all() throws(FileStoreError) -> [(revision: UInt64, name: String)] {
        try self.folder.names().compactMap { name in
            Self.revision(of: name).map { ($0, name) }
        }
    }
}
