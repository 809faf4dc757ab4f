import RosterDomain
import RosterPorts
import Synchronization

// What a flawed directory tells of groups.
extension FlawedDirectory {
    func record(_ id: RecordID, in content: Content) -> DirectoryRecord? {
        switch id {
        case .user(let id): return self.user(id, in: content).map { .user($0) }
        case .group(let id):
            let group = content.state.groups[id]
            return self.flaw == .hidesDeletedGroups && group?.isDeleted == true ? nil : group.map { .group($0) }
        case .companyRole(let id): return content.state.companyRoles[id].map { .companyRole($0) }
        }
    }

    func groupHolding(_ name: RecordName, in state: DirectoryState) -> DirectoryRecord? {
        switch self.flaw {
        case .findsNoGroups: nil
        case .findsDeletedGroups:
            state.groups.values.first { $0.profile.names.contains(name) }.map { .group($0) }
        default: state.holder(of: name).flatMap(state.record)
        }
    }

    func groupPage(_ query: GroupQuery) -> GroupPage {
        var query = query
        switch self.flaw {
        case .ignoresOwners: query.owner = nil
        case .ignoresGroupRoles: query.role = nil
        case .repeatsGroups: query.start = .beginning
        default: break
        }
        let groups = self.content.withLock { $0.state.groups.values.sorted { $0.id < $1.id } }
        let page = query.page(of: groups)
        guard self.flaw == .showsDeletedGroups, !query.isDeleted else { return page }
        query.isDeleted = true
        return GroupPage(groups: page.groups + query.page(of: groups).groups, next: page.next)
    }

    /// Whether a version of a precondition is looked at.
    func checks(_ id: RecordID) -> Bool {
        if case .group = id { self.flaw != .ignoresGroupVersions } else { true }
    }

    func overlooksGroups(_ error: ChangeError) -> Bool {
        switch (self.flaw, error) {
        case (.takesMembersTwice, .memberAlready), (.takesStrangers, .notAMember), (.takesUnknownGroups, .unknownGroup),
            (.takesStaleProfiles, .groupDiffers):
            return true
        case (.takesGroupNamesTwice, .nameTaken(let name, _)): return name.space == .group
        default: return false
        }
    }
}
