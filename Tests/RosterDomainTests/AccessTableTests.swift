import RosterPartnerCenter
import RosterDomain
import RosterDomainTestSupport
import Testing

@Suite("An access table that follows a history")
struct AccessTableTests {
    @Test("takes the next step only: one that comes too early or again changes nothing")
    func nextStepOnly() {
        let table = AccessTable(catalog: .partnerCenter)
        let (ada, bob) = (DomainSample.user(1, "ada@contoso.example"), DomainSample.user(2, "bob@contoso.example"))
        let first = Self.commit(1, [.userAdded(user: ada), Self.giving(.reportViewer, to: ada)])
        let second = Self.commit(2, [.userAdded(user: bob)])
        let third = Self.commit(3, [.statusChanged(user: ada.id, from: .active, to: .blocked)])
        #expect(!table.apply(second))
        #expect(table.revision == .start && table.userCount == 0)
        #expect(table.apply(first))
        #expect(table.permits(ada.id, .viewReports))
        for wrong in [third, first] {
            #expect(!table.apply(wrong))
            #expect(table.revision == Revision(1) && table.userCount == 1 && table.permits(ada.id, .viewReports))
        }
        #expect(table.apply(second))
        #expect(table.apply(third))
        #expect(table.revision == Revision(3) && table.userCount == 2 && !table.permits(ada.id, .viewReports))
    }

    private static func commit(_ revision: UInt64, _ changes: [Change]) -> Commit {
        Commit(revision: Revision(revision), at: DomainSample.moment, principal: .system, changes: changes)
    }

    private static func giving(_ role: RoleID, to user: User) -> Change {
        .roleAssigned(
            assignment: RoleAssignment(of: role, to: user.id, grantedBy: .system, grantedAt: DomainSample.moment))
    }
}
