import CBenchmarkCounters

/// The least that a check can be: a bit in memory, 256 of them a user, at a place that is known.
final class BitTable {
    static let bitsPerUser = 256
    private static let wordsPerUser = bitsPerUser / 64
    private let words: UnsafeMutablePointer<UInt64>

    init(_ world: World) {
        precondition(world.permissions.count <= Self.bitsPerUser, "invariant: every permission has a bit")
        let wordCount = world.users.count * Self.wordsPerUser
        self.words = .allocate(capacity: wordCount)
        self.words.initialize(repeating: 0, count: wordCount)
        for user in world.users.indices {
            for permission in world.permissionsOfSet[world.setOfUser[user]] {
                self.words[user * Self.wordsPerUser + permission / 64] |= 1 << UInt64(permission % 64)
            }
        }
    }

    deinit { self.words.deallocate() }

    /// The row of one user, as a host that resolved the user would keep it.
    func row(of user: Int) -> UnsafePointer<UInt64> {
        UnsafePointer(self.words + user * Self.wordsPerUser)
    }

    /// One user, a call a check: the limit of a check with a handle.
    @inline(never)
    func countByCall(_ user: Int, _ bits: [UInt32]) -> Int {
        let row = self.row(of: user)
        var count: Int64 = 0
        for bit in bits { count &+= benchmark_number(isSet(row, bit)) }
        return Int(count)
    }

    /// Users by number, as many checks in flight as the processor has room for.
    @inline(never)
    func count(_ users: [Int], _ bits: [UInt32]) -> Int {
        var count = 0
        for index in users.indices {
            count &+= bit(self.words + users[index] &* Self.wordsPerUser, bits[index])
        }
        return count
    }

    /// Users by number, one check after the other.
    @inline(never)
    func countOneByOne(_ users: [Int], _ bits: [UInt32]) -> Int {
        var count = 0
        for index in users.indices {
            count &+= bit(self.words + users[index] &* Self.wordsPerUser, bits[index])
            benchmark_wait()
        }
        return count
    }
}

/// The bare bit test as a real call.
@inline(never)
func isSet(_ words: UnsafePointer<UInt64>, _ bit: UInt32) -> Bool {
    (words[Int(bit >> 6)] >> UInt64(bit & 63)) & 1 != 0
}

@inline(__always)
private func bit(_ words: UnsafePointer<UInt64>, _ bit: UInt32) -> Int {
    Int((words[Int(bit >> 6)] >> UInt64(bit & 63)) & 1)
}
