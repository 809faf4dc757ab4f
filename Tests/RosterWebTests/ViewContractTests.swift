import Foundation
import RosterDomain
import RosterJSON
import RosterPartnerCenter
import RosterUseCases
import RosterWeb
import RosterWebTestSupport
import Testing

@Suite("The contract of what goes out")
struct ViewContractTests {
    @Test("every view is as its golden file has it, member by member")
    func views() async throws {
        let world = try await WebWorld()
        let text = try await Self.story(of: world)
        try Self.expect(text, isAs: "views.json")
    }

    @Test("the description is made of the routes, and is as its golden file has it")
    func description() async throws {
        let world = try await WebWorld()
        let reply = await world.ask(.get, "/openapi.json")
        #expect(reply.status == 200)
        #expect(reply.response.body == TenantAPI(world.tenant).openAPI(at: "\(WebWorld.origin)/api"))
        try Self.expect(try Self.pretty(reply.text), isAs: "openapi.json")
    }

    /// One answer of each kind, by its name.
    private static func story(of world: WebWorld) async throws -> String {
        var told: [(String, Reply)] = []
        let token = try await world.token()
        let body =
            #"{"fullName":"Grace Hopper","email":"grace@contoso.example","userName":"grace","roles":["admin_agent"],"until":"2027-01-01T00:00:00Z"}"#
        told.append(("added", await world.ask(.post, "/users", as: token, body)))
        let id = try #require(told[0].1["user", "id"])
        told.append(("user", await world.ask(.get, "/users/\(id)", as: token)))
        told.append(("page", await world.ask(.get, "/users?limit=1&count=true", as: token)))
        told.append(("history", await world.ask(.get, "/history?limit=1&user=\(id)", as: token)))
        let may = "permission=\(WebText.encoded(Permission.manageCustomers.rawValue))"
        told.append(("answer", await world.ask(.get, "/may?\(may)", as: token)))
        told.append(
            (
                "allowed",
                await world.ask(.get, "/why?permission=\(WebText.encoded(Permission.createUsers.rawValue))", as: token)
            ))
        told.append(("denied", await world.ask(.get, "/why?\(may)&user=\(id)", as: token)))
        told.append(("session", await world.ask(.get, "/session", as: token)))
        told.append(("sessions", await world.ask(.get, "/users/\(world.ada)/sessions", as: token)))
        told.append(("reset", await world.ask(.post, "/users/\(id)/reset-password", as: token)))
        told.append(("problem", await world.ask(.post, "/users", as: token, body)))
        told.append(("bare", await world.ask(.get, "/users")))
        let lines = try told.map { "\"\($0.0)\": " + (try Self.pretty(Self.settled($0.1.text))) }
        return "{\n" + lines.joined(separator: ",\n") + "\n}\n"
    }

    /// The text without what is random: temporary passwords.
    private static func settled(_ text: String) -> String {
        text.replacing(#/"temporaryPassword":"[^"]+"/#) { _ in #""temporaryPassword":"…""# }
    }

    private static func pretty(_ text: String) throws -> String {
        let limits = JSONLimits(byteLimit: .max, depthLimit: 64, memberLimit: 4_096)
        let document = try JSONDocument(Array(text.utf8), limits: limits)
        var writer = JSONWriter(limits: limits)
        return String(try writer.write(document.value(JSONDocument.root)).dropLast())
    }

    private static func expect(_ text: String, isAs name: String) throws {
        let file = try #require(Bundle.module.url(forResource: "Fixtures/\(name)", withExtension: nil))
        let golden = try String(contentsOf: file, encoding: .utf8)
        let (found, wanted) = (text.split(separator: "\n"), golden.split(separator: "\n"))
        let place =
            zip(found, wanted).enumerated().first { $0.element.0 != $0.element.1 }?.offset
            ?? min(found.count, wanted.count)
        guard found != wanted else { return }
        let actual = FileManager.default.temporaryDirectory.appending(path: "actual-\(name)")
        try text.write(to: actual, atomically: true, encoding: .utf8)
        Issue.record(
            "\(name) differs at line \(place + 1): `\(place < found.count ? found[place] : "")`; all of it is in \(actual.path())"
        )
    }
}

extension JSONDocument {
    /// A part as a value that can be written.
    fileprivate func value(_ node: Int) -> JSONValue {
        switch self.kind(node) {
        case .object: .object(self.members(of: node).map { (self.text($0.name) ?? "", self.value($0.value)) })
        case .list: .list(self.elements(of: node).map(self.value))
        case .text, .escapedText: .text(self.text(node) ?? "")
        case .number: .number(Int(self.numeral(node) ?? "") ?? 0)
        case .yes: .flag(true)
        case .no, .nothing: .flag(false)
        }
    }
}
