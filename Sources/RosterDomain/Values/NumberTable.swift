/// A hash table that maps hashes to the numbers of records stored elsewhere.
///
/// The caller hashes and compares, so it can find a record without creating a key.
package struct NumberTable {
    private struct Slot {
        /// Zero when the slot is free.
        var hash: UInt64
        var number: UInt32
    }

    private var slots: [Slot]
    private var count = 0

    /// Creates an empty table.
    package init() {
        self.slots = Array(repeating: Slot(hash: 0, number: 0), count: 16)
    }

    private var mask: Int { self.slots.count - 1 }

    /// A hash as it is kept: never zero.
    private func kept(_ hash: UInt64) -> UInt64 { hash | 1 }

    private func home(of hash: UInt64) -> Int { Int(truncatingIfNeeded: hash >> 16) & self.mask }

    /// The number of a record, or nil.
    ///
    /// - Parameters:
    ///   - hash: The record's hash.
    ///   - isEqual: Returns whether the record with a number, which has the same hash, is the one to find.
    @inline(__always)
    package func find(_ hash: UInt64, _ isEqual: (UInt32) -> Bool) -> UInt32? {
        let wanted = self.kept(hash)
        var position = self.home(of: wanted)
        while true {
            let slot = self.slots[position]
            if slot.hash == 0 { return nil }
            if slot.hash == wanted && isEqual(slot.number) { return slot.number }
            position = (position &+ 1) & self.mask
        }
    }

    /// Adds a record that is not there yet.
    package mutating func insert(_ number: UInt32, hash: UInt64) {
        if (self.count + 1) * 2 > self.slots.count { self.grow() }
        self.count += 1
        self.place(Slot(hash: self.kept(hash), number: number))
    }

    private mutating func place(_ slot: Slot) {
        var position = self.home(of: slot.hash)
        while self.slots[position].hash != 0 { position = (position + 1) & self.mask }
        self.slots[position] = slot
    }

    private mutating func grow() {
        let old = self.slots
        self.slots = Array(repeating: Slot(hash: 0, number: 0), count: old.count * 2)
        for slot in old where slot.hash != 0 { self.place(slot) }
    }

    /// Removes a record, and moves up the records that it displaced.
    package mutating func remove(_ number: UInt32, hash: UInt64) {
        var position = self.home(of: self.kept(hash))
        while self.slots[position].number != number || self.slots[position].hash != self.kept(hash) {
            guard self.slots[position].hash != 0 else { return }
            position = (position + 1) & self.mask
        }
        self.count -= 1
        var hole = position
        while true {
            position = (position + 1) & self.mask
            let slot = self.slots[position]
            guard slot.hash != 0 else { break }
            let distance = (position - self.home(of: slot.hash)) & self.mask
            if distance >= (position - hole) & self.mask {
                self.slots[hole] = slot
                hole = position
            }
        }
        self.slots[hole] = Slot(hash: 0, number: 0)
    }
}
