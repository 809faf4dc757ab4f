/// How far the history of a store is durable, as an engine is told, and tells others.
protocol StoreHead: AnyObject, Sendable {
    /// The last revision that is known to be durable; 0 when nobody has told of any.
    var revision: UInt64 { get }

    /// Tells that the history is durable up to a revision.
    func publish(_ revision: UInt64) throws(FileStoreError)

    /// Fails when the head has lost its name, so that others would not see what is told.
    func checkIsInPlace() throws(FileStoreError)

    /// Calls back after each commit of any process, until what is returned is let go of.
    func watch(_ onCommit: @escaping @Sendable () -> Void) throws(FileStoreError) -> any Sendable
}
