#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif
internal import RosterDomain
internal import RosterStore

/// Reads the changes of one step, one after the other; see ``CommitCodec``.
struct ChangeReader {
    typealias Malformed = ByteReader.Malformed

    private let moment: Timestamp
    private let principal: Principal
    /// The user named last.
    private var user: UserID?

    init(at moment: Timestamp, by principal: Principal) {
        self.moment = moment
        self.principal = principal
        self.user = principal.userID
    }

    mutating func read(from reader: inout ByteReader) throws(Malformed) -> Change {
        let tag = try reader.read()
        switch tag {
        case ChangeTag.json: return try self.readJSON(from: &reader)
        case ChangeTag.notificationsDelivered:
            return .notificationsDelivered(through: Revision(try reader.readCompact()))
        default: break
        }
        let user = try self.readUser(tag, from: &reader)
        switch tag & ~ChangeTag.sameUser {
        case ChangeTag.userAdded: return .userAdded(user: try self.readUser(user, from: &reader))
        case ChangeTag.roleAssigned: return .roleAssigned(assignment: try self.readRole(of: user, from: &reader))
        case ChangeTag.roleRemoved: return .roleRemoved(assignment: try self.readRole(of: user, from: &reader))
        case ChangeTag.statusChanged:
            let pair = try reader.read()
            let from = try AccountStatus(journalNumber: pair >> 4)
            return .statusChanged(user: user, from: from, to: try AccountStatus(journalNumber: pair & 0xF))
        case ChangeTag.passwordReset:
            return .passwordReset(user: user, expiresAt: try self.readMoment(from: &reader))
        case ChangeTag.passwordChanged: return .passwordChanged(user: user)
        case ChangeTag.firstSignIn: return .firstSignIn(user: user)
        case ChangeTag.invitationSent:
            return .invitationSent(user: user, invitation: try self.readInvitation(from: &reader))
        case ChangeTag.userRenamed:
            let from = try Self.readName(from: &reader)
            return .userRenamed(user: user, from: from, to: try Self.readName(from: &reader))
        default: throw Malformed()
        }
    }

    /// Reads who did something.
    static func readPrincipal(from reader: inout ByteReader) throws(Malformed) -> Principal {
        switch try reader.read() {
        case 0: .system
        case 1: .user(id: UserID(bits: try reader.readFixed()))
        default: throw Malformed()
        }
    }
}

// MARK: - The parts of a change

extension ChangeReader {
    /// Reads whom a change is about.
    @inline(__always)
    private mutating func readUser(_ tag: UInt8, from reader: inout ByteReader) throws(Malformed) -> UserID {
        if tag & ChangeTag.sameUser != 0 {
            guard let user = self.user else { throw Malformed() }
            return user
        }
        let user = UserID(bits: try reader.readFixed())
        self.user = user
        return user
    }

    @inline(__always)
    private func readMoment(from reader: inout ByteReader) throws(Malformed) -> Timestamp {
        let milliseconds = self.moment.millisecondsSinceEpoch &+ (try reader.readCompactSigned())
        return Timestamp(millisecondsSinceEpoch: milliseconds)
    }

    private func readUser(_ id: UserID, from reader: inout ByteReader) throws(Malformed) -> User {
        let flags = try reader.read()
        guard flags & ~UserFlags.all == 0 else { throw Malformed() }
        let status = try AccountStatus(journalNumber: flags & UserFlags.status)
        let name = try Self.readName(from: &reader)
        let email = try Self.readEmail(from: &reader)
        let addedAt = flags & UserFlags.addedNow != 0 ? self.moment : try self.readMoment(from: &reader)
        var user = User(
            id: id, fullName: name, email: email, affiliation: flags & UserFlags.isGuest != 0 ? .guest : .member,
            status: status, addedAt: addedAt)
        if flags & UserFlags.hasPast != 0 { try self.readPast(of: &user, from: &reader) }
        return user
    }

    private func readPast(of user: inout User, from reader: inout ByteReader) throws(Malformed) {
        let flags = try reader.read()
        guard flags & ~PastFlags.all == 0 else { throw Malformed() }
        user.hasSignedIn = flags & PastFlags.hasSignedIn != 0
        if flags & PastFlags.hasStatusBeforeBlock != 0 {
            user.statusBeforeBlock = try AccountStatus(journalNumber: try reader.read())
        }
        if flags & PastFlags.hasStatusBeforeDeletion != 0 {
            user.statusBeforeDeletion = try AccountStatus(journalNumber: try reader.read())
        }
        if flags & PastFlags.hasDeletedAt != 0 { user.deletedAt = try self.readMoment(from: &reader) }
        user.resetCount = try Self.readInt(from: &reader)
        user.version = try Self.readInt(from: &reader)
    }

    private func readRole(of user: UserID, from reader: inout ByteReader) throws(Malformed) -> RoleAssignment {
        let flags = try reader.read()
        guard flags & ~AssignmentFlags.all == 0 else { throw Malformed() }
        let role = RoleID(try Self.readText(from: &reader))
        let scope = flags & AssignmentFlags.atCompany != 0 ? Scope.company : try Self.readScope(from: &reader)
        let window = try self.readWindow(flags, from: &reader)
        let byPrincipal = flags & AssignmentFlags.grantedByPrincipal != 0
        let grantedBy = byPrincipal ? self.principal : try Self.readPrincipal(from: &reader)
        let grantedAt = flags & AssignmentFlags.grantedNow != 0 ? self.moment : try self.readMoment(from: &reader)
        return RoleAssignment(
            of: role, to: user, at: scope, during: window, grantedBy: grantedBy, grantedAt: grantedAt)
    }

    @inline(__always)
    private func readWindow(_ flags: UInt8, from reader: inout ByteReader) throws(Malformed) -> ValidityWindow {
        let ends = AssignmentFlags.hasFrom | AssignmentFlags.hasUntil
        guard flags & ends != 0 else { return .always }
        let from = flags & AssignmentFlags.hasFrom != 0 ? try self.readMoment(from: &reader) : nil
        let until = flags & AssignmentFlags.hasUntil != 0 ? try self.readMoment(from: &reader) : nil
        guard let window = try? ValidityWindow(from: from, until: until) else { throw Malformed() }
        return window
    }

    private func readInvitation(from reader: inout ByteReader) throws(Malformed) -> Invitation {
        let invitedBy = try Self.readPrincipal(from: &reader)
        let sentAt = try self.readMoment(from: &reader)
        let expiresAt = try self.readMoment(from: &reader)
        let timesSent = try Self.readInt(from: &reader)
        return Invitation(invitedBy: invitedBy, sentAt: sentAt, expiresAt: expiresAt, timesSent: timesSent)
    }

    private func readJSON(from reader: inout ByteReader) throws(Malformed) -> Change {
        let count = try reader.readCount()
        let bytes = Data(try reader.read(count: count))
        guard let change = try? JSONDecoder().decode(Change.self, from: bytes) else { throw Malformed() }
        return change
    }
}

// MARK: - Values

extension ChangeReader {
    private static func readInt(from reader: inout ByteReader) throws(Malformed) -> Int {
        guard let number = Int(exactly: try reader.readCompactSigned()) else { throw Malformed() }
        return number
    }

    private static func readName(from reader: inout ByteReader) throws(Malformed) -> FullName {
        let text = try self.readText(from: &reader)
        do throws(FullNameError) {
            return try FullName(text)
        } catch {
            throw Malformed()
        }
    }

    private static func readEmail(from reader: inout ByteReader) throws(Malformed) -> EmailAddress {
        let text = try self.readText(from: &reader)
        do throws(EmailAddressError) {
            return try EmailAddress(text)
        } catch {
            throw Malformed()
        }
    }

    private static func readScope(from reader: inout ByteReader) throws(Malformed) -> Scope {
        let text = try self.readText(from: &reader)
        do throws(ScopeError) {
            return try Scope(text)
        } catch {
            throw Malformed()
        }
    }

    /// Reads a text; most are ASCII, for which there is a shorter way than to validate UTF-8 apart.
    @inline(__always)
    private static func readText(from reader: inout ByteReader) throws(Malformed) -> String {
        let count = try reader.readCount()
        let bytes = try reader.read(count: count)
        // ASCII is never repaired.
        if bytes.isASCII { return String(decoding: bytes, as: UTF8.self) }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw Malformed() }
        return text
    }
}

extension UnsafeRawBufferPointer {
    /// Whether no byte has its highest bit set.
    @inline(__always)
    fileprivate var isASCII: Bool {
        var (bits, position): (UInt64, Int) = (0, 0)
        while position + 8 <= self.count {
            bits |= self.loadUnaligned(fromByteOffset: position, as: UInt64.self)
            position += 8
        }
        while position < self.count {
            bits |= UInt64(self[position])
            position += 1
        }
        return bits & 0x8080_8080_8080_8080 == 0
    }
}
