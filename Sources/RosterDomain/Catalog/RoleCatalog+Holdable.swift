/// Which roles a user could hold one day, found by following who may give what.
struct HoldableRoles {
    private let index: RoleIndex
    private let givenByHost: Bool
    private let authoritiesByHolder: [Int: [RoleSelection]]
    /// The roles that cannot be given before this one can: those that include it or bring it along, itself among them.
    private var waitingFor: [[Int]]
    /// For each role, how many of the roles given with it no user may give yet.
    private var missing: [Int]
    private var isCovered: [Bool]
    private var followed: Set<RoleSelection> = []
    private(set) var isHeld: [Bool]
    private var newlyHeld: [Int] = []

    /// Finds the roles that a user could hold: those given at enrollment or to every user, and, over and over, those that
    /// holders of such roles may assign.
    ///
    /// - Parameter givenByHost: Whether the host gives every role, and the catalog does not say who may.
    /// - Complexity: O(roles + inclusions + roles chosen by different authorities).
    init(
        _ index: RoleIndex, assignmentAuthorities: [AssignmentAuthority], enrollmentRoles: Set<RoleID>,
        givenByHost: Bool
    ) {
        self.index = index
        self.givenByHost = givenByHost
        let known = assignmentAuthorities.compactMap { authority in
            index.positions[authority.holder].map { (holder: $0, over: authority.over) }
        }
        self.authoritiesByHolder = Dictionary(grouping: known, by: \.holder).mapValues { $0.map(\.over) }
        self.waitingFor = Array(repeating: [], count: index.roles.count)
        self.missing = Array(repeating: 0, count: index.roles.count)
        self.isCovered = Array(repeating: false, count: index.roles.count)
        self.isHeld = self.isCovered
        for position in index.roles.indices {
            let parts = index.assignedWith(position)
            self.missing[position] = parts.count
            for part in parts { self.waitingFor[part].append(position) }
        }
        for position in index.roles.indices where givenByHost || index.roles[position].heldImplicitlyBy != .nobody {
            self.hold(position)
        }
        for role in enrollmentRoles { if let position = index.positions[role] { self.hold(position) } }
        while let next = self.newlyHeld.popLast() { self.follow(next) }
    }

    /// Whether a user who held every role that can be held could assign a role.
    func mayBeAssigned(_ position: Int) -> Bool { self.givenByHost || self.missing[position] == 0 }

    private mutating func hold(_ position: Int) {
        for part in self.index.included[position] where !self.isHeld[part] {
            self.isHeld[part] = true
            self.newlyHeld.append(part)
        }
    }

    /// Looks at what holders of a role may assign.
    private mutating func follow(_ holder: Int) {
        for selection in self.authoritiesByHolder[holder] ?? [] where self.followed.insert(selection).inserted {
            for part in self.index.selected(by: selection) where !self.isCovered[part] { self.cover(part) }
        }
    }

    private mutating func cover(_ part: Int) {
        self.isCovered[part] = true
        for role in self.waitingFor[part] {
            self.missing[role] -= 1
            if self.missing[role] == 0 { self.hold(role) }
        }
    }
}

extension RoleCatalog {
    /// The roles that a user could hold one day, whatever separation sets say of holding them together.
    func holdableRoles() -> Set<RoleID> {
        let index = RoleIndex(self)
        let holdable = HoldableRoles(
            index, assignmentAuthorities: self.assignmentAuthorities, enrollmentRoles: self.enrollmentRoles,
            givenByHost: self.leavesGivingToHost)
        var names: Set<RoleID> = []
        names.reserveCapacity(index.roles.count)
        for position in index.roles.indices where holdable.isHeld[position] { names.insert(index.roles[position].id) }
        // A role that is included without being defined is held along with those that include it.
        for position in index.roles.indices where holdable.isHeld[position] && !index.roles[position].includes.isEmpty {
            names.formUnion(self.rolesIncluded(in: index.roles[position].id))
        }
        return names
    }
}
