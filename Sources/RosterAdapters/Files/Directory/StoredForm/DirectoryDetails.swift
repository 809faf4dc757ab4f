import RosterDomain
import RosterPorts
internal import RosterStore

/// What a checkpoint of a directory holds beside users: the company, how far notifications were
/// delivered, and what is known of attributes.
struct DirectoryDetails: StoredRecord {
    private(set) var company: Company?
    private(set) var notifiedThrough: Revision
    private(set) var attributes: [AttributeExtent]
    var unknownFields = UnknownFields()

    /// Names what there is.
    init(company: Company?, notifiedThrough: Revision, attributes: [AttributeExtent]) {
        self.company = company
        self.notifiedThrough = notifiedThrough
        self.attributes = attributes
    }

    /// Reads what was written, all of the bytes.
    init(_ bytes: [UInt8]) throws(ByteReader.Malformed) {
        self = try understanding { () throws(StoredFormError) in try StoredForm.decoded(bytes) }
    }

    /// The bytes to write.
    var bytes: [UInt8] { StoredForm.encoded(self) }

    static var blank: DirectoryDetails { DirectoryDetails(company: nil, notifiedThrough: .start, attributes: []) }

    static func describe<Coder: StoredCoder>(
        _ details: inout DirectoryDetails, with coder: inout Coder
    ) throws(StoredFormError) {
        try coder.field(StoredField(1, "notifiedThrough"), &details.notifiedThrough, unless: .start)
        try coder.record(StoredField(2, "company"), &details.company)
        try coder.records(StoredField(3, "attributes"), &details.attributes)
    }
}

// MARK: - With the names

extension DirectoryDetails {
    /// What a checkpoint keeps beside users: the details behind their length, then the names of roles and of scopes by their
    /// numbers, each list behind its length and each name behind its own.
    func bytes(with names: StoredNames) -> [UInt8] {
        var writer = ByteWriter()
        writer.write(counted: self.bytes)
        for names in [names.roleBytes, names.scopeBytes] {
            writer.writeCompact(UInt64(names.count))
            for name in names { writer.write(counted: name) }
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
            let names = try understanding { () throws(StoredFormError) in
                try StoredNames(roles: roles, scopes: scopes)
            }
            guard reader.remainingCount == 0 else { throw ByteReader.Malformed() }
            return (details, names)
        }
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
