package import RosterDomain
import RosterPartnerCenter

/// Compares what hosts have seen with the history that there is in the end.
package struct LedgerAudit {
    /// What does not fit; empty when everything does.
    package private(set) var complaints: [String] = []
    private let history: [Commit]
    private let entries: [LedgerEntry]

    /// Looks at everything.
    package init(of history: [Commit], against entries: [LedgerEntry]) throws {
        self.history = history
        self.entries = entries
        self.complainOfNumbers()
        self.complainOfSteps()
        self.complainOfOrder()
        try self.complainOfChecks()
    }

    private func revision(at place: Int) -> Revision { Revision(UInt64(place + 1)) }

    private mutating func complainOfNumbers() {
        for (place, step) in self.history.enumerated() where step.revision != self.revision(at: place) {
            self.complaints.append("revision \(step.revision) stands where \(place + 1) should")
            return
        }
    }

    private mutating func complainOfSteps() {
        var places: [LedgerMark: Int] = [:]
        for (place, step) in self.history.enumerated() {
            if let other = places.updateValue(place, forKey: step.at.millisecondsSinceEpoch) {
                self.complaints.append("the steps \(other + 1) and \(place + 1) are the same")
            }
        }
        for entry in self.entries {
            switch entry {
            case .added(let mark, let revision, _, _):
                if let place = places[mark], self.revision(at: place) == revision { continue }
                self.complaints.append("the step \(mark) was acknowledged as \(revision), and is not there")
            case .refused(let mark):
                if let place = places[mark] { self.complaints.append("the step \(place + 1) was refused") }
            case .wrong(let what): self.complaints.append(what)
            case .unknown, .checked: break
            }
        }
    }

    /// A step that began once another one was acknowledged comes after it.
    private mutating func complainOfOrder() {
        let steps = self.entries.compactMap { entry -> (revision: Revision, start: UInt64, end: UInt64)? in
            if case .added(_, let revision, let start, let end) = entry { (revision, start, end) } else { nil }
        }
        var ended = steps.sorted { $0.end < $1.end }[...]
        var latest = Revision.start
        for step in steps.sorted(by: { $0.start < $1.start }) {
            while let first = ended.first, first.end < step.start {
                latest = max(latest, first.revision)
                ended.removeFirst()
            }
            if step.revision < latest {
                self.complaints.append("the step \(step.revision) began after \(latest) was acknowledged")
            }
        }
    }

    /// Each answer is the one that the history up to its revision gives.
    private mutating func complainOfChecks() throws {
        let table = AccessTable(catalog: .partnerCenter)
        let permission = try table.handle(for: .manageCustomers)
        let checks = self.entries.compactMap { entry -> (revision: Revision, user: UserID, answer: Bool)? in
            if case .checked(let revision, let user, let answer) = entry { (revision, user, answer) } else { nil }
        }
        var steps = self.history[...]
        for check in checks.sorted(by: { $0.revision < $1.revision }) {
            while table.revision < check.revision, let step = steps.popFirst() { table.apply(step) }
            if table.revision != check.revision || table.permits(check.user, permission) != check.answer {
                self.complaints.append("the answer \(check.answer) of \(check.user) at \(check.revision) is wrong")
            }
        }
    }
}
