import RosterStoreTestSupport
import Foundation
import RosterAdapters
import RosterStore
import RosterDomain
import RosterPorts
import Synchronization
import Testing

@Suite("Mail messages")
struct MailerMessageTests {
    @Test("have the headers that every message needs, once, and CRLF line ends")
    func headers() throws {
        let message = MailMessage(try MailFixture.notification(.passwordChanged), from: .noReply)
        let parsed = try ParsedMail(message.text)
        #expect(
            parsed.names == [
                "From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type",
                "Content-Transfer-Encoding",
                "Auto-Submitted",
            ])
        #expect(parsed["From"] == "Roster <no-reply@roster.invalid>")
        #expect(parsed["To"] == "Grace Hopper <Grace@contoso.example>")
        #expect(parsed["Subject"] == "Your password at Contoso was changed")
        #expect(parsed["Date"] == "Sun, 22 Nov 2026 12:00:00 +0000")
        #expect(parsed["Message-ID"] == "<7-0-018f6a7e-8f2d-7c3a-9b1e-2f4a6c8e0d12@roster.invalid>")
        #expect(parsed["Content-Type"] == "text/plain; charset=utf-8")
        #expect(message.name == "7-0-018f6a7e-8f2d-7c3a-9b1e-2f4a6c8e0d12")
    }

    @Test("word each kind of content", arguments: MailFixture.kinds)
    func wording(_ kind: MailFixture.Kind) throws {
        let mail = try ParsedMail(MailMessage(try MailFixture.notification(try kind.content()), from: .noReply).text)
        #expect(mail["Subject"] == kind.subject)
        #expect(mail.body.hasPrefix("Hello Grace Hopper,\n\n"))
        #expect(mail.body.hasSuffix("\n\nContoso\n"))
        for part in kind.parts { #expect(mail.body.contains(part)) }
    }

    @Test(
        "carry any name and address through, and nothing else",
        arguments: [
            "Grace", "Grace Brewster Hopper", "O'Neil", "Hopper, Grace", "\"Amazing\" Grace", "back\\slash",
            "a; Bcc: b", "=?utf-8?B?eA==?=", "Zoë", "Zoe\u{308}", "כרמל", "👩‍💻 Grace", " blanks ",
            "two  blanks",
            ".", "a,b;c:d", String(repeating: "x", count: 256), String(repeating: "é", count: 128),
            String(repeating: "\"", count: 256), String(repeating: "long name ", count: 25),
        ])
    func names(_ name: String) throws {
        let notification = try MailFixture.notification(.passwordChanged, to: name, company: name)
        let sender = MailSender(name: try FullName(name), address: try EmailAddress("no-reply@contoso.example"))
        let mail = try ParsedMail(MailMessage(notification, from: sender).text)
        #expect(mail.names.count == 9)
        for (field, address) in [("From", "no-reply@contoso.example"), ("To", "Grace@contoso.example")] {
            let mailbox = try #require(mail[field])
            #expect(mailbox.hasSuffix(" <\(address)>"))
            let phrase = String(mailbox.dropLast(address.count + 3))
            #expect(Array((mail.isQuoted(field) ? ParsedMail.unescaped(phrase) : phrase).utf8) == Array(name.utf8))
        }
        #expect(Array(mail["Subject"]?.utf8 ?? "".utf8) == Array("Your password at \(name) was changed".utf8))
        #expect(mail["Message-ID"]?.hasSuffix("@contoso.example>") == true)
    }

    @Test(
        "leave out a name that could pass for another address or a link, and keep the address",
        arguments: [
            "ceo@contoso.example", "<b@x.example>", "a; Bcc: b@x.example", "@", "Ada ＠ Contoso", "Ada <b>",
            "evil.example",
            "https://evil.example", "Ada\u{FF20}contoso\u{FF0E}example", "mailto:ceo", "Ada (ceo@contoso.example)",
        ])
    func misleadingNames(_ name: String) throws {
        let notification = try MailFixture.notification(.passwordChanged, to: name, company: name)
        let sender = MailSender(name: try FullName(name), address: try EmailAddress("no-reply@contoso.example"))
        let mail = try ParsedMail(MailMessage(notification, from: sender).text)
        #expect(mail["From"] == "<no-reply@contoso.example>")
        #expect(mail["To"] == "<Grace@contoso.example>")
    }

    @Test(
        "break the links in the name of a company, in the subject and in the body",
        arguments: [
            ("You won: https://evil.example", "You won: https[:]//evil[.]example"),
            ("Ask boss@evil.example", "Ask boss@evil[.]example"), ("Contoso Ltd.", "Contoso Ltd."),
        ])
    func companyNames(_ name: String, _ shown: String) throws {
        let invited = AccountNotification.Content.invited(
            by: try MailFixture.person(.guest), code: InvitationCode("c"), expiresAt: MailFixture.noon)
        for content in [invited, .passwordChanged, .accountCreated(roles: []), .accountTakenIn(roles: [])] {
            let message = MailMessage(try MailFixture.notification(content, company: name), from: .noReply)
            let mail = try ParsedMail(message.text)
            #expect(mail["Subject"]?.contains(shown) == true)
            #expect(mail.body.hasSuffix("\n\n\(shown)\n") && (shown == name || !mail.body.contains(name)))
        }
    }

    @Test("have no line that ends a message, or begins the next one in a mailbox, whatever people write")
    func linesOfTheirOwn() throws {
        let reason =
            ".\n..\n.x\nFrom here\n>From here\n>>From here\n" + String(repeating: "w", count: 64) + "From there."
        let texts = [".", "..", "From Oslo", ">From Oslo", ". From", String(repeating: "x", count: 74) + ".", reason]
        for text in texts {
            let name = text.split(separator: "\n").first.map(String.init) ?? ""
            let contents: [AccountNotification.Content] = [
                .invited(
                    by: try MailFixture.person(.member, named: name), code: InvitationCode("From A"),
                    expiresAt: MailFixture.noon),
                .rolesRequested(
                    by: try MailFixture.person(.guest, named: name), roles: [name], scope: .company, reason: text),
                .passwordChanged,
            ]
            for content in contents {
                let message = MailMessage(try MailFixture.notification(content, company: name), from: .noReply)
                let lines = message.text.components(separatedBy: "\r\n")
                #expect(!lines.contains { $0.hasPrefix(".") || $0.drop { $0 == ">" }.hasPrefix("From ") })
                #expect(try ParsedMail(message.text).body.hasSuffix("\n\n\(name)\n"))
            }
        }
    }

    @Test("have header lines of at most 78 characters, for the longest addresses and identifiers")
    func longHeaders() throws {
        let label = String(repeating: "b", count: 59)
        let long = try EmailAddress(
            String(repeating: "a", count: 64) + "@" + [label, "ccccc.example"].joined(separator: "."))
        for address in [long, try EmailAddress("a@\(label).example")] {
            for id in [
                "1", "18446744073709551615-2147483647-018f6a7e-8f2d-7c3a-9b1e-2f4a6c8e0d12",
                String(repeating: "é", count: 90),
            ] {
                let notification = AccountNotification(
                    id: id, recipientName: try FullName("Grace"), recipient: address, company: try FullName("Contoso"),
                    at: MailFixture.noon, content: .passwordChanged)
                let sender = MailSender(name: try FullName("ceo@x.example"), address: address)
                let mail = try ParsedMail(MailMessage(notification, from: sender).text)
                #expect(mail["To"]?.replacing(" ", with: "") == "Grace<\(address)>")
                #expect(mail["From"]?.replacing(" ", with: "") == "<\(address)>")
                #expect(mail["Message-ID"]?.trimmingPrefix(" ").contains(" ") == false)
            }
        }
    }

    @Test("leave a domain that is longer than a line whole, because not every reader joins its parts")
    func longDomains() throws {
        let label = String(repeating: "b", count: 59)
        let sender = MailSender(
            name: try FullName("Roster"), address: try EmailAddress("a@\(label).\(label).\(label).example"))
        let message = MailMessage(try MailFixture.notification(.passwordChanged), from: sender)
        let lines = message.text.components(separatedBy: "\r\n").filter { $0.utf8.count > 78 }
        #expect(lines == [" @\(label).\(label).\(label).example>"])
    }

    @Test("keep the marks of Hebrew and Arabic texts in a reason, and end their isolates with the line")
    func directionsInReasons() throws {
        let shown = [
            ("שלום\u{200F}! \u{200E}1\u{61C}", "שלום\u{200F}! \u{200E}1\u{61C}"),
            ("\u{2067}مرحبا\u{2069} ok", "\u{2067}مرحبا\u{2069} ok"),
            ("\u{2067}a\u{2068}b", "\u{2067}a\u{2068}b\u{2069}\u{2069}"), ("a\u{2069}b", "a\u{2069}b"),
            ("a\u{202E}b", "a\\u{202e}b"),
        ]
        for (reason, line) in shown {
            let content = AccountNotification.Content.rolesRequested(
                by: try MailFixture.person(.guest), roles: ["R\u{200F}"], scope: .company, reason: reason)
            let mail = try ParsedMail(MailMessage(try MailFixture.notification(content), from: .noReply).text)
            #expect(mail.body.contains("\n    > \(line)\n") && mail.body.contains("  - R\\u{200f}\n"))
        }
    }

    @Test(
        "let no text out of its place",
        arguments: ["\r\nBcc: x@y.example\r\n\r\n", "\n.\n", "\u{2028}x\u{85}y", "\0\u{1B}[2J"])
    func injection(_ text: String) throws {
        let content = AccountNotification.Content.rolesRequested(
            by: try MailFixture.person(.guest), roles: [text], scope: .company, reason: text)
        let mail = try ParsedMail(MailMessage(try MailFixture.notification(id: text, content), from: .noReply).text)
        #expect(mail.names.count == 9)
        #expect(mail["Message-ID"]?.allSatisfy { !$0.isNewline } == true)
        #expect(mail.body.unicodeScalars.allSatisfy { $0 == "\n" || !$0.isUnsafeInText })
        #expect(
            !mail.body.split(separator: "\n", omittingEmptySubsequences: false).contains {
                $0 == "." || $0.hasPrefix("Bcc")
            })
    }

    @Test("bring dates that mail cannot express into those that it can")
    func dates() throws {
        let expected: [(Int64, String)] = [
            (.min, "Thu, 01 Jan 1970 00:00:00 +0000"), (-1, "Thu, 01 Jan 1970 00:00:00 +0000"),
            (951_782_400_000, "Tue, 29 Feb 2000 00:00:00 +0000"), (.max, "Fri, 31 Dec 9999 23:59:59 +0000"),
        ]
        for (milliseconds, date) in expected {
            let notification = try MailFixture.notification(
                .passwordChanged, at: Timestamp(millisecondsSinceEpoch: milliseconds))
            #expect(try ParsedMail(MailMessage(notification, from: .noReply).text)["Date"] == date)
        }
    }

    @Test("have different names for different notifications, whatever these are called")
    func fileNames() throws {
        let ids = [
            "", "_", "a", "A", "a/b", "a_2fb", "../../etc/passwd", ".", "..", "a\0", "é", "e\u{301}", " ", "a.eml",
        ]
        let long = [
            String(repeating: "x", count: 300), String(repeating: "x", count: 301), String(repeating: "/", count: 300),
        ]
        let names = try (ids + long).map {
            MailMessage(try MailFixture.notification(id: $0, .passwordChanged), from: .noReply).name
        }
        #expect(Set(names).count == names.count)
        for name in names {
            #expect((1...200).contains(name.utf8.count))
            #expect(name.utf8.allSatisfy { $0.isASCIILetterOrDigit || "-_".utf8.contains($0) })
        }
    }
}

@Suite("Mailers")
struct MailerTests {
    @Test("a file mailer writes one private file a notification, and replaces it when it comes again")
    func files() async throws {
        let sandbox = try FileSandbox(inMemory: true)
        let folder = sandbox.path("outbox")
        let mailer = try FileMailer(at: folder)
        let notification = try MailFixture.notification(.passwordChanged)
        for _ in 1...2 { try await mailer.deliver(notification) }
        #expect(try FileSandbox.names(folder) == ["7-0-018f6a7e-8f2d-7c3a-9b1e-2f4a6c8e0d12.eml"])
        let path = folder + "/7-0-018f6a7e-8f2d-7c3a-9b1e-2f4a6c8e0d12.eml"
        #expect(FileSandbox.mode(folder) == 0o700)
        #expect(FileSandbox.mode(path) == 0o600)
        let text = String(decoding: try FileSandbox.bytes(path), as: UTF8.self)
        #expect(text == MailMessage(notification, from: .noReply).text)
        try await mailer.deliver(try MailFixture.notification(id: "another", .passwordChanged))
        #expect(try FileSandbox.names(folder).count == 2)
    }

    @Test("a file mailer refuses a folder that others may use")
    func looseFolder() throws {
        let sandbox = try FileSandbox(inMemory: true)
        let folder = sandbox.path("outbox")
        _ = try FileMailer(at: folder)
        chmod(folder, 0o755)
        #expect(throws: FileStoreError.self) { try FileMailer(at: folder) }
    }

    @Test("a printing mailer prints a message in one piece, for people")
    func prints() async throws {
        let printed = Mutex<[String]>([])
        let mailer = StdoutMailer { text in printed.withLock { $0.append(text) } }
        try await mailer.deliver(try MailFixture.notification(.passwordChanged, to: "Zoë \"Z\" Ng"))
        let texts = printed.withLock { $0 }
        #expect(texts.count == 1)
        let text = texts.first ?? ""
        #expect(text.contains("\nTo:      Zoë \"Z\" Ng <Grace@contoso.example>\n"))
        #expect(text.contains("\nSubject: Your password at Contoso was changed\n"))
        #expect(text.contains("\n\nHello Zoë \"Z\" Ng,\n"))
        #expect(text.hasSuffix("─\n") && !text.contains("\r"))
    }

    @Test("a printing mailer that cannot print has not delivered")
    func printingFails() async throws {
        struct Trouble: Error {}
        let mailer = StdoutMailer { _ in throw Trouble() }
        await #expect(throws: NotifierError.self) {
            try await mailer.deliver(MailFixture.notification(.passwordChanged))
        }
    }

    @Test("a printing mailer prints to the standard output, after what was printed before")
    func standardOutput() async throws {
        let result = await #expect(processExitsWith: .success, observing: [\.standardOutputContent]) {
            print("before", terminator: "|")
            try await StdoutMailer().deliver(try MailFixture.notification(.passwordChanged))
            print("after")
        }
        let text = String(decoding: result?.standardOutputContent ?? [], as: UTF8.self)
        let before = try #require(text.range(of: "before|"))
        let mail = try #require(text.range(of: "Subject: Your password at Contoso was changed"))
        let after = try #require(text.range(of: "after\n"))
        #expect(before.upperBound <= mail.lowerBound && mail.upperBound <= after.lowerBound)
    }
    @Test("a printing mailer does not wait for a thread that reads the standard input", .timeLimit(.minutes(20)))
    func readerOfStandardInput() async throws {
        let result = await #expect(processExitsWith: .success, observing: [\.standardOutputContent]) {
            var input: [CInt] = [0, 0]
            try #require(pipe(&input) == 0 && dup2(input[0], STDIN_FILENO) == STDIN_FILENO)
            Thread { _ = readLine() }.start()
            try await Task.sleep(for: .milliseconds(200))
            try await StdoutMailer().deliver(try MailFixture.notification(.passwordChanged))
            // Ending in good order would wait for the reader too.
            _exit(EXIT_SUCCESS)
        }
        let text = String(decoding: result?.standardOutputContent ?? [], as: UTF8.self)
        #expect(text.contains("Subject: Your password at Contoso was changed"))
    }
}
