import Foundation
import Roster

#if PostgreSQL
    import RosterPostgreSQL
#endif

extension Store {
    private static let databasePrefix = "postgresql:"

    /// Opens the directory in a folder, or that of a company in PostgreSQL, for reading.
    static func openAnyForReading(_ place: String) async throws -> any UserDirectory {
        if let company = self.company(in: place) { return try await self.directory(of: company) }
        return try self.openForReading(place)
    }

    /// Opens a directory to copy to, in a folder or in PostgreSQL; makes it when there is none.
    static func openTarget(_ place: String) async throws -> any HistoryTarget {
        if let company = self.company(in: place) { return try await self.directory(of: company) }
        return try FileManager.default.fileExists(atPath: place) ? self.open(place) : self.make(place)
    }

    private static func company(in place: String) -> String? {
        place.hasPrefix(self.databasePrefix) ? String(place.dropFirst(self.databasePrefix.count)) : nil
    }

    #if PostgreSQL
        private static func directory(of company: String) async throws -> PostgreSQLDirectory {
            guard let connection = ProcessInfo.processInfo.environment["ROSTER_POSTGRESQL"] else {
                throw UsageError("say in ROSTER_POSTGRESQL how to connect: `postgresql://user@host/database`")
            }
            let server = try PostgreSQLServer(connection, listening: false)
            try await server.createSchema()
            return try server.directory(of: CompanyID(company))
        }
    #else
        private static func directory(of company: String) async throws -> FileDirectory {
            throw UsageError("PostgreSQL is not in this build; use `swift run --traits PostgreSQL Examples`")
        }
    #endif
}
