import Foundation
import RosterDomain
import RosterDomainTestSupport
import Testing

@Suite("A value written as JSON")
struct CodableTests {
    @Test("comes back equal, and is written the same again", arguments: RoundTrip.each)
    func comesBack(_ trip: RoundTrip) throws {
        try trip.run()
    }

    @Test("keeps the case of an address and the scalars of a name")
    func keepsWriting() throws {
        let email = try Self.decode(EmailAddress.self, "\"Ada@Contoso.EXAMPLE\"")
        #expect(email.rawValue == "Ada@Contoso.EXAMPLE")
        let name = try Self.decode(
            FullName.self, String(decoding: JSONEncoder().encode(FullName("e\u{301}")), as: UTF8.self))
        #expect(Array(name.rawValue.unicodeScalars) == ["e", "\u{301}"])
    }

    @Test("has the form that journals keep", arguments: Form.each)
    func forms(_ form: Form) throws {
        #expect(try form.encoded() == form.json)
    }

    @Test("is refused with its own rule when it is malformed", arguments: Malformed.each)
    func malformed(_ malformed: Malformed) {
        #expect { try malformed.read() } throws: { malformed.isExpected($0) }
    }

    static func decode<Value: Decodable>(_ type: Value.Type, _ json: String) throws -> Value {
        try JSONDecoder().decode(type, from: Data(json.utf8))
    }
}

extension CodableTests {
    /// A value that is written, read and written again.
    struct RoundTrip: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let run: @Sendable () throws -> Void

        init<Value: Codable & Equatable & Sendable>(_ name: String, _ value: Value) {
            self.testDescription = name
            self.run = {
                let encoder = JSONEncoder()
                encoder.outputFormatting = .sortedKeys
                let written = try encoder.encode(value)
                let read = try JSONDecoder().decode(Value.self, from: written)
                #expect(read == value)
                #expect(try encoder.encode(read) == written)
            }
        }

        static let each =
            [
                RoundTrip("identifier", UserID(bits: .max)),
                RoundTrip("revision", [Revision.start, Revision(.max)]),
                RoundTrip("timestamp", [Int64.min, -1, 0, .max].map { Timestamp(millisecondsSinceEpoch: $0) }),
                RoundTrip("window", DomainSample.windows),
                RoundTrip("scope", [Scope.company, DomainSample.scope]),
                RoundTrip("role", RoleID("sales_agent")),
                RoundTrip("permission", Permission("partner/customers/manage")),
                RoundTrip("condition", Condition("own_record")),
                RoundTrip("program", Program("indirect_provider")),
                RoundTrip("address", DomainSample.email),
                RoundTrip("name", DomainSample.user(1, "a@b.c", name: "İpek Weiß").fullName),
                RoundTrip("statuses", AccountStatus.allCases), RoundTrip("affiliations", Affiliation.allCases),
                RoundTrip("actions", AccountAction.allCases),
                RoundTrip("answers", [RoleRequestAnswer.granted, .declined]),
            ]
    }

    /// The text of a value, which must never change.
    struct Form: Sendable, CustomTestStringConvertible {
        let json: String
        let encoded: @Sendable () throws -> String

        var testDescription: String { self.json }

        init<Value: Encodable & Sendable>(_ value: Value, _ json: String) {
            self.json = json
            self.encoded = {
                let encoder = JSONEncoder()
                encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
                return String(decoding: try encoder.encode(value), as: UTF8.self)
            }
        }

        private static let one = "00000000-0000-0000-0000-000000000001"

        static let each = [
            Form(UserID(bits: 1), #""\#(one)""#),
            Form(Revision(7), "7"), Form(Timestamp(millisecondsSinceEpoch: -5), "-5"),
            Form(DomainSample.scope, #""/locations/42""#), Form(RoleID("a"), #""a""#),
            Form(DomainSample.windows[1], #"{"from":0}"#), Form(DomainSample.windows[3], #"{"from":0,"until":1}"#),
        ]
    }

    /// A text that is no such value.
    struct Malformed: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let read: @Sendable () throws -> Void
        let isExpected: @Sendable (any Error) -> Bool

        init<Value: Decodable & SendableMetatype>(
            _ type: Value.Type, _ json: String,
            isExpected: @escaping @Sendable (any Error) -> Bool = { $0 is DecodingError }
        ) {
            self.testDescription = "\(type): \(json)"
            self.read = { _ = try CodableTests.decode(Value.self, json) }
            self.isExpected = isExpected
        }

        init<Value: Decodable & SendableMetatype, Rule: Error & Equatable>(
            _ type: Value.Type, _ json: String, _ rule: Rule
        ) {
            self.init(type, json) { $0 as? Rule == rule }
        }

        static let each = rules + kinds

        private static let rules = [
            Malformed(EmailAddress.self, #""""#, EmailAddressError.empty),
            Malformed(EmailAddress.self, #""ada""#, EmailAddressError.malformed("ada")),
            Malformed(
                EmailAddress.self, #""\u212Aay@b.c""#,
                EmailAddressError.unacceptableCharacter("\u{212A}", in: "\u{212A}ay@b.c")),
            Malformed(FullName.self, #""\u00a0""#, FullNameError.empty),
            Malformed(FullName.self, #""a\u001b""#, FullNameError.unsafeCharacter("\u{1B}", in: "a\u{1B}")),
            Malformed(
                FullName.self, "\"\(String(repeating: "x", count: 257))\"", FullNameError.tooLong(byteCount: 257)),
            Malformed(UserID.self, #""1""#, IdentifierError.malformed("1")),
            Malformed(Scope.self, #""""#, ScopeError.malformed("")),
            Malformed(Scope.self, #""/a/..""#, ScopeError.malformed("/a/..")),
            Malformed(ValidityWindow.self, #"{"from":5,"until":5}"#, Self.emptyWindow(from: 5, until: 5)),
            Malformed(ValidityWindow.self, #"{"from":5,"until":-5}"#, Self.emptyWindow(from: 5, until: -5)),
        ]

        private static func emptyWindow(from: Int64, until: Int64) -> ValidityWindowError {
            .empty(
                from: Timestamp(millisecondsSinceEpoch: from), until: Timestamp(millisecondsSinceEpoch: until))
        }

        private static let kinds = [
            Malformed(EmailAddress.self, "null"), Malformed(EmailAddress.self, "1"), Malformed(FullName.self, "{}"),
            Malformed(UserID.self, "1"), Malformed(Scope.self, #"["/"]"#), Malformed(RoleID.self, "null"),
            Malformed(Permission.self, "1"), Malformed(Condition.self, "true"), Malformed(Program.self, "[]"),
            Malformed(Revision.self, "-1"), Malformed(Revision.self, "1.5"), Malformed(Revision.self, "1e30"),
            Malformed(Timestamp.self, #""2026-11-22T13:40:00Z""#), Malformed(Timestamp.self, "0.5"),
            Malformed(Timestamp.self, "9223372036854775808"), Malformed(ValidityWindow.self, "[]"),
            Malformed(ValidityWindow.self, #"{"from":"now"}"#), Malformed(ValidityWindow.self, #"{"until":0.5}"#),
            Malformed(AccountStatus.self, #""Active""#), Malformed(AccountStatus.self, #""gone""#),
            Malformed(Affiliation.self, #""""#), Malformed(AccountAction.self, #""obey""#),
        ]
    }
}
