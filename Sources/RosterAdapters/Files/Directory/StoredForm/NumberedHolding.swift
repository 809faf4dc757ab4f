package import RosterDomain
package import RosterStore

/// A holding by the numbers of its role and its scope: what can be compared without reading names.
package struct NumberedHolding: Sendable, Hashable, Comparable {
    /// The role's number.
    package let role: UInt32
    /// 0 for the whole company, or one more than the scope's number.
    package let place: UInt32
    /// When it holds.
    package let window: ValidityWindow

    @inline(__always)
    init(role: UInt64, place: UInt64, window: ValidityWindow) throws(ByteReader.Malformed) {
        guard let role = UInt32(exactly: role), let place = UInt32(exactly: place) else { throw ByteReader.Malformed() }
        self.role = role
        self.place = place
        self.window = window
    }

    /// The order in which they are written: by role, by place, then by beginning and end, none first.
    package static func < (left: NumberedHolding, right: NumberedHolding) -> Bool {
        if left.role != right.role { return left.role < right.role }
        if left.place != right.place { return left.place < right.place }
        if left.window.from != right.window.from { return left.window.from < right.window.from }
        return left.window.until < right.window.until
    }

    /// The holding with its names.
    func named(_ names: borrowing NameTable) throws(ByteReader.Malformed) -> RoleHolding {
        let scope = self.place == 0 ? Scope.company : try names.scope(UInt64(self.place) - 1)
        return RoleHolding(try names.role(UInt64(self.role)), at: scope, during: self.window)
    }
}

extension Timestamp? {
    fileprivate static func < (left: Timestamp?, right: Timestamp?) -> Bool {
        guard let right else { return false }
        return left.map { $0 < right } ?? true
    }
}

/// The bytes of a set of holdings: the same for the same set, so that those who hold the same share them.
///
/// Holdings come in the order of ``NumberedHolding``. Each is a byte (bit 0: it begins, bit 1: it ends), the role, the place,
/// and the beginning and the end in milliseconds since 1970; all numbers compact.
package enum HoldingsCodec {
    /// Writes holdings, which are sorted for it.
    package static func write(_ holdings: inout [NumberedHolding], to bytes: inout ByteWriter) {
        holdings.sort()
        for holding in holdings {
            let (from, until) = (holding.window.from, holding.window.until)
            bytes.write((from == nil ? 0 : 1) | (until == nil ? 0 : 2))
            bytes.writeCompact(UInt64(holding.role))
            bytes.writeCompact(UInt64(holding.place))
            if let from { bytes.writeCompact(signed: from.millisecondsSinceEpoch) }
            if let until { bytes.writeCompact(signed: until.millisecondsSinceEpoch) }
        }
    }

    /// Reads holdings into the order of standings.
    package static func read(
        _ bytes: UnsafeRawBufferPointer, names: borrowing NameTable
    ) throws(ByteReader.Malformed) -> [RoleHolding] {
        var holdings: [RoleHolding] = []
        for holding in try Self.read(bytes) { holdings.append(try holding.named(names)) }
        return holdings.sorted(by: RoleHolding.precedes)
    }

    /// Reads holdings by their numbers.
    package static func read(_ bytes: UnsafeRawBufferPointer) throws(ByteReader.Malformed) -> [NumberedHolding] {
        var reader = ByteReader(bytes)
        var holdings: [NumberedHolding] = []
        while reader.remainingCount > 0 { holdings.append(try reader.readHolding()) }
        return holdings
    }
}

extension ByteReader {
    fileprivate mutating func readHolding() throws(Malformed) -> NumberedHolding {
        let bits = try self.read()
        guard bits < 4 else { throw Malformed() }
        let (role, place) = (try self.readCompact(), try self.readCompact())
        let start = Timestamp(millisecondsSinceEpoch: 0)
        let from = bits & 1 == 0 ? nil : try self.readMoment(from: start)
        let until = bits & 2 == 0 ? nil : try self.readMoment(from: start)
        guard let window = try? ValidityWindow(from: from, until: until) else { throw Malformed() }
        return try NumberedHolding(role: role, place: place, window: window)
    }
}
