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
        let from = bits & 1 == 0 ? nil : try self.readMoment()
        let until = bits & 2 == 0 ? nil : try self.readMoment()
        guard let window = try? ValidityWindow(from: from, until: until) else { throw Malformed() }
        guard let holding = NumberedHolding(role: role, place: place, window: window) else { throw Malformed() }
        return holding
    }

    private mutating func readMoment() throws(Malformed) -> Timestamp {
        guard let moment = Timestamp(exactly: try self.readCompactSigned()) else { throw Malformed() }
        return moment
    }
}

/// Makes standings, in which those who hold the same share one array.
struct SharedHoldings {
    private let table: RecordTable
    private let names: StoredNames
    /// By the numbers of values in the checkpoint; nil for what no user had yet.
    private var byNumber: [[RoleHolding]?]
    /// By what assignments in a record give, in their order.
    private var byHoldings: [[NumberedHolding]: [RoleHolding]] = [:]
    private var buffer: [NumberedHolding] = []

    init(_ snapshot: DirectorySnapshot) {
        self.table = snapshot.table
        self.names = snapshot.names
        self.byNumber = Array(repeating: nil, count: self.table.checkpoint?.valueCount ?? 0)
    }

    /// The standing of a user.
    @inline(__always)
    mutating func standing(of user: FoundRecord) throws(FileStoreError) -> UserStanding {
        let status: AccountStatus
        let holdings: [RoleHolding]
        do throws(ByteReader.Malformed) {
            status = try AccountStatus(number: user.group)
        } catch {
            throw self.table.malformed(at: user.place, error)
        }
        if let number = user.value {
            holdings = try self.holdings(number, of: user)
        } else {
            holdings = try self.holdings(ofChanged: user)
        }
        let (epoch, secondFactor) = try self.sessionFacts(of: user)
        return UserStanding(
            id: UserID(user.key), affiliation: user.flags & UserIndexing.Flag.guest == 0 ? .member : .guest,
            status: status, sessionEpoch: epoch, secondFactor: secondFactor, sortedHoldings: holdings)
    }

    /// The session epoch, and whether there is a second factor, stand in the record alone, which is read only where they may have moved.
    @inline(__always)
    private func sessionFacts(
        of user: FoundRecord
    ) throws(FileStoreError) -> (epoch: Int, secondFactor: SecondFactorStanding) {
        guard user.flags & UserIndexing.Flag.hasSessionFacts != 0 else { return (0, .none) }
        let record = try self.table.bytes(at: user.place)
        do throws(ByteReader.Malformed) {
            let scan = try UserRecordCodec.scan(record)
            return (scan.sessionEpoch, scan.secondFactor)
        } catch {
            throw self.table.malformed(at: user.place, error)
        }
    }

    @inline(__always)
    private mutating func holdings(_ number: UInt32, of user: FoundRecord) throws(FileStoreError) -> [RoleHolding] {
        guard number < self.byNumber.count, let checkpoint = self.table.checkpoint else {
            throw self.table.malformed(at: user.place, ByteReader.Malformed())
        }
        if let known = self.byNumber[Int(number)] { return known }
        let value = try checkpoint.value(number)
        do throws(ByteReader.Malformed) {
            let holdings = try HoldingsCodec.read(value.bytes, names: self.names)
            self.byNumber[Int(number)] = holdings
            return holdings
        } catch {
            throw checkpoint.malformed(value: number, error)
        }
    }

    private mutating func holdings(ofChanged user: FoundRecord) throws(FileStoreError) -> [RoleHolding] {
        self.buffer.removeAll(keepingCapacity: true)
        let record = try self.table.bytes(at: user.place)
        do throws(ByteReader.Malformed) {
            try UserRecordCodec.readHoldings(in: record, into: &self.buffer)
            if let known = self.byHoldings[self.buffer] { return known }
            var holdings: [RoleHolding] = []
            for holding in self.buffer { holdings.append(try holding.named(self.names)) }
            holdings.sort(by: RoleHolding.precedes)
            self.byHoldings[self.buffer] = holdings
            return holdings
        } catch {
            throw self.table.malformed(at: user.place, error)
        }
    }
}
