import RosterDomain
import RosterPorts
internal import RosterStore

/// What a checkpoint of a directory holds beside users: the company, how far notifications were
/// delivered, what is known of attributes, the groups, and the roles of the
/// company.
struct DirectoryDetails: StoredRecord {
    private(set) var company: Company?
    private(set) var notifiedThrough: Revision
    private(set) var attributes: [AttributeExtent]
    private(set) var groups: [Group]
    private(set) var companyRoles: [CompanyRole]
    var unknownFields = UnknownFields()

    /// Names what there is.
    init(
        company: Company?, notifiedThrough: Revision, attributes: [AttributeExtent], groups: [Group],
        companyRoles: [CompanyRole]
    ) {
        self.company = company
        self.notifiedThrough = notifiedThrough
        self.attributes = attributes
        self.groups = groups
        self.companyRoles = companyRoles
    }

    /// Reads what was written, all of the bytes.
    init(_ bytes: [UInt8]) throws(ByteReader.Malformed) {
        self = try understanding { () throws(StoredFormError) in try StoredForm.decoded(bytes) }
    }

    /// The bytes to write.
    var bytes: [UInt8] { StoredForm.encoded(self) }

    static var blank: DirectoryDetails {
        DirectoryDetails(company: nil, notifiedThrough: .start, attributes: [], groups: [], companyRoles: [])
    }

    static func describe<Coder: StoredCoder>(
        _ details: inout DirectoryDetails, with coder: inout Coder
    ) throws(StoredFormError) {
        try coder.field(StoredField(1, "notifiedThrough"), &details.notifiedThrough, unless: .start)
        try coder.record(StoredField(2, "company"), &details.company)
        try coder.records(StoredField(3, "attributes"), &details.attributes)
        try coder.records(StoredField(4, "groups"), &details.groups)
        try coder.records(StoredField(5, "companyRoles"), &details.companyRoles)
    }
}

// MARK: - With the names

extension DirectoryDetails {
    /// What a checkpoint keeps beside users: the details behind their length, then the names of roles and of scopes by their
    /// numbers, each list behind its length and each name behind its own, then in the same way the identifiers of groups, each of
    /// two words.
    func bytes(with names: StoredNames) -> [UInt8] {
        var writer = ByteWriter()
        writer.write(counted: self.bytes)
        for names in [names.roleBytes, names.scopeBytes] {
            writer.writeCompact(UInt64(names.count))
            for name in names { writer.write(counted: name) }
        }
        writer.writeCompact(UInt64(names.groups.count))
        for group in names.groups {
            writer.writeFixed(group.high)
            writer.writeFixed(group.low)
        }
        return writer.bytes
    }

    static func read(
        _ bytes: [UInt8]
    ) throws(ByteReader.Malformed) -> (details: DirectoryDetails, names: StoredNames) {
        try bytes.withUnsafeBufferPointer { (bytes) throws(ByteReader.Malformed) in
            var reader = ByteReader(UnsafeRawBufferPointer(bytes))
            let count = try reader.readCount()
            let details = try DirectoryDetails(Array(try reader.read(count: count)))
            let (roles, scopes) = (try Self.readNames(&reader), try Self.readNames(&reader))
            let groups = try Self.readGroups(&reader)
            let names = try understanding { () throws(StoredFormError) in
                try StoredNames(roles: roles, scopes: scopes, groups: groups)
            }
            guard reader.remainingCount == 0 else { throw ByteReader.Malformed() }
            return (details, names)
        }
    }

    private static func readGroups(_ reader: inout ByteReader) throws(ByteReader.Malformed) -> [GroupID] {
        var groups: [GroupID] = []
        for _ in 0..<(try reader.readCount()) {
            let high = try reader.readFixed(UInt64.self)
            groups.append(GroupID(high: high, low: try reader.readFixed(UInt64.self)))
        }
        return groups
    }

    private static func readNames(_ reader: inout ByteReader) throws(ByteReader.Malformed) -> [[UInt8]] {
        var names: [[UInt8]] = []
        for _ in 0..<(try reader.readCount()) {
            let count = try reader.readCount()
            names.append(Array(try reader.read(count: count)))
        }
        return names
    }
}
