import RosterDomain
internal import RosterStore

extension ByteReader {
    /// Reads a signed compact number into an `Int`.
    @inline(__always)
    mutating func readInt() throws(Malformed) -> Int {
        guard let number = Int(exactly: try self.readCompactSigned()) else { throw Malformed() }
        return number
    }

    /// Lends bytes that stand behind their number.
    @inline(__always)
    mutating func readCounted() throws(Malformed) -> UnsafeRawBufferPointer {
        try self.read(count: try self.readCount())
    }

    @inline(__always)
    mutating func readID<Kind>() throws(Malformed) -> Identifier<Kind> {
        let high = try self.readFixed(UInt64.self)
        return Identifier(high: high, low: try self.readFixed(UInt64.self))
    }

    /// Reads a moment that counts from another one.
    @inline(__always)
    mutating func readMoment(from origin: Timestamp) throws(Malformed) -> Timestamp {
        let distance = try self.readCompactSigned()
        return Timestamp(millisecondsSinceEpoch: origin.millisecondsSinceEpoch &+ distance)
    }

    mutating func readEmail() throws(Malformed) -> EmailAddress {
        let bytes = try self.readCounted()
        guard (1...EmailAddress.byteLimit).contains(bytes.count), bytes.areVisibleASCII else { throw Malformed() }
        return EmailAddress(takenInBefore: String(decoding: bytes, as: UTF8.self))
    }

    mutating func readName() throws(Malformed) -> FullName {
        let bytes = try self.readCounted()
        guard (1...FullName.byteLimit).contains(bytes.count) else { throw Malformed() }
        if bytes.areASCII { return FullName(takenInBefore: String(decoding: bytes, as: UTF8.self)) }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw Malformed() }
        return FullName(takenInBefore: text)
    }

    mutating func readPast(of user: inout User) throws(Malformed) {
        let bits = try self.read()
        user.statusBeforeBlock = try Self.status(bits & 7)
        user.statusBeforeDeletion = try Self.status(bits >> 3 & 7)
        if bits & 1 << 6 != 0 { user.deletedAt = try self.readMoment(from: user.addedAt) }
        if bits & 1 << 7 != 0 { user.resetCount = try self.readInt() }
    }

    mutating func skipPast() throws(Malformed) {
        let bits = try self.read()
        if bits & 1 << 6 != 0 { _ = try self.readCompact() }
        if bits & 1 << 7 != 0 { _ = try self.readCompact() }
    }

    mutating func readInvitation(from addedAt: Timestamp) throws(Malformed) -> Invitation {
        let isByUser = try self.read()
        guard isByUser <= 1 else { throw Malformed() }
        let invitedBy: Principal = isByUser == 1 ? .user(id: try self.readID()) : .system
        let sentAt = try self.readMoment(from: addedAt)
        let expiresAt = try self.readMoment(from: sentAt)
        return Invitation(invitedBy: invitedBy, sentAt: sentAt, expiresAt: expiresAt, timesSent: try self.readInt())
    }

    private static func status(_ number: UInt8) throws(Malformed) -> AccountStatus? {
        number == 0 ? nil : try AccountStatus(number: number - 1)
    }
}

extension UnsafeRawBufferPointer {
    /// Whether every byte is an ASCII character.
    var areASCII: Bool {
        var bits: UInt8 = 0
        for byte in self { bits |= byte }
        return bits < 0x80
    }

    /// Whether every byte is an ASCII character that leaves ink.
    fileprivate var areVisibleASCII: Bool {
        // Without a way out of the loop, the compiler looks at many bytes at once.
        var isWrong = false
        for byte in self where byte &- 0x21 >= 0x5E { isWrong = true }
        return !isWrong
    }
}
