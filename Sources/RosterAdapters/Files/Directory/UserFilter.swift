import RosterDomain
internal import RosterPorts
internal import RosterStore

/// What a query leaves out, as far as can be told without reading records whole.
///
/// It lets through all who match, and few others: what it lets through is read, and asked again.
struct UserFilter: Sendable {
    /// The bits of records' flags in a checkpoint.
    enum Flag {
        static let guest = 0
        static let hasRequests = 1
    }

    /// The statuses looked for, each as the bit at its number.
    let statuses: UInt8
    /// Whether only users with a request are looked for.
    let needsRequest: Bool
    /// The number of the role looked for, and where.
    let role: (number: UInt32, scope: Scope?)?
    private let text: TextFilter?

    /// Lets everybody through.
    static let everybody = UserFilter(statuses: .max, needsRequest: false, role: nil, text: nil)

    private init(statuses: UInt8, needsRequest: Bool, role: (number: UInt32, scope: Scope?)?, text: TextFilter?) {
        self.statuses = statuses
        self.needsRequest = needsRequest
        self.role = role
        self.text = text
    }

    /// Creates the filter of a query; nil when nobody can match it.
    init?(_ query: UserQuery, names: borrowing StoredNames) {
        var role: (number: UInt32, scope: Scope?)?
        if let wanted = query.role {
            // A role without a number is in no record.
            guard let number = names.knownNumber(of: wanted) else { return nil }
            role = (number, query.scope)
        }
        self.init(
            statuses: query.statuses.reduce(0) { $0 | 1 << $1.number }, needsRequest: query.hasPendingRequest,
            role: role, text: TextFilter(query.text))
    }

    /// Whether a user in an overlay may match, by what stands beside the record.
    @inline(__always)
    func admits(_ entry: RecordOverlay.Entry) -> Bool {
        !entry.isRemoved && self.statuses >> entry.status & 1 == 1 && (!self.needsRequest || entry.hasRequests)
            && (self.role.map { entry.roles >> (UInt64($0.number) & 63) & 1 == 1 } ?? true)
    }

    /// Whether a user in a checkpoint may match, by what stands beside the record, roles apart.
    @inline(__always)
    func admits(_ entry: CheckpointEntry) -> Bool {
        self.statuses >> entry.status & 1 == 1 && (!self.needsRequest || entry.flags >> Flag.hasRequests & 1 == 1)
    }

    /// Whether a set of holdings contains the role at the scope.
    func admits(holdings: [NumberedHolding], names: borrowing StoredNames) throws(ByteReader.Malformed) -> Bool {
        guard let role else { return true }
        for holding in holdings where holding.role == role.number {
            guard let scope = role.scope else { return true }
            if try holding.named(names).scope.contains(scope) { return true }
        }
        return false
    }

    /// Whether texts in records matter.
    var looksForText: Bool { self.text != nil }

    /// Whether a user may match, by the texts in the record.
    @inline(__always)
    func admits(textsOf record: UnsafeRawBufferPointer) throws(ByteReader.Malformed) -> Bool {
        try self.text?.admits(record) ?? true
    }
}

/// A text looked for in names and addresses, without regard to case.
private struct TextFilter: Sendable {
    /// The text in lower case, when only ASCII can contain it or it is ASCII.
    private let ascii: [UInt8]?

    /// Every ASCII character, to find those that Unicode takes for equal to one (U+037E is a semicolon).
    private static let asciiCharacters: [Character: UInt8] = Dictionary(
        uniqueKeysWithValues: (UInt8(0)..<0x80).map { (Character(Unicode.Scalar($0)), $0) })

    /// Creates the filter; nil for no text.
    init?(_ text: String?) {
        guard let text = text?.lowercased(), !text.isEmpty else { return nil }
        var ascii: [UInt8] = []
        for character in text {
            guard let byte = Self.asciiCharacters[character] else { break }
            ascii.append(byte)
        }
        self.ascii = ascii.count == text.count ? ascii : nil
    }

    /// Whether the name or the address may contain the text.
    ///
    /// In ASCII without line ends, characters are bytes. A name with other characters is let through: it is for whoever
    /// reads it to say what its lower case is, and where a character ends.
    func admits(_ record: UnsafeRawBufferPointer) throws(ByteReader.Malformed) -> Bool {
        let scan = try UserRecordCodec.scan(record)
        let (email, name) = (scan.email, scan.fullName)
        guard let ascii else { return !name.areASCII }
        return email.containsASCII(ascii) || name.containsASCII(ascii) || !name.areASCII
    }
}
