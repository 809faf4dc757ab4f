import Foundation
import RosterDomain
import RosterDomainTestSupport
import Testing

@Suite("Codes of refusals")
struct RefusalCodeTests {
    @Test("every reason has a code of its own, and every code a reason")
    func complete() {
        let codes = DomainSample.reasons(naming: "a").map(\.code)
        #expect(Set(codes) == Set(RefusalCode.allCases))
        #expect(Set(RefusalCode.allCases.map(\.name)).count == RefusalCode.allCases.count)
    }

    @Test("the guide lists every code with its number and its status, and no other")
    func guide() throws {
        let rows = try Self.rows()
        let expected = RefusalCode.allCases.map { ["`\($0.name)`", "\($0.rawValue)", "\($0.httpStatus)"] }
        #expect(Set(rows.map { Array($0.prefix(3)) }) == Set(expected) && rows.count == expected.count)
        #expect(rows.allSatisfy { $0.count == 4 && !$0[3].isEmpty })
    }

    @Test("statuses are those that a client acts on")
    func statuses() {
        #expect(Set(RefusalCode.allCases.map(\.httpStatus)) == [401, 403, 404, 409, 422, 429])
        #expect(RefusalReason.lastHolder(role: RoleID("a")).code.httpStatus == 409)
        #expect(RefusalReason.wrongCredentials.code.httpStatus == 401)
    }

    private static func rows() throws -> [[String]] {
        let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let page = package.appending(path: "Sources/RosterDomain/RosterDomain.docc/Refusals.md")
        return try String(contentsOf: page, encoding: .utf8).split(separator: "\n").filter { $0.hasPrefix("| `") }
            .map { line in
                line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
            }
    }
}
