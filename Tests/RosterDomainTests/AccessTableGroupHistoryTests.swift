import RosterDomain
import RosterDomainTestSupport
import Testing

@Suite("An access table that follows the history of groups")
struct AccessTableGroupHistoryTests {
    private let sales = GroupID(bits: 0xA)
    private let ada = DomainSample.user(1, "ada@contoso.example")
    private let bob = DomainSample.user(2, "bob@contoso.example")

    @Test("takes the changes of one step together: a group, its role and its members")
    func oneStep() throws {
        let table = try self.table()
        #expect(table.permits(self.ada.id, .view) && table.permits(self.bob.id, .view))
        #expect(!table.permits(self.ada.id, .edit))
    }

    @Test("takes the changes of one step in their order, however they contradict one another")
    func order() throws {
        let table = try self.table()
        self.apply(
            [
                .memberRemoved(user: self.ada.id, group: self.sales), .roleRemoved(self.sales, .viewer),
                .roleAssigned(self.sales, .writer), .memberAdded(user: self.ada.id, group: self.sales),
                .groupChanged(group: self.sales, change: .deleted),
                .groupChanged(group: self.sales, change: .restored(as: try AccessTableGroupTests.profile())),
                .roleRemoved(self.sales, .writer), .roleAssigned(self.sales, .signer),
                .roleAssigned(self.sales, .viewer),
                .memberRemoved(user: self.bob.id, group: self.sales),
            ], to: table)
        #expect(table.permits(self.ada.id, .sign) && !table.permits(self.ada.id, .edit))
        #expect(!table.permits(self.bob.id, .view))
    }

    @Test("takes what a deleted group gave, and gives back what the group still has when it is restored")
    func deletion() throws {
        let table = try self.table()
        self.apply([.roleAssigned(self.sales, .writer)], to: table)
        #expect(table.permits(self.ada.id, .edit))
        self.apply([.groupChanged(group: self.sales, change: .deleted)], to: table)
        #expect(!table.permits(self.ada.id, .view) && !table.permits(self.bob.id, .edit))
        self.apply(
            [.roleRemoved(self.sales, .writer), .memberRemoved(user: self.bob.id, group: self.sales)], to: table)
        #expect(!table.permits(self.ada.id, .view))
        let profile = try AccessTableGroupTests.profile()
        self.apply([.groupChanged(group: self.sales, change: .restored(as: profile))], to: table)
        #expect(table.permits(self.ada.id, .view) && !table.permits(self.ada.id, .edit))
        #expect(!table.permits(self.bob.id, .view))
    }

    @Test("lets a purged account leave every group, and a blocked one come back to its own")
    func accounts() throws {
        let table = try self.table()
        self.apply([.statusChanged(user: self.ada.id, from: .active, to: .blocked)], to: table)
        #expect(!table.permits(self.ada.id, .view))
        self.apply([.statusChanged(user: self.ada.id, from: .blocked, to: .active)], to: table)
        #expect(table.permits(self.ada.id, .view))
        self.apply([.userPurged(user: self.bob.id)], to: table)
        #expect(table.standing(of: self.bob.id)?.groups == [] && !table.permits(self.bob.id, .view))
    }

    /// A table in which the first two steps added two users and a group of both that holds a role.
    private func table() throws -> AccessTable {
        let table = TableSample.table()
        let group = Group(id: self.sales, profile: try AccessTableGroupTests.profile(), addedAt: DomainSample.moment)
        self.apply([.userAdded(user: self.ada)], to: table)
        self.apply(
            [
                .groupAdded(group: group), .roleAssigned(self.sales, .viewer),
                .memberAdded(user: self.ada.id, group: self.sales), .userAdded(user: self.bob),
                .memberAdded(user: self.bob.id, group: self.sales),
            ], to: table)
        return table
    }

    private func apply(_ changes: [Change], to table: AccessTable) {
        let commit = Commit(
            revision: table.revision.next, at: DomainSample.moment, principal: .system, changes: changes)
        #expect(table.apply(commit))
    }
}

extension Change {
    fileprivate static func roleAssigned(_ group: GroupID, _ role: RoleID) -> Change {
        .groupChanged(group: group, change: .roleAssigned(GroupRole(role)))
    }

    fileprivate static func roleRemoved(_ group: GroupID, _ role: RoleID) -> Change {
        .groupChanged(group: group, change: .roleRemoved(GroupRole(role)))
    }
}

extension GroupRole {
    fileprivate init(_ role: RoleID) {
        self.init(role, grantedBy: .system, grantedAt: DomainSample.moment)
    }
}
