import RosterAdapters
import RosterDomain
import RosterPorts
import Synchronization
import Testing

@Suite("Texts of other people in messages")
struct MailTextTests {
    /// The page of a message, as people see it.
    private func page(_ content: AccountNotification.Content, to name: String = "Ada Lovelace") async throws -> String {
        let page = Mutex("")
        let mailer = StdoutMailer { text in page.withLock { $0 = text } }
        try await mailer.deliver(try MailFixture.notification(content, to: name))
        return page.withLock { $0 }
    }

    private func asking(
        as name: String, _ affiliation: Affiliation = .guest, reason: String = ""
    ) throws -> AccountNotification.Content {
        .rolesRequested(
            by: try MailFixture.person(affiliation, named: name), roles: ["Admin agent"], scope: .company,
            reason: reason)
    }

    @Test("subjects hold no person's name")
    func subjects() async throws {
        let name = "Your account ends today: https://evil.example"
        let contents = [
            try self.asking(as: name),
            .invited(
                by: try MailFixture.person(.guest, named: name), code: InvitationCode("c"), expiresAt: MailFixture.noon),
        ]
        for content in contents {
            let subject = try await self.page(content, to: name).split(separator: "\n").first {
                $0.hasPrefix("Subject: ")
            }
            #expect(subject.map { !$0.contains("evil") && !$0.contains("ends today") } == true)
        }
    }

    @Test(
        "a guest is called a guest, whatever the name is, and a member is not",
        arguments: ["Ada Birch", "\u{410}da Birch"])
    func guests(_ name: String) async throws {
        #expect(
            try await self.page(self.asking(as: name)).contains(
                "\"\(name)\" (ada@contoso.example), a guest from outside Contoso,"))
        #expect(try await !self.page(self.asking(as: name, .member)).contains("guest"))
    }

    @Test(
        "nothing of other people's texts is left that a mail program makes a link of",
        arguments: [
            ("https://evil.example/a?b", "https[:]//evil[.]example/a?b"),
            ("HTTP://EVIL.EXAMPLE", "HTTP[:]//EVIL[.]EXAMPLE"),
            (#"\\evil\share"#, #"[\]\evil\share"#), ("see //203.0.113.5/login", "see [/]/203.0.113.5/login"),
            ("and//or // no", "and//or // no"),
            ("www.evil.example", "www[.]evil[.]example"), ("see evil.example/pay now", "see evil[.]example/pay now"),
            ("пример.рф", "пример[.]рф"), ("evil。example", "evil[。]example"), ("evil．example", "evil[．]example"),
            ("mail boss@evil.example", "mail boss@evil[.]example"), ("mailto:x", "mailto[:]x"),
            ("javascript:alert(1)", "javascript[:]alert(1)"), ("ftp://1", "ftp[:]//1"),
            ("xn--80ak6aa92e.com", "xn--80ak6aa92e[.]com"),
            ("J. R. R. Tolkien", "J. R. R. Tolkien"), ("J.R.R. Tolkien", "J.R.R. Tolkien"),
            ("version 1.22", "version 1.22"),
            ("Note: now", "Note: now"), ("That is all. Thanks.", "That is all. Thanks."),
        ])
    func links(_ text: String, _ shown: String) async throws {
        let page = try await self.page(self.asking(as: "Eve", reason: text))
        #expect(page.contains("    > \(shown)\n"), "\(page)")
        guard let name = try? FullName(text) else { return }
        let named = try await self.page(self.asking(as: name.rawValue), to: name.rawValue)
        #expect(named.contains("\"\(shown)\" (ada@contoso.example)") && named.contains("Hello \(shown),"))
    }

    @Test("a name cannot end its own quotes")
    func quotes() async throws {
        let name = "Eve\" (ada@contoso.example) and \"Ada"
        #expect(
            try await self.page(self.asking(as: name)).contains(
                "\"Eve' (ada@contoso[.]example) and 'Ada\" (ada@contoso.example)"))
    }
}
