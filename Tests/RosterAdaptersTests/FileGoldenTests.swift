import Foundation
import RosterAdapters
import Testing

@Suite("The kept files of the present format")
struct FileGoldenTests {
    /// Where to write them, when they are to be written anew.
    private static let path = ProcessInfo.processInfo.environment["ROSTER_GOLDEN_FOLDER"]

    @Test("are written as the fixtures were, where `ROSTER_GOLDEN_FOLDER` says", .enabled(if: path != nil))
    func write() async throws {
        let path = try #require(Self.path)
        try await FileGolden.write(FileDirectory(at: path))
        #if os(Linux)
            let text = try await FileGolden.write(FileCredentialVault(at: path, cost: .cheapest))
            print("the temporary password for FileGolden: \(text)")
        #endif
    }
}
