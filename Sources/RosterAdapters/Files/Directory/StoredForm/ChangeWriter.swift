#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif
internal import RosterDomain
internal import RosterStore

/// Writes the changes of one step, one after the other; see ``CommitCodec``.
struct ChangeWriter {
    private let moment: Timestamp
    private let principal: Principal
    /// The user named last.
    private var user: UserID?

    init(at moment: Timestamp, by principal: Principal) {
        self.moment = moment
        self.principal = principal
        self.user = principal.userID
    }

    mutating func write(_ change: Change, to writer: inout ByteWriter) {
        switch change {
        case .userAdded(let user): self.write(user, to: &writer)
        case .roleAssigned(let assignment):
            self.write(assignment, tag: ChangeTag.roleAssigned, of: change, to: &writer)
        case .roleRemoved(let assignment):
            self.write(assignment, tag: ChangeTag.roleRemoved, of: change, to: &writer)
        case .statusChanged(let user, let from, let to):
            self.write(ChangeTag.statusChanged, user, to: &writer)
            writer.write(from.journalNumber << 4 | to.journalNumber)
        case .passwordReset(let user, let expiresAt):
            self.write(ChangeTag.passwordReset, user, to: &writer)
            self.write(expiresAt, to: &writer)
        case .passwordChanged(let user): self.write(ChangeTag.passwordChanged, user, to: &writer)
        case .firstSignIn(let user): self.write(ChangeTag.firstSignIn, user, to: &writer)
        case .notificationsDelivered(let revision):
            writer.write(ChangeTag.notificationsDelivered)
            writer.writeCompact(revision.number)
        case .invitationSent(let user, let invitation):
            self.write(ChangeTag.invitationSent, user, to: &writer)
            self.write(invitation, to: &writer)
        case .userRenamed(let user, let from, let to):
            self.write(ChangeTag.userRenamed, user, to: &writer)
            writer.write(from.rawValue)
            writer.write(to.rawValue)
        case .companyEnrolled, .invitationRevoked, .rolesRequested, .roleRequestAnswered, .refused:
            self.writeJSON(change, to: &writer)
        }
    }

    /// Writes who did something.
    func write(_ principal: Principal, to writer: inout ByteWriter) {
        switch principal {
        case .system: writer.write(0)
        case .user(let id):
            writer.write(1)
            writer.writeFixed(id.bits)
        }
    }
}

// MARK: - The parts of a change

extension ChangeWriter {
    /// Writes the tag of a change and whom it is about.
    @inline(__always)
    private mutating func write(_ tag: UInt8, _ user: UserID, to writer: inout ByteWriter) {
        if user == self.user {
            writer.write(tag | ChangeTag.sameUser)
        } else {
            writer.write(tag)
            writer.writeFixed(user.bits)
            self.user = user
        }
    }

    @inline(__always)
    private func write(_ moment: Timestamp, to writer: inout ByteWriter) {
        writer.writeCompact(signed: moment.millisecondsSinceEpoch &- self.moment.millisecondsSinceEpoch)
    }

    private mutating func write(_ user: User, to writer: inout ByteWriter) {
        self.write(ChangeTag.userAdded, user.id, to: &writer)
        let addedNow = user.addedAt == self.moment
        var flags = user.status.journalNumber
        if user.affiliation == .guest { flags |= UserFlags.isGuest }
        if addedNow { flags |= UserFlags.addedNow }
        if user.hasPast { flags |= UserFlags.hasPast }
        writer.write(flags)
        writer.write(user.fullName.rawValue)
        writer.write(user.email.rawValue)
        if !addedNow { self.write(user.addedAt, to: &writer) }
        if user.hasPast { self.writePast(of: user, to: &writer) }
    }

    private func writePast(of user: User, to writer: inout ByteWriter) {
        var flags: UInt8 = user.hasSignedIn ? PastFlags.hasSignedIn : 0
        if user.statusBeforeBlock != nil { flags |= PastFlags.hasStatusBeforeBlock }
        if user.statusBeforeDeletion != nil { flags |= PastFlags.hasStatusBeforeDeletion }
        if user.deletedAt != nil { flags |= PastFlags.hasDeletedAt }
        writer.write(flags)
        if let status = user.statusBeforeBlock { writer.write(status.journalNumber) }
        if let status = user.statusBeforeDeletion { writer.write(status.journalNumber) }
        if let deletedAt = user.deletedAt { self.write(deletedAt, to: &writer) }
        writer.writeCompact(signed: Int64(user.resetCount))
        writer.writeCompact(signed: Int64(user.version))
    }

    private mutating func write(
        _ assignment: RoleAssignment, tag: UInt8, of change: @autoclosure () -> Change, to writer: inout ByteWriter
    ) {
        guard !assignment.role.rawValue.utf8.contains(0) else { return self.writeJSON(change(), to: &writer) }
        self.write(tag, assignment.user, to: &writer)
        let (window, scope) = (assignment.window, assignment.scope)
        let byPrincipal = assignment.grantedBy == self.principal
        let grantedNow = assignment.grantedAt == self.moment
        let atCompany = scope == .company
        var flags: UInt8 = byPrincipal ? AssignmentFlags.grantedByPrincipal : 0
        if grantedNow { flags |= AssignmentFlags.grantedNow }
        if atCompany { flags |= AssignmentFlags.atCompany }
        if window.from != nil { flags |= AssignmentFlags.hasFrom }
        if window.until != nil { flags |= AssignmentFlags.hasUntil }
        writer.write(flags)
        writer.write(assignment.role.rawValue)
        if !atCompany { writer.write(scope.path) }
        if let from = window.from { self.write(from, to: &writer) }
        if let until = window.until { self.write(until, to: &writer) }
        if !byPrincipal { self.write(assignment.grantedBy, to: &writer) }
        if !grantedNow { self.write(assignment.grantedAt, to: &writer) }
    }

    private func write(_ invitation: Invitation, to writer: inout ByteWriter) {
        self.write(invitation.invitedBy, to: &writer)
        self.write(invitation.sentAt, to: &writer)
        self.write(invitation.expiresAt, to: &writer)
        writer.writeCompact(signed: Int64(invitation.timesSent))
    }

    private func writeJSON(_ change: Change, to writer: inout ByteWriter) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let bytes = try? encoder.encode(change) else {
            preconditionFailure("invariant: a change is made of texts, whole numbers and lists of them")
        }
        writer.write(ChangeTag.json)
        writer.write(counted: bytes)
    }
}

extension Principal {
    /// The user who did something; nil for the system.
    var userID: UserID? {
        if case .user(let id) = self { id } else { nil }
    }
}

extension User {
    /// Whether anything is not as in a user who was just made.
    fileprivate var hasPast: Bool {
        self.hasSignedIn || self.resetCount != 0 || self.version != 1 || self.statusBeforeBlock != nil
            || self.statusBeforeDeletion != nil || self.deletedAt != nil
    }
}
