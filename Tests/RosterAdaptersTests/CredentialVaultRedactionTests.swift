import RosterAdapters
import RosterDomain
import RosterPorts
import Testing

@Suite("Secrets")
struct CredentialVaultRedactionTests {
    @Test("are not shown when printed, interpolated, dumped or mirrored")
    func redaction() throws {
        let secret = "Hidden-Secret-1"
        let hash = PasswordHash(secret)
        let credential = StoredCredential(
            PreparedCredential(CredentialID(bits: 1), of: UserID(bits: 1), at: 0), kind: .own, hash: hash)
        let content = AccountNotification.Content.invited(
            by: nil, code: InvitationCode(secret), expiresAt: MailFixture.noon)
        let notification = try MailFixture.notification(content)
        let values: [Any] = [
            Password(secret), InvitationCode(secret), hash, credential, content, notification, [Password(secret)],
            ["key": InvitationCode(secret)], Optional(hash) as Any, (Password(secret), hash),
        ]
        for value in values {
            var dumped = ""
            dump(value, to: &dumped)
            let shown = "\(value) \(String(describing: value)) \(String(reflecting: value)) \(dumped)"
            #expect(!shown.contains("Secret"))
        }
    }
}
