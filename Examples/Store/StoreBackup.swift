import Foundation
import Roster

/// Copies a directory as of one revision, whoever writes meanwhile, and then the credentials that are kept with it.
///
/// In this order, because a user gets a credential before they are added: everybody whom the copy of the directory holds had
/// theirs by then. One that was replaced or revoked since is so in the copy too, and is never brought back.
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
        print("\(copy) holds everything up to revision \(revision), \(credentials).")
        let latest = try await directory.head().revision
        if latest > revision { print("Meanwhile others went on to revision \(latest) in \(path).") }
    }

    /// Copies the credentials, if there are any; a folder for them is not made.
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
