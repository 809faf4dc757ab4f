import Foundation
import Testing

/// What must not compile.
///
/// Each case is a snippet that a caller in another module could write.
///
/// The compiler is run up to the checks of ownership, which come after those of types.
@Suite(
    "The compiler refuses", .serialized, .timeLimit(.minutes(20)),
    .enabled("swiftc or the modules that were built were not found") { Compiler.found != nil })
struct CompileFailTests {
    @Test("nothing of what is right: reading each piece of sign-in information once")
    func acceptsControl() async throws {
        let output = try await #require(Compiler.found).check(
            """
            func handOver(_ added: consuming AddedUser, _ other: consuming TemporaryPassword) -> [String] {
                let user = added.userID
                let expiry = other.expiresAt
                let information = added.signInInformation.reveal()
                return ["\\(user) \\(expiry) \\(information)", other.reveal()]
            }
            func enrolled(_ enrolled: consuming EnrolledTenant) -> (Tenant, RevealedSignInInformation) {
                let tenant = enrolled.tenant
                return (tenant, enrolled.signInInformation.reveal())
            }
            let names: (Permission, [RoleID]) = (.manageCustomers, [.adminAgent, .billingAdmin])
            """)
        #expect(output.isAccepted, "\(output.diagnostics)")
    }

    @Test("what is wrong, for the reason that it should", arguments: Offense.all)
    func refuses(_ offense: Offense) async throws {
        let output = try await #require(Compiler.found).check(offense.snippet)
        #expect(!output.isAccepted)
        let errors = output.diagnostics.split(separator: "\n").filter { $0.contains(": error: ") }
        #expect(!errors.isEmpty)
        #expect(
            errors.allSatisfy { line in offense.diagnostics.contains { line.contains($0) } }, "\(output.diagnostics)")
        #expect(output.diagnostics.contains(offense.evidence), "\(output.diagnostics)")
    }

    @Test("a name of the built-in catalog in a file that does not import it", arguments: BuiltInName.all)
    func keepsBuiltInNamesApart(_ name: BuiltInName) async throws {
        let compiler = try #require(Compiler.found)
        let without = try await compiler.check(name.snippet, importing: ["RosterDomain", "RosterUseCases"])
        #expect(!without.isAccepted)
        #expect(without.diagnostics.contains("has no member '\(name.member)'"), "\(without.diagnostics)")
        #expect(try await compiler.check(name.snippet).isAccepted)
    }
}

/// A constant that comes with the built-in catalog alone.
struct BuiltInName: Sendable, CustomTestStringConvertible {
    let type: String
    let member: String

    var testDescription: String { "\(self.type).\(self.member)" }
    var snippet: String { "let name = \(self.testDescription)" }

    static let all = [
        BuiltInName(type: "Permission", member: "manageCustomers"), BuiltInName(type: "RoleID", member: "owner"),
        BuiltInName(type: "Condition", member: "teamMember"), BuiltInName(type: "Program", member: "indirectProvider"),
        BuiltInName(type: "RoleCategory", member: "csp"), BuiltInName(type: "RoleCatalog", member: "partnerCenter"),
    ]
}

/// A snippet that must not compile, and what the compiler should say.
struct Offense: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let snippet: String
    /// The errors that may be reported, one of which each error must be.
    let diagnostics: [String]
    /// What must be said somewhere, notes included.
    let evidence: String

    init(_ description: String, _ snippet: String, _ diagnostics: String..., evidence: String? = nil) {
        self.testDescription = description
        self.snippet = snippet
        self.diagnostics = diagnostics
        self.evidence = evidence ?? diagnostics[0]
    }

    static let all = readTwice + shown + copied + misspelled + goneAround

    private static let readTwice = [
        Offense(
            "a second reveal of sign-in information",
            """
            func offend(_ information: consuming SignInInformation) {
                print(information.reveal(), information.reveal())
            }
            """, "'information' consumed more than once"),
        Offense(
            "a second reveal of a temporary password",
            """
            func offend(_ password: consuming TemporaryPassword) {
                print(password.reveal())
                print(password.reveal())
            }
            """, "'password' consumed more than once"),
        Offense(
            "a second reveal through the user who was added",
            """
            func offend(_ added: consuming AddedUser) {
                print(added.signInInformation.reveal())
                print(added.signInInformation.reveal())
            }
            """, "'added' consumed more than once"),
        Offense(
            "a second reveal through the company that was enrolled",
            """
            func offend(_ enrolled: consuming EnrolledTenant) {
                print(enrolled.signInInformation.reveal())
                print(enrolled.signInInformation.reveal())
            }
            """, "'enrolled' consumed more than once"),
        Offense(
            "a reveal of what is only lent",
            "func offend(_ information: borrowing SignInInformation) { print(information.reveal()) }",
            "'information' is borrowed and cannot be consumed"),
    ]

    private static let shown = [
        Offense(
            "sign-in information in a string",
            #"func offend(_ information: consuming SignInInformation) -> String { "\(information)" }"#,
            "no exact matches in call to instance method 'appendInterpolation'",
            evidence: "'SignInInformation' conform to 'Copyable'"),
        Offense(
            "a temporary password in a string",
            #"func offend(_ password: consuming TemporaryPassword) -> String { "\(password)" }"#,
            "no exact matches in call to instance method 'appendInterpolation'",
            evidence: "'TemporaryPassword' conform to 'Copyable'"),
        Offense(
            "printing sign-in information",
            "func offend(_ information: consuming SignInInformation) { print(information) }",
            "'SignInInformation' does not conform to expected type 'Copyable'"),
        Offense(
            "printing a temporary password",
            "func offend(_ password: consuming TemporaryPassword) { print(password) }",
            "'TemporaryPassword' does not conform to expected type 'Copyable'"),
        Offense(
            "reaching for the password inside",
            "func offend(_ information: borrowing SignInInformation) { _ = information.password }",
            "'password' is inaccessible due to 'private' protection level"),
    ]

    private static let copied = [
        Offense(
            "a copy of sign-in information",
            """
            func offend(_ information: consuming SignInInformation) {
                let copy = information
                print(information.reveal(), copy.reveal())
            }
            """, "'information' consumed more than once"),
        Offense(
            "a temporary password in an array",
            "func offend(_ password: consuming TemporaryPassword) { _ = [password] }",
            "requires that 'TemporaryPassword' conform to 'Copyable'"),
        Offense(
            "sign-in information kept by a closure",
            """
            func offend(_ information: consuming SignInInformation) -> () -> RevealedSignInInformation {
                { information.reveal() }
            }
            """, "noncopyable 'information' cannot be consumed when captured by an escaping closure"),
    ]

    private static let misspelled = [
        Offense(
            "a misspelled permission", "let permission = Permission.manageCustomer",
            "type 'Permission' has no member 'manageCustomer'"),
        Offense("a misspelled role", "let roles: [RoleID] = [.adminAgnet]", "type 'RoleID' has no member 'adminAgnet'"),
        Offense(
            "a role where a permission is asked for",
            "func offend(_ tenant: Tenant, _ user: UserID) -> Bool { tenant.permits(user, .adminAgent) }",
            "reference to member 'adminAgent' cannot be resolved without a contextual type"),
        Offense(
            "a role where a permission or its handle is asked for",
            "func offend(_ access: AccessTable, _ user: UserID) -> Bool { access.permits(user, RoleID.adminAgent) }",
            "no exact matches in call to instance method 'permits'"),
    ]

    private static let goneAround = [
        Offense(
            "a command made without a tenant", "func offend() -> Any.Type { ResetPassword.self }",
            "cannot find 'ResetPassword' in scope"),
        Offense(
            "a tenant's table, which could be changed without a commit",
            "func offend(_ tenant: Tenant) -> AccessTable { tenant.access }",
            "'access' is inaccessible due to 'package' protection level"),
        Offense(
            "a policy that was not checked", "let policy = PasswordPolicy(characterMinimum: 0)",
            "call can throw but is not marked with 'try'"),
    ]
}

/// The compiler, and the modules that this test was built with.
struct Compiler: Sendable {
    let executable: URL
    let modules: URL

    /// What the compiler said of a snippet.
    struct Output {
        let isAccepted: Bool
        let diagnostics: String
    }

    /// Nil when there is no compiler on this machine, or this test runs apart from what was built with it.
    static let found: Compiler? = {
        guard let executable = Self.executable(), let modules = Self.modules() else { return nil }
        return Compiler(executable: executable, modules: modules)
    }()

    func check(
        _ snippet: String, importing imports: [String] = ["RosterDomain", "RosterPartnerCenter", "RosterUseCases"]
    ) async throws -> Output {
        let folder = FileManager.default.temporaryDirectory.appending(path: "roster-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let source = folder.appending(path: "snippet.swift")
        let errors = folder.appending(path: "errors.txt")
        let lines = imports.map { "import \($0)\n" }.joined()
        try Data("\(lines)\n\(snippet)\n".utf8).write(to: source)
        try Data().write(to: errors)

        let process = Process()
        process.executableURL = self.executable
        // Ownership is checked on the intermediate language: `-typecheck` would let a second `reveal()` pass.
        process.arguments = [
            "-emit-sil", "-o", folder.appending(path: "snippet.sil").path, "-swift-version", "6",
            "-diagnostic-style", "llvm", "-I", self.modules.path, source.path,
        ]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = try FileHandle(forWritingTo: errors)
        let status = try await self.status(of: process)
        return Output(isAccepted: status == 0, diagnostics: try String(contentsOf: errors, encoding: .utf8))
    }

    private func status(of process: Process) async throws -> Int32 {
        try await withCheckedThrowingContinuation { continuation in
            process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
            do {
                try process.run()
            } catch {
                process.terminationHandler = nil
                continuation.resume(throwing: error)
            }
        }
    }

    private static func executable() -> URL? {
        (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
            .map { URL(filePath: String($0)).appending(path: "swiftc") }
            .first { FileManager.default.isExecutableFile(atPath: $0.path) }
    }

    /// The build's folder of modules lies beside the test's binary, or beside the bundle that holds it.
    private static func modules() -> URL? {
        var folder = URL(filePath: CommandLine.arguments[0]).resolvingSymlinksInPath()
        while folder.pathComponents.count > 1 {
            folder.deleteLastPathComponent()
            let modules = folder.appending(path: "Modules")
            let needed = ["RosterDomain", "RosterPartnerCenter", "RosterUseCases"].map {
                modules.appending(path: "\($0).swiftmodule").path
            }
            if needed.allSatisfy(FileManager.default.fileExists) { return modules }
        }
        return nil
    }
}
