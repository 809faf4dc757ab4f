import RosterDomain
import RosterPorts
internal import RosterStore

/// What a checkpoint of a directory holds beside users: the company, and how far notifications were delivered.
struct DirectoryDetails: StoredRecord {
    private(set) var company: Company?
    private(set) var notifiedThrough: Revision
    var unknownFields = UnknownFields()

    /// Names what there is.
    init(company: Company?, notifiedThrough: Revision) {
        self.company = company
        self.notifiedThrough = notifiedThrough
    }

    /// Reads what was written, all of the bytes.
    init(_ bytes: [UInt8]) throws(ByteReader.Malformed) {
        self = try understanding { () throws(StoredFormError) in try StoredForm.decoded(bytes) }
    }

    /// The bytes to write.
    var bytes: [UInt8] { StoredForm.encoded(self) }

    static var blank: DirectoryDetails { DirectoryDetails(company: nil, notifiedThrough: .start) }

    static func describe<Coder: StoredCoder>(
        _ details: inout DirectoryDetails, with coder: inout Coder
    ) throws(StoredFormError) {
        try coder.field(StoredField(1, "notifiedThrough"), &details.notifiedThrough, unless: .start)
        try coder.record(StoredField(2, "company"), &details.company)
    }
}
