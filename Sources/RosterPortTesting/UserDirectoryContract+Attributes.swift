import RosterDomain
import RosterPorts

extension UserDirectoryContract {
    var attributePromises: [Promise] {
        [
            Promise("attributes are kept as written, and a query finds by a unique one", self.keepsAttributes),
            Promise(
                "a unique value belongs to one user, within its attribute and in its kind of case",
                self.keepsValuesUnique),
            Promise("edits that do not start from what is stored are refused", self.refusesWrongEdits),
            Promise("a query for a name finds the user who has it, if that user matches", self.findsByName),
        ]
    }

    private static func external(_ text: String) -> UserAttribute {
        UserAttribute(.externalID, .text(text), uniqueness: .caseExact)
    }

    private static func number(_ text: String) -> UserAttribute {
        UserAttribute(.employeeNumber, .text(text), uniqueness: .ignoringCase)
    }

    private static func change(
        _ number: Int, from: UserAttribute? = nil, to: UserAttribute? = nil, of name: AttributeName = .externalID
    ) -> Change {
        .attributesChanged(user: Sample.id(number), edits: [AttributeEdit(name, from: from, to: to)])
    }

    private func name(_ attribute: UserAttribute) throws -> RecordName {
        try required("the name", attribute.recordName)
    }

    private func expectContradiction(_ change: Change, _ error: ChangeError, in directory: Directory) async throws {
        let latest = try await directory.head().revision
        let result = await directory.attempt([change], after: latest)
        guard case .failure(.contradiction(error)) = result else {
            throw Mismatch(expected: "the contradiction: \(error)", seen: "\(result)")
        }
        try expect("the history", try await directory.head().revision, is: latest)
    }

    @Sendable private func keepsAttributes() async throws {
        var place = try await self.freshReopenable()
        let values: [UserAttribute] = [
            Self.external("e-\u{FC}"), UserAttribute(.title, .text("Jose\u{301}\r\n\tb")),
            UserAttribute(.phoneNumbers, .entries([["value": "+47 1", "type": "work"], ["value": "2"]])),
            UserAttribute(try AttributeName("tags"), .texts(["b", "a", "b"])),
        ]
        let given = try UserAttributes(values)
        let added = User(
            id: Sample.id(1), fullName: try FullName("User 1"), email: try Sample.email(1), status: .active,
            addedAt: Sample.noon, attributes: given)
        try await place.current.add(
            .userAdded(user: added), .userAdded(user: try Sample.user(2)), .userAdded(user: try Sample.user(3)))
        let edits = values.filter { $0.uniqueness == .none }.map { AttributeEdit($0.name, from: nil, to: $0) }
        try await place.current.add(.attributesChanged(user: Sample.id(2), edits: edits))
        for isReopened in self.isDurable ? [false, true] : [false] {
            if isReopened { try await place.reopen() }
            let first = try required("the user", try await place.current.user(Sample.id(1)))
            try expect("the attributes", first.user.attributes, is: given)
            let seen = first.user.attributes.map { Array($0.value.allTexts.joined(separator: "|").utf8) }
            try expect("byte by byte", seen, is: given.map { Array($0.value.allTexts.joined(separator: "|").utf8) })
            let second = try required("the user", try await place.current.user(Sample.id(2)))
            try expect("the number of attributes", second.user.attributes.count, is: 3)
            let found = try await place.current.user(named: self.name(Self.external("e-\u{FC}")))
            try expect("by the unique attribute", found, is: first)
            let listed = try await place.current.users(matching: UserQuery(hasAttributes: true)).records.map(\.id)
            try expect("users with attributes", listed, is: [Sample.id(1), Sample.id(2)])
        }
    }

    @Sendable private func keepsValuesUnique() async throws {
        let directory = try await self.fresh()
        for number in 1...3 { try await directory.add(.userAdded(user: try Sample.user(number))) }
        try await directory.add(Self.change(1, to: Self.external("E-1")))
        try await directory.add(Self.change(1, to: Self.number("X7"), of: .employeeNumber))
        let external = ChangeError.nameTaken(try self.name(Self.external("E-1")), by: .user(Sample.id(1)))
        try await self.expectContradiction(Self.change(2, to: Self.external("E-1")), external, in: directory)
        let number = ChangeError.nameTaken(try self.name(Self.number("x7")), by: .user(Sample.id(1)))
        try await self.expectContradiction(
            Self.change(2, to: Self.number("x7"), of: .employeeNumber), number, in: directory)
        // Case matters in one of them. A value of one attribute is independent of other attributes and of names.
        try await directory.add(Self.change(2, to: Self.external("e-1")))
        try await directory.add(Self.change(3, to: Self.external("X7")))
        let named = User(
            id: Sample.id(4), fullName: try FullName("User 4"), userName: try UserName("e-1"), status: .active,
            addedAt: Sample.noon)
        try await directory.add(.userAdded(user: named))
        for (attribute, owner) in [(Self.external("E-1"), 1), (Self.external("e-1"), 2), (Self.external("X7"), 3)] {
            let found = try await directory.user(named: self.name(attribute))
            try expect("the owner of \(attribute)", found?.id, is: Sample.id(owner))
        }
        // A value is free once it is changed or removed.
        try await directory.add(Self.change(1, from: Self.external("E-1"), to: Self.external("E-9")))
        try await directory.add(
            Self.change(2, from: Self.external("e-1")),
            Self.change(3, from: Self.external("X7"), to: Self.external("e-1")))
        try expect("the former value", try await directory.user(named: self.name(Self.external("E-1"))), is: nil)
        let owner = try await directory.user(named: self.name(Self.external("e-1")))?.id
        try expect("the value that changed hands", owner, is: Sample.id(3))
    }

    @Sendable private func refusesWrongEdits() async throws {
        let directory = try await self.fresh()
        try await directory.add(.userAdded(user: try Sample.user(1)))
        try await directory.add(Self.change(1, to: Self.external("a")))
        let differs = ChangeError.attributeDiffers(Sample.id(1), .externalID)
        for change in [
            Self.change(1, to: Self.external("b")), Self.change(1, from: Self.external("b")),
            Self.change(1, from: UserAttribute(.externalID, .text("a"))),
            Self.change(1, from: Self.external("a"), to: Self.number("b")),
        ] {
            try await self.expectContradiction(change, differs, in: directory)
        }
        let nothing = Change.attributesChanged(user: Sample.id(1), edits: [])
        try await self.expectContradiction(nothing, .noChange, in: directory)
        try await self.expectContradiction(
            Self.change(2, to: Self.external("c")), .unknownUser(Sample.id(2)), in: directory)
    }

    @Sendable private func findsByName() async throws {
        let directory = try await self.fresh()
        for number in 1...3 { try await directory.add(.userAdded(user: try Sample.user(number))) }
        try await directory.add(Self.change(2, to: Self.external("a")))
        for name in [try self.name(Self.external("a")), RecordName(try Sample.email(2))] {
            for (query, isFound) in [
                (UserQuery(named: name), true), (UserQuery(named: name, from: .after(Sample.id(1))), true),
                (UserQuery(named: name, from: .after(Sample.id(2))), false),
                (UserQuery(statuses: [.blocked], named: name), false),
                (UserQuery(text: "user 1", named: name), false),
            ] {
                let page = try await directory.users(matching: query)
                try expect("found by `\(name)`", page.records.map(\.id), is: isFound ? [Sample.id(2)] : [])
                try expect("the next page", page.next, is: nil)
            }
        }
        let unknown = UserQuery(named: try self.name(Self.external("A")))
        try expect("found by an unknown name", try await directory.users(matching: unknown).records.count, is: 0)
    }
}
