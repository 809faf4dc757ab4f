import RosterDomain
import RosterDomainTestSupport
import Testing

@Suite("A directory's state")
struct DirectoryStateTests {
    let ada = DomainSample.user(1, "Ada@contoso.example")
    let bob = DomainSample.user(2, "bob@contoso.example")

    @Test("refuses a change that contradicts an earlier commit, and says how", arguments: Contradiction.each)
    func contradictsHistory(_ contradiction: Contradiction) throws {
        var history = try DomainSample.History(contradiction.before.map { [$0] })
        let before = history.state
        #expect(throws: contradiction.error) { try history.commit(contradiction.change) }
        #expect(history.state == before)
    }

    @Test("refuses a change that contradicts an earlier change of its own batch", arguments: Contradiction.each)
    func contradictsBatch(_ contradiction: Contradiction) throws {
        var history = try DomainSample.History([[.userAdded(user: DomainSample.user(100, "old@contoso.example"))]])
        let before = history.state
        #expect(throws: contradiction.error) { try history.commit(contradiction.before + [contradiction.change]) }
        #expect(history.state == before)
        #expect(history.state.user(DomainSample.id(1)) == nil)
    }

    @Test("takes nothing over when any change of a batch is refused, the last one too", arguments: Contradiction.each)
    func allOrNothing(_ contradiction: Contradiction) throws {
        var history = try DomainSample.History(contradiction.before.map { [$0] })
        let before = history.state
        let newcomer = Change.userAdded(user: DomainSample.user(100, "new@contoso.example"))
        for batch in [[newcomer, contradiction.change], [contradiction.change, newcomer]] {
            #expect(throws: contradiction.error) { try history.commit(batch) }
            #expect(history.state == before)
        }
        try history.commit(newcomer)
        #expect(history.state.userCount == before.userCount + 1)
    }

    @Test("refuses a commit without a change")
    func noChange() {
        #expect(throws: ChangeError.noChange) {
            try DirectoryState().draft(
                of: Commit(revision: Revision(1), at: DomainSample.moment, principal: .system, changes: []))
        }
    }

    @Test("marks notifications as delivered forwards only, and only through what happened before")
    func deliveryMark() throws {
        var history = try DomainSample.History([[.userAdded(user: self.ada)], [.userAdded(user: self.bob)]])
        try history.commit(.notificationsDelivered(through: Revision(1)))
        #expect(history.state.notifiedThrough == Revision(1))
        for mark in [Revision(0), Revision(1), Revision(4), Revision(5), Revision(.max)] {
            #expect(throws: ChangeError.deliveryMarkOutOfRange(mark)) {
                try history.commit(.notificationsDelivered(through: mark))
            }
        }
        try history.commit(.notificationsDelivered(through: Revision(3)))
        #expect(history.state.notifiedThrough == Revision(3))
    }

    @Test("refuses a delivery mark that does not lie after an earlier one of its batch")
    func deliveryMarkInBatch() throws {
        var history = try DomainSample.History([[.userAdded(user: self.ada)], [.userAdded(user: self.bob)]])
        let before = history.state
        for mark in [Revision(0), Revision(1)] {
            #expect(throws: ChangeError.deliveryMarkOutOfRange(mark)) {
                try history.commit([
                    .notificationsDelivered(through: Revision(1)), .notificationsDelivered(through: mark),
                ])
            }
            #expect(history.state == before)
        }
        try history.commit([Revision(1), Revision(2)].map { .notificationsDelivered(through: $0) })
        #expect(history.state.notifiedThrough == Revision(2))
    }

    @Test("checks a batch without changing anything")
    func draft() throws {
        let history = try DomainSample.History([[.userAdded(user: self.ada)]])
        let before = history.state
        let commit = Commit(
            revision: Revision(2), at: DomainSample.moment, principal: .system,
            changes: [.statusChanged(user: self.ada.id, from: .active, to: .blocked)])
        let draft = try history.state.draft(of: commit)
        #expect(draft.commit == commit)
        #expect(history.state == before)
    }

    @Test(
        "takes a commit at the next revision only", arguments: [Revision(0), Revision(1), Revision(3), Revision(.max)])
    func revisionOrder(_ revision: Revision) throws {
        let history = try DomainSample.History([[.userAdded(user: self.ada)]])
        var state = history.state
        let commit = { (revision: Revision) in
            Commit(
                revision: revision, at: DomainSample.moment, principal: .system, changes: [.userAdded(user: self.bob)])
        }
        let error = ChangeError.notNext(revision, after: Revision(1))
        #expect(throws: error) { try state.draft(of: commit(revision)) }
        #expect(throws: error) { try state.apply(commit(revision)) }
        #expect(state == history.state)
        try state.apply(commit(Revision(2)))
        #expect(state.revision == Revision(2))
    }

    @Test("is the same for the same history, step by step")
    func replay() throws {
        let history = try DomainSample.History(Self.story)
        var state = DirectoryState()
        for (commit, expected) in history.steps {
            try state.apply(commit)
            #expect(state == expected)
        }
        #expect(state == history.state)
        #expect(state.revision == Revision(UInt64(Self.story.count)))
        #expect(state.userCount == 2)
    }

    @Test("is the same whether changes come in one batch or one by one, revisions apart")
    func batching() throws {
        // What may be marked as delivered depends on revisions, which differ here.
        let changes = Self.story.joined().filter { change in
            if case .notificationsDelivered = change { false } else { true }
        }
        let (single, batch) = (try DomainSample.History(changes.map { [$0] }), try DomainSample.History([changes]))
        #expect(Array(single.state.standings) == Array(batch.state.standings))
        #expect(
            single.state.page(UserQuery(statuses: Set(AccountStatus.allCases))).records
                == batch.state.page(UserQuery(statuses: Set(AccountStatus.allCases))).records)
        #expect(single.state.company == batch.state.company)
    }

    @Test("finds a user by identifier and by address in any case")
    func finds() throws {
        let state = try DomainSample.History([[.userAdded(user: self.ada)]]).state
        #expect(state.user(self.ada.id)?.user == self.ada)
        #expect(state.user(named: RecordName(try EmailAddress("aDA@CONTOSO.example")))?.id == self.ada.id)
        #expect(state.user(DomainSample.id(2)) == nil)
        #expect(state.user(named: RecordName(try EmailAddress("ad@contoso.example"))) == nil)
    }

    @Test("lists standings in the order of identifiers, whatever the order of adding")
    func standings() throws {
        let numbers = [5, 1, 4, 2, 3]
        let state = try DomainSample.History(
            numbers.map { [.userAdded(user: DomainSample.user($0, "u\($0)@contoso.example"))] }
        )
        .state
        #expect(state.standings.map(\.id) == (1...5).map { .user(DomainSample.id($0)) })
    }

    /// Something of everything, in an order that could have happened.
    static let story: [[Change]] = {
        let (ada, bob) = (DomainSample.user(1, "ada@contoso.example"), DomainSample.user(2, "bob@contoso.example"))
        let guest = DomainSample.user(3, "eve@fabrikam.example", status: .invited, affiliation: .guest)
        return [
            [.companyEnrolled(company: DomainSample.company), .userAdded(user: ada)],
            [.userAdded(user: guest), .invitationSent(user: guest.id, invitation: DomainSample.invitation)],
            [.refused(refusal: Refusal("add a user", because: .noRole))],
            [.userAdded(user: bob), .roleAssigned(assignment: DomainSample.assignment("sales_agent", to: bob.id))],
            [
                .rolesRequested(request: DomainSample.request(by: bob.id)),
                .passwordReset(user: ada.id, credential: DomainSample.credential, expiresAt: DomainSample.moment),
            ],
            [.passwordChanged(user: ada.id, credential: DomainSample.credential), .firstSignIn(user: bob.id)],
            [.roleRequestAnswered(request: DomainSample.request(by: bob.id), answer: .declined)],
            [.invitationRevoked(user: guest.id), .notificationsDelivered(through: Revision(3))],
            [.statusChanged(user: bob.id, from: .active, to: .blocked)],
            [.roleRemoved(assignment: DomainSample.assignment("sales_agent", to: bob.id))],
        ]
    }()
}
