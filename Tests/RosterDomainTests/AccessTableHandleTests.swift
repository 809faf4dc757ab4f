import RosterDomain
import RosterDomainTestSupport
import Testing

@Suite("What is resolved for an access table: permissions, users and conditions")
struct AccessTableHandleTests {
    @Test("A permission resolved for another table is answered no, even when its catalog is the same")
    func foreignPermission() throws {
        let tables = try [TableSample.table(holding: .viewer), TableSample.table(holding: .viewer)]
        let ada = DomainSample.id(1)
        let handles = try tables.map { try $0.handle(for: .view) }
        #expect(handles[0] != handles[1])
        for (table, foreign) in [(tables[0], handles[1]), (tables[1], handles[0])] {
            let subject = try #require(table.handle(for: ada))
            try table.addName("ada", to: ada)
            #expect(table.permits(ada, .view) && table.permits(subject, .view))
            #expect(!table.permits(ada, foreign) && !table.permits(ada, foreign, at: .company))
            #expect(!table.permits(subject, foreign) && !table.permits(subject, foreign, at: .company))
            #expect(!table.permits(named: "ada", foreign) && !table.permits(named: "ada", foreign, at: .company))
        }
    }

    @Test("A user resolved for another table is answered no, even when both tables know the user")
    func foreignSubject() throws {
        let (table, other) = (try TableSample.table(holding: .viewer), try TableSample.table(holding: .viewer))
        let foreign = try #require(other.handle(for: DomainSample.id(1)))
        let (own, others) = (try table.handle(for: .view), try other.handle(for: .view))
        #expect(other.permits(foreign, others))
        for handle in [own, others] {
            #expect(!table.permits(foreign, handle) && !table.permits(foreign, handle, at: .company))
        }
        #expect(!table.permits(foreign, .view))
    }

    @Test("Handles stay good when the catalog changes; what it has no more is answered no, until it is back")
    func replacedCatalog() throws {
        let table = try TableSample.table(holding: .viewer, .writer)
        let (ada, bob) = (DomainSample.id(1), DomainSample.id(2))
        let (view, edit) = (try table.handle(for: .view), try table.handle(for: .edit))
        let subjects = try [ada, bob].map { try #require(table.handle(for: $0)) }
        table.replaceCatalog(with: TableSample.successor)
        let archive = try table.handle(for: Permission("app/things/archive"))
        #expect(throws: UnknownNameError.self) { try table.handle(for: .view) }
        #expect(!table.permits(ada, view) && !table.permits(bob, view) && !table.permits(subjects[0], view))
        #expect(table.permits(bob, edit) && table.permits(subjects[1], edit) && table.permits(subjects[1], archive))
        #expect(TableSample.answers(of: table, [ada, bob, bob], [view, edit, archive]) == [false, true, true])
        #expect(try table.handle(for: .edit) == edit)
        table.replaceCatalog(with: TableSample.catalog)
        #expect(try table.handle(for: .view) == view)
        #expect(table.permits(ada, view) && table.permits(subjects[0], view) && table.permits(subjects[1], edit))
        #expect(!table.permits(bob, archive) && !table.permits(subjects[1], archive))
    }

    @Test(
        "An unknown user is not resolved; one that was forgotten is answered no, and by the new roles once known again")
    func forgottenUser() throws {
        let table = try TableSample.table(holding: .viewer)
        let (ada, view, sign) = (DomainSample.id(1), try table.handle(for: .view), try table.handle(for: .sign))
        #expect(table.handle(for: DomainSample.id(2)) == nil && table.handle(named: "ada") == nil)
        let subject = try #require(table.handle(for: ada))
        #expect(subject.id == ada && table.permits(subject, view))
        table.forget(ada)
        #expect(table.handle(for: ada) == nil)
        #expect(!table.permits(subject, view) && !table.permits(subject, view, at: .company))
        try table.assign(.writer, to: ada)
        #expect(table.permits(subject, view) && !table.permits(subject, sign))
        table.remove(.writer, from: ada)
        #expect(!table.permits(subject, view))
    }

    @Test("A resolved user stays good while thousands of others come, and after each of them went")
    func growth() throws {
        let table = try TableSample.table(holding: .viewer, .signer)
        let view = try table.handle(for: .view)
        let subjects = try [1, 2].map { try #require(table.handle(for: DomainSample.id($0))) }
        for number in 3...5_000 {
            table.setStatus(.active, of: DomainSample.id(number))
            if number.isMultiple(of: 97) {
                #expect(table.permits(subjects[0], view) && !table.permits(subjects[1], view))
            }
        }
        #expect(table.userCount == 5_000)
        let renewed = try #require(table.handle(for: DomainSample.id(1)))
        for number in 3...5_000 { table.forget(DomainSample.id(number)) }
        #expect(table.userCount == 2 && table.permits(renewed, view) && table.permits(subjects[0], view))
        table.forget(DomainSample.id(1))
        #expect(!table.permits(renewed, view) && !table.permits(subjects[0], view))
    }

    @Test("Every status but active is answered no, in every form", arguments: AccountStatus.allCases)
    func statuses(_ status: AccountStatus) throws {
        let table = try TableSample.table(holding: .viewer)
        let (ada, view) = (DomainSample.id(1), try table.handle(for: .view))
        let subject = try #require(table.handle(for: ada))
        table.setStatus(status, of: ada)
        let isActive = status == .active
        #expect(table.permits(ada, view) == isActive && table.permits(ada, view, at: .company) == isActive)
        #expect(table.permits(subject, view) == isActive && table.permits(subject, view, at: .company) == isActive)
        #expect(table.standing(of: ada)?.status == status)
    }

    @Test("Conditions hold at their table only; several are joined, and one that no grant requires has no effect")
    func conditions() throws {
        let table = try TableSample.table(holding: .sharer)
        let (ada, share, edit) = (DomainSample.id(1), try table.handle(for: .share), try table.handle(for: .edit))
        let own = table.stated([Condition("own")])
        let team = table.stated([Condition("team")])
        func permits(_ handle: PermissionHandle, _ stated: StatedConditions) -> Bool {
            table.permits(ada, handle, at: .company, given: stated)
        }
        #expect(permits(share, own) && !permits(share, team) && !permits(share, .none))
        #expect(permits(edit, own.union(team)) && permits(edit, team.union(own)))
        #expect(!permits(edit, own) && !permits(edit, team))
        #expect(own.union(.none) == own && StatedConditions.none.union(own) == own && own.union(own) == own)
        let unknown = table.stated([Condition("weather")])
        #expect(!permits(share, unknown) && permits(share, own.union(unknown)))
        #expect(table.stated([Condition("own"), Condition("weather")]) == own)
        let foreign = TableSample.table().stated([Condition("own")])
        #expect(!permits(share, foreign) && own.union(foreign) == .none)
    }

    @Test("Conditions stay good when the catalog changes")
    func conditionsOverCatalogs() throws {
        let table = try TableSample.table(holding: .sharer)
        let share = try table.handle(for: .share)
        let own = table.stated([Condition("own")])
        table.replaceCatalog(with: TableSample.successor)
        #expect(table.permits(DomainSample.id(1), share, at: .company, given: own))
        #expect(!table.permits(DomainSample.id(1), share, at: .company))
    }

    @Test("An unknown permission or role is refused with the nearest known name, and nothing changes")
    func unknownNames() throws {
        let table = TableSample.table()
        do throws(UnknownNameError) {
            _ = try table.handle(for: Permission("app/things/veiw"))
            Issue.record("there is no such permission")
        } catch {
            #expect("\(error)" == "there is no permission `app/things/veiw`; did you mean `app/things/view`?")
        }
        do throws(RoleAssignmentError) {
            try table.assign(RoleID("veiwer"), to: DomainSample.id(1))
            Issue.record("there is no such role")
        } catch {
            #expect("\(error)" == "there is no role `veiwer`; did you mean `viewer`?")
        }
        #expect(table.userCount == 0)
        #expect(!table.permits(DomainSample.id(1), Permission("app/things/veiw")))
    }
}
