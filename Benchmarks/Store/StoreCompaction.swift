import Roster

/// How the comparison brings a directory into the form that it has at rest, as the peers do with a checkpoint.
enum StoreCompaction {
    /// Does nothing: the journal is the only form that a file directory has.
    ///
    /// This is the one place from which a checkpoint would be written; its time has a row of its own.
    static func compact(_ directory: FileDirectory) async throws {
        withExtendedLifetime(directory) {}
    }
}
