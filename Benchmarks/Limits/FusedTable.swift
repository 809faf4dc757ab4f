import CBenchmarkCounters
import RosterDomain

/// The least that a check by 128-bit key can be: open addressing, the key and its 256 bits in one cache line, one miss.
///
/// It can neither change nor grow, no user shares a row, and there is nothing but the bits.
final class FusedTable {
    /// Eight words a slot: the key in two, whether it is used, four words of bits, one of padding.
    private static let wordsPerSlot = 8
    private static let firstRowWord = 3
    private let slots: UnsafeMutablePointer<UInt64>
    private let memory: UnsafeMutableRawPointer
    private let mask: Int

    init(_ world: World) {
        precondition(world.permissions.count <= BitTable.bitsPerUser, "invariant: every permission has a bit")
        var slotCount = 1
        while slotCount < world.users.count * 2 { slotCount *= 2 }
        let wordCount = slotCount * Self.wordsPerSlot
        self.mask = slotCount - 1
        self.memory = .allocate(byteCount: wordCount * 8, alignment: 64)
        self.slots = self.memory.bindMemory(to: UInt64.self, capacity: wordCount)
        self.slots.initialize(repeating: 0, count: wordCount)
        for user in world.users.indices {
            self.insert(Key(world.users[user]), world.permissionsOfSet[world.setOfUser[user]])
        }
    }

    deinit { self.memory.deallocate() }

    private func insert(_ key: Key, _ permissions: Set<Int>) {
        var slot = key.hash & self.mask
        while self.slots[slot * Self.wordsPerSlot + 2] != 0 { slot = (slot + 1) & self.mask }
        let words = self.slots + slot * Self.wordsPerSlot
        (words[0], words[1], words[2]) = (key.high, key.low, 1)
        for permission in permissions { words[Self.firstRowWord + permission / 64] |= 1 << UInt64(permission % 64) }
    }

    @inline(__always)
    private func check(_ key: Key, _ bit: UInt32) -> Int {
        var slot = key.hash & self.mask
        while true {
            let words = self.slots + slot &* Self.wordsPerSlot
            if words[0] == key.high && words[1] == key.low {
                return Int((words[Self.firstRowWord &+ Int(bit >> 6)] >> UInt64(bit & 63)) & 1)
            }
            if words[2] == 0 { return 0 }
            slot = (slot &+ 1) & self.mask
        }
    }

    func answers(_ keys: [Key], _ bits: [UInt32]) -> [Bool] {
        keys.indices.map { self.check(keys[$0], bits[$0]) == 1 }
    }

    /// As many checks in flight as the processor has room for.
    @inline(never)
    func count(_ keys: [Key], _ bits: [UInt32]) -> Int {
        var count = 0
        for index in keys.indices { count &+= self.check(keys[index], bits[index]) }
        return count
    }

    /// One check after the other.
    @inline(never)
    func countOneByOne(_ keys: [Key], _ bits: [UInt32]) -> Int {
        var count = 0
        for index in keys.indices {
            count &+= self.check(keys[index], bits[index])
            benchmark_wait()
        }
        return count
    }

    /// A 128-bit key as two words.
    struct Key {
        let high: UInt64
        let low: UInt64

        init(_ user: UserID) {
            self.high = UInt64(truncatingIfNeeded: user.bits >> 64)
            self.low = UInt64(truncatingIfNeeded: user.bits)
        }

        @inline(__always)
        fileprivate var hash: Int { Int(truncatingIfNeeded: mix(self.high ^ mixingKey0, self.low ^ mixingKey1)) }
    }
}

let mixingKey0: UInt64 = 0xA076_1D64_78BD_642F
let mixingKey1: UInt64 = 0xE703_7ED1_A0B4_28DB

/// Both halves of a product, folded: the cheapest good mixing step on this kind of processor.
@inline(__always)
func mix(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let product = left.multipliedFullWidth(by: right)
    return product.high ^ product.low
}
