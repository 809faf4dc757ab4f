internal import RosterDomain
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

/// What users hold, and the groups that they are members of, by numbers.
package struct NumberedStanding: Sendable, Hashable {
    /// What they hold.
    package var holdings: [NumberedHolding] = []
    /// The groups.
    package var groups: [UInt32] = []

    /// Creates the standing of a user without roles and groups.
    package init() {}

    /// Empties it, and keeps its room.
    mutating func removeAll() {
        self.holdings.removeAll(keepingCapacity: true)
        self.groups.removeAll(keepingCapacity: true)
    }

    /// The same with its names.
    func named(_ names: borrowing StoredNames) throws(ByteReader.Malformed) -> SharedStanding {
        var standing = SharedStanding()
        for holding in self.holdings { standing.holdings.append(try holding.named(names)) }
        standing.holdings.sort(by: RoleHolding.precedes)
        for number in self.groups {
            guard Int(number) < names.groups.count else { throw ByteReader.Malformed() }
            standing.groups.append(names.groups[Int(number)])
        }
        standing.groups.sort()
        return standing
    }
}

/// What several users hold, and the groups that they all are members of, in the order of standings.
struct SharedStanding: Sendable {
    var holdings: [RoleHolding] = []
    var groups: [GroupID] = []
}

/// The bytes of a set of holdings and groups: the same for the same set, so that those who hold the same share them.
///
/// Holdings come in the order of ``NumberedHolding``. Each is a byte (bit 0: it begins, bit 1: it ends), the role, the place,
/// and the beginning and the end in milliseconds since 1970; all numbers compact. If there are groups, the byte 4 follows, and their
/// numbers, ascending, each as its distance from the one before, or from -1.
package enum StandingCodec {
    private static let groupsMark: UInt8 = 4

    /// Writes a standing, which is sorted for it.
    package static func write(_ standing: inout NumberedStanding, to bytes: inout ByteWriter) {
        self.write(&standing.holdings, to: &bytes)
        guard !standing.groups.isEmpty else { return }
        standing.groups.sort()
        bytes.write(Self.groupsMark)
        var next: UInt32 = 0
        for number in standing.groups {
            // invariant: a user is a member of a group once, so that the numbers ascend
            bytes.writeCompact(UInt64(number - next))
            next = number + 1
        }
    }

    private static func write(_ holdings: inout [NumberedHolding], to bytes: inout ByteWriter) {
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

    /// Reads what was written.
    package static func read(_ bytes: UnsafeRawBufferPointer) throws(ByteReader.Malformed) -> NumberedStanding {
        var reader = ByteReader(bytes)
        var standing = NumberedStanding()
        while reader.remainingCount > 0 {
            let bits = try reader.read()
            if bits == Self.groupsMark {
                try reader.readGroups(into: &standing.groups)
            } else {
                standing.holdings.append(try reader.readHolding(bits))
            }
        }
        return standing
    }
}

extension ByteReader {
    /// Reads the numbers of groups, which fill the rest.
    fileprivate mutating func readGroups(into groups: inout [UInt32]) throws(Malformed) {
        guard self.remainingCount > 0 else { throw Malformed() }
        var next: UInt64 = 0
        while self.remainingCount > 0 {
            let (sum, isTooLarge) = next.addingReportingOverflow(try self.readCompact())
            guard !isTooLarge, let number = UInt32(exactly: sum) else { throw Malformed() }
            groups.append(number)
            next = sum + 1
        }
    }

    fileprivate mutating func readHolding(_ bits: UInt8) throws(Malformed) -> NumberedHolding {
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

/// Makes standings, in which those who hold the same and are members of the same groups share the arrays.
struct SharedHoldings {
    private let table: RecordTable
    private let names: StoredNames
    /// By the numbers of values in the checkpoint; nil for what no user had yet.
    private var byNumber: [SharedStanding?]
    /// By what a record gives, in its order.
    private var byStanding: [NumberedStanding: SharedStanding] = [:]
    private var buffer = NumberedStanding()

    init(_ snapshot: DirectorySnapshot) {
        self.table = snapshot.table
        self.names = snapshot.names
        self.byNumber = Array(repeating: nil, count: self.table.checkpoint?.valueCount ?? 0)
    }

    /// The standing of a user.
    @inline(__always)
    mutating func standing(of user: FoundRecord) throws(FileStoreError) -> UserStanding {
        let status: AccountStatus
        let shared: SharedStanding
        do throws(ByteReader.Malformed) {
            status = try AccountStatus(number: user.group)
        } catch {
            throw self.table.malformed(at: user.place, error)
        }
        if let number = user.value {
            shared = try self.standing(number, of: user)
        } else {
            shared = try self.standing(ofChanged: user)
        }
        let (epoch, secondFactor) = try self.sessionFacts(of: user)
        return UserStanding(
            id: UserID(user.key), affiliation: user.flags & UserIndexing.Flag.guest == 0 ? .member : .guest,
            status: status, sessionEpoch: epoch, secondFactor: secondFactor, sortedHoldings: shared.holdings,
            sortedGroups: shared.groups)
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
    private mutating func standing(_ number: UInt32, of user: FoundRecord) throws(FileStoreError) -> SharedStanding {
        guard number < self.byNumber.count, let checkpoint = self.table.checkpoint else {
            throw self.table.malformed(at: user.place, ByteReader.Malformed())
        }
        if let known = self.byNumber[Int(number)] { return known }
        let value = try checkpoint.value(number)
        do throws(ByteReader.Malformed) {
            let standing = try StandingCodec.read(value.bytes).named(self.names)
            self.byNumber[Int(number)] = standing
            return standing
        } catch {
            throw checkpoint.malformed(value: number, error)
        }
    }

    private mutating func standing(ofChanged user: FoundRecord) throws(FileStoreError) -> SharedStanding {
        self.buffer.removeAll()
        let record = try self.table.bytes(at: user.place)
        do throws(ByteReader.Malformed) {
            try UserRecordCodec.readStanding(in: record, into: &self.buffer)
            if let known = self.byStanding[self.buffer] { return known }
            let standing = try self.buffer.named(self.names)
            self.byStanding[self.buffer] = standing
            return standing
        } catch {
            throw self.table.malformed(at: user.place, error)
        }
    }
}
