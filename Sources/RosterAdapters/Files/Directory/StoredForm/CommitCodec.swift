package import RosterDomain
package import RosterStore

/// How a journal holds one step of a tenant's history.
///
/// Numbers are compact (``ByteWriter``); moments are told as milliseconds after the step's own, identifiers with their 16
/// bytes, least significant first. The revision is not among the bytes: the frame around them tells it.
///
/// | step | |
/// |---|---|
/// | 1 byte | the kind of encoding: 1 |
/// | 6 bytes or so | when it happened, in milliseconds since 1970, signed |
/// | 1 or 17 bytes | who did it: 0 for the system, or 1 and the user |
/// | 1 byte or so | the number of changes |
/// | the rest | the changes, each behind a byte that tells which (``ChangeTag``) |
///
/// Changes that are frequent have a form of their own. The others, and whatever has a zero byte in one of its texts, are
/// written as JSON: so that no step holds more than a few zero bytes in a row, and sectors of a disk that a crash left
/// unwritten can be told from those that were written.
package enum CommitCodec {
    static let kind: UInt8 = 1

    /// Writes a step.
    package static func write(_ commit: Commit, to writer: inout ByteWriter) {
        writer.write(self.kind)
        writer.writeCompact(signed: commit.at.millisecondsSinceEpoch)
        var changes = ChangeWriter(at: commit.at, by: commit.principal)
        changes.write(commit.principal, to: &writer)
        writer.writeCompact(UInt64(commit.changes.count))
        for change in commit.changes { changes.write(change, to: &writer) }
    }

    /// Reads a step; all of the bytes must belong to it.
    ///
    /// Whatever is read obeys the rules of the domain.
    package static func read(
        _ bytes: UnsafeRawBufferPointer, revision: Revision
    ) throws(ByteReader.Malformed) -> Commit {
        var reader = ByteReader(bytes)
        guard try reader.read() == self.kind else { throw .init() }
        let moment = Timestamp(millisecondsSinceEpoch: try reader.readCompactSigned())
        let principal = try ChangeReader.readPrincipal(from: &reader)
        let count = try reader.readCount()
        var changes: [Change] = []
        // A made-up number must not take more memory than a few times what the bytes do.
        changes.reserveCapacity(min(count, 64))
        var change = ChangeReader(at: moment, by: principal)
        for _ in 0..<count { changes.append(try change.read(from: &reader)) }
        guard reader.remainingCount == 0 else { throw .init() }
        return Commit(revision: revision, at: moment, principal: principal, changes: changes)
    }
}

/// What stands before a change: which kind it is, in the lower seven bits.
///
/// The highest bit, where the kind has a user, says that it is the one named last: by the change before, or else the one
/// who acts. No kind is ever given another meaning.
enum ChangeTag {
    static let userAdded: UInt8 = 1
    static let roleAssigned: UInt8 = 2
    static let roleRemoved: UInt8 = 3
    static let statusChanged: UInt8 = 4
    static let passwordReset: UInt8 = 5
    static let passwordChanged: UInt8 = 6
    static let firstSignIn: UInt8 = 7
    static let notificationsDelivered: UInt8 = 8
    static let invitationSent: UInt8 = 9
    static let userRenamed: UInt8 = 10
    /// The change as JSON, behind its length.
    static let json: UInt8 = 0x7F
    /// Set when the user is the one named last.
    static let sameUser: UInt8 = 0x80
}

/// What is said of an assignment in one byte before the rest of it.
enum AssignmentFlags {
    static let grantedByPrincipal: UInt8 = 1
    static let grantedNow: UInt8 = 1 << 1
    static let atCompany: UInt8 = 1 << 2
    static let hasFrom: UInt8 = 1 << 3
    static let hasUntil: UInt8 = 1 << 4
    static let all: UInt8 = 0x1F
}

/// What is said of a new user in one byte before the rest of it.
enum UserFlags {
    /// The number of the status.
    static let status: UInt8 = 7
    static let isGuest: UInt8 = 1 << 3
    static let addedNow: UInt8 = 1 << 4
    /// Something is not as in a user that was just made: it follows.
    static let hasPast: UInt8 = 1 << 5
    static let all: UInt8 = 0x3F
}

/// What is said of a user who was not just made, in one byte before the rest of it.
enum PastFlags {
    static let hasSignedIn: UInt8 = 1
    static let hasStatusBeforeBlock: UInt8 = 1 << 1
    static let hasStatusBeforeDeletion: UInt8 = 1 << 2
    static let hasDeletedAt: UInt8 = 1 << 3
    static let all: UInt8 = 0x0F
}

extension AccountStatus {
    /// The number that stands for the status in a journal.
    var journalNumber: UInt8 {
        switch self {
        case .invited: 0
        case .mustChangePassword: 1
        case .active: 2
        case .blocked: 3
        case .deleted: 4
        }
    }

    /// The status that a number in a journal stands for.
    init(journalNumber: UInt8) throws(ByteReader.Malformed) {
        switch journalNumber {
        case 0: self = .invited
        case 1: self = .mustChangePassword
        case 2: self = .active
        case 3: self = .blocked
        case 4: self = .deleted
        default: throw .init()
        }
    }
}
