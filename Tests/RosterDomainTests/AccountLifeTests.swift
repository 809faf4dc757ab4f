import RosterDomain
import RosterDomainTestSupport
import Testing

@Suite("An account's life")
struct AccountLifeTests {
    let ada = DomainSample.user(1, "ada@contoso.example")
    let invited = DomainSample.user(2, "eve@fabrikam.example", status: .invited, affiliation: .guest)

    @Test("frees the address of an invitation that was taken back, in the same batch too", arguments: [true, false])
    func revocationFreesAddress(_ isOneBatch: Bool) throws {
        var history = try DomainSample.History([
            [
                .userAdded(user: self.invited),
                .invitationSent(user: self.invited.id, invitation: DomainSample.invitation),
            ]
        ])
        let other = DomainSample.user(3, "EVE@fabrikam.example")
        let changes = [Change.invitationRevoked(user: self.invited.id), .userAdded(user: other)]
        for batch in isOneBatch ? [changes] : changes.map({ [$0] }) { try history.commit(batch) }
        #expect(history.state.user(self.invited.id) == nil)
        #expect(history.state.user(named: RecordName(self.invited.userName))?.id == other.id)
        #expect(history.state.page(UserQuery(statuses: Set(AccountStatus.allCases))).records.map(\.id) == [other.id])
        #expect(history.state.userCount == 1)
    }

    @Test("can begin and be taken back in one batch, and leaves nothing")
    func addedAndRevoked() throws {
        var history = try DomainSample.History([[.userAdded(user: self.ada)]])
        let standings = Array(history.state.standings)
        try history.commit([
            .userAdded(user: self.invited), .invitationSent(user: self.invited.id, invitation: DomainSample.invitation),
            .invitationRevoked(user: self.invited.id),
        ])
        #expect(Array(history.state.standings) == standings)
        #expect(history.state.user(named: RecordName(self.invited.userName)) == nil)
    }

    @Test("keeps the address of a deleted account from others")
    func deletionKeepsAddress() throws {
        var history = try DomainSample.History([[.userAdded(user: self.ada)]])
        try history.commit(.statusChanged(user: self.ada.id, from: .active, to: .deleted))
        let error = ChangeError.nameTaken(RecordName(self.ada.userName), by: .user(self.ada.id))
        #expect(throws: error) { try history.commit(.userAdded(user: DomainSample.user(3, "ADA@contoso.example"))) }
        #expect(history.state.user(named: RecordName(self.ada.userName))?.user.status == .deleted)
        #expect(history.state.page(UserQuery()).records.isEmpty)
        #expect(history.state.userCount == 1)
    }

    @Test("returns from deletion to where it was, and from a block to where it was before", arguments: Journey.each)
    func returns(_ journey: Journey) throws {
        var history = try DomainSample.History([
            [.userAdded(user: DomainSample.user(1, "ada@contoso.example", status: journey.start))],
            [.roleAssigned(assignment: DomainSample.assignment("sales_agent", to: self.ada.id))],
        ])
        for step in journey.steps {
            let user = try #require(history.state.user(self.ada.id)?.user)
            let status = try #require(step.next(user))
            try history.commit(.statusChanged(user: user.id, from: user.status, to: status))
        }
        let record = try #require(history.state.user(self.ada.id))
        #expect(record.user.status == journey.end)
        #expect((record.user.deletedAt != nil) == (journey.end == .deleted))
        #expect((record.user.statusBeforeDeletion != nil) == (journey.end == .deleted))
        #expect((record.user.statusBeforeBlock != nil) == journey.remembersBlock)
        #expect(record.assignments.map(\.role) == [RoleID("sales_agent")])
        #expect(record.user.version == 2 + journey.steps.count)
    }

    @Test("dates a deletion by its commit")
    func deletionDate() throws {
        var history = try DomainSample.History([[.userAdded(user: self.ada)]])
        try history.commit(.statusChanged(user: self.ada.id, from: .active, to: .deleted))
        #expect(history.state.user(self.ada.id)?.user.deletedAt == DomainSample.moment)
    }

    @Test(
        "asks for a new password after a reset, once it is in use again", arguments: [AccountStatus.blocked, .deleted])
    func resetWhileAway(_ away: AccountStatus) throws {
        var history = try DomainSample.History([[.userAdded(user: self.ada)]])
        try history.commit(.statusChanged(user: self.ada.id, from: .active, to: away))
        try history.commit(
            .passwordReset(user: self.ada.id, credential: DomainSample.credential, expiresAt: DomainSample.moment))
        let user = try #require(history.state.user(self.ada.id)?.user)
        #expect(user.status == away)
        #expect((away == .blocked ? user.statusBeforeBlock : user.statusBeforeDeletion) == .mustChangePassword)
        // Once for being away, and once for the reset.
        #expect(user.sessionEpoch == 2)
    }

    @Test("moves with the password: a reset asks for a new one, a change puts the account in use")
    func password() throws {
        var history = try DomainSample.History([[.userAdded(user: self.ada)]])
        try history.commit(
            .passwordReset(user: self.ada.id, credential: DomainSample.credential, expiresAt: DomainSample.moment))
        #expect(history.state.user(self.ada.id)?.user.status == .mustChangePassword)
        #expect(history.state.user(self.ada.id)?.user.hasSignedIn == false)
        try history.commit(.passwordChanged(user: self.ada.id, credential: DomainSample.credential))
        #expect(history.state.user(self.ada.id)?.user.status == .active)
        // Another principal may have set it.
        #expect(history.state.user(self.ada.id)?.user.hasSignedIn == false)
        try history.commit(.firstSignIn(user: self.ada.id))
        #expect(history.state.user(self.ada.id)?.user.hasSignedIn == true)
    }

    @Test("gives a name and loses the invitation when it is accepted")
    func acceptance() throws {
        var history = try DomainSample.History([
            [
                .userAdded(user: self.invited),
                .invitationSent(user: self.invited.id, invitation: DomainSample.invitation),
            ]
        ])
        #expect(history.state.user(self.invited.id)?.invitation == DomainSample.invitation)
        let name = try FullName("Eve İpek")
        try history.commit([
            .userRenamed(user: self.invited.id, from: self.invited.fullName, to: name),
            .statusChanged(user: self.invited.id, from: .invited, to: .active),
        ])
        let record = try #require(history.state.user(self.invited.id))
        #expect(record.user.fullName == name)
        #expect(record.invitation == nil)
        #expect(throws: ChangeError.notInvited(self.invited.id)) {
            try history.commit(.invitationRevoked(user: self.invited.id))
        }
    }
}

extension AccountLifeTests {
    enum Step: String, Sendable {
        case block, unblock, delete, restore

        /// The status that the step leads to; nil when it leads nowhere.
        func next(_ user: User) -> AccountStatus? {
            switch self {
            case .block: .blocked
            case .unblock: user.statusBeforeBlock
            case .delete: .deleted
            case .restore: user.statusBeforeDeletion
            }
        }
    }

    struct Journey: Sendable, CustomTestStringConvertible {
        let start: AccountStatus
        let steps: [Step]
        let end: AccountStatus
        let remembersBlock: Bool

        init(_ start: AccountStatus, _ steps: [Step], _ end: AccountStatus, remembersBlock: Bool = false) {
            self.start = start
            self.steps = steps
            self.end = end
            self.remembersBlock = remembersBlock
        }

        var testDescription: String {
            "\(self.start.rawValue), \(self.steps.map(\.rawValue).joined(separator: ", "))"
        }

        static let each = [
            Journey(.active, [.block], .blocked, remembersBlock: true),
            Journey(.active, [.block, .unblock], .active),
            Journey(.mustChangePassword, [.block, .unblock], .mustChangePassword),
            Journey(.active, [.delete], .deleted),
            Journey(.active, [.delete, .restore], .active),
            Journey(.mustChangePassword, [.delete, .restore], .mustChangePassword),
            Journey(.active, [.block, .delete], .deleted, remembersBlock: true),
            Journey(.active, [.block, .delete, .restore], .blocked, remembersBlock: true),
            Journey(.active, [.block, .delete, .restore, .unblock], .active),
            Journey(.mustChangePassword, [.block, .delete, .restore, .unblock], .mustChangePassword),
            Journey(.active, [.block, .delete, .restore, .delete, .restore, .unblock, .delete, .restore], .active),
        ]
    }
}
