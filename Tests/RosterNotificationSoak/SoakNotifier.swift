import Foundation
import RosterDomain
import RosterPorts
import Synchronization

/// A notifier that writes what it does to a ledger which outlives the process, and fails, hangs and delivers twice by chance.
///
/// Each line is `<what> <process> <notification>`: `arrived` when the message is out, `failed` when the notifier then says that it is
/// not, `ended` when the delivery returns.
final class SoakNotifier: Notifier {
    private let ledger: FileHandle
    private let isCalm: Bool

    init(ledger path: String, isCalm: Bool) throws {
        if !FileManager.default.fileExists(atPath: path) {
            _ = FileManager.default.createFile(atPath: path, contents: nil)
        }
        let descriptor = open(path, O_WRONLY | O_APPEND)
        guard descriptor >= 0 else { throw SoakError(description: "cannot open \(path)") }
        self.ledger = FileHandle(fileDescriptor: descriptor)
        self.isCalm = isCalm
    }

    func deliver(_ notification: AccountNotification) async throws(NotifierError) {
        let cause = SoakError(description: "planned")
        let mood = self.isCalm ? 99 : Int.random(in: 0..<100)
        switch mood {
        case 0..<10: throw .unavailable(cause: cause)
        case 10..<12: throw .undeliverable(cause: cause)
        case 12..<14:
            try? await Task.sleep(for: .seconds(600))
            throw .unavailable(cause: cause)
        case 14..<20:
            self.write("arrived", notification)
            self.write("failed", notification)
            throw .unavailable(cause: cause)
        case 20..<40: try? await Task.sleep(for: .milliseconds(Int.random(in: 1...150)))
        default: break
        }
        if Task.isCancelled { throw .unavailable(cause: cause) }
        self.write("arrived", notification)
        self.write("ended", notification)
    }

    private func write(_ what: String, _ notification: AccountNotification) {
        // One write, which appends as a whole.
        try? self.ledger.write(contentsOf: Data("\(what) \(getpid()) \(notification.id)\n".utf8))
    }
}

/// What went wrong in a trial.
struct SoakError: Error, CustomStringConvertible {
    let description: String
}
