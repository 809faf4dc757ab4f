internal import RosterDomain
internal import RosterStore

/// What is to become of a user's credential.
struct CredentialRequest: Sendable {
    /// Whose it is.
    let user: UserID
    /// What it is to be; nil for none.
    let credential: StoredCredential?
    /// The only one that may be replaced; nil for whatever there is.
    var former: StoredCredential?
}

/// How the steps of a vault's journal and the records of its checkpoint are written.
///
/// | step | |
/// |---|---|
/// | 0 | 1, the form |
/// | 1–16 | the user's identifier, most significant byte first |
/// | 17– | the credential; nothing when there is none any more |
///
/// | credential | |
/// |---|---|
/// | 0 | 1 for a password of the user's own, 2 for a temporary one |
/// | 1–8 | of a temporary one: when it expires, in milliseconds since 1970, signed, little endian |
/// | – | the hash's text, up to the end |
enum CredentialCodec {
    private static let form: UInt8 = 1

    /// Writes a step.
    static func write(_ request: CredentialRequest, to writer: inout ByteWriter) {
        writer.write(self.form)
        writer.write(request.user)
        if let credential = request.credential { self.write(credential, to: &writer) }
    }

    /// Writes a credential.
    static func write(_ credential: StoredCredential, to writer: inout ByteWriter) {
        switch credential.kind {
        case .own: writer.write(1)
        case .temporary(let expiresAt):
            writer.write(2)
            writer.writeFixed(expiresAt.millisecondsSinceEpoch)
        }
        writer.bytes.append(contentsOf: credential.hash.text.utf8)
    }

    /// Reads a step.
    static func readRequest(_ bytes: UnsafeRawBufferPointer) throws(ByteReader.Malformed) -> CredentialRequest {
        var reader = ByteReader(bytes)
        guard try reader.read() == self.form else { throw .init() }
        let user: UserID = try reader.readID()
        let rest = try reader.read(count: reader.remainingCount)
        return CredentialRequest(user: user, credential: rest.isEmpty ? nil : try self.readCredential(rest))
    }

    /// Reads a credential.
    static func readCredential(_ bytes: UnsafeRawBufferPointer) throws(ByteReader.Malformed) -> StoredCredential {
        var reader = ByteReader(bytes)
        let kind: StoredCredential.Kind
        switch try reader.read() {
        case 1: kind = .own
        case 2: kind = .temporary(expiresAt: Timestamp(millisecondsSinceEpoch: try reader.readFixed()))
        default: throw .init()
        }
        let text = try reader.read(count: reader.remainingCount)
        guard let text = String(validating: text, as: UTF8.self) else { throw .init() }
        return StoredCredential(kind: kind, hash: PasswordHash(text))
    }
}
