package import RosterDomain
package import RosterPorts
package import RosterStore

/// A step that a caller wants to add to the history of a directory.
package struct DirectoryRequest: Sendable {
    let changes: [Change]
    let principal: Principal
    let moment: Timestamp
    let precondition: CommitPrecondition
}

/// Steps that are decided one after another and become durable together.
package struct DirectoryRound: StoreRound {
    private let lookup: RoundLookup

    package init(over content: SharedContent<DirectoryContent>) {
        self.lookup = RoundLookup(content)
    }

    /// The steps, in their order; nothing can be looked up afterwards.
    func takeDrafts() -> [DirectoryDraft] { self.lookup.takeDrafts() }

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

/// What holds after the steps of a round so far: what they touch, and for the rest what is durable.
final class RoundLookup: DirectoryLookup {
    private let content: SharedContent<DirectoryContent>
    private(set) var head: DirectoryHead
    private var drafts: [DirectoryDraft] = []
    /// How many of the steps are in the tables.
    ///
    /// They come there when they are looked for: in most rounds, which have one step, nothing is.
    private var enteredCount = 0
    /// Where in the steps it stands what becomes of a user, of a group, or of a name.
    private var users: [UserID: (draft: Int, position: Int)] = [:]
    private var groups: [GroupID: (draft: Int, position: Int)] = [:]
    private var names: [RecordName: (draft: Int, position: Int)] = [:]

    init(_ content: SharedContent<DirectoryContent>) {
        self.content = content
        self.head = content.read { $0.head }
    }

    func record(_ id: RecordID) throws(LookupFailure) -> DirectoryRecord? {
        self.enter()
        switch id {
        case .user(let user):
            guard let place = self.users[user] else { break }
            return self.drafts[place.draft].users[place.position].record.map { .user($0) }
        case .group(let group):
            guard let place = self.groups[group] else { break }
            return .group(self.drafts[place.draft].groups[place.position].group)
        case .companyRole(let role):
            // Few steps touch one, and each few of them.
            let drafted = self.drafts.reversed().lazy.compactMap { draft in
                draft.companyRoles.first { $0.role.id == role }?.role
            }
            if let role = drafted.first { return .companyRole(role) }
        }
        return try self.content.read { (content) throws(LookupFailure) in try content.record(id) }
    }

    func holder(of name: RecordName) throws(LookupFailure) -> RecordID? {
        self.enter()
        if let place = self.names[name] { return self.drafts[place.draft].names[place.position].after }
        return try self.content.read { (content) throws(LookupFailure) in try content.holder(of: name) }
    }

    func add(_ draft: DirectoryDraft) {
        self.drafts.append(draft)
        self.head = draft.head
    }

    func takeDrafts() -> [DirectoryDraft] {
        defer { self.drafts = [] }
        return self.drafts
    }

    /// Enters what the steps touch that are not in the tables yet.
    private func enter() {
        while self.enteredCount < self.drafts.count {
            let draft = self.enteredCount
            for position in self.drafts[draft].users.indices {
                self.users[self.drafts[draft].users[position].id] = (draft, position)
            }
            for position in self.drafts[draft].groups.indices {
                self.groups[self.drafts[draft].groups[position].group.id] = (draft, position)
            }
            for position in self.drafts[draft].names.indices {
                self.names[self.drafts[draft].names[position].name] = (draft, position)
            }
            self.enteredCount += 1
        }
    }
}
