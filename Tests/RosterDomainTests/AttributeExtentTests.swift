import RosterDomain
import RosterDomainTestSupport
import Testing

@Suite("The extents of profile attributes")
struct AttributeExtentTests {
    private static let names = ["badge", "tags", "cars"]

    private static func value(_ generator: inout SeededGenerator) -> AttributeValue {
        func text() -> String {
            String(repeating: Bool.random(using: &generator) ? "a" : "é", count: .random(in: 0...5, using: &generator))
        }
        switch Int.random(in: 0..<6, using: &generator) {
        case 0, 1, 2: return .text(Int.random(in: 0..<9, using: &generator) == 0 ? "\u{1}" : text())
        case 3, 4: return .texts((0..<Int.random(in: 0...4, using: &generator)).map { _ in text() })
        default:
            return .entries(
                (0..<Int.random(in: 0...3, using: &generator)).map { _ in
                    AttributeEntry([Bool.random(using: &generator) ? "plate" : "color": text()])
                })
        }
    }

    private static func uniqueness(_ generator: inout SeededGenerator) -> AttributeUniqueness {
        Int.random(in: 0..<8, using: &generator) == 0 ? .ignoringCase : .none
    }

    private static func schema(_ generator: inout SeededGenerator) throws -> AttributeSchema {
        let kinds: [AttributeKind] = [.text, .texts, .entries(parts: ["plate"]), .entries(parts: ["plate", "color"])]
        let definitions = try Self.names.shuffled(using: &generator).dropLast().map { name in
            let kind = kinds.randomElement(using: &generator) ?? .text
            let uniqueness = Self.uniqueness(&generator)
            return AttributeDefinition(
                try AttributeName(name), title: name, kind: kind, byteLimit: .random(in: 1...10, using: &generator),
                valueLimit: .random(in: 1...4, using: &generator), uniqueness: kind == .text ? uniqueness : .none)
        }
        return try AttributeSchema(definitions)
    }

    @Test("are admitted by no schema that a value contradicts", arguments: 1...8 as ClosedRange<UInt64>)
    func sound(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        var admittedCount = 0
        for _ in 0..<1_000 {
            var (extents, users): ([AttributeExtent], [User]) = ([], [])
            for number in 0..<Int.random(in: 1...3, using: &generator) {
                let name = try AttributeName(Self.names[.random(in: 0..<3, using: &generator)])
                let uniqueness = Self.uniqueness(&generator)
                let attributes = try UserAttributes([
                    UserAttribute(name, Self.value(&generator), uniqueness: uniqueness)
                ])
                users.append(
                    User(
                        id: UserID(high: 0, low: UInt64(number)), fullName: try FullName("x"),
                        email: try EmailAddress("x\(number)@a.b"), status: .active, addedAt: .distantPast,
                        attributes: attributes))
                extents.take(attributes)
            }
            let schema = try Self.schema(&generator)
            guard schema.admits(extents) else { continue }
            admittedCount += 1
            #expect(users.allSatisfy { schema.contradictions(in: $0).isEmpty })
        }
        #expect(admittedCount > 10, "\(admittedCount)")
    }

    @Test("of one value are admitted by every schema that takes the value")
    func exact() throws {
        for value in [AttributeValue.text("ééé"), .texts(["a", "bcd"]), .entries([["plate": "A 1"]])] {
            let kind: AttributeKind =
                switch value {
                case .text: .text
                case .texts: .texts
                case .entries: .entries(parts: ["plate"])
                }
            let name = try AttributeName("badge")
            let definition = AttributeDefinition(name, title: "", kind: kind, byteLimit: 6, valueLimit: 2)
            var extents: [AttributeExtent] = []
            extents.take(try UserAttributes([try AttributeSchema([definition]).attribute(name, value)]))
            #expect(try AttributeSchema([definition]).admits(extents))
        }
    }
}
