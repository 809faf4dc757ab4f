internal import RosterAdapters
internal import RosterDomain
internal import RosterPorts

/// Commits ``TrialStep``s, and tells the ledger.
///
/// Prints `ack <revision> <number>` for what is durable, `fail <number> <error>` for what is not there and will not be, and
/// `unknown <number> <error>` for what may be.
struct TrialCommits: Sendable {
    private let directory: FileDirectory

    init(_ directory: FileDirectory) {
        self.directory = directory
    }

    /// Commits the numbers from `first` on in several tasks, each of which ends at its first failure.
    func run(first: UInt64, count: UInt64, tasks: UInt64) async {
        await withTaskGroup(of: Void.self) { group in
            for task in 0..<tasks {
                group.addTask {
                    for number in stride(from: first + task, to: first + count, by: Int(tasks)) {
                        guard await self.commit(number) else { return }
                    }
                }
            }
        }
    }

    private func commit(_ number: UInt64) async -> Bool {
        guard let step = TrialStep(number) else { return false }
        do throws(UserDirectoryError) {
            let commit = try await self.directory.commit(
                step.changes, by: .system, at: step.user.addedAt, given: .versions([.user(step.user.id): nil]))
            tell("ack \(commit.revision) \(number)")
            return true
        } catch {
            switch error {
            case .outcomeUnknown(let cause): tell("unknown \(number) \(cause)")
            case .unavailable(let cause): tell("fail \(number) \(cause)")
            default: tell("bad \(number) was not to be refused: \(error)")
            }
            return false
        }
    }
}
