package import RosterDomain
package import RosterPorts
package import RosterStore

/// How a directory on files keeps what it knows of a user: the binary form of `StoredForm`, with numbers for names, and without
/// the identifier by which the record is found.
///
/// About 80 bytes for a user with three roles.
package enum UserRecordCodec {
    /// Writes a record without its identifier, and gives numbers to names that have none.
    ///
    /// - Returns: The lists that the record is in, each as the bit at its number modulo 64: a record whose bit is not set is not in
    ///   the list.
    @discardableResult
    package static func write(
        _ record: consuming UserRecord, to bytes: inout ByteWriter, names: inout StoredNames
    ) -> UInt64 {
        StoredForm.write(record, to: &bytes.bytes, names: &names)
    }

    /// Reads the record of a user, all of the bytes.
    package static func read(
        _ bytes: UnsafeRawBufferPointer, id: UserID, names: borrowing StoredNames
    ) throws(ByteReader.Malformed) -> UserRecord {
        do throws(StoredFormError) {
            return try StoredForm.userRecord(bytes, id: id, names: names)
        } catch {
            throw ByteReader.Malformed(error)
        }
    }

    /// What a search needs of a record, read in place.
    @inline(__always)
    package static func scan(_ bytes: UnsafeRawBufferPointer) throws(ByteReader.Malformed) -> StoredUserScan {
        try understanding { () throws(StoredFormError) in try StoredUserScan(bytes) }
    }

    /// The address in a record, as it was written.
    package static func email(
        in bytes: UnsafeRawBufferPointer
    ) throws(ByteReader.Malformed) -> UnsafeRawBufferPointer {
        try understanding { () throws(StoredFormError) in try StoredUserScan.email(in: bytes) }
    }

    /// Adds what a record's user holds, in the order of assignment, and the groups, in the order of their identifiers; returns the rest
    /// of what a search needs.
    @discardableResult
    package static func readStanding(
        in bytes: UnsafeRawBufferPointer, into standing: inout NumberedStanding
    ) throws(ByteReader.Malformed) -> StoredUserScan {
        let scan = try self.scan(bytes)
        try understanding { () throws(StoredFormError) in
            try scan.readHoldings(into: &standing.holdings)
            try scan.readGroups(into: &standing.groups)
        }
        return scan
    }
}

extension AccountStatus {
    /// The number that stands for the status in the entries of a checkpoint; the same as in records.
    package var number: UInt8 { UInt8(self.code.number) }

    /// The status with a number that was stored.
    package init(number: UInt8) throws(ByteReader.Malformed) {
        guard Int(number) < statusesByNumber.count, let status = statusesByNumber[Int(number)] else {
            throw ByteReader.Malformed()
        }
        self = status
    }
}

/// The statuses by their numbers: every standing that is read asks for one.
private let statusesByNumber: [AccountStatus?] = {
    let numbered = Dictionary(uniqueKeysWithValues: AccountStatus.allCases.map { (Int($0.number), $0) })
    return (0...(numbered.keys.max() ?? 0)).map { numbered[$0] }
}()
