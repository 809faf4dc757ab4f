public import RosterDomain

/// The stored form of steps of a history and of what a directory knows of its users.
///
/// It has one description, and two encodings of it: a compact binary one for stores, and JSON for people and tools. In both, an
/// older version of Roster reads what a newer one wrote and the other way round:
///
/// - A field that is absent has its default.
/// - A field that is not known is kept with the value and written back with it.
/// - A field that is not known and marked as required, and an unknown kind of change, are refused with
///   ``StoredFormError``: the host must be upgraded first.
///
/// A store keeps the binary form as opaque bytes: it is not ordered, and equal values of different versions can have different
/// bytes. No text in it holds a zero byte.
public enum StoredForm: Sendable {
    /// The binary form of a step, without its revision: the store knows the place of the step in the history.
    ///
    /// - Complexity: O(bytes).
    public static func bytes(of commit: Commit) -> [UInt8] {
        var bytes: [UInt8] = []
        self.write(commit, to: &bytes)
        return bytes
    }

    /// Reads the binary form of a step; all of the bytes must belong to it.
    ///
    /// What is read obeys the rules of the domain.
    ///
    /// - Parameters:
    ///   - bytes: The bytes.
    ///   - revision: The place of the step in the history.
    /// - Complexity: O(bytes).
    public static func commit(_ bytes: [UInt8], revision: Revision) throws(StoredFormError) -> Commit {
        try Self.lending(bytes) { (bytes) throws(StoredFormError) in try Self.commit(bytes, revision: revision) }
    }

    /// The binary form of all that a directory knows of a user, the identifier among it.
    ///
    /// - Complexity: O(bytes).
    public static func bytes(of record: UserRecord) -> [UInt8] {
        self.encoded(record)
    }

    /// Reads the binary form of all that a directory knows of a user.
    ///
    /// - Complexity: O(bytes).
    public static func userRecord(_ bytes: [UInt8]) throws(StoredFormError) -> UserRecord {
        try self.decoded(bytes)
    }

    /// The binary form of a group.
    ///
    /// - Complexity: O(bytes).
    public static func bytes(of group: Group) -> [UInt8] {
        self.encoded(group)
    }

    /// Reads the binary form of a group.
    ///
    /// - Complexity: O(bytes).
    public static func group(_ bytes: [UInt8]) throws(StoredFormError) -> Group {
        try self.decoded(bytes)
    }

    /// The binary form of a role of a company.
    ///
    /// - Complexity: O(bytes).
    public static func bytes(of role: CompanyRole) -> [UInt8] {
        self.encoded(role)
    }

    /// Reads the binary form of a role of a company.
    ///
    /// - Complexity: O(bytes).
    public static func companyRole(_ bytes: [UInt8]) throws(StoredFormError) -> CompanyRole {
        try self.decoded(bytes)
    }

    /// The binary form of a record of any kind, without the kind.
    ///
    /// - Complexity: O(bytes).
    public static func bytes(of record: DirectoryRecord) -> [UInt8] {
        switch record {
        case .user(let record): self.bytes(of: record)
        case .group(let group): self.bytes(of: group)
        case .companyRole(let role): self.bytes(of: role)
        }
    }

    /// Reads the binary form of a record of a kind.
    ///
    /// - Complexity: O(bytes).
    public static func record(
        _ bytes: [UInt8], of kind: RecordID.Kind
    ) throws(StoredFormError) -> DirectoryRecord {
        switch kind {
        case .user: .user(try self.userRecord(bytes))
        case .group: .group(try self.group(bytes))
        case .companyRole: .companyRole(try self.companyRole(bytes))
        }
    }

    /// The binary form of a company.
    public static func bytes(of company: Company) -> [UInt8] {
        self.encoded(company)
    }

    /// Reads the binary form of a company.
    public static func company(_ bytes: [UInt8]) throws(StoredFormError) -> Company {
        try self.decoded(bytes)
    }

    /// A step as JSON, in one line without its line end.
    ///
    /// Moments are in milliseconds since 1970-01-01T00:00:00Z; what has its usual value is left out.
    ///
    /// - Complexity: O(bytes).
    public static func json(of commit: Commit) -> [UInt8] {
        var writer = JSONFieldWriter()
        do throws(StoredFormError) {
            try writer.write(commit) { $0.member(Self.revisionName, commit.revision.number) }
        } catch {
            preconditionFailure("invariant: a value of the domain has a stored form: \(error)")
        }
        return writer.bytes
    }

    /// Reads a step that was written as JSON.
    ///
    /// - Throws: ``StoredFormError`` with the place in the value, and for text that is not JSON with line and column.
    /// - Complexity: O(bytes).
    public static func commit(json: [UInt8]) throws(StoredFormError) -> Commit {
        var reader = try JSONFieldReader(json)
        let revision = Revision(try reader.member(Self.revisionName))
        var commit = Commit(revision: revision, at: .blank, principal: .system, changes: [])
        try reader.read(&commit)
        return commit
    }

    private static let revisionName: StaticString = "revision"

    /// Lends the bytes of an array, with typed errors.
    private static func lending<Value>(
        _ bytes: [UInt8], _ body: (UnsafeRawBufferPointer) throws(StoredFormError) -> Value
    ) throws(StoredFormError) -> Value {
        try bytes.withUnsafeBytes { buffer in
            Result { () throws(StoredFormError) in try body(buffer) }
        }.get()
    }
}

// MARK: - For stores of this package

extension StoredForm {
    /// The binary form of a value.
    package static func encoded<Value: StoredRecord>(_ value: Value) -> [UInt8] {
        var writer = BinaryFieldWriter()
        writer.writeWhole(value)
        return writer.bytes
    }

    /// Reads the binary form of a value; all of the bytes must belong to it.
    package static func decoded<Value: StoredRecord>(
        _ bytes: [UInt8], as type: Value.Type = Value.self
    ) throws(StoredFormError) -> Value {
        try self.lending(bytes) { (bytes) throws(StoredFormError) in
            var reader = BinaryFieldReader(bytes)
            return try reader.read()
        }
    }

    /// Appends the binary form of a step.
    package static func write(_ commit: Commit, to bytes: inout [UInt8]) {
        var writer = BinaryFieldWriter(appendingTo: exchange(&bytes, with: []))
        writer.writeWhole(commit)
        bytes = writer.bytes
    }

    /// Reads the binary form of a step.
    package static func commit(
        _ bytes: UnsafeRawBufferPointer, revision: Revision
    ) throws(StoredFormError) -> Commit {
        var reader = BinaryFieldReader(bytes)
        var commit = Commit(revision: revision, at: .blank, principal: .system, changes: [])
        try reader.readAll(into: &commit)
        return commit
    }

    /// Appends the binary form of a record that is found by its user's identifier, and gives numbers to names that have none.
    ///
    /// - Returns: The lists that the record is in, each as the bit at its number modulo 64: a record whose bit is not set is not in
    ///   the list; see ``StoredNames``.
    @discardableResult
    package static func write(
        _ record: consuming UserRecord, to bytes: inout [UInt8], names: inout StoredNames
    ) -> UInt64 {
        let id = record.id
        // A closure cannot consume what it captures.
        var owned = Optional(record)
        return withUnsafeMutablePointer(to: &names) { names in
            var writer = BinaryFieldWriter(appendingTo: exchange(&bytes, with: []), names: names)
            writer.context.user = id
            if let record = owned.take() { writer.writeWhole(record) }
            bytes = writer.bytes
            return writer.listBits
        }
    }

    /// Reads the record of a user out of a store that has kept it as it was written.
    ///
    /// Texts must be UTF-8; their other rules were checked when they were taken in.
    package static func userRecord(
        _ bytes: UnsafeRawBufferPointer, id: UserID, names: borrowing StoredNames
    ) throws(StoredFormError) -> UserRecord {
        var usual = BinaryFieldReader(trusting: bytes, names: names)
        do throws(StoredFormError) {
            if let record = try usual.usualRecord(of: id) { return record }
        } catch {
            // What is wrong, the description tells.
        }
        return try self.userRecordAsDescribed(bytes, id: id, names: names)
    }

    /// Reads the same by the description alone.
    package static func userRecordAsDescribed(
        _ bytes: UnsafeRawBufferPointer, id: UserID, names: borrowing StoredNames
    ) throws(StoredFormError) -> UserRecord {
        var reader = BinaryFieldReader(trusting: bytes, names: names)
        reader.context.user = id
        return try reader.read()
    }

    /// Reads the user out of the bytes of a record, without the identifier.
    static func user(trusting bytes: UnsafeRawBufferPointer) throws(StoredFormError) -> User {
        var reader = BinaryFieldReader(trusting: bytes, names: StoredNames())
        reader.context.user = .blank
        return try reader.read()
    }

    private static func exchange(_ bytes: inout [UInt8], with others: [UInt8]) -> [UInt8] {
        var others = others
        swap(&bytes, &others)
        return others
    }
}

extension BinaryFieldWriter {
    /// Writes the fields of a value that came out of the domain, which every writer of bytes can.
    fileprivate mutating func writeWhole<Value: StoredRecord>(_ value: consuming Value) {
        do throws(StoredFormError) {
            try self.write(value)
        } catch {
            preconditionFailure("invariant: a value of the domain has a stored form: \(error)")
        }
    }
}
