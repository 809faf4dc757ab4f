extension Journal {
    /// Removes the segments whose steps a checkpoint holds, the oldest first, and what was kept of their torn ends.
    ///
    /// Only the holder of the store's lock may do so, once the checkpoint is durable. A crash at any point leaves a journal
    /// that begins at or before what follows the checkpoint.
    static func dropSegments(in folder: PrivateFolder, through revision: UInt64) throws(FileStoreError) {
        let firsts = try JournalName.segments(in: folder)
        for (first, next) in zip(firsts, firsts.dropFirst()) where next <= revision + 1 {
            let name = JournalName.segment(first)
            for other in try folder.names() where other.hasPrefix("\(name).torn-") { try folder.remove(other) }
            try folder.remove(name)
        }
    }
}
