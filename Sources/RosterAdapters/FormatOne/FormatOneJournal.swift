/// The journal of the first format as a file, which is read and mended, and never added to.
enum FormatOneJournal {
    /// The name of the journal in its folder.
    static let name = "journal"

    /// Makes durable what a replay has read, after keeping a torn end aside and cutting it away.
    ///
    /// A crash at any point of it leaves the journal as torn as it was, or recovered.
    static func recover(
        _ replay: FormatOneReplay, of file: any StoreFile, in folder: PrivateFolder
    ) throws(FileStoreError) -> RecoveredTail? {
        var recovered: RecoveredTail?
        if let tail = replay.tornTail {
            let kept = try folder.make("\(self.name).torn-\(tail.offset)", with: tail.bytes)
            recovered = RecoveredTail(offset: tail.offset, byteCount: tail.bytes.count, fileName: kept)
        }
        try translating(folder.path(of: self.name)) { () throws(FileFailure) in
            if recovered != nil { try file.resize(to: replay.end) }
            // The last frame may be in memory only, when the process before was told that its sync failed. A sync alone
            // would not write it again.
            if let start = replay.lastFrame {
                try file.write(file.read(Int(replay.end - start), at: start), at: start)
            }
            try file.syncAll()
            // The name, too, may never have reached the disk.
            try folder.folder.sync()
        }
        return recovered
    }
}
