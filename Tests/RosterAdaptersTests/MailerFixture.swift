import Foundation
import RosterDomain
import RosterPorts
import Testing

/// Notifications to write messages of.
enum MailFixture {
    static let noon = Timestamp(millisecondsSinceEpoch: 1_795_348_800_000)

    static func notification(
        id: String = "7-0-018f6a7e-8f2d-7c3a-9b1e-2f4a6c8e0d12", _ content: AccountNotification.Content,
        to name: String = "Grace Hopper", company: String = "Contoso", at moment: Timestamp = noon
    ) throws -> AccountNotification {
        AccountNotification(
            id: id, recipientName: try FullName(name), recipient: try EmailAddress("Grace@contoso.example"),
            company: try FullName(company), at: moment, content: content)
    }

    static func person(_ affiliation: Affiliation, named name: String = "Ada Lovelace") throws
        -> AccountNotification.Person
    {
        AccountNotification.Person(
            try FullName(name), userName: try UserName("ada@contoso.example"), affiliation: affiliation)
    }

    /// A kind of content, and what its message says.
    struct Kind: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let content: @Sendable () throws -> AccountNotification.Content
        let subject: String
        let parts: [String]
    }

    static let kinds: [Kind] = {
        let later = noon + .seconds(86_400)
        return [
            Kind(
                testDescription: "account created",
                content: { .accountCreated(roles: ["Admin agent", "Sales agent"]) },
                subject: "Your account at Contoso",
                parts: [
                    "sign in as Grace@contoso.example", "\n  - Admin agent\n  - Sales agent\n", "temporary password",
                ]),
            Kind(
                testDescription: "account created without roles", content: { .accountCreated(roles: []) },
                subject: "Your account at Contoso", parts: ["temporary password"]),
            Kind(
                testDescription: "account taken in", content: { .accountTakenIn(roles: ["Referrals user"]) },
                subject: "Your account at Contoso", parts: ["the account that you have", "\n  - Referrals user\n"]),
            Kind(
                testDescription: "invited",
                content: {
                    .invited(by: try person(.member), code: InvitationCode("the=code"), expiresAt: later)
                },
                subject: "You are invited to join Contoso",
                parts: [
                    "\"Ada Lovelace\" (ada@contoso.example) invites you", "\n    the=code\n",
                    "until 2026-11-23 12:00:00 UTC",
                ]),
            Kind(
                testDescription: "invited by an unknown person",
                content: { .invited(by: nil, code: InvitationCode("code"), expiresAt: later) },
                subject: "You are invited to join Contoso", parts: ["An administrator invites you"]),
            Kind(
                testDescription: "password reset", content: { .passwordReset(expiresAt: later) },
                subject: "Your password at Contoso was reset", parts: ["until 2026-11-23 12:00:00 UTC"]),
            Kind(
                testDescription: "password changed", content: { .passwordChanged },
                subject: "Your password at Contoso was changed",
                parts: ["changed on 2026-11-22 12:00:00 UTC", "tell an administrator"]),
            Kind(
                testDescription: "second factor removed", content: { .secondFactorChanged(isEnrolled: false) },
                subject: "Your second factor at Contoso was removed",
                parts: ["removed on 2026-11-22 12:00:00 UTC", "tell an administrator"]),
            Kind(
                testDescription: "roles changed",
                content: { .rolesChanged(given: ["Admin agent"], taken: ["Sales agent"]) },
                subject: "Your roles at Contoso have changed",
                parts: ["Given to you:\n  - Admin agent\n", "Taken from you:\n  - Sales agent\n"]),
            Kind(
                testDescription: "roles requested",
                content: {
                    .rolesRequested(
                        by: try person(.guest), roles: ["Admin agent"], scope: try Scope("/locations/42"),
                        reason: "first\nsecond")
                },
                subject: "Roles are asked for at Contoso",
                parts: [
                    "\"Ada Lovelace\" (ada@contoso.example), a guest from outside Contoso, asks you",
                    "for /locations/42", "  - Admin agent", "\n    > first\n    > second\n",
                ]),
            Kind(
                testDescription: "request granted",
                content: { .roleRequestAnswered(roles: ["Admin agent"], answer: .granted) },
                subject: "Your request for roles at Contoso was granted", parts: ["and were given"]),
            Kind(
                testDescription: "request declined",
                content: { .roleRequestAnswered(roles: ["Admin agent"], answer: .declined) },
                subject: "Your request for roles at Contoso was declined", parts: ["were not assigned"]),
        ]
    }()
}

/// A message as a mail program reads it: unfolded and decoded, after checking its form.
struct ParsedMail {
    private let fields: [(name: String, value: String)]
    /// The body with LF line ends.
    let body: String

    init(_ text: String) throws {
        try #require(text.utf8.allSatisfy { $0 < 127 && ($0 >= 32 || $0 == 13 || $0 == 10) })
        let lines = text.components(separatedBy: "\r\n")
        try #require(lines.allSatisfy { !$0.contains("\r") && !$0.contains("\n") && $0.utf8.count <= 998 })
        let end = try #require(lines.firstIndex(of: ""))
        try #require(lines[..<end].allSatisfy { $0.utf8.count <= 78 && !$0.allSatisfy { $0 == " " } })
        try #require(lines[end...].allSatisfy { $0.utf8.count <= 76 })
        var fields: [(name: String, value: String)] = []
        for line in lines[..<end] {
            if line.hasPrefix(" ") {
                fields[fields.count - 1].value += line
            } else {
                let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
                try #require(parts.count == 2)
                fields.append((String(parts[0]), String(parts[1].dropFirst())))
            }
        }
        self.fields = fields
        self.body = try Self.unquoted(lines[(end + 1)...].joined(separator: "\n"))
    }

    var names: [String] { self.fields.map(\.name) }

    subscript(name: String) -> String? {
        self.fields.first { $0.name == name }.map { Self.decoded($0.value) }
    }

    /// Whether a field begins with a quoted string.
    func isQuoted(_ name: String) -> Bool {
        self.fields.contains { $0.name == name && $0.value.hasPrefix("\"") }
    }

    /// What is between the quotes of a quoted string.
    static func unescaped(_ text: String) -> String {
        var result = ""
        var isEscaped = false
        for character in text.dropFirst().dropLast() {
            if character == "\\", !isEscaped {
                isEscaped = true
            } else {
                result.append(character)
                isEscaped = false
            }
        }
        return result
    }

    /// Joins the encoded words of a value; blanks between two of them do not count (RFC 2047 §6.2).
    private static func decoded(_ value: String) -> String {
        var bytes: [UInt8] = []
        var wasEncoded = false
        for word in value.components(separatedBy: " ") {
            if let decoded = Self.decoded(word: word) {
                if !wasEncoded, !bytes.isEmpty { bytes.append(32) }
                bytes += decoded
                wasEncoded = true
            } else {
                if !bytes.isEmpty { bytes.append(32) }
                bytes += Array(word.utf8)
                wasEncoded = false
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The bytes of an encoded word; nil for any other.
    private static func decoded(word: String) -> [UInt8]? {
        guard word.hasSuffix("?="), word.utf8.count <= 75 else { return nil }
        let text = String(word.dropFirst(10).dropLast(2))
        if word.hasPrefix("=?utf-8?B?") { return Data(base64Encoded: text).map { Array($0) } }
        guard word.hasPrefix("=?utf-8?Q?") else { return nil }
        return (try? Self.unquoted(text.replacingOccurrences(of: "_", with: " "))).map { Array($0.utf8) }
    }

    private static func unquoted(_ text: String) throws -> String {
        var bytes: [UInt8] = []
        var rest = Array(text.replacingOccurrences(of: "=\n", with: "").utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "=") else {
                bytes.append(byte)
                continue
            }
            bytes.append(try #require(UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)))
            rest = rest.dropFirst(2)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
