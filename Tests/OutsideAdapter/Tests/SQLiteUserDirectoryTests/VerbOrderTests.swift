#if os(Linux)
    import Foundation
    import Roster
    import SQLiteUserDirectory
    import Testing

    @Suite("Of verbs at once on a directory in SQLite", .timeLimit(.minutes(60)))
    struct VerbOrderTests {
        @Test("laws 3, 4, 5, 8 and 10 hold in random orders, deaths included")
        func randomOrders() async throws {
            let base = FileManager.default.fileExists(atPath: "/dev/shm") ? "/dev/shm" : NSTemporaryDirectory()
            let folder = "\(base)/outside-\(UUID().uuidString)"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
            defer { try? FileManager.default.removeItem(atPath: folder) }
            let orders = try await SeededOrders(in: folder) { path in
                (
                    try await SQLiteDirectory(at: path + "/directory"),
                    try FileCredentialVault(at: path, cost: .cheapest)
                )
            } closing: { directory in
                await (directory as? SQLiteDirectory)?.close()
            }
            try await orders.run(SeededOrders.seeds(unlessToldOtherwise: 100))
        }
    }
#endif
