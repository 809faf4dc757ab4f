/// What a table keeps of one user in one word: the address of the row of what the user holds, and the account's status.
///
/// A row's address is a multiple of 16, so that four bits are left: three for the status, one for the form of the row. The
/// word of an active user with a dense row is the bare address.
struct UserEntry: Sendable, Equatable {
    let bits: UInt64

    @inline(__always)
    init(bits: UInt64) {
        self.bits = bits
    }

    init(row: AccessRow, status: AccountStatus) {
        self.init(bits: row.reference | Self.code(of: status))
    }

    /// No entry: the place is free.
    static let none = UserEntry(bits: 0)
    /// The entry of somebody who was forgotten; the key stays where it is.
    static let forgotten = UserEntry(bits: 7)

    /// Whether the user is known and the account in use.
    @inline(__always)
    var isActive: Bool { self.bits & 7 == 0 && self.bits != 0 }

    /// Whether the table knows the user.
    var isKnown: Bool { self.bits > 7 }

    /// What the user holds; only of a user that the table knows.
    @inline(__always)
    var row: AccessRow { AccessRow(reference: self.bits & ~7) }

    /// The account's status; only of a user that the table knows.
    var status: AccountStatus {
        switch self.bits & 7 {
        case 0: .active
        case 1: .invited
        case 2: .mustChangePassword
        case 3: .blocked
        default: .deleted
        }
    }

    private static func code(of status: AccountStatus) -> UInt64 {
        switch status {
        case .active: 0
        case .invited: 1
        case .mustChangePassword: 2
        case .blocked: 3
        case .deleted: 4
        }
    }
}
