import Foundation
import RosterAdapters
import RosterDomain
import Testing

/// The catalog of a newspaper, as a file and as its texts with one thing changed.
enum CatalogFileSample {
    /// The file that the documentation shows.
    static let newspaper: String = {
        let url = Bundle.module.url(forResource: "newspaper", withExtension: "json", subdirectory: "Fixtures")
        return url.flatMap { try? String(contentsOf: $0, encoding: .utf8) } ?? ""
    }()

    /// The smallest catalog that there is; `roles` and `rest` are put into it.
    static func small(roles: String = "", permissions: String = "", rest: String = "") -> String {
        """
        {"format":"roster-catalog","version":1,"categories":[{"id":"p","title":"P"}],
        "permissions":[{"id":"a/b/c","title":"C"},{"id":"a/b/d","title":"D"}\(permissions)],
        "roles":[{"id":"r","title":"R","category":"p","grants":["a/b/c"]}\(roles)],
        "assignmentAuthorities":[{"holder":"r","mayAssign":"everyRole"}],"accountAuthorities":[],
        "provisioning":{"createUsers":"a/b/c","viewUsers":"a/b/d"},"indispensableRole":"r"\(rest)}
        """
    }

    /// What is wrong with a text; nothing when it is a catalog.
    static func problems(of bytes: some Collection<UInt8>) -> [CatalogFileProblem] {
        do throws(CatalogFileError) {
            _ = try RoleCatalog(json: bytes)
            return []
        } catch {
            return error.problems
        }
    }

    static func problems(of text: String) -> [CatalogFileProblem] { self.problems(of: text.utf8) }

    private static let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The page that documents the format.
    static func documentation() throws -> String {
        let page = self.package.appendingPathComponent("Sources/RosterAdapters/RosterAdapters.docc/CatalogFiles.md")
        return try String(contentsOf: page, encoding: .utf8)
    }

    /// The inputs that the fuzzer keeps, by name.
    static func corpus() throws -> [(name: String, bytes: [UInt8])] {
        let folder = self.package.appendingPathComponent("Tests/Fuzz/Corpus/catalog")
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        return try files.map { ($0.lastPathComponent, [UInt8](try Data(contentsOf: $0))) }
    }
}

/// The newspaper's catalog with a text replaced, and what that makes wrong.
struct CatalogFileEdit: Sendable, CustomTestStringConvertible {
    let text: String
    let replacement: String
    let path: String
    /// What is wrong, in words.
    let words: String
    /// A text of the changed file, which begins where the problem is.
    let place: String
    /// Whether the file has no other problem.
    let isAlone: Bool

    var testDescription: String { "\(self.path): \(self.words)" }

    init(
        _ text: String, _ replacement: String, path: String, at place: String, says words: String, isAlone: Bool = true
    ) {
        self.text = text
        self.replacement = replacement
        self.path = path
        self.place = place
        self.words = words
        self.isAlone = isAlone
    }

    init(
        _ text: String, _ replacement: String, path: String, at place: String, _ reason: CatalogFileProblem.Reason,
        isAlone: Bool = true
    ) {
        self.init(text, replacement, path: path, at: place, says: reason.description, isAlone: isAlone)
    }

    /// The whole file after the change.
    var file: String {
        guard let range = CatalogFileSample.newspaper.range(of: self.text) else { return "" }
        return CatalogFileSample.newspaper.replacingCharacters(in: range, with: self.replacement)
    }

    /// The problem that the file has, with the line and column that its place has in the file.
    func expected() throws -> CatalogFileProblem.Place {
        let file = self.file
        let before = file[..<(try #require(file.range(of: self.place)).lowerBound)]
        let lines = before.split(separator: "\n", omittingEmptySubsequences: false)
        return CatalogFileProblem.Place(
            path: self.path, line: lines.count, column: (lines.last?.unicodeScalars.count ?? 0) + 1, words: self.words)
    }
}

extension CatalogFileProblem {
    /// A problem as tests write it down.
    struct Place: Hashable {
        let path: String
        let line: Int
        let column: Int
        let words: String
    }

    var place: Place {
        Place(path: self.path, line: self.line, column: self.column, words: self.reason.description)
    }
}

/// Everything that a catalog says.
struct CatalogFacts: Equatable {
    let roles: [Role]
    let permissions: [PermissionDefinition]
    let assignmentAuthorities: [AssignmentAuthority]
    let accountAuthorities: [AccountAuthority]
    let scopeKinds: Set<String>?
    let provisioning: ProvisioningPermissions?
    let indispensableRole: RoleID?
    let enrollmentRoles: Set<RoleID>
    let separationSets: [SeparationSet]
    let dynamicSeparationSets: [SeparationSet]

    init(_ catalog: RoleCatalog) {
        self.roles = catalog.roles
        self.permissions = catalog.permissions
        self.assignmentAuthorities = catalog.assignmentAuthorities
        self.accountAuthorities = catalog.accountAuthorities
        self.scopeKinds = catalog.scopeKinds
        self.provisioning = catalog.provisioning
        self.indispensableRole = catalog.indispensableRole
        self.enrollmentRoles = catalog.enrollmentRoles
        self.separationSets = catalog.separationSets
        self.dynamicSeparationSets = catalog.dynamicSeparationSets
    }
}
