internal import RosterDomain
internal import RosterPorts

/// Steps that are decided one after another and become durable together.
struct DirectoryRound: StoreRound {
    private let content: SharedContent<DirectoryContent>
    private(set) var drafts: [DirectoryDraft] = []
    private let lookup: RoundLookup

    init(over content: SharedContent<DirectoryContent>) {
        self.content = content
        self.lookup = RoundLookup(content)
    }

    mutating func decide(
        _ request: DirectoryRequest, in group: inout JournalGroup
    ) -> Result<Commit, UserDirectoryError> {
        do throws(UserDirectoryError) {
            let draft = try self.draft(request)
            group.add { CommitCodec.write(draft.commit, to: &$0) }
            self.drafts.append(draft)
            self.lookup.add(draft)
            return .success(draft.commit)
        } catch {
            return .failure(error)
        }
    }

    private func draft(_ request: DirectoryRequest) throws(UserDirectoryError) -> DirectoryDraft {
        let latest = self.lookup.revision
        let holds: Bool
        do throws(LookupFailure) {
            holds = try request.precondition.holds(in: self.lookup)
        } catch {
            throw .unavailable(cause: error.cause)
        }
        guard holds else { throw .conflict(latest: latest) }
        let commit = Commit(
            revision: latest.next, at: request.moment, actor: request.actor, changes: request.changes)
        do throws(DraftError) {
            return try DirectoryDraft(of: commit, over: self.lookup)
        } catch {
            switch error {
            case .contradiction(let contradiction): throw .contradiction(contradiction)
            case .failure(let failure): throw .unavailable(cause: failure.cause)
            }
        }
    }

    static func reply(to failure: StoreFailure) -> Result<Commit, UserDirectoryError> {
        switch failure {
        case .unavailable(let cause): .failure(.unavailable(cause: cause))
        case .outcomeUnknown(let cause): .failure(.outcomeUnknown(cause: cause))
        }
    }
}

/// What holds after the steps of a round so far: what they touch, and for the rest what is durable.
private final class RoundLookup: DirectoryLookup {
    private let content: SharedContent<DirectoryContent>
    private(set) var revision: Revision
    private(set) var company: Company?
    private(set) var notifiedThrough: Revision
    private var records: [UserID: UserRecord?] = [:]
    private var holders: [EmailAddress: UserID?] = [:]
    /// The last step, which is not among the others yet: most rounds have one.
    private var last: DirectoryDraft?

    init(_ content: SharedContent<DirectoryContent>) {
        self.content = content
        (self.revision, self.company, self.notifiedThrough) = content.read {
            ($0.revision, $0.company, $0.notifiedThrough)
        }
    }

    func knownRecord(_ id: UserID) throws(LookupFailure) -> UserRecord? {
        self.mergeLast()
        if let known = self.records[id] { return known }
        return try self.content.read { (content) throws(LookupFailure) in try content.knownRecord(id) }
    }

    func knownHolder(of email: EmailAddress) throws(LookupFailure) -> UserID? {
        self.mergeLast()
        if let known = self.holders[email] { return known }
        return try self.content.read { (content) throws(LookupFailure) in try content.knownHolder(of: email) }
    }

    func add(_ draft: DirectoryDraft) {
        self.mergeLast()
        self.last = draft
        self.revision = draft.commit.revision
        self.company = draft.company ?? self.company
        self.notifiedThrough = draft.notifiedThrough ?? self.notifiedThrough
    }

    private func mergeLast() {
        guard let draft = self.last else { return }
        for user in draft.users { self.records[user.id] = .some(user.record) }
        for holder in draft.holders { self.holders[holder.email] = .some(holder.user) }
        self.last = nil
    }
}
