import RosterDomain

// §6.1.1 and §6.2.1.1: roles, their permissions and hierarchies. Roles of the catalog never change; there and where it says so, Roster is
// stricter.

extension StandardModel {
    /// Whether a role can be added; the identifier is the company's choice.
    func canAddRole(_ title: String) -> Bool { self.titles[title] == nil }

    mutating func addRole(_ title: String, as role: RoleID) {
        self.titles[title] = role
        self.roles.insert(role)
    }

    /// The standard deletes the role's assignments with it; Roster asks that there are none, of deleted users who can be restored neither.
    mutating func deleteRole(_ role: RoleID) -> Bool {
        let isHeld = self.assignedUsers(role) != [] || self.rolesOfDeletedUsers.contains(role)
        guard self.isOfCompany(role), !isHeld, !self.inheritance.contains(where: { $0.right == role }) else {
            return false
        }
        self.titles = self.titles.filter { $0.value != role }
        self.roles.remove(role)
        self.permissionAssignments = self.permissionAssignments.filter { $0.right != role }
        self.inheritance = self.inheritance.filter { $0.left != role }
        return true
    }

    /// Roster does not grant again what is granted, and changes no role that a new separation set has made unsound.
    mutating func grantPermission(_ permission: Permission, _ role: RoleID) -> Bool {
        guard self.permissions.contains(permission), self.isOfCompany(role), self.setsBroken(by: role).isEmpty else {
            return false
        }
        return self.permissionAssignments.insert(Pair(permission, role)).inserted
    }

    mutating func revokePermission(_ permission: Permission, _ role: RoleID) -> Bool {
        guard self.isOfCompany(role), self.setsBroken(by: role).isEmpty else { return false }
        return self.permissionAssignments.remove(Pair(permission, role)) != nil
    }

    /// Roster lets no role break a set alone, static or dynamic.
    mutating func addInheritance(_ senior: RoleID, _ junior: RoleID) -> Bool {
        guard self.isOfCompany(senior), self.roles.contains(junior), !self.reservedRoles.contains(junior),
            !self.juniors(of: junior).contains(senior)
        else { return false }
        var then = self
        guard then.inheritance.insert(Pair(senior, junior)).inserted, then.setsBroken(by: senior).isEmpty,
            self.titles.values.allSatisfy({ then.setsBroken(by: $0).isSubset(of: self.setsBroken(by: $0)) }),
            then.ssd.values.allSatisfy({ then.isSatisfied($0) })
        else { return false }
        self = then
        return true
    }

    mutating func deleteInheritance(_ senior: RoleID, _ junior: RoleID) -> Bool {
        var then = self
        guard self.isOfCompany(senior), then.inheritance.remove(Pair(senior, junior)) != nil,
            then.setsBroken(by: senior).isEmpty
        else { return false }
        self = then
        return true
    }

    func canAddAscendant(_ title: String, _ junior: RoleID) -> Bool {
        var then = self
        let new = RoleID(CompanyRoleID(bits: 1))
        guard self.canAddRole(title) else { return false }
        then.addRole(title, as: new)
        return then.addInheritance(new, junior)
    }

    func canAddDescendant(_ title: String, _ senior: RoleID) -> Bool {
        self.canAddRole(title) && self.isOfCompany(senior) && self.setsBroken(by: senior).isEmpty
    }

    private func isOfCompany(_ role: RoleID) -> Bool { self.titles.values.contains(role) }

    /// The separation sets that a role breaks alone, which a set that is younger than the role can be.
    private func setsBroken(by role: RoleID) -> Set<String> {
        let juniors = self.juniors(of: role)
        return Set((Array(self.ssd) + Array(self.dsd)).filter { self.breaks($0.value, juniors) }.map(\.key))
    }
}
