/// What a table keeps of one user in one word: the address of the row of what the user holds, and the account's status.
///
/// A row's address is a multiple of 16, so four bits are free: three for the status, and one for the form of the row.
/// They are zero only for an active user with a dense row, so one comparison distinguishes this usual case from every
/// other and from a free place.
struct UserEntry: Sendable, Equatable {
    let bits: UInt64

    @inline(__always)
    init(bits: UInt64) {
        self.bits = bits
    }

    init(row: AccessRow, status: AccountStatus) {
        self.init(bits: row.reference | Self.code(of: status))
    }

    /// The code of ``AccountStatus/active``.
    private static let activeCode: UInt64 = 0
    private static let codeMask: UInt64 = 7

    /// No entry: the place is free.
    static let free = UserEntry(bits: 15)
    /// The entry of a forgotten user; the key stays in its place.
    static let forgotten = UserEntry(bits: 7)

    /// Whether the user is known and the account in use.
    @inline(__always)
    var isActive: Bool { self.bits & Self.codeMask == Self.activeCode }

    /// Whether the table knows the user.
    var isKnown: Bool { self.bits > Self.free.bits }

    /// Whether the user is active and has a dense row: the usual case, which one comparison detects.
    @inline(__always)
    var isActiveAndDense: Bool { self.bits & 15 == 0 }

    /// The row of a user for whom ``isActiveAndDense`` is true.
    @inline(__always)
    var denseRow: AccessRow { AccessRow(reference: self.bits) }

    /// What the user holds; only of a user that the table knows.
    @inline(__always)
    var row: AccessRow { AccessRow(reference: self.bits & ~Self.codeMask) }

    /// The account's status; only of a user that the table knows.
    var status: AccountStatus {
        switch self.bits & Self.codeMask {
        case Self.activeCode: .active
        case 1: .invited
        case 2: .mustChangePassword
        case 3: .blocked
        case 4: .deleted
        default: .purged
        }
    }

    private static func code(of status: AccountStatus) -> UInt64 {
        switch status {
        case .active: Self.activeCode
        case .invited: 1
        case .mustChangePassword: 2
        case .blocked: 3
        case .deleted: 4
        case .purged: 5
        }
    }
}
