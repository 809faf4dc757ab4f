import Foundation
import RosterSCIM
import RosterDomain
import RosterPartnerCenter
import RosterUseCases
import RosterWeb
import Testing

@Suite("The inputs that the fuzzers of SCIM keep", .timeLimit(.minutes(10)))
struct FuzzInputTests {
    private static func corpus(_ name: String) throws -> [(name: String, text: String)] {
        let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let folder = tests.appendingPathComponent("Fuzz/Corpus/\(name)")
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        return try files.map { ($0.lastPathComponent, String(decoding: try Data(contentsOf: $0), as: UTF8.self)) }
    }

    @Test("are filters that find users or are refused as filters, and paths that are taken or refused as paths")
    func filters() async throws {
        let world = try await SCIMWorld()
        let id = try await world.addUser("bjensen", #","externalId":"701984","emails":[{"value":"b@example.com"}]"#)
        let corpus = try Self.corpus("scim-filter")
        #expect(corpus.count >= 30)
        for (name, text) in corpus {
            let found = try await world.find(text)
            #expect(
                found.status == 200 || (found.status == 400 && found["scimType"] == "invalidFilter"),
                "\(name): \(found.text)")
            let path = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
            let removed = try await world.patch("/Users/\(id)", #"{"op":"remove","path":"\#(path)"}"#)
            #expect([200, 400].contains(removed.status), "\(name): \(removed.text)")
        }
        for name in ["rfc-equal", "entra-external", "okta-name"] {
            let text = try #require(corpus.first { $0.name == name }?.text)
            #expect(try await world.find(text)["totalResults"] == "1", "\(name)")
        }
    }

    @Test("are changes that are made or refused, and what comes of them can be put back without a change")
    func patches() async throws {
        let world = try await SCIMWorld(
            roles: [.globalAdmin], options: SCIMOptions(roleNames: ["25": .billingAdmin, "Sales": .salesAgent]))
        let corpus = try Self.corpus("scim-patch")
        #expect(corpus.count >= 20)
        for (number, input) in corpus.enumerated() {
            let id = try await world.addUser("user-\(number)", #","title":"Pilot","phoneNumbers":[{"value":"1"}]"#)
            let patched = try await world.send(.patch, "/Users/\(id)", input.text)
            #expect([200, 400].contains(patched.status), "\(input.name): \(patched.text)")
            let steps = try await world.tenant.history().count
            let read = try await world.send(.get, "/Users/\(id)")
            let put = try await world.send(.put, "/Users/\(id)", read.text)
            #expect(put.status == 200 && put.text == read.text, "\(input.name): \(put.text)")
            #expect(try await world.tenant.history().count == steps, "\(input.name)")
        }
    }
}
