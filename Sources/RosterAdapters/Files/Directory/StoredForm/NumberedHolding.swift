package import RosterDomain
package import RosterPorts
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

    /// What was found in a record.
    init(_ holding: StoredUserScan.Holding) throws(ByteReader.Malformed) {
        guard let window = try? ValidityWindow(from: holding.from, until: holding.until) else {
            throw ByteReader.Malformed()
        }
        try self.init(role: holding.role, place: holding.scope.map { $0 &+ 1 } ?? 0, window: window)
    }

    /// The order in which they are written: by role, by place, then by beginning and end, none first.
    package static func < (left: NumberedHolding, right: NumberedHolding) -> Bool {
        if left.role != right.role { return left.role < right.role }
        if left.place != right.place { return left.place < right.place }
        if left.window.from != right.window.from { return left.window.from < right.window.from }
        return left.window.until < right.window.until
    }

    /// The holding with its names.
    func named(_ names: borrowing StoredNames) throws(ByteReader.Malformed) -> RoleHolding {
        let (role, place, window) = (UInt64(self.role), UInt64(self.place), self.window)
        let (scopes, roles) = (names.scopes, names.roles)
        guard role < UInt64(roles.count), place <= UInt64(scopes.count) else { throw ByteReader.Malformed() }
        return RoleHolding(roles[Int(role)], at: place == 0 ? .company : scopes[Int(place) - 1], during: window)
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
        _ bytes: UnsafeRawBufferPointer, names: borrowing StoredNames
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
        let from = bits & 1 == 0 ? nil : Timestamp(millisecondsSinceEpoch: try self.readCompactSigned())
        let until = bits & 2 == 0 ? nil : Timestamp(millisecondsSinceEpoch: try self.readCompactSigned())
        guard let window = try? ValidityWindow(from: from, until: until) else { throw Malformed() }
        return try NumberedHolding(role: role, place: place, window: window)
    }
}
