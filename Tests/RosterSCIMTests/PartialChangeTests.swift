import RosterDomain
import RosterSCIM
import RosterUseCases
import RosterWeb
import Testing

/// What a request does not name stays (RFC 7644 §3.5.2.3), however empty or unknown what it names is.
@Suite("A partial change over SCIM")
struct PartialChangeTests {
    private static let enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"

    /// Everything that is said of the user, by path.
    private static let whole: [[String]: String] = [
        ["displayName"]: "Amazing Grace", ["name", "givenName"]: "Grace", ["name", "familyName"]: "Hopper",
        ["name", "middleName"]: "Brewster", ["emails", "0", "value"]: "grace@contoso.example",
        ["emails", "0", "type"]: "work", ["emails", "0", "primary"]: "true",
        ["emails", "1", "value"]: "grace@home.example", ["phoneNumbers", "0", "value"]: "+1 555 0100",
        ["phoneNumbers", "1", "value"]: "+1 555 0101", ["addresses", "0", "country"]: "US",
        ["addresses", "0", "locality"]: "Arlington", [enterprise, "employeeNumber"]: "1906",
        [enterprise, "department"]: "Navy", [enterprise, "manager", "value"]: "boss-7",
    ]

    private static func grace(in world: SCIMWorld) async throws -> String {
        try await world.addUser(
            "grace",
            """
            ,"displayName":"Amazing Grace","name":{"givenName":"Grace","familyName":"Hopper","middleName":"Brewster"},
            "emails":[{"value":"grace@contoso.example","type":"work","primary":true},{"value":"grace@home.example","type":"home"}],
            "phoneNumbers":[{"value":"+1 555 0100","type":"work","primary":true},{"value":"+1 555 0101","type":"mobile"}],
            "addresses":[{"type":"work","country":"US","locality":"Arlington"}],
            "\(self.enterprise)":{"employeeNumber":"1906","department":"Navy","manager":{"value":"boss-7"}}
            """)
    }

    /// Expects everything to be as it was but for what goes.
    private static func expect(_ id: String, without gone: [[String]] = [], in world: SCIMWorld, _ what: String)
        async throws
    {
        let answer = try await world.send(.get, "/Users/\(id)")
        for (path, value) in self.whole {
            #expect(answer[path] == (gone.contains(path) ? nil : value), "\(what): \(path)")
        }
    }

    /// What an operation takes away.
    struct Case: Sendable, CustomTestStringConvertible {
        let operation: String
        var gone: [[String]] = []
        var testDescription: String { self.operation }
    }

    @Test(
        "takes away the parts that are named without a value, and nothing else",
        arguments: [
            Case(operation: #"{"op":"replace","value":{"name":{"middleName":""}}}"#, gone: [["name", "middleName"]]),
            Case(
                operation: #"{"op":"replace","path":"name","value":{"middleName":null}}"#,
                gone: [["name", "middleName"]]),
            Case(
                operation: #"{"op":"replace","value":{"\#(Self.enterprise)":{"department":null}}}"#,
                gone: [[Self.enterprise, "department"]]),
            Case(
                operation: #"{"op":"replace","path":"\#(Self.enterprise)","value":{"manager":{"value":""}}}"#,
                gone: [[Self.enterprise, "manager", "value"]]),
            Case(
                operation: #"{"op":"replace","path":"\#(Self.enterprise):manager","value":{"value":null}}"#,
                gone: [[Self.enterprise, "manager", "value"]]),
            Case(
                operation: #"{"op":"replace","path":"addresses[type eq \"work\"]","value":{"country":""}}"#,
                gone: [["addresses", "0", "country"]]),
            Case(
                operation: #"{"op":"replace","path":"addresses[type eq \"work\"].country","value":null}"#,
                gone: [["addresses", "0", "country"]]),
        ])
    func emptyParts(_ test: Case) async throws {
        let world = try await SCIMWorld()
        let id = try await Self.grace(in: world)
        let answer = try await world.patch("/Users/\(id)", test.operation)
        #expect(answer.status == 200, "\(answer.text)")
        try await Self.expect(id, without: test.gone, in: world, test.operation)
    }

    @Test(
        "takes nothing away with words that are not known or not the client's, and nothing when it adds",
        arguments: [
            #"{"op":"replace","path":"name","value":{"nickname":"x"}}"#, #"{"op":"replace","path":"name","value":{}}"#,
            #"{"op":"replace","value":{"name":{},"\#(Self.enterprise)":{}}}"#,
            #"{"op":"replace","path":"\#(Self.enterprise):manager","value":{"displayName":"x"}}"#,
            #"{"op":"add","path":"emails[type eq \"work\"].value","value":""}"#,
            #"{"op":"add","path":"phoneNumbers.value","value":""}"#,
            #"{"op":"add","path":"name","value":{"givenName":null}}"#,
            #"{"op":"add","path":"addresses[type eq \"work\"]","value":{"country":""}}"#,
            #"{"op":"add","value":{"emails":[],"name":null,"\#(Self.enterprise)":{"department":""}}}"#,
            #"{"op":"add","path":"urn:ietf:params:scim:schemas:extension:Custom:2.0:User:otherMails","value":"x"}"#,
            #"{"op":"add","path":"urn:example:2.0:User:otherMails","value":"x"}"#,
        ])
    func nothing(_ operation: String) async throws {
        let world = try await SCIMWorld()
        let id = try await Self.grace(in: world)
        let answer = try await world.patch("/Users/\(id)", operation)
        #expect(answer.status == 200, "\(answer.text)")
        try await Self.expect(id, in: world, operation)
    }

    @Test(
        "is refused, and changes nothing, where one of several values says nothing that is understood",
        arguments: [
            #"{"op":"replace","path":"emails","value":[{"address":"x@contoso.example"}]}"#,
            #"{"op":"replace","path":"emails","value":[{"type":"work"}]}"#,
            #"{"op":"replace","path":"roles","value":[{"display":"X"}]}"#,
            #"{"op":"replace","path":"phoneNumbers","value":[{}]}"#,
            #"{"op":"replace","path":"addresses[type eq \"work\"]","value":{"planet":"Mars"}}"#,
            #"{"op":"replace","path":"phoneNumbers","value":[{"value":"1","primary":true},{"value":"2","primary":true}]}"#,
        ])
    func notUnderstood(_ operation: String) async throws {
        let world = try await SCIMWorld()
        let id = try await Self.grace(in: world)
        let answer = try await world.patch("/Users/\(id)", operation)
        #expect(answer.status == 400 && answer["scimType"] == "invalidValue", "\(answer.text)")
        try await Self.expect(id, in: world, operation)
    }

    @Test("by PUT takes nothing away that it does not name, in an extension neither")
    func put() async throws {
        let world = try await SCIMWorld()
        let id = try await Self.grace(in: world)
        let answer = try await world.send(
            .put, "/Users/\(id)", #"{"userName":"grace","\#(Self.enterprise)":{"manager":{"value":null}},"name":{}}"#)
        #expect(answer.status == 200, "\(answer.text)")
        try await Self.expect(id, without: [[Self.enterprise, "manager", "value"]], in: world, "PUT")
    }

    @Test(
        "leaves one primary value, the one that was set last",
        arguments: [
            (#"{"op":"replace","path":"emails[type eq \"home\"].primary","value":true}"#, "grace@home.example"),
            (
                #"{"op":"add","path":"emails","value":{"value":"g@work.example","type":"other","primary":true}}"#,
                "g@work.example"
            ),
            (
                #"{"op":"replace","path":"emails[type eq \"other\" and primary eq true].value","value":"g@work.example"}"#,
                "g@work.example"
            ),
        ])
    func onePrimary(_ operation: String, _ primary: String) async throws {
        let world = try await SCIMWorld()
        let id = try await Self.grace(in: world)
        let answer = try await world.patch("/Users/\(id)", operation)
        #expect(answer.status == 200, "\(answer.text)")
        let marked = (0..<answer.count("emails")).filter { answer["emails", "\($0)", "primary"] == "true" }
        #expect(marked.map { answer["emails", "\($0)", "value"] } == [primary], "\(answer.text)")
        #expect(try await world.tenant.user(UserID(id))?.user.email?.rawValue == primary)
    }

    @Test("of a name moves the name that is shown, unless the client has chosen that one")
    func shownName() async throws {
        let world = try await SCIMWorld()
        let ann = try await world.addUser("ann", #","name":{"givenName":"Ann","familyName":"Old"}"#)
        let family = #"{"op":"replace","path":"name.familyName","value":"New"}"#
        #expect(try await world.patch("/Users/\(ann)", family)["displayName"] == "Ann New")
        let put = #"{"userName":"ann","name":{"givenName":"Ann","familyName":"Newer"},"displayName":"Ann New"}"#
        #expect(try await world.send(.put, "/Users/\(ann)", put)["displayName"] == "Ann New")
        let grace = try await Self.grace(in: world)
        #expect(try await world.patch("/Users/\(grace)", family)["displayName"] == "Amazing Grace")
    }

    @Test("that takes a role takes one that came along, and a list of roles without it leaves it")
    func companions() async throws {
        let world = try await SCIMWorld()
        let id = try await world.addUser("grace", #","roles":[{"value":"mpn_partner_admin"}]"#)
        func roles(_ answer: Answer) -> Set<String> {
            Set((0..<answer.count("roles")).compactMap { answer["roles", "\($0)", "value"] })
        }
        let all: Set = ["mpn_partner_admin", "executive_report_viewer"]
        #expect(roles(try await world.send(.get, "/Users/\(id)")) == all)
        let put = #"{"userName":"grace","roles":[{"value":"mpn_partner_admin"}]}"#
        #expect(roles(try await world.send(.put, "/Users/\(id)", put)) == all)
        let removal = #"{"op":"remove","path":"roles[value eq \"executive_report_viewer\"]"}"#
        #expect(roles(try await world.patch("/Users/\(id)", removal)) == ["mpn_partner_admin"])
    }

    @Test("takes a value whose parts are all empty for none, whichever words stand beside them")
    func emptyValues() async throws {
        let world = try await SCIMWorld()
        let id = try await world.addUser(
            "ada", #","phoneNumbers":[{"type":"work","value":""}],"addresses":[{"type":"work","country":null}]"#)
        let answer = try await world.send(.get, "/Users/\(id)")
        #expect(answer["phoneNumbers"] == nil && answer["addresses"] == nil, "\(answer.text)")
        let misspelled = #"{"op":"add","path":"urn:ietf:params:scim:schemas:core:2.0:Usr:title","value":"x"}"#
        #expect(try await world.patch("/Users/\(id)", misspelled).status == 400)
    }

    @Test("goes through, however many clients send one at the same time")
    func atOnce() async throws {
        let world = try await SCIMWorld()
        let id = try await Self.grace(in: world)
        let group = try await world.addGroup("Sales")
        var users: [String] = []
        for number in 0..<40 { users.append(try await world.addUser("user-\(number)")) }
        let answers = try await withThrowingTaskGroup(of: Int.self) { tasks in
            for (number, user) in users.enumerated() {
                tasks.addTask {
                    let member = #"{"op":"add","path":"members","value":[{"value":"\#(user)"}]}"#
                    return try await world.patch("/Groups/\(group)", member).status
                }
                tasks.addTask {
                    let phone = #"{"op":"add","path":"phoneNumbers","value":[{"value":"\#(number)","type":"other"}]}"#
                    return try await world.patch("/Users/\(number < 15 ? id : user)", phone).status
                }
            }
            return try await tasks.reduce(into: [Int]()) { $0.append($1) }
        }
        #expect(answers.allSatisfy { $0 == 200 }, "\(answers)")
        #expect(try await world.send(.get, "/Groups/\(group)").count("members") == 40)
        #expect(try await world.send(.get, "/Users/\(id)").count("phoneNumbers") == 17)
    }
}
