#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What a check by name costs in a table made for it: the bytes hashed, one slot, the bytes compared, one short row.
///
/// A row is a small open-addressed set, so that it stays small with a hundred thousand permissions.
/// It can neither change nor grow. The hash is no proof of identity, so the bytes are compared.
final class NameTable {
    /// What a batch resolves together, so that its cache misses overlap.
    static let batchSize = 32

    private struct Slot {
        var hash: UInt64
        var offset: UInt32
        var length: UInt16
        /// The user plus one; 0 when the slot is free.
        var userPlusOne: UInt32
    }

    private let slots: UnsafeMutablePointer<Slot>
    private let mask: Int
    private let bytes: UnsafeMutablePointer<UInt8>
    /// 64 numbers a user, each a permission plus one, or 0 where there is none.
    private let rows: UnsafeMutablePointer<UInt32>
    private static let rowSize = 64

    /// Makes a table of names and, for each, what its bearer may do.
    init(_ names: [String], _ permissions: (Int) -> Set<Int>) {
        var slotCount = 1
        while slotCount < names.count * 2 { slotCount *= 2 }
        self.mask = slotCount - 1
        self.slots = .allocate(capacity: slotCount)
        self.slots.initialize(
            repeating: Slot(hash: 0, offset: 0, length: 0, userPlusOne: 0), count: slotCount)
        self.bytes = .allocate(capacity: names.reduce(0) { $0 + $1.utf8.count })
        self.rows = .allocate(capacity: names.count * Self.rowSize)
        self.rows.initialize(repeating: 0, count: names.count * Self.rowSize)
        var offset = 0
        for (user, name) in names.enumerated() {
            self.insert(name, user, at: &offset)
            self.fill(self.rows + user * Self.rowSize, permissions(user))
        }
    }

    deinit {
        self.slots.deallocate()
        self.bytes.deallocate()
        self.rows.deallocate()
    }

    private func fill(_ row: UnsafeMutablePointer<UInt32>, _ permissions: Set<Int>) {
        precondition(permissions.count <= Self.rowSize / 2, "invariant: a search in a row ends soon, at a free place")
        for permission in permissions {
            var place = Self.place(of: UInt32(permission))
            while row[place] != 0 { place = (place + 1) % Self.rowSize }
            row[place] = UInt32(permission + 1)
        }
    }

    @inline(__always)
    private static func place(of permission: UInt32) -> Int { Int((permission &* 0x9E37_79B1) >> 26) }

    @inline(__always)
    private static func holds(_ row: UnsafeMutablePointer<UInt32>, _ permission: UInt32) -> Int {
        var place = self.place(of: permission)
        while true {
            let found = row[place]
            if found == permission &+ 1 { return 1 }
            if found == 0 { return 0 }
            place = (place &+ 1) & (Self.rowSize &- 1)
        }
    }

    private func insert(_ name: String, _ user: Int, at offset: inout Int) {
        let text = Array(name.utf8)
        let hash = text.withUnsafeBytes(hash(of:))
        var slot = Int(truncatingIfNeeded: hash) & self.mask
        while self.slots[slot].userPlusOne != 0 { slot = (slot + 1) & self.mask }
        self.slots[slot] = Slot(
            hash: hash, offset: UInt32(offset), length: UInt16(text.count), userPlusOne: UInt32(user + 1))
        for byte in text {
            self.bytes[offset] = byte
            offset += 1
        }
    }

    /// The row of the user whose name this is; nil for an unknown name.
    @inline(__always)
    private func row(_ name: UnsafeRawBufferPointer, _ hash: UInt64) -> UnsafeMutablePointer<UInt32>? {
        guard let start = name.baseAddress else { return nil }
        var slot = Int(truncatingIfNeeded: hash) & self.mask
        while true {
            let entry = self.slots[slot]
            if entry.userPlusOne == 0 { return nil }
            if entry.hash == hash, Int(entry.length) == name.count,
                memcmp(self.bytes + Int(entry.offset), start, name.count) == 0
            {
                return self.rows + Int(entry.userPlusOne &- 1) &* Self.rowSize
            }
            slot = (slot &+ 1) & self.mask
        }
    }

    @inline(__always)
    private func check(_ name: String, _ permission: UInt32) -> Int {
        withBytes(of: name) { bytes in
            guard let row = self.row(bytes, hash(of: bytes)) else { return 0 }
            return Self.holds(row, permission)
        }
    }

    func answers(_ names: [String], _ permissions: [UInt32]) -> [Bool] {
        names.indices.map { self.check(names[$0], permissions[$0]) == 1 }
    }

    @inline(never)
    func count(_ names: [String], _ permissions: [UInt32]) -> Int {
        var count = 0
        for index in names.indices { count &+= self.check(names[index], permissions[index]) }
        return count
    }

    /// Batch by batch: first every hash and its slot, then every row.
    @inline(never)
    func countInBatches(_ names: [String], _ permissions: [UInt32]) -> Int {
        withUnsafeTemporaryAllocation(of: UInt64.self, capacity: Self.batchSize) { hashes in
            var count = 0
            for start in stride(from: 0, to: names.count, by: Self.batchSize) {
                let end = min(start + Self.batchSize, names.count)
                var touched: UInt32 = 0
                for index in start..<end {
                    let hash = withBytes(of: names[index], hash(of:))
                    hashes[index &- start] = hash
                    touched |= self.slots[Int(truncatingIfNeeded: hash) & self.mask].userPlusOne
                }
                guard touched != 0 else { continue }
                for index in start..<end {
                    count &+= withBytes(of: names[index]) { bytes in
                        guard let row = self.row(bytes, hashes[index &- start]) else { return 0 }
                        return Self.holds(row, permissions[index])
                    }
                }
            }
            return count
        }
    }
}

@inline(__always)
private func withBytes<Result>(of name: String, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    var name = name
    return name.withUTF8 { body(UnsafeRawBufferPointer($0)) }
}

/// Hashes up to any length, eight bytes a step; the last step overlaps the one before.
@inline(__always)
private func hash(of bytes: UnsafeRawBufferPointer) -> UInt64 {
    let count = bytes.count
    var hash = UInt64(count) ^ mixingKey0
    guard count >= 8 else {
        var word: UInt64 = 0
        for byte in bytes { word = word << 8 | UInt64(byte) }
        return mix(word ^ mixingKey1, hash)
    }
    var offset = 0
    while offset &+ 8 < count {
        hash = mix(bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self) ^ mixingKey1, hash)
        offset &+= 8
    }
    return mix(bytes.loadUnaligned(fromByteOffset: count &- 8, as: UInt64.self) ^ mixingKey1, hash)
}
