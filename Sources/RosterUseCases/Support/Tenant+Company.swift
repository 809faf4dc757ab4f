import RosterDomain
import RosterPorts
import Synchronization

/// The company as this host knows it.
final class KnownCompany: Sendable {
    private let state: Mutex<(company: Company, revision: Revision)>

    init(_ company: Company, at revision: Revision) { self.state = Mutex((company, revision)) }

    var company: Company { self.state.withLock { $0.company } }

    /// Takes note of what the company is at a revision, unless something newer is known.
    func note(_ company: Company, at revision: Revision) {
        self.state.withLock { known in
            if revision > known.revision { known = (company, revision) }
        }
    }
}

extension Tenant {
    /// Takes note of the company as the head of the directory has it.
    func note(_ head: DirectoryHead) {
        if let company = head.company { self.known.note(company, at: head.revision) }
    }

    /// Takes a step over into what this host knows of the company, of users and of sessions.
    ///
    /// - Returns: Whether the step was the next one for the access table.
    @discardableResult
    func apply(_ commit: Commit) -> Bool {
        for case .companyChanged(_, let company) in commit.changes { self.known.note(company, at: commit.revision) }
        return self.sessions.table.subjects.apply(commit, to: self.access)
    }

    /// Who holds roles, deleted accounts that can be restored and invited ones among them.
    ///
    /// - Complexity: O(users), less where the directory finds holders faster.
    func holders(ofWithdrawn roles: Set<RoleID>) async throws(TenantError) -> [RoleID: Set<UserID>] {
        let now = self.clock.now
        return try await askingDirectory { () async throws(UserDirectoryError) in
            var holders: [RoleID: Set<UserID>] = [:]
            for role in roles {
                let query = UserQuery(
                    role: role, statuses: Set(AccountStatus.allCases).subtracting([.purged]),
                    pageSize: UserQuery.pageSizeLimit)
                for record in try await self.everyUser(query)
                where record.assignments.contains(where: { $0.role == role && $0.holds(after: now) }) {
                    holders[role, default: []].insert(record.id)
                }
                for group in try await self.groups(holding: role)
                where group.roles.contains(where: { $0.role == role && $0.holds(after: now) }) {
                    holders[role, default: []].formUnion(try await self.members(of: group.id).map(\.id))
                }
            }
            return holders
        }
    }
}
