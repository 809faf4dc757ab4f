import RosterDomain
import RosterPartnerCenter
import RosterUseCases

/// What the history says of roles of the company, read on after each round: each was defined, changed and given by a person who could give
/// all of it at that very step, and no user holds more than they may.
struct DefinitionLedger {
    private var state = DirectoryState()
    /// How many definitions, changes of them and gifts were looked at.
    private(set) var count = 0

    /// What is not as it should be; nil for nothing.
    mutating func complaint(about tenant: Tenant) async throws -> String? {
        while true {
            let commits = try await tenant.history(after: self.state.revision)
            for commit in commits {
                if let complaint = self.complaint(about: commit) { return complaint }
                try self.state.apply(commit)
            }
            if commits.isEmpty { break }
        }
        return self.complaintAboutUsers()
    }

    /// Which user holds what they may not; nil for none.
    private func complaintAboutUsers() -> String? {
        let names = SharedCompany.names.map(SharedCompany.userName) + [SharedCompany.guestName]
        for name in names {
            let record = self.state.user(named: RecordName(name))
            if let complaint = record.flatMap({ self.complaint(about: $0) }) { return complaint }
        }
        return nil
    }

    private mutating func complaint(about commit: Commit) -> String? {
        guard case .user(let principal) = commit.principal, commit.changes.contains(where: self.takesAuthority) else {
            return nil
        }
        self.count += 1
        let record = self.state.user(principal)?.joined(with: self.state.groups)
        let mayGive = record?.heldAssignments.contains { $0.role == .globalAdmin } ?? false
        return mayGive && record?.user.status == .active ? nil : "\(commit) was above its principal"
    }

    private func takesAuthority(_ change: Change) -> Bool {
        switch change {
        case .companyRoleDefined, .companyRoleChanged, .roleAssigned, .groupChanged(_, .roleAssigned): true
        default: false
        }
    }

    private func complaint(about record: UserRecord) -> String? {
        for held in record.joined(with: self.state.groups).heldAssignments {
            guard let id = held.role.companyRole else { continue }
            guard let role = self.state.companyRoles[id], !role.isDeleted else {
                return "\(record.user.userName) holds a role that was deleted"
            }
            guard record.user.affiliation == .member || role.definition.isOpenToGuests else {
                return
                    "\(record.user.userName) is a guest and holds \(role.definition.title), which is closed to guests"
            }
        }
        return nil
    }
}
