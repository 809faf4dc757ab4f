package final class CheckpointBuilder {
    /// `userLimit` is the most users that will be added: room for their entries is kept. What is not used stays a hole.
    package init(
        _ file: any StoreFile, path: String, head: CheckpointHead, roles: [[UInt8]], scopes: [[UInt8]], userLimit: Int
    ) throws(FileStoreError) {}
    /// The number of a set of holdings: the same for the same bytes. `roles`: the roles in it, in any order.
    package func holdings(_ bytes: UnsafeRawBufferPointer, roles: [UInt32]) -> UInt32 { 0 }
    /// In ascending order of id. A user with no `emailHash` cannot be found by e-mail.
    package func add(_ user: CheckpointUser, emailHash: UInt64?) throws(FileStoreError) {}
    package func finish() throws(FileStoreError) {}
}
