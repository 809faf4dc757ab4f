import RosterDomain
import RosterDomainTestSupport
import RosterPartnerCenter

extension Simulation {
    /// A random command about groups and their members.
    mutating func groupAttempt(by principal: UserID) throws -> Attempt {
        let groups = self.state.groups.values.sorted { $0.id < $1.id }
        let open = groups.filter { !$0.isDeleted }
        guard let group = groups.isEmpty ? nil : self.generator.element(groups),
            let inUse = open.isEmpty ? nil : self.generator.element(open)
        else { return Attempt(try self.newGroup(), by: principal) }
        let target = self.generator.chance(90) ? inUse.id : group.id
        let owner = inUse.profile.owners.sorted().first ?? principal
        switch Int.random(in: 0..<20, using: &self.generator) {
        case 0 where groups.count < 6: return Attempt(try self.newGroup(), by: principal)
        case 0, 1: return Attempt(ChangeGroup(target, to: try self.groupProfile()), by: principal)
        case 2: return Attempt(DeleteGroup(target), by: principal)
        case 3, 4:
            let deleted = groups.filter(\.isDeleted).last ?? group
            let profile = self.generator.chance(20) ? try self.groupProfile() : deleted.profile
            return Attempt(RestoreGroup(deleted.id, as: profile), by: principal)
        case 5...9:
            let user = self.generator.element(self.people)
            return Attempt(
                ChangeMembers(.add, [user], of: target), by: self.generator.chance(25) ? owner : principal)
        case 10, 11:
            let members = self.people.filter { self.state.user($0)?.groups.contains(target) ?? false }
            let user = self.generator.element(members.isEmpty || self.generator.chance(10) ? self.people : members)
            return Attempt(
                ChangeMembers(.remove, [user], of: target), by: self.generator.chance(25) ? owner : principal)
        case 12, 13:
            let held = inUse.roles.first
            let command = RemoveGroupRoles(
                [held?.role ?? .reportViewer], from: inUse.id, at: held?.scope ?? self.scope())
            return Attempt(command, by: principal)
        default:
            let (roles, scope) = (self.someRoles(), self.scope())
            return Attempt(
                AssignGroupRoles(
                    scope == .company ? roles : [PageRules.branchAdmin.id], to: target, at: scope,
                    during: try self.window(chance: 30)), by: principal)
        }
    }

    private mutating func newGroup() throws -> AddGroup {
        AddGroup(GroupID(bits: UInt128(self.generator.next())), try self.groupProfile())
    }

    /// Few names, so that they clash.
    private mutating func groupProfile() throws -> GroupProfile {
        let name = try FullName("Team \(self.generator.element(["A", "a", "B", "C", "\u{0410}", "D", "E"]))")
        return try GroupProfile(
            name: name, externalID: self.generator.chance(20) ? "x\(self.generator.chance(50))" : nil,
            owners: self.generator.chance(60) ? [self.generator.element(self.people)] : [])
    }
}

extension UserRecord {
    /// What the user holds, through groups too, as the page of groups says it.
    func everyAssignment(in state: DirectoryState) -> [RoleAssignment] {
        var all = self.assignments
        for id in self.groups {
            guard let group = state.groups[id], group.deletedAt == nil else { continue }
            for role in group.roles {
                all.append(
                    RoleAssignment(
                        of: role.role, to: self.id, at: role.scope, during: role.window, grantedBy: role.grantedBy,
                        grantedAt: role.grantedAt))
            }
        }
        return all
    }
}
