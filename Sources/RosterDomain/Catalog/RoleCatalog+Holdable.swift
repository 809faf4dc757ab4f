/// Which roles a user could hold one day, found by following who may give what.
///
/// A role can be given once it, all that it includes and its companions can be assigned. Roles that include one another are
/// followed as a group, and each group waits for the groups that it includes, so that a long chain costs no more than its links.
struct HoldableRoles {
    private let index: RoleIndex
    private let givenByHost: Bool
    private let authoritiesByHolder: [Int: [RoleSelection]]
    private var groups: Groups
    /// For each role, for how many of itself and its companions it waits.
    private var missing: [Int]
    /// The roles that a role accompanies, and itself.
    private var waitingFor: [[Int]]
    private var isCovered: [Bool]
    private var followed: Set<RoleSelection> = []
    private(set) var isHeld: [Bool]
    private var newlyHeld: [Int] = []

    /// Finds the roles that a user could hold: those given at enrollment or to every user, and, over and over, those that
    /// holders of such roles may assign.
    ///
    /// - Parameter givenByHost: Whether the host gives every role, and the catalog does not say who may.
    /// - Complexity: O(roles + inclusions by name + roles chosen by different authorities).
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
        self.groups = Groups(index)
        self.missing = Array(repeating: 1, count: index.roles.count)
        self.waitingFor = index.roles.indices.map { [$0] }
        self.isCovered = Array(repeating: false, count: index.roles.count)
        self.isHeld = self.isCovered
        for position in index.roles.indices where !index.roles[position].accompaniedBy.isEmpty {
            for companion in index.roles[position].accompaniedBy.compactMap({ index.positions[$0] }) {
                guard companion != position else { continue }
                self.missing[position] += 1
                self.waitingFor[companion].append(position)
            }
        }
        for position in index.roles.indices where givenByHost || index.roles[position].heldImplicitlyBy != .noUsers {
            self.hold(position)
        }
        for role in enrollmentRoles { if let position = index.positions[role] { self.hold(position) } }
        while let next = self.newlyHeld.popLast() { self.follow(next) }
    }

    /// Whether a user who held every role that can be held could assign a role.
    func mayBeAssigned(_ position: Int) -> Bool { self.givenByHost || self.missing[position] == 0 }

    /// Marks a role and all that it includes as held.
    private mutating func hold(_ position: Int) {
        var waiting = [position]
        while let next = waiting.popLast() {
            if self.isHeld[next] { continue }
            self.isHeld[next] = true
            self.newlyHeld.append(next)
            waiting += self.index.includedDirectly(next).filter { !self.isHeld[$0] }
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
        for covered in self.groups.cover(part) {
            for role in self.waitingFor[covered] {
                self.missing[role] -= 1
                if self.missing[role] == 0 { self.hold(role) }
            }
        }
    }
}

/// Which roles can be assigned with all that they include, group after group.
private struct Groups {
    private var members: [[Int]] = []
    private var groupOf: [Int]
    /// For each group, how many of its members, and of the groups that it includes, cannot be assigned yet.
    private var missing: [Int] = []
    /// For each group, the groups that include it.
    private var includedIn: [[Int]] = []

    init(_ index: RoleIndex) {
        self.groupOf = Array(repeating: -1, count: index.roles.count)
        for group in index.groups where !group.isEmpty { self.add(group) }
        for position in index.roles.indices where self.groupOf[position] < 0 { self.add([position]) }
        for (group, members) in self.members.enumerated() {
            let others = Set(members.flatMap(index.includedDirectly).map { self.groupOf[$0] }).subtracting([group])
            self.missing[group] = members.count + others.count
            for other in others { self.includedIn[other].append(group) }
        }
    }

    private mutating func add(_ group: [Int]) {
        for position in group { self.groupOf[position] = self.members.count }
        self.members.append(group)
        self.missing.append(0)
        self.includedIn.append([])
    }

    /// Notes that a role can be assigned by itself.
    ///
    /// - Returns: The roles that can be assigned with all that they include, as of now.
    mutating func cover(_ position: Int) -> [Int] {
        var complete: [Int] = []
        var waiting = [self.groupOf[position]]
        while let group = waiting.popLast() {
            self.missing[group] -= 1
            guard self.missing[group] == 0 else { continue }
            complete += self.members[group]
            waiting += self.includedIn[group]
        }
        return complete
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
        for position in index.roles.indices where holdable.isHeld[position] {
            names.insert(index.roles[position].id)
            // A role that is included without being defined is held along with those that include it.
            names.formUnion(index.roles[position].includes)
        }
        return names
    }
}
