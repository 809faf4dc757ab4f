package import RosterDomain
package import RosterStore

/// The bytes in which a directory on files keeps what it knows of a user; about 80 for somebody with three roles.
///
/// The identifier is not in them: it is what records are found by. What is near to being the same in most records takes no
/// bytes, or few: moments count from the one at which the user was added, roles and scopes are numbers of a ``NameTable``,
/// and an assignment by the same person as the one before it says so in two bits. Every record that can be made reads back as
/// it was.
///
/// | bytes | |
/// |---|---|
/// | 1 | version: 1 |
/// | 1 | bits 0–2 the status, 3 a guest, 4 has signed in, 5 has a past, 6 has an invitation, 7 has requests for roles |
/// | text | the address as it was written, so that it can be compared where it stands |
/// | text | the name |
/// | number | when the user was added; the version; see ``RecordHeader`` |
/// | … | the past, the invitation, the number of assignments and each of them, the number of requests and each of them |
///
/// Texts stand behind their length. Numbers are compact and signed, other moments count from the addition.
package enum UserRecordCodec {
    /// The first byte of every record.
    package static let version: UInt8 = 1

    /// Writes a record without its identifier, and gives numbers to names that have none.
    ///
    /// - Returns: The roles held, each as the bit at its number modulo 64: a user whose bit is not set does not hold the role.
    @discardableResult
    package static func write(
        _ record: borrowing UserRecord, to bytes: inout ByteWriter, names: inout NameTable
    ) -> UInt64 {
        let header = RecordHeader(of: record)
        bytes.write(Self.version)
        bytes.write(header.bits)
        bytes.write(record.user.email.rawValue)
        bytes.write(record.user.fullName.rawValue)
        bytes.writeCompact(signed: record.user.addedAt.millisecondsSinceEpoch)
        bytes.writeCompact(signed: Int64(record.user.version))
        if header.hasPast { bytes.write(pastOf: record.user) }
        if let invitation = record.invitation { bytes.write(invitation, from: record.user.addedAt) }
        let roles = bytes.write(record.assignments, of: record.user, names: &names)
        if header.hasRequests { bytes.write(record.roleRequests, of: record.user, names: &names) }
        return roles
    }

    /// Reads a record of a user, all of the bytes.
    ///
    /// Texts must be well-formed, and addresses ASCII that can be seen; their other rules were checked when they were taken in.
    package static func read(
        _ bytes: UnsafeRawBufferPointer, id: UserID, names: borrowing NameTable
    ) throws(ByteReader.Malformed) -> UserRecord {
        var reader = ByteReader(bytes)
        let header = try RecordHeader(&reader)
        let email = try reader.readEmail()
        let name = try reader.readName()
        let addedAt = Timestamp(millisecondsSinceEpoch: try reader.readCompactSigned())
        var user = User(
            id: id, fullName: name, email: email, affiliation: header.affiliation, status: header.status,
            addedAt: addedAt)
        user.hasSignedIn = header.hasSignedIn
        user.version = try reader.readInt()
        if header.hasPast { try reader.readPast(of: &user) }
        let invitation = header.hasInvitation ? try reader.readInvitation(from: addedAt) : nil
        let assignments = try reader.readAssignments(of: id, from: addedAt, names: names)
        let requests = header.hasRequests ? try reader.readRequests(of: id, from: addedAt, names: names) : []
        guard reader.remainingCount == 0 else { throw ByteReader.Malformed() }
        return UserRecord(
            consume user, assignments: assignments, invitation: invitation, roleRequests: requests)
    }

    /// What the first two bytes of a record say.
    package static func header(of bytes: UnsafeRawBufferPointer) throws(ByteReader.Malformed) -> RecordHeader {
        var reader = ByteReader(bytes)
        return try RecordHeader(&reader)
    }

    /// The address in a record, as it was written.
    package static func email(
        in bytes: UnsafeRawBufferPointer
    ) throws(ByteReader.Malformed) -> UnsafeRawBufferPointer {
        var reader = ByteReader(bytes)
        _ = try RecordHeader(&reader)
        return try reader.readCounted()
    }

    /// The address and the name in a record, as they were written.
    package static func texts(
        in bytes: UnsafeRawBufferPointer
    ) throws(ByteReader.Malformed) -> (email: UnsafeRawBufferPointer, name: UnsafeRawBufferPointer) {
        var reader = ByteReader(bytes)
        _ = try RecordHeader(&reader)
        return (try reader.readCounted(), try reader.readCounted())
    }

    /// Adds what a record's user holds, in the order of assignment, and returns the header.
    @discardableResult
    package static func readHoldings(
        in bytes: UnsafeRawBufferPointer, into holdings: inout [NumberedHolding]
    ) throws(ByteReader.Malformed) -> RecordHeader {
        var reader = ByteReader(bytes)
        let header = try RecordHeader(&reader)
        _ = try reader.readCounted()
        _ = try reader.readCounted()
        let addedAt = Timestamp(millisecondsSinceEpoch: try reader.readCompactSigned())
        _ = try reader.readCompact()
        if header.hasPast { try reader.skipPast() }
        if header.hasInvitation { _ = try reader.readInvitation(from: addedAt) }
        for _ in 0..<(try reader.readCount()) { holdings.append(try reader.readHolding(from: addedAt)) }
        return header
    }
}
