public import RosterDomain

/// Reads standings out of the stored form of records, without making a record of each.
///
/// Users who hold the same and are members of the same groups share what they hold, so one reader is to read all records of a
/// directory. It remembers what each of them was the first to hold.
public struct StandingReader: Sendable {
    /// What users hold and are members of, in bytes that are hashed at once: an array hashes one after another.
    private struct Key: Sendable, Hashable {
        var bytes: [UInt8] = []

        func hash(into hasher: inout Hasher) {
            self.bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
        }
    }

    /// The standing of the first user who holds what a key says.
    private var known: [Key: UserStanding] = [:]
    private var key = Key()

    /// Creates a reader that has read nothing.
    public init() {}

    /// Reads the standing in the stored form of a record.
    ///
    /// - Throws: ``StoredFormError``. What decides no access, such as a name, is not checked.
    /// - Complexity: O(bytes).
    public mutating func standing(
        _ bytes: [UInt8], of kind: RecordID.Kind
    ) throws(StoredFormError) -> DirectoryStanding {
        let standing = bytes.withUnsafeBytes { bytes in
            Result { () throws(StoredFormError) in try self.standing(bytes, of: kind) }
        }
        return try standing.get()
    }

    /// Reads the standing in bytes that are only lent.
    package mutating func standing(
        _ bytes: UnsafeRawBufferPointer, of kind: RecordID.Kind
    ) throws(StoredFormError) -> DirectoryStanding {
        guard kind == .user else { return try StoredForm.record(Array(bytes), of: kind).standing }
        if let standing = try self.usualStanding(bytes) { return .user(standing) }
        return .user(try StoredForm.userRecord(Array(bytes)).standing)
    }

    /// Reads the standing of a user in place; nil when it takes the description to tell it, or what is wrong.
    private mutating func usualStanding(_ bytes: UnsafeRawBufferPointer) throws(StoredFormError) -> UserStanding? {
        guard let scan = try? StoredUserScan(bytes), let id = scan.id, !scan.isUnusual else { return nil }
        self.key.bytes.removeAll(keepingCapacity: true)
        guard (try? scan.appendKey(to: &self.key.bytes)) == true else { return nil }
        let like: UserStanding
        if let known = self.known[self.key] {
            like = known
        } else {
            like = try StoredForm.userRecord(Array(bytes)).standing
            self.known[self.key] = like
        }
        return UserStanding(
            id: id, affiliation: scan.affiliation, status: scan.status, sessionEpoch: scan.sessionEpoch,
            secondFactor: scan.secondFactor, sortedHoldings: like.holdings, sortedGroups: like.groups)
    }
}

extension StoredUserScan {
    /// Appends bytes that are the same for users who hold the same, always and in the same order of assignment, and are members of the
    /// same groups; false when someone holds a role for a time: its moments count from another one in each record.
    fileprivate func appendKey(to key: inout [UInt8]) throws(StoredFormError) -> Bool {
        var fields = FieldScan(self.assignments)
        while let field = try fields.next() {
            switch field.number {
            case AssignmentField.role.number, AssignmentField.scope.number:
                key.append(UInt8(field.number))
                withUnsafeBytes(of: UInt32(truncatingIfNeeded: field.bytes.count)) { key.append(contentsOf: $0) }
                key.append(contentsOf: field.bytes)
            case AssignmentField.from.number, AssignmentField.until.number, 0: return false
            default: break
            }
        }
        key.append(UInt8(RecordField.groups.number))
        key.append(contentsOf: self.groups)
        return !fields.hasRequired
    }
}
