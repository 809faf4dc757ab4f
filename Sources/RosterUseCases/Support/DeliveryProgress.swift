import RosterDomain
import Synchronization

/// How far this process has looked through the history for notifications to deliver.
///
/// The directory remembers how far they *were* delivered; this spares looking twice at steps that tell nobody anything.
final class DeliveryProgress: Sendable {
    private let position = Mutex<Revision?>(nil)

    func start(from mark: Revision) -> Revision {
        self.position.withLock { position in
            let start = Swift.max(position ?? mark, mark)
            position = start
            return start
        }
    }

    func advance(to revision: Revision) {
        self.position.withLock { $0 = revision }
    }
}
