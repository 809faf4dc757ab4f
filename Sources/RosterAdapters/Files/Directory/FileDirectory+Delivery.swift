public import RosterPorts
import RosterStore
import Synchronization

extension FileDirectory {
    /// The file beside the lock that is locked by the process that delivers notifications, and holds its notes.
    static let deliveryName = "delivery"

    /// Takes the turn to deliver notifications; nil while another holder has it, in this process or another one.
    ///
    /// A process that dies gives it up. A directory that was opened for reading gives none.
    public func takeDeliveryTurn() async throws(UserDirectoryError) -> (any DeliveryTurn)? {
        do throws(FileStoreError) {
            return FileDeliveryTurn(try TurnFile(Self.deliveryName, in: self.engine.folder))
        } catch {
            if case .locked = error { return nil }
            throw .unavailable(cause: error)
        }
    }

    /// Returns what the last holder of the turn noted; empty when nothing was noted.
    ///
    /// Notes survive the death of a process, and not a power failure.
    public func deliveryNotes() async throws(UserDirectoryError) -> [UInt8] {
        do throws(FileStoreError) {
            return try TurnFile.read(Self.deliveryName, in: self.engine.folder)
        } catch {
            throw .unavailable(cause: error)
        }
    }

    /// Throws when the directory is known to take no commits: after an error of the disk until it is opened again, and as long as one
    /// of its files is missing or another one has its name.
    public func checkTakesCommits() async throws(UserDirectoryError) {
        do throws(FileStoreError) {
            try self.engine.checkTakesCommits()
        } catch {
            throw .unavailable(cause: error)
        }
    }
}

/// The turn to deliver, as a lock on a file.
private final class FileDeliveryTurn: DeliveryTurn {
    private let file: Mutex<TurnFile?>

    init(_ file: TurnFile) { self.file = Mutex(file) }

    func note(_ notes: [UInt8]) async throws(UserDirectoryError) {
        guard let file = self.file.withLock({ $0 }) else { throw .unavailable(cause: DeliveryTurnLost()) }
        do throws(FileStoreError) { try file.write(notes) } catch { throw .unavailable(cause: error) }
    }

    func end() async { self.file.withLock { $0 = nil } }
}
