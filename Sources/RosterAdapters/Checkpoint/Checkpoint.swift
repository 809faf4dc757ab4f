package import RosterDomain

package final class Checkpoint: Sendable {
    package let head: CheckpointHead
    package let userCount: Int
    package let path: String

    package init(_ file: any StoreFile, path: String) throws(FileStoreError) {
        throw .lost(path: path)
    }

    package func roles() throws(FileStoreError) -> [[UInt8]] { [] }
    package func scopes() throws(FileStoreError) -> [[UInt8]] { [] }
    package func find(_ id: UserID) throws(FileStoreError) -> Int? { nil }
    package func find(
        emailHash: UInt64, where matches: (Int) throws(FileStoreError) -> Bool
    ) throws(FileStoreError) -> Int? { nil }
    package func user(_ ordinal: Int) throws(FileStoreError) -> CheckpointUser { throw .lost(path: self.path) }
    package func id(_ ordinal: Int) throws(FileStoreError) -> UserID { throw .lost(path: self.path) }
    package func firstOrdinal(after id: UserID?) throws(FileStoreError) -> Int { 0 }
    package var holdingsCount: Int { 0 }
    package func holdings(_ number: UInt32) throws(FileStoreError) -> UnsafeRawBufferPointer {
        throw .lost(path: self.path)
    }
    package func roles(inHoldings number: UInt32) throws(FileStoreError) -> [UInt32] { [] }
    package func ordinals(withRole number: UInt32) throws(FileStoreError) -> PostingList { PostingList() }
    package func ordinals(withStatus status: UInt8) throws(FileStoreError) -> PostingList { PostingList() }
    /// `bit` is the position of the flag, 0 to 7.
    package func ordinals(withFlag bit: Int) throws(FileStoreError) -> PostingList { PostingList() }
    package func verify(
        _ records: some CheckpointRecordReading, progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) throws(FileStoreError) {}
}

package struct PostingList: Sendable {
    package let count: Int = 0
    /// The ordinal at a position, which must be less than the count.
    package func ordinal(at position: Int) throws(FileStoreError) -> Int { 0 }
    /// The first position whose ordinal is not less than `ordinal`; the count when there is none. O(log count).
    package func position(from ordinal: Int) throws(FileStoreError) -> Int { 0 }
}
