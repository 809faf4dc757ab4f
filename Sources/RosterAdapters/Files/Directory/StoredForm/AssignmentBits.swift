import RosterDomain
internal import RosterStore

/// The first byte of an assignment: which of its parts follow, and what the others are.
///
/// | bits | |
/// |---|---|
/// | 0 | it is for the whole company: no scope follows |
/// | 1, 2 | its window has a beginning, an end |
/// | 3–4 | who gave it: 0 the system, 1 whoever gave the one before it, 2 the user themselves, 3 the user whose identifier follows |
/// | 5 | it was given at the same moment as the one before it, the first at the addition: no moment follows |
/// | 6 | it says that it is another user's, whose identifier follows |
///
/// What follows: the number of the role, that of the scope, the beginning and the end (as distances from the addition), whose
/// it is, who gave it, when.
struct AssignmentBits: OptionSet {
    let rawValue: UInt8

    static let company = AssignmentBits(rawValue: 1 << 0)
    static let begins = AssignmentBits(rawValue: 1 << 1)
    static let ends = AssignmentBits(rawValue: 1 << 2)
    static let bySame = AssignmentBits(rawValue: 1 << 3)
    static let bySelf = AssignmentBits(rawValue: 2 << 3)
    static let byAnother = AssignmentBits(rawValue: 3 << 3)
    static let atSame = AssignmentBits(rawValue: 1 << 5)
    static let ofAnother = AssignmentBits(rawValue: 1 << 6)

    /// Which of the four givers it is.
    var giver: AssignmentBits { self.intersection(.byAnother) }

    init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// What is to be said of an assignment that stands behind another.
    init(of assignment: RoleAssignment, user: UserID, after last: (grantedBy: Principal?, grantedAt: Timestamp)) {
        var bits: AssignmentBits = []
        if assignment.scope == .company { bits.insert(.company) }
        if assignment.window.from != nil { bits.insert(.begins) }
        if assignment.window.until != nil { bits.insert(.ends) }
        if assignment.grantedAt == last.grantedAt { bits.insert(.atSame) }
        if assignment.user != user { bits.insert(.ofAnother) }
        switch assignment.grantedBy {
        case .system: break
        case last.grantedBy: bits.insert(.bySame)
        case .user(user): bits.insert(.bySelf)
        case .user: bits.insert(.byAnother)
        }
        self = bits
    }
}

// MARK: - Writing

extension ByteWriter {
    /// Writes assignments, and returns the bits of their roles.
    mutating func write(_ assignments: [RoleAssignment], of user: User, names: inout NameTable) -> UInt64 {
        var roles: UInt64 = 0
        self.writeCompact(UInt64(assignments.count))
        var last: (grantedBy: Principal?, grantedAt: Timestamp) = (nil, user.addedAt)
        for assignment in assignments {
            let bits = AssignmentBits(of: assignment, user: user.id, after: last)
            let role = names.number(of: assignment.role)
            roles |= 1 << (role & 63)
            self.write(bits.rawValue)
            self.writeCompact(UInt64(role))
            if !bits.contains(.company) { self.writeCompact(UInt64(names.number(of: assignment.scope))) }
            if let from = assignment.window.from { self.write(from, from: user.addedAt) }
            if let until = assignment.window.until { self.write(until, from: user.addedAt) }
            if bits.contains(.ofAnother) { self.write(assignment.user) }
            if bits.giver == .byAnother, case .user(let giver) = assignment.grantedBy { self.write(giver) }
            if !bits.contains(.atSame) { self.write(assignment.grantedAt, from: user.addedAt) }
            last = (assignment.grantedBy, assignment.grantedAt)
        }
        return roles
    }
}

// MARK: - Reading

extension ByteReader {
    mutating func readAssignments(
        of user: UserID, from addedAt: Timestamp, names: borrowing NameTable
    ) throws(Malformed) -> [RoleAssignment] {
        let count = try self.readCount()
        guard count > 0 else { return [] }
        var assignments: [RoleAssignment] = []
        // A count may claim as much as the bytes that are left: room is made for what is likely, and then as it comes.
        assignments.reserveCapacity(min(count, 64))
        var last: (grantedBy: Principal?, grantedAt: Timestamp) = (nil, addedAt)
        for _ in 0..<count {
            assignments.append(try self.readAssignment(of: user, from: addedAt, names: names, after: &last))
        }
        return assignments
    }

    @inline(__always)
    private mutating func readAssignment(
        of user: UserID, from addedAt: Timestamp, names: borrowing NameTable,
        after last: inout (grantedBy: Principal?, grantedAt: Timestamp)
    ) throws(Malformed) -> RoleAssignment {
        let bits = try self.readAssignmentBits()
        let role = try names.role(try self.readCompact())
        let scope = bits.contains(.company) ? Scope.company : try names.scope(try self.readCompact())
        let window = try self.readWindow(bits, from: addedAt)
        let holder = bits.contains(.ofAnother) ? try self.readID() : user
        let giver = try self.readGiver(bits, user: user, last: last.grantedBy)
        let grantedAt = bits.contains(.atSame) ? last.grantedAt : try self.readMoment(from: addedAt)
        last = (giver, grantedAt)
        return RoleAssignment(
            of: role, to: holder, at: scope, during: window, grantedBy: giver, grantedAt: grantedAt)
    }

    @inline(__always)
    private mutating func readAssignmentBits() throws(Malformed) -> AssignmentBits {
        let bits = AssignmentBits(rawValue: try self.read())
        guard bits.rawValue < 1 << 7 else { throw Malformed() }
        return bits
    }

    @inline(__always)
    private mutating func readWindow(
        _ bits: AssignmentBits, from addedAt: Timestamp
    ) throws(Malformed) -> ValidityWindow {
        if bits.isDisjoint(with: [.begins, .ends]) { return .always }
        let from = bits.contains(.begins) ? try self.readMoment(from: addedAt) : nil
        let until = bits.contains(.ends) ? try self.readMoment(from: addedAt) : nil
        guard let window = try? ValidityWindow(from: from, until: until) else { throw Malformed() }
        return window
    }

    @inline(__always)
    private mutating func readGiver(
        _ bits: AssignmentBits, user: UserID, last: Principal?
    ) throws(Malformed) -> Principal {
        switch bits.giver {
        case .bySame:
            guard let last else { throw Malformed() }
            return last
        case .bySelf: return .user(id: user)
        case .byAnother: return .user(id: try self.readID())
        default: return .system
        }
    }

    /// Reads what an assignment gives, and passes over who gave it and when.
    mutating func readHolding(from addedAt: Timestamp) throws(Malformed) -> NumberedHolding {
        let bits = try self.readAssignmentBits()
        let role = try self.readCompact()
        let place = bits.contains(.company) ? 0 : try self.readCompact() &+ 1
        let window = try self.readWindow(bits, from: addedAt)
        if bits.contains(.ofAnother) { _ = try self.read(count: 16) }
        if bits.giver == .byAnother { _ = try self.read(count: 16) }
        if !bits.contains(.atSame) { _ = try self.readCompact() }
        return try NumberedHolding(role: role, place: place, window: window)
    }
}
