import RosterDomain
import RosterPorts

// What a flawed directory tells of the roles of the company.
extension FlawedDirectory {
    func companyRole(_ id: CompanyRoleID, in state: DirectoryState) -> DirectoryRecord? {
        let role = state.companyRoles[id]
        return self.flaw == .hidesDeletedRoles && role?.isDeleted == true ? nil : role.map { .companyRole($0) }
    }

    func roleTitled(_ name: RecordName, in state: DirectoryState) -> DirectoryRecord? {
        switch self.flaw {
        case .findsNoTitles: nil
        case .findsDeletedTitles:
            state.companyRoles.values.first { RecordName(companyRoleTitled: $0.definition.title) == name }
                .map { .companyRole($0) }
        default: state.holder(of: name).flatMap(state.record)
        }
    }

    func spoilRoles(in standings: inout [DirectoryStanding]) {
        switch self.flaw {
        case .losesRoleStandings: standings.removeAll { $0.companyRole?.isDeleted == true }
        case .unsortedRoles:
            let roles = standings.filter { $0.companyRole != nil }
            standings = standings.filter { $0.companyRole == nil } + roles
        default: break
        }
    }

    /// Forgets who defined roles once a user is purged.
    static func eraseRoles(from commits: inout [Commit]) {
        let purges = commits.filter { $0.changes.contains { if case .userPurged = $0 { true } else { false } } }
        guard !purges.isEmpty else { return }
        for position in commits.indices {
            commits[position].changes = commits[position].changes.map { change in
                guard case .companyRoleDefined(var role) = change else { return change }
                role.definedBy = .system
                return .companyRoleDefined(role: role)
            }
        }
    }

    static func isRetirement(_ change: Change) -> Bool {
        if case .companyRoleChanged(_, .retired) = change { true } else { false }
    }

    func overlooksRoles(_ error: ChangeError) -> Bool {
        switch (self.flaw, error) {
        case (.takesUnknownRoles, .unknownCompanyRole), (.takesRolesTwice, .companyRoleExists),
            (.takesStaleDefinitions, .companyRoleDiffers):
            true
        case (.takesTitlesTwice, .nameTaken(let name, _)): name.space == .companyRole
        default: false
        }
    }
}
