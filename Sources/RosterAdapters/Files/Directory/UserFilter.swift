internal import RosterDomain
internal import RosterPorts
internal import RosterStore

/// What a query leaves out, told without reading records whole.
///
/// It is exact, but for roles and groups of users who changed: of those it lets a few through who do not match.
struct UserFilter: Sendable {
    /// What the store leaves out by itself.
    let records: RecordFilter
    private let text: TextFilter?

    /// Creates the filter of a query; nil when no user can match it.
    init?(_ query: UserQuery, names: StoredNames) {
        var records = RecordFilter()
        if query.statuses.count < AccountStatus.allCases.count {
            records.groups = query.statuses.reduce(0) { $0 | 1 << UInt64($1.number) }
        }
        if query.hasPendingRequest { records.flags |= UserIndexing.Flag.hasRequests }
        if query.hasUndeliveredNotifications { records.flags |= UserIndexing.Flag.hasUndelivered }
        if query.hasAttributes { records.flags |= UserIndexing.Flag.hasAttributes }
        if let role = query.role {
            // A role without a number is in no record.
            guard let number = names.knownNumber(of: role) else { return nil }
            records.lists.append(StoredNames.list(ofRole: number))
            if let scope = query.scope {
                records.admitsValue = { (value) throws(ByteReader.Malformed) in
                    for holding in try StandingCodec.read(value).holdings where holding.role == number {
                        if try holding.named(names).scope.contains(scope) { return true }
                    }
                    return false
                }
            }
        }
        if let group = query.group {
            // A group without a number has no members.
            guard let number = names.knownNumber(of: group) else { return nil }
            records.lists.append(StoredNames.list(ofGroup: number))
        }
        self.records = records
        self.text = TextFilter(query.text)
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
    /// The text with its case folded.
    private let wanted: [UInt8]
    private let isASCII: Bool

    /// Creates the filter; nil for no text.
    init?(_ text: String?) {
        guard let text = UserQuery(text: text).textToFind else { return nil }
        self.wanted = Array(text.utf8)
        self.isASCII = self.wanted.allSatisfy { $0 < 0x80 }
    }

    /// Whether the search text contains the text.
    ///
    /// Nil when the names must be read first.
    func admits(_ record: UnsafeRawBufferPointer) throws(ByteReader.Malformed) -> Bool? {
        let scan = try UserRecordCodec.scan(record)
        if scan.hasUserName { return nil }
        let (email, name) = (scan.email, scan.fullName)
        guard name.areASCII, !self.wanted.contains(UInt8(ascii: "\n")) else {
            return self.isInSearchText(name, email)
        }
        // ASCII in lower case is the same bytes but for letters, and no match spans the line feed.
        return self.isASCII && (email.containsASCII(self.wanted) || name.containsASCII(self.wanted))
    }

    private func isInSearchText(_ name: UnsafeRawBufferPointer, _ email: UnsafeRawBufferPointer) -> Bool {
        var text = Array(CaseFolding.searchKey(String(decoding: name, as: UTF8.self)).utf8)
        text.append(UInt8(ascii: "\n"))
        text.append(contentsOf: email.lazy.map(\.asciiLowercased))
        return text.contains(bytes: self.wanted)
    }
}

extension UnsafeRawBufferPointer {
    /// Whether ASCII text contains a text whose letters are in lower case, without regard to case.
    fileprivate func containsASCII(_ text: [UInt8]) -> Bool {
        text.withUnsafeBytes { text in
            guard let first = text.first else { return true }
            guard text.count <= self.count else { return false }
            for start in 0...self.count - text.count where self[start].inLowerCase == first {
                var length = 1
                while length < text.count, self[start + length].inLowerCase == text[length] { length += 1 }
                if length == text.count { return true }
            }
            return false
        }
    }
}

extension UnsafeRawBufferPointer {
    /// Whether every byte is an ASCII character.
    fileprivate var areASCII: Bool {
        var bits: UInt8 = 0
        for byte in self { bits |= byte }
        return bits < 0x80
    }
}
