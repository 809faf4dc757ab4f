import RosterDomain
import Testing

@Suite("A temporary password")
struct TemporaryPasswordTests {
    let expiresAt = Timestamp(millisecondsSinceEpoch: 1_795_354_800_000)

    @Test("gives away exactly the text it was made of", arguments: ["", "x", "Kd7!pq2Zr", "e\u{301}"])
    func reveals(_ text: String) {
        let password = TemporaryPassword(text, expiresAt: self.expiresAt)
        #expect(password.expiresAt == self.expiresAt)
        let revealed = password.reveal()
        #expect(Array(revealed.utf8) == Array(text.utf8))
    }

    @Test("comes with the address to sign in with, once, and with the moment of its end")
    func signInInformation() throws {
        let email = try EmailAddress("Ada@Contoso.example")
        let information = SignInInformation(
            userName: UserName(email), password: TemporaryPassword("Kd7!pq2Zr", expiresAt: self.expiresAt))
        #expect(information.userName.rawValue == "Ada@Contoso.example")
        let revealed = information.reveal()
        #expect(revealed.userName.rawValue == "Ada@Contoso.example")
        #expect(revealed.temporaryPassword == "Kd7!pq2Zr")
        #expect(revealed.expiresAt == self.expiresAt)
    }

    @Test("is told in one line once it has been revealed")
    func words() throws {
        let revealed = SignInInformation(
            userName: try UserName("ada@contoso.example"),
            password: TemporaryPassword("Kd7!pq2Zr", expiresAt: self.expiresAt)
        ).reveal()
        let line = "sign in as ada@contoso.example with Kd7!pq2Zr before 2026-11-22T13:40:00Z"
        #expect(revealed.description == line)
    }

    @Test("can be handed on without being revealed, and is given away by its last holder")
    func moves() {
        func handOn(_ password: consuming TemporaryPassword) -> TemporaryPassword { password }
        let password = handOn(handOn(TemporaryPassword("Kd7!pq2Zr", expiresAt: self.expiresAt)))
        let revealed = password.reveal()
        #expect(revealed == "Kd7!pq2Zr")
    }
}
