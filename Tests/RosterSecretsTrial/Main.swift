import Foundation
import RosterAdapters
import RosterDomain
import RosterPartnerCenter
import RosterPorts
import RosterUseCases

/// A host in which accounts are created, reset, mailed, refused, audited, and cut off in the middle of it; see
/// `Scripts/check-secrets.sh`.
///
/// `RosterSecretsTrial FOLDER SECRETS FIRST COUNT`: leads accounts through their lives in a tenant's folder, writes each secret that
/// arises to a file, prints everything that can be printed, and dies while calls are on their way.
@main
struct Main {
    static func main() async throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 5, let first = Int(arguments[3]), let count = Int(arguments[4]) else {
            print("usage: RosterSecretsTrial FOLDER SECRETS FIRST COUNT")
            exit(2)
        }
        let trial = try await SecretsTrial(in: arguments[1], secrets: try SecretsFile(arguments[2]))
        for number in first..<first + count { try await trial.live(number) }
        try await trial.audit()
        await trial.beginAndDie(first + count)
    }
}

/// Where secrets are noted, to be looked for everywhere else.
struct SecretsFile: Sendable {
    /// What a secret is, and so where it belongs.
    enum Kind: String {
        /// Typed by people: it belongs nowhere.
        case password
        /// Mailed: it belongs in letters.
        case code
        /// Presented by clients: it belongs nowhere.
        case token
    }

    private let file: FileHandle

    init(_ path: String) throws {
        if !FileManager.default.fileExists(atPath: path) {
            _ = FileManager.default.createFile(atPath: path, contents: nil)
        }
        guard let file = FileHandle(forWritingAtPath: path) else { throw CocoaError(.fileNoSuchFile) }
        try file.seekToEnd()
        self.file = file
    }

    func note(_ secret: String, _ kind: Kind) throws {
        try self.file.write(contentsOf: Data("\(kind.rawValue)\t\(secret)\n".utf8))
    }
}
