import Foundation
import Roster

/// Copies a directory as of one revision, while other processes write, and then the credentials stored with it.
///
/// The order matters: a user's credential is stored before the user is added, so every user in the copy of the
/// directory already had one. A credential that was replaced or revoked meanwhile is replaced or revoked in the copy
/// too, and never comes back.
enum StoreBackup: StoreCommand {
    static let name = "backup"
    static let usage = "backup PATH COPY"
    static let summary = "copy it into a new folder while others go on writing"
    static let argumentCounts = 2...2

    static func run(_ arguments: [String]) async throws {
        let (path, copy) = (arguments[0], arguments[1])
        let directory = try Store.open(path)
        let revision = try await directory.backup(to: copy) { Console.progress("copying", $0) }
        let hasCredentials = try await self.copyCredentials(in: path, to: copy)
        let credentials = hasCredentials ? "and the credentials" : "but no credentials"
        Console.say("\(copy) holds everything up to revision \(revision), \(credentials).")
        let latest = try await directory.head().revision
        if latest > revision { Console.say("Meanwhile others went on to revision \(latest) in \(path).") }
    }

    /// Copies the credentials, if there are any; does not create a folder otherwise.
    private static func copyCredentials(in path: String, to copy: String) async throws -> Bool {
        guard FileManager.default.fileExists(atPath: "\(path)/\(FileCredentialVault.folderName)") else { return false }
        do {
            try await FileCredentialVault(at: path).backup(to: copy) { Console.progress("copying credentials", $0) }
        } catch {
            throw UsageError("\(error)\n`\(copy)` is without credentials; remove it before you try again")
        }
        return true
    }
}
