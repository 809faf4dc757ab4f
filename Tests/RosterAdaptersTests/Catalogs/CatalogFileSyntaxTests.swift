import RosterAdapters
import RosterDomain
import Testing

@Suite("The JSON of a role catalog")
struct CatalogFileSyntaxTests {
    @Test("is refused when it is no JSON, with what is wrong and where", arguments: BrokenFile.each)
    func refused(_ broken: BrokenFile) {
        let expected = CatalogFileProblem.Place(
            path: broken.path, line: 1, column: broken.column, words: broken.reason.description)
        #expect(CatalogFileSample.problems(of: broken.bytes).map(\.place) == [expected])
    }

    @Test("may be nested 64 deep and no deeper")
    func depth() {
        let limit = RoleCatalog.jsonDepthLimit
        #expect(limit == 64)
        for (depth, isTooDeep) in [(limit, false), (limit + 1, true), (1_000_000, true)] {
            let text = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
            let reasons = CatalogFileSample.problems(of: text).map(\.reason)
            #expect((reasons == [.tooDeep(limit: limit)]) == isTooDeep)
        }
    }

    @Test("may have 64 MiB and no more")
    func size() {
        let limit = RoleCatalog.jsonByteLimit
        #expect(limit == 67_108_864)
        // No array is made of these, so they cost nothing.
        let problems = CatalogFileSample.problems(of: repeatElement(UInt8(ascii: " "), count: limit + 1))
        #expect(problems.map(\.reason) == [.tooLarge(byteLimit: limit)])
    }
}

/// Bytes that are not JSON, one for each way in which that can be.
struct BrokenFile: Sendable, CustomTestStringConvertible {
    let bytes: [UInt8]
    let reason: CatalogFileProblem.Reason
    let path: String
    let column: Int

    var testDescription: String { "\(self.reason)" }

    init(_ bytes: [UInt8], _ reason: CatalogFileProblem.Reason, path: String = "", column: Int = 1) {
        self.bytes = bytes
        self.reason = reason
        self.path = path
        self.column = column
    }

    static let each = [
        BrokenFile([0xEF, 0xBB, 0xBF, 0x7B, 0x7D], .byteOrderMark),
        BrokenFile([0x5B, 0x80, 0x5D], .notUTF8, path: "[0]", column: 2),
        BrokenFile(Array("[1,]".utf8), .notJSON(detail: "expected a value, found `]`"), path: "[1]", column: 4),
        BrokenFile(Array("{\"a\":0,\"\\u0061\":1}".utf8), .duplicateKey("a"), path: "a", column: 8),
        BrokenFile(
            Array(("{" + (0..<257).map { "\"\($0)\":0" }.joined(separator: ",") + "}").utf8), .tooManyKeys(limit: 256),
            path: "255", column: 1_940),
    ]
}
