/// Something that was done to a simulated disk, and changed it or made changes durable.
package enum DiskOperation: Sendable {
    /// A file or folder was made.
    case make(DiskNode.Kind, serial: UInt64, mode: UInt32, name: String, folder: UInt64)
    case write(file: UInt64, offset: UInt64, bytes: [UInt8])
    case resize(file: UInt64, byteCount: UInt64)
    case setMode(node: UInt64, mode: UInt32)
    case rename(folder: UInt64, from: String, to: String, serial: UInt64)
    case unlink(folder: UInt64, name: String)
    /// `fdatasync`; one that failed may have made anything durable, or nothing.
    case syncData(file: UInt64, isDone: Bool)
    /// `fsync` of a file or folder.
    case syncAll(node: UInt64, isDone: Bool)
    /// `sync`.
    case syncEverything
    /// A test changed the disk by hand: everything counts as durable as it is then.
    case settle(DiskContent)
}

/// What was done to a simulated disk since all of it was durable.
package struct DiskLog: Sendable {
    /// What was on the disk before the first operation.
    package let base: DiskContent
    package internal(set) var operations: [DiskOperation] = []

    /// After how many operations the code under test promised something, in order.
    package internal(set) var marks: [Int] = []

    init(from base: DiskContent) {
        self.base = base
    }

    /// How many operations there are.
    package var count: Int { self.operations.count }
}
