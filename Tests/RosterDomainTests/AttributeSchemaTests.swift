import RosterDomain
import RosterDomainTestSupport
import Testing

@Suite("The schema of profile attributes")
struct AttributeSchemaTests {
    @Test("holds by default what every directory has, and nothing else")
    func standard() {
        let names = AttributeSchema.standard.definitions.map(\.name.rawValue)
        #expect(
            names == [
                "department", "employeeNumber", "externalId", "familyName", "givenName", "locale", "manager",
                "organization", "phoneNumbers", "preferredLanguage", "timeZone", "title",
            ])
        let unique = AttributeSchema.standard.definitions.filter { $0.uniqueness != .none }
        #expect(unique.map(\.name) == [.externalID] && unique.first?.uniqueness == .caseExact)
        #expect((try? AttributeSchema(AttributeSchema.standard.definitions)) == .standard, "it keeps its own rules")
    }

    @Test("takes a new attribute as one more definition")
    func growth() throws {
        let name = try AttributeName("costCenter")
        let schema = try AttributeSchema(
            AttributeSchema.standard.definitions + [AttributeDefinition(name, title: "Cost center", byteLimit: 4)])
        #expect(try schema.attribute(name, .text("4711")).value == .text("4711"))
        #expect(throws: AttributeProblem.tooLong(byteCount: 5, limit: 4)) { try schema.attribute(name, .text("47110")) }
    }

    @Test("is refused with the attribute that breaks a rule", arguments: Flaw.each)
    func refuses(_ flaw: Flaw) {
        #expect(throws: flaw.error) { try AttributeSchema(flaw.definitions) }
        #expect("\(flaw.error)".contains("attribute"))
    }

    @Test("refuses a value with the rule that it breaks", arguments: Misfit.each)
    func refusesValues(_ misfit: Misfit) throws {
        let schema = try AttributeSchema(AttributeSchema.standard.definitions + Misfit.definitions)
        #expect(throws: misfit.problem) { try schema.attribute(AttributeName(misfit.name), misfit.value) }
    }

    @Test("takes values byte by byte as they are, up to every limit", arguments: Misfit.fits)
    func takesValues(_ fit: Misfit) throws {
        let schema = try AttributeSchema(AttributeSchema.standard.definitions + Misfit.definitions)
        let attribute = try schema.attribute(AttributeName(fit.name), fit.value)
        #expect(attribute.value.isSame(as: fit.value))
    }

    @Test("shows each reader what is meant for them, and the host everything")
    func visibility() throws {
        let attributes = try UserAttributes([
            AttributeSchema.standard.attribute(.title, .text("Pilot")),
            AttributeSchema.standard.attribute(.externalID, .text("e-1")),
            UserAttribute(AttributeName("leftOver"), .text("x")),
        ])
        func names(_ audience: AttributeAudience) -> [AttributeName] {
            AttributeSchema.standard.attributes(attributes, visibleTo: audience).map(\.name)
        }
        #expect(names(.user) == [.title])
        #expect(names(.administrator) == [.externalID, .title])
        #expect(names(.everyone) == [.externalID, .title], "what the schema does not define is for the host alone")
        #expect(names([]).isEmpty)
    }

    @Test("names every attribute of a user that contradicts it")
    func contradictions() throws {
        let user = try User(
            id: DomainSample.id(1), fullName: FullName("Ada"), userName: UserName("ada"), status: .active,
            addedAt: DomainSample.moment,
            attributes: UserAttributes([
                UserAttribute(.department, .texts(["Sales"])), UserAttribute(.externalID, .text("e-1")),
                UserAttribute(AttributeName("leftOver"), .text("x")), UserAttribute(.title, .text("Pilot")),
                UserAttribute(.locale, .text(String(repeating: "x", count: 257))),
            ]))
        let found = AttributeSchema.standard.contradictions(in: user)
        #expect(found.map(\.attribute.rawValue) == ["department", "externalId", "leftOver", "locale"])
        #expect(
            found.map(\.problem) == [
                .wrongKind, .otherUniqueness(stored: .none, defined: .caseExact), .unknown(nearest: nil),
                .tooLong(byteCount: 257, limit: 256),
            ])
        #expect(found.allSatisfy { $0.user == user.id && $0.description.contains("\(user.id)") })
    }
}

extension AttributeSchemaTests {
    struct Flaw: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let definitions: [AttributeDefinition]
        let error: AttributeSchemaError

        static let each = [
            Flaw(
                testDescription: "one name twice",
                definitions: [AttributeDefinition(.title, title: "A"), AttributeDefinition(.title, title: "B")],
                error: .repeated(.title)),
            Flaw(
                testDescription: "two names that differ in case",
                definitions: [
                    AttributeDefinition(.title, title: "A"), AttributeDefinition(Misfit.name("Title"), title: "B"),
                ],
                error: .repeated(.title)),
            Flaw(
                testDescription: "no byte at all",
                definitions: [AttributeDefinition(.title, title: "A", byteLimit: 0)], error: .limitOutOfRange(.title)),
            Flaw(
                testDescription: "too many bytes",
                definitions: [AttributeDefinition(.title, title: "A", byteLimit: 4_097)],
                error: .limitOutOfRange(.title)),
            Flaw(
                testDescription: "too many values",
                definitions: [AttributeDefinition(.title, title: "A", kind: .texts, valueLimit: 101)],
                error: .limitOutOfRange(.title)),
            Flaw(
                testDescription: "unique lists",
                definitions: [AttributeDefinition(.title, title: "A", kind: .texts, uniqueness: .caseExact)],
                error: .cannotBeUnique(.title)),
            Flaw(
                testDescription: "unique and long",
                definitions: [AttributeDefinition(.title, title: "A", byteLimit: 257, uniqueness: .ignoringCase)],
                error: .cannotBeUnique(.title)),
            Flaw(
                testDescription: "entries without parts",
                definitions: [AttributeDefinition(.title, title: "A", kind: .entries(parts: []))],
                error: .malformedParts(.title)),
            Flaw(
                testDescription: "a part with a blank",
                definitions: [AttributeDefinition(.title, title: "A", kind: .entries(parts: ["a b"]))],
                error: .malformedParts(.title)),
            Flaw(
                testDescription: "editable and not visible",
                definitions: [
                    AttributeDefinition(.title, title: "A", visibleTo: [.source], editableBy: [.user, .source])
                ],
                error: .editableUnseen(.title)),
            Flaw(
                testDescription: "too many",
                definitions: (0...100).map { AttributeDefinition(Misfit.name("a\($0)"), title: "A") },
                error: .tooMany(count: 101)),
        ]
    }

    struct Misfit: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let name: String
        let value: AttributeValue
        let problem: AttributeProblem

        private init(
            _ testDescription: String, _ name: String, _ value: AttributeValue, _ problem: AttributeProblem = .empty
        ) {
            self.testDescription = testDescription
            self.name = name
            self.value = value
            self.problem = problem
        }

        static func name(_ text: String) -> AttributeName {
            do { return try AttributeName(text) } catch {
                preconditionFailure("invariant: samples are sound: \(error)")
            }
        }

        static let definitions = [
            AttributeDefinition(name("tags"), title: "Tags", kind: .texts, byteLimit: 8, valueLimit: 3)
        ]

        static let each = [
            Misfit("a misspelled name", "departement", .text("Sales"), .unknown(nearest: "department")),
            Misfit("a name in another case", "Title", .text("Pilot"), .unknown(nearest: "title")),
            Misfit("several where one is wanted", "title", .texts(["Pilot"]), .wrongKind),
            Misfit("a bare text for entries, as some mappings send", "phoneNumbers", .text("+4712345678"), .wrongKind),
            Misfit("entries for texts", "tags", .entries([["value": "a"]]), .wrongKind),
            Misfit("an empty text, as for an externalId that is not set", "externalId", .text("")),
            Misfit("no text", "tags", .texts([])), Misfit("an empty text among others", "tags", .texts(["a", ""])),
            Misfit("no entry", "phoneNumbers", .entries([])),
            Misfit("an entry without parts", "phoneNumbers", .entries([[:]])),
            Misfit("too many texts", "tags", .texts(["a", "b", "c", "d"]), .tooManyValues(count: 4, limit: 3)),
            Misfit(
                "a long text among short ones", "tags", .texts(["a", "123456789"]), .tooLong(byteCount: 9, limit: 8)),
            Misfit("a long text, in bytes", "tags", .texts(["ééééé"]), .tooLong(byteCount: 10, limit: 8)),
            Misfit(
                "an unknown part", "phoneNumbers", .entries([["value": "1", "kind": "work"]]),
                .unknownPart(name: "kind")),
            Misfit("a character 0", "title", .text("a\0"), .unsafeCharacter(code: 0)),
            Misfit("an escape", "title", .text("\u{1B}[2J"), .unsafeCharacter(code: 0x1B)),
            Misfit("next line", "title", .text("a\u{85}"), .unsafeCharacter(code: 0x85)),
        ]

        static let fits = [
            Misfit("the longest text", "title", .text(String(repeating: "x", count: 256))),
            Misfit("as many texts as there may be, one twice", "tags", .texts(["12345678", "éééé", "éééé"])),
            Misfit(
                "an entry with every part", "phoneNumbers",
                .entries([["value": "+47 1", "type": "work", "display": "x", "primary": "true"]])),
            Misfit(
                "a UUID for a locale, as conformance suites send", "locale",
                .text("2819c223-7f76-453a-919d-413861904646")),
            Misfit("lines and a tab", "title", .text("a\r\n\tb")),
            Misfit("Hebrew with a mark of direction", "title", .text("\u{5E9}\u{200F} x")),
            Misfit("an accent apart", "title", .text("Jose\u{301}")),
        ]
    }
}
