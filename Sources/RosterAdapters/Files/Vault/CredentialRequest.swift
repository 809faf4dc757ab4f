internal import RosterDomain
package import RosterPorts
internal import RosterStore

/// What is to become of a user's credentials.
struct CredentialRequest: Sendable {
    /// Whose they are.
    private(set) var user: UserID
    /// All that the user is to have.
    private(set) var credentials: UserCredentials
    /// What is to be replaced, and nothing else; nil for a step that was decided.
    var former: UserCredentials?
    /// What a newer version of Roster stored of the step.
    var unknownFields = UnknownFields()
}

extension CredentialRequest: StoredRecord {
    static var blank: CredentialRequest { CredentialRequest(user: .blank, credentials: UserCredentials()) }

    static func describe<Coder: StoredCoder>(
        _ request: inout CredentialRequest, with coder: inout Coder
    ) throws(StoredFormError) {
        try coder.field(StoredField(1, "user"), &request.user)
        try coder.record(StoredField(2, "credentials"), &request.credentials)
    }
}

extension UserCredentials: StoredRecord {
    package static var blank: UserCredentials { UserCredentials() }

    package static func describe<Coder: StoredCoder>(
        _ credentials: inout UserCredentials, with coder: inout Coder
    ) throws(StoredFormError) {
        try coder.records(StoredField(1, "credentials"), &credentials.list)
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

/// How the steps of a vault's journal and the records of its checkpoint are written: in the binary form of `StoredForm`.
enum CredentialCodec {
    /// Writes a step.
    static func write(_ request: CredentialRequest, to writer: inout ByteWriter) {
        writer.bytes += StoredForm.encoded(request)
    }

    /// Writes what a user has.
    static func write(_ credentials: UserCredentials, to writer: inout ByteWriter) {
        writer.bytes += StoredForm.encoded(credentials)
    }

    /// Reads a step.
    static func readRequest(_ bytes: UnsafeRawBufferPointer) throws(ByteReader.Malformed) -> CredentialRequest {
        try understanding { () throws(StoredFormError) in try StoredForm.decoded(Array(bytes)) }
    }

    /// Reads what a user has.
    static func readCredentials(_ bytes: UnsafeRawBufferPointer) throws(ByteReader.Malformed) -> UserCredentials {
        try understanding { () throws(StoredFormError) in try StoredForm.decoded(Array(bytes)) }
    }
}
