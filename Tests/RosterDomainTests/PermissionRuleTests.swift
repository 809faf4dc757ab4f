import RosterDomain
import Testing

@Suite("A permission's rule")
struct PermissionRuleTests {
    @Test("is satisfied by the roles it asks for, and by no fewer", arguments: Case.each)
    func satisfied(_ example: Case) {
        for held in Self.subsets(of: ["a", "b", "c"]) {
            let isExpected = example.minimalSets.contains { Set($0).isSubset(of: held) }
            #expect(example.rule.isSatisfied { held.contains($0.rawValue) } == isExpected, "\(held.sorted())")
        }
    }

    @Test("never stops being satisfied when more roles are held", arguments: Case.each)
    func additive(_ example: Case) {
        for held in Self.subsets(of: ["a", "b", "c"]) where example.rule.isSatisfied(by: { held.contains($0.rawValue) })
        {
            for extra in ["a", "b", "c"] {
                let more = held.union([extra])
                #expect(example.rule.isSatisfied { more.contains($0.rawValue) })
            }
        }
    }

    @Test("names its roles once each, however often it asks for them", arguments: Case.each)
    func roles(_ example: Case) {
        #expect(example.rule.roles == Set(example.named.map { RoleID($0) }))
    }

    @Test("is told in words, with the roles in backticks", arguments: Case.each)
    func words(_ example: Case) {
        #expect(example.rule.description == example.words)
    }

    @Test("can be written with roles alone")
    func shorthand() {
        let (a, b) = (RoleID("a"), RoleID("b"))
        #expect(PermissionRule.anyOf(a, b) == .anyOf([.role(a), .role(b)]))
        #expect(PermissionRule.allOf(a, b) == .allOf([.role(a), .role(b)]))
    }

    private static func subsets(of names: [String]) -> [Set<String>] {
        (0..<(1 << names.count)).map { mask in
            Set(names.indices.filter { mask >> $0 & 1 == 1 }.map { names[$0] })
        }
    }
}

extension PermissionRuleTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let rule: PermissionRule
        let words: String
        let named: [String]
        let minimalSets: [[String]]

        var testDescription: String { self.words }

        private static let (a, b, c) = (RoleID("a"), RoleID("b"), RoleID("c"))

        static let each = [
            Case(rule: .role(a), words: "`a`", named: ["a"], minimalSets: [["a"]]),
            Case(rule: .allOf([]), words: "nothing", named: [], minimalSets: [[]]),
            Case(rule: .anyOf([]), words: "what no user has", named: [], minimalSets: []),
            Case(rule: .allOf([.role(a)]), words: "`a`", named: ["a"], minimalSets: [["a"]]),
            Case(rule: .anyOf([.role(b)]), words: "`b`", named: ["b"], minimalSets: [["b"]]),
            Case(rule: .allOf(a, b), words: "`a` and `b`", named: ["a", "b"], minimalSets: [["a", "b"]]),
            Case(rule: .anyOf(a, b), words: "`a` or `b`", named: ["a", "b"], minimalSets: [["a"], ["b"]]),
            Case(
                rule: .allOf([.anyOf(a, b), .role(c)]), words: "(`a` or `b`) and `c`", named: ["a", "b", "c"],
                minimalSets: [["a", "c"], ["b", "c"]]),
            Case(
                rule: .anyOf([.allOf(a, b), .role(a)]), words: "(`a` and `b`) or `a`", named: ["a", "b"],
                minimalSets: [["a"]]),
            Case(
                rule: .allOf([.anyOf(a, b), .anyOf(a, c)]), words: "(`a` or `b`) and (`a` or `c`)",
                named: ["a", "b", "c"], minimalSets: [["a"], ["b", "c"]]),
            Case(
                rule: .allOf([.role(a), .anyOf([])]), words: "`a` and what no user has", named: ["a"],
                minimalSets: []),
            Case(rule: .anyOf([.role(a), .allOf([])]), words: "`a` or nothing", named: ["a"], minimalSets: [[]]),
        ]
    }
}
