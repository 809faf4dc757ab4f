/// The slots of an index that is built.
struct CheckpointSlotTable: ~Copyable {
    private let slots: UnsafeMutableBufferPointer<UInt64>

    /// Makes empty slots for so many users.
    init(count: Int) {
        self.slots = .allocate(capacity: CheckpointSlots.slotCount(for: count))
        self.slots.initialize(repeating: 0)
    }

    deinit {
        self.slots.deallocate()
    }

    /// Inserts a user; precondition: there are no more than there are slots for.
    @inline(__always)
    func insert(_ ordinal: Int, hash: UInt64) {
        var position = CheckpointSlots.home(of: hash, slotCount: self.slots.count)
        while self.slots[position] != 0 {
            position += 1
            if position == self.slots.count { position = 0 }
        }
        self.slots[position] = CheckpointSlots.slot(ordinal: ordinal, hash: hash).littleEndian
    }

    /// The bytes, good for as long as the table is.
    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(self.slots) }
}
