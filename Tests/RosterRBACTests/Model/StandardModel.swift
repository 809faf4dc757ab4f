import RosterDomain
import RosterRBAC

/// The sets and relations of INCITS 359-2012, §5, and its functions, §6, with general hierarchies and both separations over authorized
/// roles, as they stand there: each command says whether it is valid, and changes something only then.
///
/// Where the standard leaves a choice, or Roster is stricter, it says so.
struct StandardModel {
    struct Pair<Left: Hashable, Right: Hashable>: Hashable {
        let left: Left
        let right: Right

        init(_ left: Left, _ right: Right) { (self.left, self.right) = (left, right) }
    }
    struct Session {
        let user: String
        var roles: Set<RoleID>
    }
    struct SeparationRule: Equatable {
        var roles: Set<RoleID>
        var cardinality: Int
    }

    var users: Set<String> = []
    var roles: Set<RoleID> = []
    var permissions: Set<Permission> = []
    /// UA.
    var userAssignments: Set<Pair<String, RoleID>> = []
    /// PA.
    var permissionAssignments: Set<Pair<Permission, RoleID>> = []
    /// Immediate inheritance: the senior first.
    var inheritance: Set<Pair<RoleID, RoleID>> = []
    /// The roles that commands can change, by title: those of the company.
    var titles: [String: RoleID] = [:]
    /// Roles that users had when they were deleted, and have again if they are restored.
    var rolesOfDeletedUsers: Set<RoleID> = []
    /// Roles of the catalog from which none of the company inherits.
    var reservedRoles: Set<RoleID> = []
    var sessions: [Int: Session] = [:]
    var ssd: [String: SeparationRule] = [:]
    var dsd: [String: SeparationRule] = [:]
}

// MARK: - What follows from the relations

extension StandardModel {
    /// A role and all that it inherits from.
    func juniors(of role: RoleID) -> Set<RoleID> {
        var (found, waiting): (Set<RoleID>, [RoleID]) = ([role], [role])
        while let next = waiting.popLast() {
            for edge in self.inheritance where edge.left == next && found.insert(edge.right).inserted {
                waiting.append(edge.right)
            }
        }
        return found
    }

    func juniors(of roles: Set<RoleID>) -> Set<RoleID> { Set(roles.flatMap { self.juniors(of: $0) }) }

    func assignedUsers(_ role: RoleID) -> Set<String> {
        self.users.filter { self.userAssignments.contains(Pair($0, role)) }
    }

    func assignedRoles(_ user: String) -> Set<RoleID> {
        self.roles.filter { self.userAssignments.contains(Pair(user, $0)) }
    }

    func authorizedUsers(_ role: RoleID) -> Set<String> {
        self.users.filter { self.authorizedRoles($0).contains(role) }
    }

    func authorizedRoles(_ user: String) -> Set<RoleID> { self.juniors(of: self.assignedRoles(user)) }

    func rolePermissions(_ role: RoleID) -> Set<Permission> { self.permissions(of: self.juniors(of: role)) }

    func userPermissions(_ user: String) -> Set<Permission> { self.permissions(of: self.authorizedRoles(user)) }

    func sessionPermissions(_ session: Int) -> Set<Permission> {
        self.permissions(of: self.juniors(of: self.sessionRoles(session)))
    }

    private func permissions(of roles: Set<RoleID>) -> Set<Permission> {
        self.permissions.filter { permission in
            roles.contains { self.permissionAssignments.contains(Pair(permission, $0)) }
        }
    }

    /// The roles that were activated and that the user has not lost since: the standard leaves open what becomes of others, and Roster
    /// lets them count again when the user has them again.
    func chosenRoles(_ session: Int) -> Set<RoleID> {
        guard let session = self.sessions[session] else { return [] }
        return session.roles.intersection(self.authorizedRoles(session.user))
    }

    /// Of the roles chosen, those that no dynamic set keeps apart.
    ///
    /// In the standard, no session ever breaks a set. Roster makes sure of it also where a set, or a role that is had again, came
    /// after the choice: none of the set's roles counts then.
    func sessionRoles(_ session: Int) -> Set<RoleID> {
        let chosen = self.chosenRoles(session)
        let broken = self.dsd.values.filter { self.breaks($0, self.juniors(of: chosen)) }
        return chosen.filter { role in broken.allSatisfy { $0.roles.isDisjoint(with: self.juniors(of: role)) } }
    }

    func breaks(_ rule: SeparationRule, _ roles: Set<RoleID>) -> Bool {
        rule.roles.intersection(roles).count >= rule.cardinality
    }

    func isSatisfied(_ rule: SeparationRule) -> Bool {
        self.users.allSatisfy { !self.breaks(rule, self.authorizedRoles($0)) }
    }
}

// MARK: - §6.1: core commands, with §6.3 and §6.4

extension StandardModel {
    mutating func addUser(_ user: String) -> Bool { self.users.insert(user).inserted }

    mutating func deleteUser(_ user: String) -> Bool {
        guard self.users.contains(user) else { return false }
        self.rolesOfDeletedUsers.formUnion(self.assignedRoles(user))
        self.users.remove(user)
        self.userAssignments = self.userAssignments.filter { $0.left != user }
        // An implementation's choice.
        self.sessions = self.sessions.filter { $0.value.user != user }
        return true
    }

    mutating func assignUser(_ user: String, _ role: RoleID) -> Bool {
        guard self.users.contains(user), self.roles.contains(role), !self.userAssignments.contains(Pair(user, role))
        else { return false }
        let then = self.authorizedRoles(user).union(self.juniors(of: role))
        guard self.ssd.values.allSatisfy({ !self.breaks($0, then) }) else { return false }
        self.userAssignments.insert(Pair(user, role))
        return true
    }

    mutating func deassignUser(_ user: String, _ role: RoleID) -> Bool {
        self.userAssignments.remove(Pair(user, role)) != nil
    }

    mutating func createSession(_ session: Int, _ user: String, _ roles: Set<RoleID>) -> Bool {
        guard self.users.contains(user), roles.isSubset(of: self.authorizedRoles(user)) else { return false }
        guard self.dsd.values.allSatisfy({ !self.breaks($0, self.juniors(of: roles)) }) else { return false }
        self.sessions[session] = Session(user: user, roles: roles)
        return true
    }

    mutating func deleteSession(_ session: Int, _ user: String) -> Bool {
        guard self.sessions[session]?.user == user else { return false }
        self.sessions[session] = nil
        return true
    }

    mutating func addActiveRole(_ role: RoleID, _ session: Int, _ user: String) -> Bool {
        guard self.sessions[session]?.user == user, self.authorizedRoles(user).contains(role) else { return false }
        let chosen = self.chosenRoles(session)
        guard !chosen.contains(role) else { return false }
        let given = self.juniors(of: role)
        let then = self.juniors(of: chosen).union(given)
        guard self.dsd.values.allSatisfy({ $0.roles.isDisjoint(with: given) || !self.breaks($0, then) }) else {
            return false
        }
        self.sessions[session]?.roles = chosen.union([role])
        return true
    }

    mutating func dropActiveRole(_ role: RoleID, _ session: Int, _ user: String) -> Bool {
        let chosen = self.chosenRoles(session)
        guard self.sessions[session]?.user == user, chosen.contains(role) else { return false }
        self.sessions[session]?.roles = chosen.subtracting([role])
        return true
    }
}
