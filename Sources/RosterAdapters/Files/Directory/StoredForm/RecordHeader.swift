package import RosterDomain
package import RosterStore

/// What the first two bytes of a record say of the user: enough to leave most users out of a search.
package struct RecordHeader: Sendable, Hashable {
    /// The second byte.
    let bits: UInt8
    /// The status.
    package let status: AccountStatus

    init(of record: borrowing UserRecord) {
        let hasPast =
            record.user.statusBeforeBlock != nil || record.user.statusBeforeDeletion != nil
            || record.user.deletedAt != nil || record.user.resetCount != 0
        var bits = record.user.status.number
        if record.user.affiliation == .guest { bits |= 1 << 3 }
        if record.user.hasSignedIn { bits |= 1 << 4 }
        if hasPast { bits |= 1 << 5 }
        if record.invitation != nil { bits |= 1 << 6 }
        if !record.roleRequests.isEmpty { bits |= 1 << 7 }
        self.bits = bits
        self.status = record.user.status
    }

    @inline(__always)
    init(_ reader: inout ByteReader) throws(ByteReader.Malformed) {
        guard try reader.read() == UserRecordCodec.version else { throw ByteReader.Malformed() }
        self.bits = try reader.read()
        self.status = try AccountStatus(number: self.bits & 7)
    }

    /// The user's affiliation.
    package var affiliation: Affiliation { self.bits & 1 << 3 == 0 ? .member : .guest }
    /// Whether the user has a request for roles that waits for an answer.
    package var hasRequests: Bool { self.bits & 1 << 7 != 0 }

    var hasSignedIn: Bool { self.bits & 1 << 4 != 0 }
    var hasPast: Bool { self.bits & 1 << 5 != 0 }
    var hasInvitation: Bool { self.bits & 1 << 6 != 0 }
}

extension AccountStatus {
    /// The number that is stored.
    package var number: UInt8 {
        switch self {
        case .invited: 0
        case .mustChangePassword: 1
        case .active: 2
        case .blocked: 3
        case .deleted: 4
        }
    }

    /// The status with a number that was stored.
    package init(number: UInt8) throws(ByteReader.Malformed) {
        switch number {
        case 0: self = .invited
        case 1: self = .mustChangePassword
        case 2: self = .active
        case 3: self = .blocked
        case 4: self = .deleted
        default: throw ByteReader.Malformed()
        }
    }
}
