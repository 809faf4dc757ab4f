import RosterDomain
internal import RosterStore

/// What a checkpoint of a directory holds beside users: the company, and how far notifications were delivered.
///
/// | bytes | |
/// |---|---|
/// | 1 | version: 1 |
/// | number | the revision through which notifications were delivered |
/// | 1 | whether there is a company; if so, these follow |
/// | text | its name |
/// | number, texts | its programs, sorted by their bytes |
/// | 16, number | who enrolled it, and when |
struct DirectoryDetails {
    private static let version: UInt8 = 1

    let company: Company?
    let notifiedThrough: Revision

    /// Names what there is.
    init(company: Company?, notifiedThrough: Revision) {
        self.company = company
        self.notifiedThrough = notifiedThrough
    }

    /// Reads what was written, all of the bytes.
    init(_ bytes: [UInt8]) throws(ByteReader.Malformed) {
        self = try bytes.withUnsafeBufferPointer { (bytes) throws(ByteReader.Malformed) in
            var reader = ByteReader(UnsafeRawBufferPointer(bytes))
            let details = try Self(&reader)
            guard reader.remainingCount == 0 else { throw ByteReader.Malformed() }
            return details
        }
    }

    private init(_ reader: inout ByteReader) throws(ByteReader.Malformed) {
        guard try reader.read() == Self.version else { throw ByteReader.Malformed() }
        self.notifiedThrough = Revision(try reader.readCompact())
        switch try reader.read() {
        case 0: self.company = nil
        case 1: self.company = try reader.readCompany()
        default: throw ByteReader.Malformed()
        }
    }

    /// The bytes to write.
    var bytes: [UInt8] {
        var writer = ByteWriter()
        writer.write(Self.version)
        writer.writeCompact(self.notifiedThrough.number)
        writer.write(self.company == nil ? 0 : 1)
        if let company { writer.write(company) }
        return writer.bytes
    }
}

extension ByteWriter {
    fileprivate mutating func write(_ company: Company) {
        self.write(company.name.rawValue)
        self.writeCompact(UInt64(company.programs.count))
        let programs = company.programs.map(\.rawValue).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        for program in programs { self.write(program) }
        self.write(company.enrolledBy)
        self.writeCompact(signed: company.enrolledAt.millisecondsSinceEpoch)
    }
}

extension ByteReader {
    fileprivate mutating func readCompany() throws(Malformed) -> Company {
        let name = try self.readName()
        var programs: Set<Program> = []
        for _ in 0..<(try self.readCount()) {
            guard programs.insert(Program(try self.readText())).inserted else { throw Malformed() }
        }
        let enrolledBy: UserID = try self.readID()
        let enrolledAt = Timestamp(millisecondsSinceEpoch: try self.readCompactSigned())
        return Company(name: name, programs: programs, enrolledBy: enrolledBy, enrolledAt: enrolledAt)
    }
}
