import Foundation
import RosterDomain
import RosterDomainTestSupport
import RosterPorts
import Testing

@Suite("The description of the stored form")
struct StoredFieldTests {
    private static let fields = StoredForm.fields

    @Test("gives every field the number, name and traits that it has always had")
    func golden() throws {
        let url = try #require(Bundle.module.url(forResource: "fields", withExtension: "tsv", subdirectory: "Fixtures"))
        let golden = try String(contentsOf: url, encoding: .utf8).split(separator: "\n").map(String.init)
        let present = Self.fields.map(\.description)
        #expect(
            golden.filter { !present.contains($0) } == [],
            "a field that was stored keeps its number, name and traits forever")
        #expect(
            present.filter { !golden.contains($0) } == [],
            "a new field is noted in Tests/RosterPortsTests/Fixtures/fields.tsv, with these lines")
    }

    @Test("uses no number and no name twice in one value")
    func unique() {
        let byOwner = Dictionary(grouping: Self.fields.filter { $0.number > 0 }, by: \.owner)
        for (owner, fields) in byOwner {
            #expect(Set(fields.map(\.number)).count == fields.count, "\(owner)")
            #expect(Set(fields.map(\.field)).count == fields.count, "\(owner)")
            #expect(fields.map(\.number) == fields.map(\.number).sorted(), "\(owner): fields ascend by number")
        }
    }

    @Test("names every stored property of a value", arguments: Described.each)
    func complete(_ described: Described) {
        let named = Set(Self.fields.filter { $0.owner == described.owner }.map(\.field))
        let missing = described.properties.filter { !named.contains($0) }
        #expect(missing == [], "describe these in the stored form of \(described.owner)")
    }

    @Test("marks what tells something about a person")
    func personal() {
        let personal = Set(Self.fields.filter(\.isPersonal).map { "\($0.owner).\($0.field)" })
        let expected: Set<String> = [
            "User.email", "User.fullName", "Change.userRenamed.from", "Change.userRenamed.to", "RoleRequest.reason",
            "Refusal.attempt", "RefusalReason.nameTaken.name", "RefusalReason.nameRepeated.name", "User.userName",
            "User.attributes", "Change.attributesChanged.edits", "Change.namesRegained.names", "UserAttribute.text",
        ]
        #expect(expected.subtracting(personal) == [])
    }
}

extension StoredFieldTests {
    /// A type whose stored properties are all in its description.
    struct Described: Sendable, CustomTestStringConvertible {
        let owner: String
        let properties: [String]
        var testDescription: String { self.owner }

        /// - Parameter renamed: What stands for properties that are stored in several fields, or not here.
        private init<Value>(_ value: Value, renamed: [String: [String]] = [:]) {
            let labels = Mirror(reflecting: value).children.compactMap(\.label).filter { $0 != "unknownFields" }
            self.owner = "\(Value.self)"
            self.properties = labels.flatMap { renamed[$0] ?? [$0] }
        }

        static let each = [
            Described(UserRecord.blank, renamed: ["groupAssignments": []]), Described(User.blank),
            Described(Company.blank), Described(Invitation.blank),
            Described(RoleRequest.blank, renamed: ["window": ["from", "until"]]),
            // How it is worded is not stored.
            Described(Refusal.blank, renamed: ["roleTitles": []]),
            Described(RoleGain.blank),
            Described(RoleRemedy.blank), Described(UnmetRulePart.blank),
            // Through which group a role is held follows from the groups, and is not stored.
            Described(RoleAssignment.blank, renamed: ["window": ["from", "until"], "group": []]),
            Described(RoleHolding.blank, renamed: ["window": ["from", "until"], "group": []]),
            Described(Group.blank), Described(GroupProfile.blank),
            Described(GroupRole.blank, renamed: ["window": ["from", "until"]]),
            Described(CompanyRole.blank), Described(CompanyRoleDefinition.blank), Described(Grant.blank),
            Described(UserAttribute.blank, renamed: ["value": ["kind", "text", "texts", "entries"]]),
            Described(AttributeEntry.blank, renamed: ["parts": ["count", "names", "texts"]]),
            Described(AttributeEdit.blank),
            Described(UserSession.blank, renamed: ["idleLifetime": ["idleMilliseconds"]]),
            Described(Commit.blank, renamed: ["revision": [], "unknownFieldsOfChanges": []]),
        ]
    }
}
