import RosterAdapters
import RosterDomain
import RosterDomainTestSupport
import Testing

@Suite("A role catalog from bytes that cannot be trusted")
struct CatalogFileRobustnessTests {
    @Test("is refused when it is cut off at any byte")
    func truncated() {
        let bytes = Array(CatalogFileSample.newspaper.utf8)
        for count in 0..<(bytes.count - 1) where bytes.count > 2_000 {
            let problems = CatalogFileSample.problems(of: bytes[..<count])
            if problems.count != 1 { Issue.record("cut off at \(count): \(problems)") }
        }
        #expect(CatalogFileSample.problems(of: bytes.dropLast()) == [])
    }

    @Test("is taken or refused in order, however its bytes were changed", arguments: UInt64(1)...10)
    func mutated(_ seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let original = Array(
            CatalogFileSample.small(
                roles: #",{"id":"s","title":"S","category":"p","includes":["r"],"scoping":{"companyOr":["k"]}}"#,
                permissions: #",{"id":"a/b/e","title":"\u00e9","rule":{"anyOf":["r",{"allOf":["s"]}]}}"#
            ).utf8)
        for _ in 0..<2_000 {
            var bytes = original
            for _ in 0..<Int.random(in: 1...3, using: &generator) { generator.mutate(&bytes) }
            try Self.check(bytes)
        }
    }

    @Test("is taken or refused in order, for every input that the fuzzer keeps")
    func corpus() throws {
        let corpus = try CatalogFileSample.corpus()
        #expect(corpus.count > 10)
        for (name, bytes) in corpus {
            do { try Self.check(bytes) } catch { Issue.record("\(name): \(error)") }
        }
    }

    @Test("costs little to refuse, though every name in it is wrong and near to many")
    func manyWrongNames() {
        let name = String(repeating: "n", count: 120)
        let known = (0..<2_000).map { ",{\"id\":\"\(name)\($0)\",\"title\":\"S\",\"category\":\"p\"}" }
        let wrong = (0..<200).map {
            ",{\"id\":\"w\($0)\",\"title\":\"S\",\"category\":\"p\",\"includes\":[\"\(name)x\($0)\"]}"
        }
        let problems = CatalogFileSample.problems(of: CatalogFileSample.small(roles: (known + wrong).joined()))
        #expect(problems.count == CatalogFileError.problemLimit)
    }

    /// What must hold of any bytes; the fuzzer asks for the same.
    private static func check(_ bytes: [UInt8]) throws {
        do throws(CatalogFileError) {
            let catalog = try RoleCatalog(json: bytes)
            let text = try? catalog.json()
            let again = try RoleCatalog(json: text ?? "")
            #expect(CatalogFacts(again) == CatalogFacts(catalog))
        } catch {
            let lineCount = bytes.count { $0 == UInt8(ascii: "\n") } + 1
            try #require((1...CatalogFileError.problemLimit).contains(error.problems.count))
            for problem in error.problems {
                try #require((1...lineCount).contains(problem.line) && (1...bytes.count + 1).contains(problem.column))
            }
        }
    }
}

extension SeededGenerator {
    /// Changes, removes, doubles or puts in a few bytes.
    fileprivate mutating func mutate(_ bytes: inout [UInt8]) {
        let place = Int.random(in: 0...bytes.count, using: &self)
        let end = min(bytes.count, place + Int.random(in: 1...12, using: &self))
        let pieces = [
            "{", "}", "[", "]", ",", ":", "\"", "\\u", "\\ud83d", "null", "true", "1e9", "\u{7F}", "é", "\"r\"",
            "\"k\"",
        ]
        switch Int.random(in: 0..<5, using: &self) {
        case 0: bytes[place..<end] = []
        case 1: bytes.insert(contentsOf: bytes[place..<end], at: place)
        case 2: bytes.insert(contentsOf: self.element(pieces).utf8, at: place)
        case 3: bytes.replaceSubrange(place..<end, with: self.element(pieces).utf8)
        default: if place < bytes.count { bytes[place] = UInt8.random(in: 0...255, using: &self) }
        }
    }
}
