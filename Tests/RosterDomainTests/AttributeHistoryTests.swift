import RosterDomain
import RosterDomainTestSupport
import Testing

@Suite("Profile attributes in the history")
struct AttributeHistoryTests {
    private let ada = DomainSample.user(1, "ada@contoso.example")
    private let bob = DomainSample.user(2, "bob@contoso.example")

    private static func external(_ text: String, _ uniqueness: AttributeUniqueness = .caseExact) -> UserAttribute {
        UserAttribute(.externalID, .text(text), uniqueness: uniqueness)
    }

    private static func edit(_ from: UserAttribute?, _ to: UserAttribute?) -> AttributeEdit {
        AttributeEdit(.externalID, from: from, to: to)
    }

    private func history() throws -> DomainSample.History {
        try DomainSample.History([[.userAdded(user: self.ada)], [.userAdded(user: self.bob)]])
    }

    private static func name(_ text: String) -> RecordName? {
        RecordName(text, of: .externalID, uniqueness: .caseExact)
    }

    @Test("change with what was before and what is after, and move the version by one")
    func edits() throws {
        var history = try self.history()
        let title = UserAttribute(.title, .text("Pilot"))
        try history.commit(
            .attributesChanged(
                user: self.ada.id,
                edits: [AttributeEdit(.title, from: nil, to: title), Self.edit(nil, Self.external("e-1"))]))
        let user = try #require(history.state.user(self.ada.id)?.user)
        #expect(user.attributes[.title] == .text("Pilot") && user.attributes[.externalID] == .text("e-1"))
        #expect(user.version == 2)
        #expect(history.state.user(named: try #require(Self.name("e-1")))?.id == self.ada.id)
        try history.commit(.attributesChanged(user: self.ada.id, edits: [Self.edit(Self.external("e-1"), nil)]))
        #expect(history.state.user(named: try #require(Self.name("e-1"))) == nil)
        #expect(history.state.user(self.ada.id)?.user.attributes.count == 1)
    }

    @Test("are unique where the change says so: case counts or not, and only within one attribute")
    func unique() throws {
        var history = try self.history()
        try history.commit(.attributesChanged(user: self.ada.id, edits: [Self.edit(nil, Self.external("E-1"))]))
        let taken = ChangeError.nameTaken(try #require(Self.name("E-1")), by: .user(self.ada.id))
        #expect(throws: taken) {
            try history.commit(.attributesChanged(user: self.bob.id, edits: [Self.edit(nil, Self.external("E-1"))]))
        }
        try history.commit(.attributesChanged(user: self.bob.id, edits: [Self.edit(nil, Self.external("e-1"))]))
        for (text, owner) in [("E-1", self.ada.id), ("e-1", self.bob.id)] {
            #expect(history.state.user(named: try #require(Self.name(text)))?.id == owner)
        }
        // A user name is never an external identifier, and the reverse.
        try history.commit(
            .userAdded(
                user: User(
                    id: DomainSample.id(3), fullName: self.ada.fullName, userName: UserName("E-1"), status: .active,
                    addedAt: DomainSample.moment)))
        let number = UserAttribute(.employeeNumber, .text("x-7"), uniqueness: .ignoringCase)
        let other = UserAttribute(.employeeNumber, .text("X-7"), uniqueness: .ignoringCase)
        try history.commit(
            .attributesChanged(user: self.ada.id, edits: [AttributeEdit(.employeeNumber, from: nil, to: number)]))
        #expect(throws: ChangeError.self) {
            try history.commit(
                .attributesChanged(user: self.bob.id, edits: [AttributeEdit(.employeeNumber, from: nil, to: other)]))
        }
    }

    @Test("can change hands in one batch, in the order of the changes alone")
    func handedOver() throws {
        var history = try self.history()
        let external = Self.external("e-1")
        try history.commit(.attributesChanged(user: self.ada.id, edits: [Self.edit(nil, external)]))
        let given = Change.attributesChanged(user: self.bob.id, edits: [Self.edit(nil, external)])
        let taken = Change.attributesChanged(user: self.ada.id, edits: [Self.edit(external, nil)])
        #expect(throws: ChangeError.self) { try history.commit([given, taken]) }
        try history.commit([taken, given])
        #expect(history.state.user(named: try #require(Self.name("e-1")))?.id == self.bob.id)
    }

    @Test("that do not start from what is stored are refused, and so is an edit of two attributes, and none")
    func contradictions() throws {
        var history = try self.history()
        try history.commit(.attributesChanged(user: self.ada.id, edits: [Self.edit(nil, Self.external("e-1"))]))
        let differs = ChangeError.attributeDiffers(self.ada.id, .externalID)
        for edit in [
            Self.edit(nil, Self.external("e-2")), Self.edit(Self.external("e-3"), nil),
            Self.edit(Self.external("e-1", .none), nil),
            Self.edit(Self.external("e-1"), UserAttribute(.title, .text("Pilot"))),
        ] {
            #expect(throws: differs) { try history.commit(.attributesChanged(user: self.ada.id, edits: [edit])) }
        }
        let twice = [Self.edit(Self.external("e-1"), nil), Self.edit(Self.external("e-1"), nil)]
        #expect(throws: differs) { try history.commit(.attributesChanged(user: self.ada.id, edits: twice)) }
        #expect(throws: ChangeError.noChange) { try history.commit(.attributesChanged(user: self.ada.id, edits: [])) }
    }

    @Test("never grow beyond what a user can have")
    func limits() throws {
        var history = try self.history()
        let long = String(repeating: "x", count: 4_000)
        func edits(_ count: Int) throws -> [AttributeEdit] {
            try (0..<count).map {
                let name = try AttributeName("a\($0)")
                return AttributeEdit(name, from: nil, to: UserAttribute(name, .text(long)))
            }
        }
        let error = ChangeError.tooManyAttributes(self.ada.id)
        #expect(throws: error) { try history.commit(.attributesChanged(user: self.ada.id, edits: edits(5))) }
        let small = try (0...100).map {
            let name = try AttributeName("a\($0)")
            return AttributeEdit(name, from: nil, to: UserAttribute(name, .text("x")))
        }
        #expect(throws: error) { try history.commit(.attributesChanged(user: self.ada.id, edits: small)) }
        try history.commit(.attributesChanged(user: self.ada.id, edits: edits(4)))
        #expect(throws: AttributeProblem.tooMany) {
            try UserAttributes((0...100).map { UserAttribute(try AttributeName("a\($0)"), .text("x")) })
        }
        #expect(throws: AttributeProblem.repeated) {
            try UserAttributes([UserAttribute(.title, .text("a")), UserAttribute(.title, .text("b"))])
        }
    }

    @Test("go with a deleted account that releases its names, and come back with it")
    func released() throws {
        var history = try self.history()
        try history.commit(.attributesChanged(user: self.ada.id, edits: [Self.edit(nil, Self.external("e-1"))]))
        try history.commit([
            .statusChanged(user: self.ada.id, from: .active, to: .deleted), .namesReleased(user: self.ada.id),
        ])
        try history.commit(.attributesChanged(user: self.bob.id, edits: [Self.edit(nil, Self.external("e-1"))]))
        let taken = ChangeError.nameTaken(try #require(Self.name("e-1")), by: .user(self.bob.id))
        let names = try #require(history.state.user(self.ada.id)?.user.ownNames)
        let restoration: [Change] = [
            .namesRegained(user: self.ada.id, names: names),
            .statusChanged(user: self.ada.id, from: .deleted, to: .active),
        ]
        #expect(throws: taken) { try history.commit(restoration) }
        try history.commit(.attributesChanged(user: self.bob.id, edits: [Self.edit(Self.external("e-1"), nil)]))
        try history.commit(restoration)
        #expect(history.state.user(named: try #require(Self.name("e-1")))?.id == self.ada.id)
    }

    @Test("are found by a query for a name, as pages go on")
    func queries() throws {
        var history = try self.history()
        try history.commit(.attributesChanged(user: self.bob.id, edits: [Self.edit(nil, Self.external("e-1"))]))
        let name = try #require(Self.name("e-1"))
        #expect(history.state.page(UserQuery(named: name)).records.map(\.id) == [self.bob.id])
        #expect(
            history.state.page(UserQuery(named: name, from: .after(self.ada.id))).records.map(\.id) == [self.bob.id])
        #expect(history.state.page(UserQuery(named: name, from: .after(self.bob.id))).records.isEmpty)
        #expect(history.state.page(UserQuery(statuses: [.blocked], named: name)).records.isEmpty)
        #expect(history.state.page(UserQuery(named: RecordName(self.ada.userName))).records.map(\.id) == [self.ada.id])
        #expect(history.state.page(UserQuery(hasAttributes: true)).records.map(\.id) == [self.bob.id])
    }
}
