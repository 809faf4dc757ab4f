import RosterDomain
import RosterDomainTestSupport
import RosterPartnerCenter
import RosterUseCases
import Testing

@Suite("The history in words")
struct HistoryPageTests {
    @Test("tells newest first who did what, by the names of people and the titles of roles")
    func words() async throws {
        let test = try await TestTenant()
        let grace = try await test.person("Grace")
        try await test.tenant.assignRoles([.adminAgent], to: grace, by: test.ada)
        try await test.tenant.renameUser(grace, to: FullName("Grace Hopper"), by: test.ada)
        try await test.tenant.blockUser(grace, by: test.ada)
        let page = try await test.tenant.historyPage(limit: 3, by: test.ada)
        #expect(
            page.entries.flatMap(\.sentences) == [
                "Ada Lovelace blocked Grace Hopper", "Ada Lovelace renamed Grace to Grace Hopper",
                "Ada Lovelace gave Grace Hopper the role Admin agent",
            ])
        #expect(page.next == page.entries.last?.revision)
    }

    @Test("pages follow each other without a gap or a repetition, whatever their size", arguments: [1, 2, 7, 1_000])
    func pages(size: Int) async throws {
        let test = try await TestTenant()
        let grace = try await test.person("Grace")
        for number in 0..<300 { try await test.tenant.renameUser(grace, to: FullName("G \(number)"), by: test.ada) }
        var (revisions, end) = ([Revision](), nil as Revision?)
        repeat {
            let page = try await test.tenant.historyPage(before: end, limit: size, by: test.ada)
            revisions += page.entries.map(\.revision)
            end = page.next
        } while end != nil
        let told = try await test.tenant.history(limit: 10_000).filter { step in
            step.changes.contains { if case .notificationsDelivered = $0 { false } else { true } }
        }
        #expect(revisions == told.map(\.revision).reversed())
    }

    @Test("a page ends after so many changes, however few were wanted, and says where to go on")
    func boundedLook() async throws {
        let test = try await TestTenant()
        let grace = try await test.person("Grace")
        for number in 0..<4_500 {
            try await test.tenant.renameUser(test.ada, to: FullName("A \(number)"), by: test.ada)
        }
        let first = try await test.tenant.historyPage(of: grace, by: test.ada)
        #expect(first.entries.isEmpty)
        let next = try #require(first.next)
        let second = try await test.tenant.historyPage(of: grace, before: next, by: test.ada)
        #expect(second.entries.last?.sentences == ["A 4499 added Grace"])
        #expect(second.next == nil)
    }

    @Test("of one user it tells what was done to them and by them, which they may read themselves")
    func ofOne() async throws {
        let test = try await TestTenant()
        let (grace, uma) = (try await test.person("Grace"), try await test.person("Uma"))
        try await test.tenant.blockUser(uma, by: test.ada)
        let own = try await test.tenant.historyPage(of: grace, by: grace)
        #expect(
            own.entries.flatMap(\.sentences) == [
                "Grace changed the password of their own account", "Grace signed in for the first time",
                "Ada Lovelace added Grace",
            ])
        #expect(own.next == nil)
        let reason = try await test.refusal { _ = try await test.tenant.historyPage(of: uma, by: grace) }
        guard case .notPermitted = reason else {
            Issue.record("\(String(describing: reason))")
            return
        }
        #expect(try await test.refusal { _ = try await test.tenant.historyPage(by: grace) } != nil)
    }

    @Test(
        "attributes that the schema hides from a person are not in their own history, and a blocked person reads none")
    func hidden() async throws {
        let hidden = AttributeDefinition(
            .employeeNumber, title: "Number", visibleTo: .administrator, editableBy: .administrator)
        let test = try await TestTenant(policy: TenantPolicy(attributes: AttributeSchema([hidden])))
        let added = try await test.tenant.addUser(
            FullName("Grace"), userName: UserName("grace"), attributes: [.employeeNumber: .text("secret-7")], roles: [],
            by: test.ada)
        let grace = added.userID
        try await test.finishSigningUp(added.signInInformation.reveal())
        let own = try await test.tenant.historyPage(of: grace, by: grace)
        #expect(!"\(own)".contains("secret-7"))
        #expect("\(try await test.tenant.historyPage(of: grace, by: test.ada))".contains("secret-7"))
        try await test.tenant.blockUser(grace, by: test.ada)
        let reason = try await test.refusal { _ = try await test.tenant.historyPage(of: grace, by: grace) }
        #expect(reason == .principalNotActive(status: .blocked))
    }

    @Test("every kind of change has words that name no identifier, and shows no control character")
    func everyChange() {
        let hostile = "a\u{1B}[2J\nb"
        for change in DomainSample.changes {
            let phrase = change.phrase(naming: { _ in "Ada" }, titling: { _ in "Role" })
            if case .notificationsDelivered = change {
                #expect(phrase == nil)
                continue
            }
            let text = phrase ?? ""
            #expect(!text.isEmpty && !text.contains("UserID") && text.first?.isLetter == true, "\(change)")
        }
        let refused = Change.refused(refusal: Refusal(hostile, because: .noRole))
        let text = refused.phrase(naming: { _ in "Ada" }, titling: { _ in "Role" }) ?? ""
        #expect(text.unicodeScalars.allSatisfy { $0.value >= 0x20 })
    }
}
