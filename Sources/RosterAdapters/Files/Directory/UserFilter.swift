import RosterDomain
internal import RosterPorts
internal import RosterStore

/// What a query leaves out, told without reading records whole.
///
/// It is exact, but for roles of users in an overlay: of those it lets a few through who do not match.
struct UserFilter: Sendable {
    /// The bits of records' flags in a checkpoint.
    enum Flag {
        static let guest = 0
        static let hasRequests = 1
        static let isSpecial = 2
        static let hasSessionEpoch = 3
    }

    /// The statuses looked for, each as the bit at its number.
    let statuses: UInt8
    /// Whether only users with a request are looked for.
    let needsRequest: Bool
    /// Whether only users with special names or attributes are looked for.
    let needsSpecial: Bool
    /// The number of the role looked for, and where.
    let role: (number: UInt32, scope: Scope?)?
    private let text: TextFilter?

    /// Lets everybody through.
    static let everybody = UserFilter(
        statuses: .max, needsRequest: false, needsSpecial: false, role: nil, text: nil)

    private init(
        statuses: UInt8, needsRequest: Bool, needsSpecial: Bool, role: (number: UInt32, scope: Scope?)?,
        text: TextFilter?
    ) {
        self.needsSpecial = needsSpecial
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
            needsSpecial: query.hasAttributes, role: role, text: TextFilter(query.text))
    }

    /// Whether a user in an overlay may match, by what stands beside the record.
    @inline(__always)
    func admits(_ entry: RecordOverlay.Entry) -> Bool {
        !entry.isRemoved && self.statuses >> entry.status & 1 == 1 && (!self.needsRequest || entry.hasRequests)
            && (!self.needsSpecial || entry.isSpecial)
            && (self.role.map { entry.roles >> (UInt64($0.number) & 63) & 1 == 1 } ?? true)
    }

    /// Whether a user in a checkpoint may match, by what stands beside the record, roles apart.
    @inline(__always)
    func admits(_ entry: CheckpointEntry) -> Bool {
        self.statuses >> entry.status & 1 == 1 && (!self.needsRequest || entry.flags >> Flag.hasRequests & 1 == 1)
            && (!self.needsSpecial || entry.flags >> Flag.isSpecial & 1 == 1)
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

    /// Whether a user matches, by the texts in the record; nil when the record must be read to tell.
    @inline(__always)
    func admits(textsOf record: UnsafeRawBufferPointer) throws(ByteReader.Malformed) -> Bool? {
        guard let text else { return true }
        return try text.admits(record)
    }
}

/// A text looked for in `User.searchText`, which is not stored: it is made of the texts in the record.
private struct TextFilter: Sendable {
    /// The text in lower case.
    private let wanted: [UInt8]
    private let isASCII: Bool

    /// Creates the filter; nil for no text.
    init?(_ text: String?) {
        guard let text = text?.lowercased(), !text.isEmpty else { return nil }
        self.wanted = Array(text.utf8)
        self.isASCII = self.wanted.allSatisfy { $0 < 0x80 }
    }

    /// Whether the search text contains the text.
    ///
    /// Nil when the names must be read first.
    func admits(_ record: UnsafeRawBufferPointer) throws(ByteReader.Malformed) -> Bool? {
        let scan = try UserRecordCodec.scan(record)
        if scan.isSpecial { return nil }
        let (email, name) = (scan.email, scan.fullName)
        guard name.areASCII, !self.wanted.contains(UInt8(ascii: "\n")) else {
            return self.isInSearchText(name, email)
        }
        // ASCII in lower case is the same bytes but for letters, and no match spans the line feed.
        return self.isASCII && (email.containsASCII(self.wanted) || name.containsASCII(self.wanted))
    }

    private func isInSearchText(_ name: UnsafeRawBufferPointer, _ email: UnsafeRawBufferPointer) -> Bool {
        var text = Array(String(decoding: name, as: UTF8.self).lowercased().utf8)
        text.append(UInt8(ascii: "\n"))
        text.append(contentsOf: email.lazy.map(\.asciiLowercased))
        return text.contains(bytes: self.wanted)
    }
}
