internal import RosterDomain
package import RosterPorts
internal import RosterStore

extension UserCredentials: PerUserRecord {
    static var kind: StoreKind { StoreKind(2, dropsHistory: true) }

    /// The flag of a user with more than one credential.
    static let isUnsettled: UInt8 = 1 << 0

    /// The flag of a user of whom failures are remembered.
    static let hasFailures: UInt8 = 1 << 1

    var isEmpty: Bool { self.isBlank }
    var flags: UInt8 {
        (self.list.count > 1 ? Self.isUnsettled : 0) | (self.attempts?.hasFailures == true ? Self.hasFailures : 0)
    }
    var keys: [String] { [] }

    /// Nothing is remembered of the latest steps.
    struct Trace: PerUserTrace {
        init(at position: UInt64) {}
        func note(_ record: UserCredentials, at position: UInt64) {}
    }

    package static func == (left: UserCredentials, right: UserCredentials) -> Bool { left.isSame(as: right) }
}

extension UserCredentials: StoredRecord {
    package static var blank: UserCredentials { UserCredentials() }

    package static func describe<Coder: StoredCoder>(
        _ credentials: inout UserCredentials, with coder: inout Coder
    ) throws(StoredFormError) {
        try coder.records(StoredField(1, "credentials"), &credentials.list)
        try coder.record(StoredField(2, "attempts"), &credentials.attempts)
    }
}

extension StoredCredential: StoredRecord {
    package static var blank: StoredCredential {
        StoredCredential(PreparedCredential(.blank, of: .blank, at: 0), kind: .own, hash: PasswordHash(""))
    }

    package static func describe<Coder: StoredCoder>(
        _ credential: inout StoredCredential, with coder: inout Coder
    ) throws(StoredFormError) {
        var hashes = credential.hashes.map(\.text)
        var expiry: Timestamp? = if case .temporary(let expiresAt) = credential.kind { expiresAt } else { nil }
        try coder.field(StoredField(1, "id"), &credential.id)
        try coder.field(StoredField(2, "version"), &credential.version, unless: 0)
        try coder.field(StoredField(3, "expiresAt"), &expiry)
        try coder.list(StoredField(4, "hashes", .personal), &hashes)
        credential.hashes = hashes.map { PasswordHash($0) }
        var former = credential.former.map(\.text)
        try coder.list(StoredField(5, "former", .personal), &former)
        credential.former = former.map { PasswordHash($0) }
        credential.kind = expiry.map { .temporary(expiresAt: $0) } ?? .own
    }
}
