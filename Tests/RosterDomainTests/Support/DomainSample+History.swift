import RosterDomain
import RosterDomainTestSupport

extension DomainSample {
    /// A history in the making.
    struct History {
        private(set) var state = DirectoryState()
        private(set) var steps: [(commit: Commit, after: DirectoryState)] = []

        init(_ batches: [[Change]]) throws(ChangeError) {
            for batch in batches { try self.commit(batch) }
        }

        mutating func commit(_ changes: [Change]) throws(ChangeError) {
            let commit = Commit(
                revision: self.state.revision.next, at: DomainSample.moment, principal: .system, changes: changes)
            try self.state.apply(commit)
            self.steps.append((commit, self.state))
        }

        mutating func commit(_ change: Change) throws(ChangeError) { try self.commit([change]) }
    }
}
