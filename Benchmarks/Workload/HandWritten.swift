/// What a host writes for itself: a dictionary from user to roles, and one from role to what it grants.
struct HandWritten {
    private var rolesOfUser: [String: [String]] = [:]
    private var grantsOfRole: [String: Set<Grant>] = [:]

    struct Grant: Hashable {
        let resource: String
        let action: String
    }

    mutating func give(_ role: String, to user: String) { self.rolesOfUser[user, default: []].append(role) }

    mutating func grant(_ resource: String, _ action: String, to role: String) {
        self.grantsOfRole[role, default: []].insert(Grant(resource: resource, action: action))
    }

    func permits(_ user: String, _ grant: Grant) -> Bool {
        guard let roles = self.rolesOfUser[user] else { return false }
        for role in roles where self.grantsOfRole[role]?.contains(grant) == true { return true }
        return false
    }

    @inline(never)
    func answers(_ users: [String], _ grants: [Grant]) -> [Bool] {
        users.indices.map { self.permits(users[$0], grants[$0]) }
    }

    @inline(never)
    func count(_ users: [String], _ grants: [Grant]) -> Int {
        var count = 0
        for index in users.indices where self.permits(users[index], grants[index]) { count &+= 1 }
        return count
    }
}

extension HandWritten {
    /// The same users and roles as a workload.
    init(_ workload: PeerWorkload) {
        for (role, permissions) in workload.world.permissionsOfRole.enumerated() {
            for permission in permissions {
                self.grant("res\(permission / 10)", "act\(permission % 10)", to: "role\(role)")
            }
        }
        for (user, name) in workload.names.enumerated() {
            for role in workload.world.roleSets[user] { self.give("role\(role)", to: name) }
        }
    }
}

extension HandWritten.Grant {
    /// A permission of a workload.
    init(permission: Int) {
        self.init(resource: "res\(permission / 10)", action: "act\(permission % 10)")
    }
}
