#if PostgreSQL
    internal import RosterDomain
    internal import RosterPorts

    /// What a host asks a directory to add.
    struct StepProposal: Sendable {
        let changes: [Change]
        let principal: Principal
        let moment: Timestamp
        let precondition: CommitPrecondition
        /// Identifies the step in the history, so that its outcome can be found out when an answer is lost.
        let id: SeenStep

        /// Whether the step purges users, which rewrites the history.
        var isPurge: Bool {
            self.changes.contains { change in
                if case .userPurged = change { true } else { false }
            }
        }
    }

    /// Steps that are decided one after another, each over what those before it leave, and written in one transaction.
    struct CommitRound: DirectoryLookup {
        /// A step that was accepted.
        struct Step {
            let commit: Commit
            let id: SeenStep
            let notifiedThrough: Revision
        }

        /// What the steps make of a record or a name.
        struct Move<Value> {
            let before: Value?
            var after: Value?
        }

        private let excerpt: DirectoryExcerpt
        private(set) var head: DirectoryHead
        private(set) var steps: [Step] = []
        private(set) var records: [RecordID: Move<DirectoryRecord>] = [:]
        private(set) var names: [RecordName: Move<RecordID>] = [:]

        /// Begins a round over what was read under the lock.
        init(over excerpt: DirectoryExcerpt) {
            self.excerpt = excerpt
            self.head = excerpt.head
        }

        /// The company, if the steps change it.
        var changedCompany: Company? { self.head.company == self.excerpt.head.company ? nil : self.head.company }

        func record(_ id: RecordID) throws(LookupFailure) -> DirectoryRecord? {
            if let move = self.records[id] { return move.after }
            return try self.excerpt.record(id)
        }

        func holder(of name: RecordName) throws(LookupFailure) -> RecordID? {
            if let move = self.names[name] { return move.after }
            return try self.excerpt.holder(of: name)
        }

        /// Decides a step by the rules of the domain.
        mutating func take(_ proposal: StepProposal) throws(UserDirectoryError) -> Commit {
            let (holds, latest): (Bool, Revision)
            latest = self.head.revision
            do throws(LookupFailure) { holds = try proposal.precondition.holds(in: self) } catch { throw .init(error) }
            guard holds else { throw .conflict(latest: latest) }
            let commit = Commit(
                revision: latest.next, at: proposal.moment, principal: proposal.principal, changes: proposal.changes)
            let draft: DirectoryDraft
            do throws(DraftError) { draft = try DirectoryDraft(of: commit, over: self) } catch { throw .init(error) }
            self.absorb(draft, as: proposal.id)
            return commit
        }

        private mutating func absorb(_ draft: DirectoryDraft, as id: SeenStep) {
            self.head = draft.head
            self.steps.append(Step(commit: draft.commit, id: id, notifiedThrough: draft.head.notifiedThrough))
            for drafted in draft.records {
                self.records[drafted.id, default: Move(before: drafted.before, after: nil)].after = drafted.after
            }
            for drafted in draft.names {
                self.names[drafted.name, default: Move(before: drafted.before, after: nil)].after = drafted.after
            }
        }
    }
#endif
