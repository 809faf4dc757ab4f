import RosterDomain
import RosterDomainTestSupport
import Testing

@Suite("A free text")
struct FreeTextTests {
    @Test("takes line ends and marks that guide the direction of writing, wherever people write one", arguments: kept)
    func takes(_ text: String) throws {
        #expect(try GroupProfile(name: FullName("Sales"), description: text).description == text)
        #expect(try CompanyRoleDefinition(title: FullName("Sales"), description: text).description == text)
        #expect(try Self.refusal(ofReason: text) == nil)
    }

    @Test(
        "takes no mark that forces a direction, and no control character, wherever people write one", arguments: refused
    )
    func refuses(_ text: String) throws {
        #expect(throws: GroupProfileError.self) { try GroupProfile(name: FullName("Sales"), description: text) }
        #expect(throws: CompanyRoleDefinitionError.self) {
            try CompanyRoleDefinition(title: FullName("Sales"), description: text)
        }
        #expect(try Self.refusal(ofReason: text) == .reasonUnsafe)
    }

    private static let kept = [
        "\u{5E9}\u{5DC}\u{5D5}\u{5DD}!\u{200F}", "Sales\u{200E} (\u{5D0})", "\u{61C}\u{2067}\u{5D0}\u{2069}",
        "two\nlines", "",
    ]
    private static let refused = ["\u{202E}selas", "a\u{202A}b", "\u{1B}[2K", "bell\u{7}"]

    private static func refusal(ofReason text: String) throws -> RefusalReason? {
        let user = UserRecord(DomainSample.user(1, "ada@contoso.example"))
        let catalog = try RoleCatalog(
            roles: [Role(RoleID("reader"), title: "Reader", category: RoleCategory("plane", title: "Plane"))],
            permissions: [])
        let facts = Facts(
            catalog: catalog, company: nil, now: DomainSample.moment, principal: .user(id: user.id),
            principalRecord: user, users: [user.id: user])
        let request = RoleRequest(
            id: RoleRequestID(bits: 1), user: user.id, roles: [RoleID("reader")], scope: .company, reason: text,
            requestedAt: DomainSample.moment)
        do throws(RefusalReason) {
            _ = try RequestRoles(request).changes(given: facts)
            return nil
        } catch { return error }
    }
}
