package import RosterDomain
package import RosterPorts
package import RosterStore

/// Steps that are decided one after another and become durable together.
package struct DirectoryRound: StoreRound {
    private let lookup: RoundLookup

    package init(over content: SharedContent<DirectoryContent>) {
        self.lookup = RoundLookup(content)
    }

    /// The steps, in their order.
    var drafts: [DirectoryDraft] { self.lookup.drafts }

    package mutating func decide(
        _ request: DirectoryRequest, in group: inout JournalGroup
    ) -> Result<Commit, UserDirectoryError> {
        do throws(UserDirectoryError) {
            try self.check(request.precondition)
            let commit = Commit(
                revision: self.lookup.head.revision.next, at: request.moment, principal: request.principal,
                changes: request.changes)
            let encoding = CommitEncoding(commit)
            let draft = try self.draft(commit)
            if let encoding {
                group.add(encoding.finish())
            } else {
                group.add { CommitCodec.write(commit, to: &$0) }
            }
            self.lookup.add(draft)
            return .success(commit)
        } catch {
            return .failure(error)
        }
    }

    private func check(_ precondition: CommitPrecondition) throws(UserDirectoryError) {
        let holds: Bool
        do throws(LookupFailure) {
            holds = try precondition.holds(in: self.lookup)
        } catch {
            throw UserDirectoryError(error)
        }
        if !holds { throw .conflict(latest: self.lookup.head.revision) }
    }

    private func draft(_ commit: Commit) throws(UserDirectoryError) -> DirectoryDraft {
        do throws(DraftError) {
            return try DirectoryDraft(of: commit, over: self.lookup)
        } catch {
            throw UserDirectoryError(error)
        }
    }

    package static func reply(to failure: StoreFailure) -> Result<Commit, UserDirectoryError> {
        switch failure {
        case .unavailable(let cause): .failure(.unavailable(cause: cause))
        case .outcomeUnknown(let cause): .failure(.outcomeUnknown(cause: cause))
        }
    }
}
