package import RosterDomain
package import RosterPorts
package import RosterStore

extension NumberedHolding {
    /// The holding with its names.
    func named(_ names: borrowing StoredNames) throws(ByteReader.Malformed) -> RoleHolding {
        let (role, place, window) = (Int(self.role), Int(self.place), self.window)
        guard role < names.roles.count, place <= names.scopes.count else { throw ByteReader.Malformed() }
        return RoleHolding(names.roles[role], at: place == 0 ? .company : names.scopes[place - 1], during: window)
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
        guard let holding = NumberedHolding(role: role, place: place, window: window) else { throw Malformed() }
        return holding
    }
}
