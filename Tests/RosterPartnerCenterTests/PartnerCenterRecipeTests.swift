import Foundation
import RosterPartnerCenter
import Testing

/// What CONTRIBUTING says of adding a role, a permission or a condition, counted in the sources.
@Suite("A name of the Partner Center catalog")
struct PartnerCenterRecipeTests {
    /// A constant of the catalog, as its file has it.
    private struct Constant {
        let type: String
        let name: String
        let rawValue: String
    }

    private static let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Sources")

    /// The Swift files of a folder and those below it.
    private static func files(in folder: URL) throws -> [String] {
        let all = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)?.compactMap { $0 as? URL }
        return try (all ?? []).filter { $0.pathExtension == "swift" }.map {
            try String(contentsOf: $0, encoding: .utf8)
        }
    }

    private static func constants(in files: [String]) -> [Constant] {
        files.flatMap { file in
            file.matches(of: /static let (\w+) = (RoleID|Permission|Condition)\("([^"]+)"\)/).map {
                Constant(type: String($0.2), name: String($0.1), rawValue: String($0.3))
            }
        }
    }

    @Test("touches at most eight files for a role, six for a permission, five for a condition")
    func fileCount() throws {
        let files = try Self.files(in: Self.sources.appendingPathComponent("RosterPartnerCenter"))
        let words = files.map { Set($0.split { !($0.isLetter || $0.isNumber) }) }
        let constants = Self.constants(in: files)
        #expect(constants.count > 150)
        for constant in constants {
            let count = words.count { $0.contains(constant.name[...]) }
            let limit = ["RoleID": 8, "Permission": 6, "Condition": 5][constant.type] ?? 0
            #expect((1...limit).contains(count), "\(constant.type).\(constant.name) stands in \(count) files")
        }
    }

    @Test("stands nowhere in the sources but in the catalog's own module")
    func apart() throws {
        let modules = try FileManager.default.contentsOfDirectory(at: Self.sources, includingPropertiesForKeys: nil)
        let others = try modules.filter { $0.lastPathComponent != "RosterPartnerCenter" }.flatMap(Self.files)
        let own = try Self.files(in: Self.sources.appendingPathComponent("RosterPartnerCenter"))
        #expect(others.count > 100)
        for constant in Self.constants(in: own) {
            #expect(
                !others.contains { $0.contains("\(constant.type)(\"\(constant.rawValue)\")") }, "\(constant.rawValue)")
        }
    }
}
