import RosterPartnerCenter
import RosterDomain
import RosterDomainTestSupport
import Testing

@Suite("A request for roles")
struct RoleRequestTests {
    @Test(
        "has a reason of so many Unicode scalars, however they join to characters", arguments: ["x", "e\u{301}", "\n"])
    func reasonLength(_ character: String) throws {
        let scalars = Array(character.unicodeScalars)
        let limit = RoleRequest.reasonCharacterLimit
        #expect(limit == 1_000)
        for count in [0, 1, limit - 1, limit] {
            #expect(try Self.changes(reason: Self.text(of: scalars, count: count)).count == 1)
        }
        for count in [limit + 1, 100_000] {
            #expect(throws: RefusalReason.reasonTooLong(characterCount: count, limit: limit)) {
                try Self.changes(reason: Self.text(of: scalars, count: count))
            }
        }
    }

    @Test("has no reason that hides its length in one character")
    func oneCharacter() {
        let reason = "a" + String(repeating: "\u{301}", count: 1_000)
        #expect(reason.count == 1)
        #expect(throws: RefusalReason.reasonTooLong(characterCount: 1_001, limit: 1_000)) {
            try Self.changes(reason: reason)
        }
    }

    private static func text(of scalars: some Collection<Unicode.Scalar>, count: Int) -> String {
        var text = String.UnicodeScalarView()
        for _ in 0..<(count / scalars.count) { text.append(contentsOf: scalars) }
        text.append(contentsOf: scalars.prefix(count % scalars.count))
        return String(text)
    }

    private static func changes(reason: String) throws -> [Change] {
        let user = UserRecord(DomainSample.user(1, "ada@contoso.example"))
        let request = RoleRequest(
            id: RoleRequestID(bits: 1), user: user.id, roles: [.reportViewer], scope: .company, reason: reason,
            requestedAt: DomainSample.moment)
        let facts = Facts(
            catalog: .partnerCenter, company: DomainSample.company, now: DomainSample.moment,
            principal: .user(id: user.id), principalRecord: user, users: [user.id: user])
        return try RequestRoles(request).changes(given: facts)
    }
}
