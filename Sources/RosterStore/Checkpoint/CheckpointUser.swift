/// A user as a checkpoint holds one.
///
/// The record is borrowed: from a ``Checkpoint`` it is good for as long as the checkpoint is held, for a
/// ``CheckpointBuilder`` it need only be good during the call.
package struct CheckpointUser {
    package var key: RecordKey
    /// The status, as a number that means nothing here; users are listed by it.
    package var status: UInt8
    /// Eight facts, a bit each; users are listed by every one of them.
    package var flags: UInt8
    /// The number that the set of holdings has in this checkpoint.
    package var holdings: UInt32
    /// The encoded user.
    package var record: UnsafeRawBufferPointer

    /// Creates a user.
    @inline(__always)
    package init(key: RecordKey, status: UInt8, flags: UInt8, holdings: UInt32, record: UnsafeRawBufferPointer) {
        self.key = key
        self.status = status
        self.flags = flags
        self.holdings = holdings
        self.record = record
    }
}
