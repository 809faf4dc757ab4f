package import RosterStore

/// A kind of operation on a simulated disk.
package enum DiskOperationKind: Sendable, Hashable, CaseIterable {
    case openFile, makeFile, openFolder, makeFolder, status, entries, check, watch, map
    case read, write, resize, syncData, syncAll, syncFolder, rename, unlink, setMode, tryLock, lock

    /// Whether the operation changes the disk, or makes changes durable.
    package var isChange: Bool {
        switch self {
        case .makeFile, .makeFolder, .write, .resize, .syncData, .syncAll, .syncFolder, .rename, .unlink, .setMode: true
        case .openFile, .openFolder, .status, .entries, .check, .watch, .map, .read, .tryLock, .lock: false
        }
    }
}

/// What goes wrong on a simulated disk, and when.
package struct DiskFault: Sendable {
    /// Which operations are counted.
    package enum Target: Sendable, Hashable {
        case any
        /// Those that change the disk, or make changes durable.
        case change
        case kind(DiskOperationKind)

        func matches(_ kind: DiskOperationKind) -> Bool {
            switch self {
            case .any: true
            case .change: kind.isChange
            case .kind(let wanted): kind == wanted
            }
        }
    }

    /// What happens.
    package enum Effect: Sendable, Hashable {
        /// The operation fails with an `errno`, and changes nothing.
        ///
        /// A sync that fails forgets what it should have made durable, unless a signal interrupted it: a second one succeeds
        /// and what the first was to write is lost, or not.
        case failure(CInt)
        /// At most so many bytes are read or written, and it is said so.
        case short(Int)
        /// At most so many bytes are written, and it is said that all were.
        case lyingShort(Int)
        /// The operation and all later ones fail: the machine is off.
        case crash
    }

    package var target: Target
    /// Which of the operations from now on it is; 1 is the next.
    package var number: Int
    package var effect: Effect
    /// Whether all that follow go wrong too.
    package var isLasting: Bool

    /// Creates a fault.
    package init(_ target: Target = .any, number: Int, _ effect: Effect, isLasting: Bool = false) {
        self.target = target
        self.number = number
        self.effect = effect
        self.isLasting = isLasting
    }
}

extension FileFailure {
    /// What every operation on a disk fails with whose machine is off.
    package static let crash = FileFailure(call: "crash", code: CInt.max)
}
