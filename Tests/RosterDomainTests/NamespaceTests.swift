import RosterDomain
import RosterDomainTestSupport
import Testing

@Suite("User names and addresses are one namespace")
struct NamespaceTests {
    /// An account with a user name, an address, or both.
    private static func account(_ number: Int, _ userName: String? = nil, _ email: String? = nil) throws -> User {
        let email = try email.map { try EmailAddress($0) }
        let name = try userName.map { try UserName($0) } ?? UserName(#require(email))
        return User(
            id: DomainSample.id(number), fullName: try FullName("User \(number)"), userName: name, email: email,
            status: .active, addedAt: DomainSample.moment)
    }

    struct Clash: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let first: (userName: String?, email: String?)
        let second: (userName: String?, email: String?)
        let key: String

        static let each = [
            Clash(
                testDescription: "a user name that is another's address",
                first: (nil, "victim@contoso.example"), second: ("Victim@Contoso.example", "other@contoso.example"),
                key: "victim@contoso.example"),
            Clash(
                testDescription: "an address that is another's user name",
                first: ("VICTIM@contoso.example", nil), second: ("other", "victim@contoso.example"),
                key: "victim@contoso.example"),
            Clash(
                testDescription: "one user name in two cases",
                first: ("CONTOSO\\Bjørn", nil), second: ("contoso\\BJØRN", nil), key: "contoso\\bjørn"),
            Clash(
                testDescription: "one address beside two user names",
                first: ("one", "shared@contoso.example"), second: ("two", "SHARED@contoso.example"),
                key: "shared@contoso.example"),
            Clash(
                testDescription: "a user name with a letter that folds onto the address's",
                first: (nil, "kay@contoso.example"), second: ("\u{212A}ay@contoso.example", nil),
                key: "kay@contoso.example"),
        ]
    }

    @Test(
        "so no name is given twice, whichever comes first, in one batch or two", arguments: Clash.each, [true, false])
    func clashes(_ clash: Clash, _ isOneBatch: Bool) throws {
        for isTurned in [false, true] {
            let (early, late) = isTurned ? (clash.second, clash.first) : (clash.first, clash.second)
            let owner = try Self.account(1, early.userName, early.email)
            let other = try Self.account(2, late.userName, late.email)
            var history = try DomainSample.History([])
            let error = ChangeError.nameTaken(RecordName(try UserName(clash.key)), by: .user(owner.id))
            if isOneBatch {
                #expect(throws: error) { try history.commit([.userAdded(user: owner), .userAdded(user: other)]) }
                #expect(history.state == DirectoryState())
            } else {
                try history.commit(.userAdded(user: owner))
                #expect(throws: error) { try history.commit(.userAdded(user: other)) }
                #expect(history.state.user(named: RecordName(try UserName(clash.key)))?.id == owner.id)
            }
        }
    }

    @Test("and an account may have one name twice: as user name and as address, in two cases")
    func ownName() throws {
        let user = try Self.account(1, "ADA@contoso.example", "ada@contoso.example")
        #expect(user.names.count == 1)
        var history = try DomainSample.History([[.userAdded(user: user)]])
        #expect(history.state.user(named: RecordName(user.userName))?.user == user)
        try history.commit(.userAdded(user: Self.account(2, "ada", "ada.l@contoso.example")))
        for name in ["ADA", "Ada.L@contoso.example"] {
            #expect(history.state.user(named: RecordName(try UserName(name)))?.id == DomainSample.id(2))
        }
    }

    @Test("and an invitation needs an address to go to")
    func noAddress() throws {
        let user = try Self.account(1, "svc-backup")
        var history = try DomainSample.History([[.userAdded(user: user)]])
        #expect(throws: ChangeError.noAddress(user.id)) {
            try history.commit(.invitationSent(user: user.id, invitation: DomainSample.invitation))
        }
    }
}

@Suite("The names of a deleted account")
struct ReleasedNamesTests {
    private let ada = User(
        id: DomainSample.id(1), fullName: DomainSample.user(1, "a@contoso.example").fullName,
        userName: UserName(DomainSample.email), email: DomainSample.email, status: .active, addedAt: DomainSample.moment
    )

    private var deletion: [Change] {
        [.statusChanged(user: self.ada.id, from: .active, to: .deleted), .namesReleased(user: self.ada.id)]
    }
    private var restoration: [Change] { self.restoration(of: self.ada) }
    private func restoration(of user: User) -> [Change] {
        [
            .namesRegained(user: user.id, names: user.names),
            .statusChanged(user: user.id, from: .deleted, to: .active),
        ]
    }
    private var twin: User { DomainSample.user(2, self.ada.userName.rawValue.uppercased()) }

    @Test("are free once the deletion says that they were released, in the same batch too", arguments: [true, false])
    func released(_ isOneBatch: Bool) throws {
        var history = try DomainSample.History([[.userAdded(user: self.ada)]])
        let all = self.deletion + [.userAdded(user: self.twin)]
        for batch in isOneBatch ? [all] : [self.deletion, [.userAdded(user: self.twin)]] { try history.commit(batch) }
        #expect(history.state.user(named: RecordName(self.ada.userName))?.id == self.twin.id)
        let deleted = try #require(history.state.user(self.ada.id)?.user)
        #expect(deleted.hasReleasedNames && deleted.names.isEmpty)
        #expect(
            deleted.userName == self.ada.userName && deleted.email == self.ada.email,
            "the record still tells who it was")
        #expect(try history.replayed() == history.state)
    }

    @Test("are taken up again by restoring, and restoring is refused while another account has one")
    func restored() throws {
        var history = try DomainSample.History([[.userAdded(user: self.ada)], self.deletion])
        try history.commit(.userAdded(user: self.twin))
        let taken = ChangeError.nameTaken(RecordName(self.ada.userName), by: .user(self.twin.id))
        #expect(throws: taken) { try history.commit(self.restoration) }
        // The other account goes, and releases the name in the batch that restores the first one.
        try history.commit(
            [
                .statusChanged(user: self.twin.id, from: .active, to: .deleted), .namesReleased(user: self.twin.id),
            ] + self.restoration)
        #expect(history.state.user(named: RecordName(self.ada.userName))?.id == self.ada.id)
        #expect(history.state.user(self.ada.id)?.user.hasReleasedNames == false)
        let again = ChangeError.nameTaken(RecordName(self.ada.userName), by: .user(self.ada.id))
        #expect(throws: again) { try history.commit(self.restoration(of: self.twin)) }
        #expect(try history.replayed() == history.state)
    }

    @Test("are kept unless the history says otherwise, and only a deleted account releases them, once")
    func refused() throws {
        var history = try DomainSample.History([[.userAdded(user: self.ada)]])
        let error = ChangeError.namesNotReleasable(self.ada.id)
        #expect(throws: error) { try history.commit(.namesReleased(user: self.ada.id)) }
        try history.commit(self.deletion[0])
        #expect(throws: ChangeError.self) { try history.commit(.userAdded(user: self.twin)) }
        // Under a policy that changed later, they can still be released.
        try history.commit(.namesReleased(user: self.ada.id))
        #expect(throws: ChangeError.namesMissing(self.ada.id)) { try history.commit(self.restoration[1]) }
        let fewer = Change.namesRegained(user: self.ada.id, names: [])
        #expect(throws: ChangeError.namesNotRegainable(self.ada.id)) { try history.commit(fewer) }
        #expect(throws: error) { try history.commit(.namesReleased(user: self.ada.id)) }
        try history.commit(.userAdded(user: self.twin))
    }
}

extension DomainSample.History {
    /// The state that the steps amount to on another host.
    fileprivate func replayed() throws(ChangeError) -> DirectoryState {
        var state = DirectoryState()
        for step in self.steps { try state.apply(step.commit) }
        return state
    }
}
