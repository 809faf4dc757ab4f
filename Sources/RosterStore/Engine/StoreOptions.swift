/// What a store on files does when; the defaults are what a host gets.
package struct StoreOptions: Sendable {
    /// How long a commit waits for other processes to finish theirs.
    package var lockPatience: Duration = .seconds(10)
    /// The bytes of commits after which no more share a write and a sync.
    package var groupByteCount = 8 << 20
    /// How long after finding no room to tell other processes of a commit that is tried again; twice as long each time.
    package var tellingDelay: Duration = .seconds(1)
    /// Whether checkpoints are written in the background when they are worthwhile.
    package var compactsByItself = true
    /// The least bytes changed since a checkpoint that make another one worthwhile.
    package var leastChangedByteCount = 4 << 20
    /// The most bytes changed since a checkpoint that are let grow, unless the checkpoint has more than 16 times as many.
    package var mostChangedByteCount = 32 << 20
    /// How large the segments of the journal become, and how they grow.
    package var journalSizes = JournalSizes.standard

    /// The defaults.
    package init() {}

    /// Whether another checkpoint is worthwhile.
    ///
    /// Waiting until half as much has changed as the checkpoint holds keeps the work in proportion to what was changed; the
    /// most bounds memory, and the time that opening takes after a crash. A large checkpoint, which all is written into anew, has
    /// to wait until a sixteenth has changed all the same.
    package func isWorthCompacting(changed: Int, checkpoint: Int) -> Bool {
        let most = max(self.mostChangedByteCount, checkpoint / 16)
        return changed > min(max(checkpoint / 2, self.leastChangedByteCount), most)
    }
}
