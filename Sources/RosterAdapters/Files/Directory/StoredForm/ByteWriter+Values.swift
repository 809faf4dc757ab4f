import RosterDomain
internal import RosterStore

extension ByteWriter {
    @inline(__always)
    mutating func write<Kind>(_ id: Identifier<Kind>) {
        self.writeFixed(id.high)
        self.writeFixed(id.low)
    }

    /// Writes a moment as its distance from another one, which wraps around so that there always is one.
    @inline(__always)
    mutating func write(_ moment: Timestamp, from origin: Timestamp) {
        self.writeCompact(signed: moment.millisecondsSinceEpoch &- origin.millisecondsSinceEpoch)
    }

    /// Writes what few users have: a byte with the statuses to return to, each 0 for none, and which numbers follow it.
    mutating func write(pastOf user: User) {
        var bits = user.statusBeforeBlock.map { $0.number + 1 } ?? 0
        bits |= (user.statusBeforeDeletion.map { $0.number + 1 } ?? 0) << 3
        if user.deletedAt != nil { bits |= 1 << 6 }
        if user.resetCount != 0 { bits |= 1 << 7 }
        self.write(bits)
        if let deletedAt = user.deletedAt { self.write(deletedAt, from: user.addedAt) }
        if user.resetCount != 0 { self.writeCompact(signed: Int64(user.resetCount)) }
    }

    /// Writes an invitation; its end counts from its sending.
    mutating func write(_ invitation: Invitation, from addedAt: Timestamp) {
        switch invitation.invitedBy {
        case .system: self.write(UInt8(0))
        case .user(let id):
            self.write(UInt8(1))
            self.write(id)
        }
        self.write(invitation.sentAt, from: addedAt)
        self.write(invitation.expiresAt, from: invitation.sentAt)
        self.writeCompact(signed: Int64(invitation.timesSent))
    }
}
