import Foundation
import Roster

#if PostgreSQL
    import RosterPostgreSQL
#endif

extension Store {
    private static let databasePrefix = "postgresql:"

    /// Opens the directory in a folder, or that of a company in PostgreSQL, to copy from; creates nothing.
    static func openSource(_ place: String) async throws -> any UserDirectory {
        guard let company = self.company(in: place) else { return try self.openForReading(place) }
        let directory = try await self.directory(of: company, creatingTables: false)
        guard try await directory.head().revision > .start else {
            throw UsageError("there is no company `\(company)` in PostgreSQL")
        }
        return directory
    }

    /// Opens a directory to copy to, in a folder or in PostgreSQL; creates it if there is none.
    static func openTarget(_ place: String) async throws -> any HistoryTarget {
        if let company = self.company(in: place) { return try await self.directory(of: company, creatingTables: true) }
        return try self.isEmpty(place) ? self.make(place) : self.open(place)
    }

    private static func isEmpty(_ path: String) -> Bool {
        let names = try? FileManager.default.contentsOfDirectory(atPath: path)
        return names?.isEmpty ?? !FileManager.default.fileExists(atPath: path)
    }

    private static func company(in place: String) -> String? {
        place.hasPrefix(self.databasePrefix) ? String(place.dropFirst(self.databasePrefix.count)) : nil
    }

    #if PostgreSQL
        private static func directory(
            of company: String, creatingTables isCreating: Bool
        ) async throws -> PostgreSQLDirectory {
            guard let connection = ProcessInfo.processInfo.environment["ROSTER_POSTGRESQL"] else {
                throw UsageError("say in ROSTER_POSTGRESQL how to connect: `postgresql://user@host/database`")
            }
            let id = try CompanyID(company)
            let server = try PostgreSQLServer(connection, listening: false)
            if isCreating { try await server.createSchema() }
            return server.directory(of: id)
        }
    #else
        private static func directory(
            of company: String, creatingTables isCreating: Bool
        ) async throws -> FileDirectory {
            throw UsageError("PostgreSQL is not in this build; use `swift run --traits PostgreSQL Examples`")
        }
    #endif
}
