import RosterDomain
import RosterPartnerCenter
import RosterSCIM
import RosterUseCases
import RosterWeb
import Testing

/// Requests that are made to be costly.
///
/// Each would take minutes if its cost grew with the square of what it holds.
@Suite("The cost of a request", .timeLimit(.minutes(20)))
struct CostTests {
    private static func joined(_ count: Int, _ text: (Int) -> String) -> String {
        (0..<count).map(text).joined(separator: ",")
    }

    @Test("an attribute has at most 100 values, however many operations add to it")
    func values() async throws {
        let world = try await SCIMWorld()
        let id = try await world.addUser("grace")
        func add(_ operations: Int, _ values: Int) async throws -> Answer {
            try await world.patch(
                "/Users/\(id)",
                Self.joined(operations) { operation in
                    let list = Self.joined(values) { #"{"value":"\#(operation)-\#($0)","type":"other"}"# }
                    return #"{"op":"add","path":"photos","value":[\#(list)]}"#
                })
        }
        let many = try await add(2_000, 20)
        #expect(many.status == 400 && many["scimType"] == "invalidValue", "\(many.text.prefix(200))")
        let created = try await world.patch(
            "/Users/\(id)",
            Self.joined(101) { #"{"op":"add","path":"photos[type eq \"t\#($0)\"].value","value":"x"}"# })
        #expect(created.status == 400 && created["scimType"] == "invalidValue", "\(created.text.prefix(200))")
        #expect(try await world.send(.get, "/Users/\(id)")["photos"] == nil)
    }

    @Test("members that many operations add and remove are worked out once")
    func members() async throws {
        let world = try await SCIMWorld()
        let group = try await world.addGroup("Sales")
        let user = try await world.addUser("grace")
        let missing = Self.joined(15) { #"{"value":"7a1a9c1e-7f4c-4a4e-8d0e-\#(100_000_000_000 + $0)"}"# }
        let operations = Self.joined(1_998) { number in
            let op = number.isMultiple(of: 2) ? "add" : "remove"
            return #"{"op":"\#(op)","path":"members","value":[\#(missing)]}"#
        }
        let answer = try await world.patch(
            "/Groups/\(group)",
            operations + #",{"op":"remove","path":"members"},{"op":"add","path":"members","value":"\#(user)"}"#)
        #expect(answer.status == 200 && answer["members", "0", "value"] == user, "\(answer.text)")
    }

    @Test("filters of one request look at as many members as a filter may, and no more")
    func looks() async throws {
        let world = try await SCIMWorld(options: SCIMOptions(scanLimit: 10))
        let ids = try await (0..<5).asyncMap { try await world.addUser("user-\($0)") }
        let group = try await world.addGroup("Sales", members: ids)
        let look = #"{"op":"remove","path":"members[display eq \"nobody\"]"}"#
        #expect(try await world.patch("/Groups/\(group)", "\(look),\(look)").status == 200)
        let third = try await world.patch("/Groups/\(group)", "\(look),\(look),\(look)")
        #expect(third.status == 400 && third["scimType"] == "tooMany", "\(third.text)")
    }

    @Test("a text is looked for in one pass, whatever repeats itself in it")
    func contains() async throws {
        let world = try await SCIMWorld()
        let runs = String(repeating: "a", count: 1_000)
        try await world.addUser("grace", #","nickName":"\#(runs)b""#)
        for (part, count) in [("aab", 1), ("aba", 0), (runs + "b", 1), ("a" + runs + "b", 0), ("", 1)] {
            #expect(try await world.find(#"nickName co "\#(part)""#)["totalResults"] == "\(count)", "\(part.suffix(8))")
        }
        try await world.addUser("hopper", #","nickName":"abcabcabdabcabcabcab""#)
        for (part, count) in [("abcabcabd", 1), ("abcabcabcab", 1), ("cabdabcabcabcab", 1), ("abcabcabcabc", 0)] {
            #expect(try await world.find(#"nickName co "\#(part)""#)["totalResults"] == "\(count)", "\(part)")
        }
    }
}

extension Sequence {
    fileprivate func asyncMap<Value>(_ transform: (Element) async throws -> Value) async throws -> [Value] {
        var values: [Value] = []
        for element in self { values.append(try await transform(element)) }
        return values
    }
}
