import Roster

/// How the comparison brings a directory into the form that it has at rest, as the peers do with a checkpoint.
enum StoreCompaction {
    /// Writes a checkpoint of everything; its time has a row of its own.
    static func compact(_ directory: FileDirectory) async throws {
        try await directory.compact()
    }
}
