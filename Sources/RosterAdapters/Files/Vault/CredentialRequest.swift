internal import RosterDomain
package import RosterPorts
internal import RosterStore

/// What is to become of a user's credential.
struct CredentialRequest: Sendable {
    /// Whose it is.
    private(set) var user: UserID
    /// What it is to be; nil for none.
    private(set) var credential: StoredCredential?
    /// The only one that may be replaced; nil for whatever there is.
    var former: StoredCredential?
    /// What a newer version of Roster stored of the step.
    var unknownFields = UnknownFields()
}

extension CredentialRequest: StoredRecord {
    static var blank: CredentialRequest { CredentialRequest(user: .blank, credential: nil) }

    static func describe<Coder: StoredCoder>(
        _ request: inout CredentialRequest, with coder: inout Coder
    ) throws(StoredFormError) {
        try coder.field(StoredField(1, "user"), &request.user)
        try coder.record(StoredField(2, "credential"), &request.credential)
    }
}

extension StoredCredential: StoredRecord {
    package static var blank: StoredCredential { StoredCredential(kind: .own, hash: PasswordHash("")) }

    package static func describe<Coder: StoredCoder>(
        _ credential: inout StoredCredential, with coder: inout Coder
    ) throws(StoredFormError) {
        var hash = credential.hash.text
        var expiry: Timestamp? = if case .temporary(let expiresAt) = credential.kind { expiresAt } else { nil }
        try coder.field(StoredField(1, "hash", .personal), &hash)
        try coder.field(StoredField(2, "expiresAt"), &expiry)
        credential.hash = PasswordHash(hash)
        credential.kind = expiry.map { .temporary(expiresAt: $0) } ?? .own
    }
}

/// How the steps of a vault's journal and the records of its checkpoint are written: in the binary form of `StoredForm`.
enum CredentialCodec {
    /// Writes a step.
    static func write(_ request: CredentialRequest, to writer: inout ByteWriter) {
        writer.bytes += StoredForm.encoded(request)
    }

    /// Writes a credential.
    static func write(_ credential: StoredCredential, to writer: inout ByteWriter) {
        writer.bytes += StoredForm.encoded(credential)
    }

    /// Reads a step.
    static func readRequest(_ bytes: UnsafeRawBufferPointer) throws(ByteReader.Malformed) -> CredentialRequest {
        try understanding { () throws(StoredFormError) in try StoredForm.decoded(Array(bytes)) }
    }

    /// Reads a credential.
    static func readCredential(_ bytes: UnsafeRawBufferPointer) throws(ByteReader.Malformed) -> StoredCredential {
        try understanding { () throws(StoredFormError) in try StoredForm.decoded(Array(bytes)) }
    }
}
