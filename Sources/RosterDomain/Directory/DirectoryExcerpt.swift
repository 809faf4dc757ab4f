/// Some records of a directory, and the holders of some names, all as of one revision.
///
/// It knows only the keys that were read.
public struct DirectoryExcerpt: Sendable {
    /// The head of the history when the records were read.
    public let head: DirectoryHead
    private var recordsByID: ExcerptTable<RecordID, DirectoryRecord>
    private var holdersByName: ExcerptTable<RecordName, RecordID>

    /// Creates an excerpt from what was read.
    ///
    /// - Parameters:
    ///   - keys: The records and names that were looked up.
    ///   - head: The head at the revision of all these records.
    ///   - records: The records found, including those of the holders, in any order.
    ///   - holders: The holder of each name; a name that is missing here is free.
    public init(
        of keys: RecordKeys, at head: DirectoryHead, records: [DirectoryRecord], holders: [RecordName: RecordID] = [:]
    ) {
        self.head = head
        self.recordsByID = ExcerptTable(capacity: keys.ids.count + holders.count)
        self.holdersByName = ExcerptTable(capacity: keys.names.count)
        for record in records { self.recordsByID.set(record.id, record) }
        for id in keys.ids where self.recordsByID.find(id) == nil { self.recordsByID.set(id, nil) }
        for name in keys.names { self.holdersByName.set(name, holders[name]) }
    }

    /// Reads an excerpt from a look-up that answers synchronously.
    ///
    /// - Throws: ``LookupFailure``.
    /// - Complexity: O(keys).
    public init(of keys: RecordKeys, in directory: some DirectoryLookup) throws(LookupFailure) {
        self.head = directory.head
        self.recordsByID = ExcerptTable(capacity: keys.ids.count + keys.names.count)
        self.holdersByName = ExcerptTable(capacity: keys.names.count)
        for id in keys.ids { try self.take(id, from: directory) }
        for name in keys.names {
            let holder = try directory.holder(of: name)
            self.holdersByName.set(name, holder)
            if let holder { try self.take(holder, from: directory) }
        }
    }

    private mutating func take(_ id: RecordID, from directory: some DirectoryLookup) throws(LookupFailure) {
        guard self.recordsByID.find(id) == nil else { return }
        self.recordsByID.set(id, try directory.record(id))
    }
}

extension DirectoryExcerpt: DirectoryLookup {
    /// Returns the record with an identifier, or nil when there is none.
    ///
    /// - Throws: ``LookupFailure`` with ``KeyNotReadError`` when it was not looked up.
    public func record(_ id: RecordID) throws(LookupFailure) -> DirectoryRecord? {
        guard let record = self.recordsByID.find(id) else { throw LookupFailure(KeyNotReadError.id(id)) }
        return record
    }

    /// Returns the identifier of the record that has a name, or nil when the name is free.
    ///
    /// - Throws: ``LookupFailure`` with ``KeyNotReadError`` when it was not looked up.
    public func holder(of name: RecordName) throws(LookupFailure) -> RecordID? {
        guard let holder = self.holdersByName.find(name) else { throw LookupFailure(KeyNotReadError.name(name)) }
        return holder
    }
}

extension DirectoryExcerpt {
    /// Returns a user; nil when there is none, or when the excerpt was not read for the user.
    public func user(_ id: UserID) -> UserRecord? { self.recordsByID.find(.user(id))??.user }

    /// Returns a group; nil when there is none, or when the excerpt was not read for the group.
    public func group(_ id: GroupID) -> Group? { self.recordsByID.find(.group(id))??.group }

    /// Returns a role of the company; nil when there is none, or when the excerpt was not read for it.
    public func companyRole(_ id: CompanyRoleID) -> CompanyRole? {
        self.recordsByID.find(.companyRole(id))??.companyRole
    }

    /// Returns the role of the company that has a title; nil when it is free, or when the excerpt was not read for it.
    public func companyRole(named name: RecordName) -> CompanyRole? {
        guard let holder = self.holdersByName.find(name) ?? nil else { return nil }
        return self.recordsByID.find(holder)??.companyRole
    }

    /// Returns the group that has a name; nil when it is free, or when the excerpt was not read for it.
    public func group(named name: RecordName) -> Group? {
        guard let holder = self.holdersByName.find(name) ?? nil else { return nil }
        return self.recordsByID.find(holder)??.group
    }

    /// Returns the user who has a name; nil when it is free, or when the excerpt was not read for it.
    public func user(named name: RecordName) -> UserRecord? {
        guard let holder = self.holdersByName.find(name) ?? nil else { return nil }
        return self.recordsByID.find(holder)??.user
    }
}

/// A programming error in an adapter: it asks an excerpt for a key that was not read.
public enum KeyNotReadError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The identifier was not among the keys.
    case id(RecordID)
    /// The name was not among the keys.
    case name(RecordName)

    /// A description of what was not read.
    public var description: String {
        switch self {
        case .id(let id): "\(id) was not among the keys that were read"
        case .name(let name): "the name `\(name.key.forDisplay)` was not among the keys that were read"
        }
    }
}

/// Values by key: a list while there are few, because most calls read one record.
private struct ExcerptTable<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private static var listLimit: Int { 8 }

    private var list: [(key: Key, value: Value?)] = []
    private var positions: [Key: Int] = [:]

    init(capacity: Int) {
        self.list.reserveCapacity(capacity)
    }

    mutating func set(_ key: Key, _ value: Value?) {
        self.list.append((key, value))
        if self.list.count == Self.listLimit {
            for position in self.list.indices { self.positions[self.list[position].key] = position }
        } else if self.list.count > Self.listLimit {
            self.positions[key] = self.list.count - 1
        }
    }

    /// The value of a key: nil inside when there is no record, and nil when the key was not set.
    func find(_ key: Key) -> Value?? {
        if self.list.count >= Self.listLimit { return self.positions[key].map { self.list[$0].value } }
        return self.list.first { $0.key == key }.map(\.value)
    }
}
