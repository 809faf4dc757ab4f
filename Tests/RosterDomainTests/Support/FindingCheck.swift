import RosterDomain
import RosterDomainTestSupport
import Testing

/// The meaning of each finding, tried out.
struct FindingCheck {
    private var world: RandomWorld
    private let catalog: RoleCatalog
    private let parts: CatalogParts
    private let place: Comment

    init(_ world: RandomWorld, _ place: Comment) {
        self.world = world
        self.catalog = world.catalog
        self.parts = CatalogParts(world.catalog)
        self.place = place
    }

    mutating func run(_ finding: RoleCatalogFinding) throws {
        switch finding {
        case .permissionOutOfReach(let permission): self.checkOutOfReach(permission)
        case .roleGrantsNothing(let role): try self.checkGrantsNothing(role)
        case .roleAddsNothing(let role, let others): try self.checkReplacing(role, with: others)
        case .rolesAlike(let roles):
            for other in roles.dropFirst() { try self.checkAlike(roles[0], other) }
        case .ruleNeverDecides(let permission):
            try self.checkSame(in: self.parts.catalog(withRule: nil, for: permission))
        case .ruleHasRedundantParts(let permission, let shorter):
            #expect(self.catalog.definition(of: permission)?.rule != shorter, self.place)
            try self.checkSame(in: self.parts.catalog(withRule: shorter, for: permission))
        case .grantRepeated(let grant, let role), .grantCovered(let grant, let role, _):
            try self.checkSame(in: self.parts.catalog(without: grant, of: role))
        case .assignmentAuthoritySelectsNothing(let authority), .assignmentAuthorityCovered(let authority, _):
            try self.checkWithout(authority)
        case .accountAuthoritySelectsNothing(let authority), .accountAuthorityCovered(let authority, _):
            try self.checkWithout(authority)
        case .roleNobodyMayAssign(let role): self.checkNobodyAssigns(role)
        case .companionNeverGiven(let companion, let role): self.checkNeverComes(companion, with: role)
        case .privilegedRoleOpenToGuests(let id):
            let role = self.catalog.role(id)
            let isOpen = role?.isOpenToGuests == true || role?.heldImplicitlyBy == .everyone
            #expect(role?.isPrivileged == true && isOpen, self.place)
        case .roleKeptFromEverybody(let role, _): self.checkNobodyGets(role)
        case .separationCovered(let set, _): self.checkNeverDecides(set)
        case .prerequisiteNeverDecides, .prerequisiteOutOfReach, .indispensableRoleForOne:
            Issue.record("random catalogs have no such rules: \(finding)")
        case .rolesLookAlike(let roles):
            #expect(Set(roles.map { Self.look(of: $0.rawValue) }).count == 1 && Set(roles).count > 1, self.place)
        case .rolesTitledAlike(let roles):
            let titles = roles.map { self.catalog.role($0)?.title ?? "" }
            #expect(Set(titles.map(Self.look)).count == 1 && Set(roles).count > 1, self.place)
        }
    }

    /// The kinds that random catalogs have; they have no prerequisites and no maximum number of holders.
    static let randomKindCount = 19
    static let kindCount = 22

    /// What the names of random catalogs look like: blanks of no width are not seen, nor is the case looked at.
    private static func look(of text: String) -> String {
        String(text.unicodeScalars.filter { $0 != "\u{200B}" }.map { $0 == "\u{435}" ? "e" : Character($0) })
            .lowercased()
    }

    /// The kind of a finding, without what it names.
    static func kind(of finding: RoleCatalogFinding) -> String {
        String(describing: Mirror(reflecting: finding).children.first?.label ?? "")
    }
}

// MARK: - Access

extension FindingCheck {
    /// Every user that can be: every set of roles that may be held together, by members and by guests, and all that can be stated.
    private func checkOutOfReach(_ permission: Permission) {
        let evaluator = ReferenceEvaluator(catalog: self.catalog)
        for affiliation in Affiliation.allCases {
            for roles in self.sets(of: self.catalog.roles.map(\.id)) where self.mayHold(roles, affiliation) {
                let standing = UserStanding(
                    id: UserID(bits: 1), affiliation: affiliation, status: .active,
                    holdings: roles.map { RoleHolding($0) })
                let decision = evaluator.decide(standing, permission, given: RandomWorld.conditions)
                #expect(!decision.isAllowed, "\(roles): \(self.place)")
            }
        }
    }

    private mutating func checkGrantsNothing(_ role: RoleID) throws {
        try self.checkReplacing(role, with: [])
        for other in self.catalog.roles.map(\.id) {
            #expect(!self.catalog.rolesThatMayAssign(other).contains(role), self.place)
            for action in AccountAction.allCases {
                #expect(!self.catalog.rolesThatMay(action, toHolderOf: [other]).contains(role), self.place)
            }
        }
    }

    /// No decision changes when a role is taken and others are given in its place.
    private mutating func checkReplacing(_ role: RoleID, with others: [RoleID]) throws {
        for _ in 0..<40 {
            let standing = try self.standing(holding: role)
            let replaced = self.replacing(role, with: others, in: standing)
            let question = self.world.question()
            let answers = [standing, replaced].map { question.ask(self.catalog, $0).isAllowed }
            #expect(answers[0] == answers[1], "\(question): \(self.place)")
        }
    }

    private mutating func checkAlike(_ role: RoleID, _ other: RoleID) throws {
        try self.checkReplacing(role, with: [other])
        try self.checkReplacing(other, with: [role])
        #expect(self.whoMayAssign(role) == self.whoMayAssign(other), self.place)
        for third in self.catalog.roles.map(\.id) {
            let may = self.catalog.rolesThatMayAssign(third)
            #expect(may.contains(role) == may.contains(other), self.place)
            for action in AccountAction.allCases {
                let mayAct = self.catalog.rolesThatMay(action, toHolderOf: [third])
                #expect(mayAct.contains(role) == mayAct.contains(other), self.place)
                #expect(self.whoMay(action, [role, third]) == self.whoMay(action, [other, third]), self.place)
            }
            #expect(self.areApart([role, third]) == self.areApart([other, third]) || third == role || third == other)
        }
        let (first, second) = (self.catalog.role(role), self.catalog.role(other))
        #expect(first?.scoping == second?.scoping && first?.isOpenToGuests == second?.isOpenToGuests, self.place)
        #expect(first?.offeredTo == second?.offeredTo, self.place)
        #expect(first?.heldImplicitlyBy == second?.heldImplicitlyBy, self.place)
    }

    /// No decision changes when the catalog is the other one.
    private mutating func checkSame(in other: RoleCatalog) throws {
        for _ in 0..<60 {
            let standing = try self.world.standing(of: UserID(bits: 1))
            let question = self.world.question()
            let answers = [self.catalog, other].map { question.ask($0, standing).isAllowed }
            #expect(answers[0] == answers[1], "\(question): \(self.place)")
        }
    }

    private mutating func standing(holding role: RoleID) throws -> UserStanding {
        let standing = try self.world.standing(of: UserID(bits: 1))
        guard let known = self.catalog.role(role), known.heldImplicitlyBy == .noUsers else { return standing }
        let scope = self.world.generator.element(self.world.scopes.filter(known.scoping.allows))
        let holding = RoleHolding(role, at: scope, during: try self.world.window())
        return UserStanding(
            id: standing.id, affiliation: standing.affiliation, status: standing.status,
            holdings: standing.holdings.filter { $0.role != role } + [holding])
    }

    private func replacing(_ role: RoleID, with others: [RoleID], in standing: UserStanding) -> UserStanding {
        let holdings = standing.holdings.flatMap { holding in
            guard holding.role == role else { return [holding] }
            return others.map { RoleHolding($0, at: holding.scope, during: holding.window) }
        }
        return UserStanding(
            id: standing.id, affiliation: standing.affiliation, status: standing.status, holdings: holdings)
    }
}

// MARK: - Authority

extension FindingCheck {
    private func whoMayAssign(_ role: RoleID) -> Set<RoleID> { Set(self.catalog.rolesThatMayAssign(role)) }

    private func whoMay(_ action: AccountAction, _ roles: Set<RoleID>) -> [RoleID] {
        self.catalog.rolesThatMay(action, toHolderOf: roles)
    }

    private func checkWithout(_ authority: AssignmentAuthority) throws {
        var parts = self.parts
        guard let last = parts.assignmentAuthorities.lastIndex(of: authority) else {
            Issue.record("not in the catalog: \(self.place)")
            return
        }
        parts.assignmentAuthorities.remove(at: last)
        let other = try parts.catalog()
        for role in self.catalog.roles.map(\.id) {
            #expect(other.rolesThatMayAssign(role) == self.catalog.rolesThatMayAssign(role), self.place)
        }
    }

    private func checkWithout(_ authority: AccountAuthority) throws {
        var parts = self.parts
        guard let last = parts.accountAuthorities.lastIndex(of: authority) else {
            Issue.record("not in the catalog: \(self.place)")
            return
        }
        parts.accountAuthorities.remove(at: last)
        let other = try parts.catalog()
        for roles in self.sets(of: self.catalog.roles.map(\.id) + [PageRules.retired]) where !roles.isEmpty {
            for action in AccountAction.allCases {
                let (now, without) = (
                    self.whoMay(action, Set(roles)), other.rolesThatMay(action, toHolderOf: Set(roles))
                )
                #expect(now == without, self.place)
            }
        }
    }

    /// A user who holds every role is refused, and for that reason.
    private func checkNobodyAssigns(_ role: RoleID) {
        #expect(throws: RefusalReason.mayNotAssign(role: role, scope: .company, whoMay: [])) {
            try self.assign(role, to: .member, in: [Program("p"), Program("q")])
        }
    }

    private func checkNeverComes(_ companion: RoleID, with role: RoleID) {
        let changes = (try? self.assign(role, to: .member, in: [Program("p"), Program("q")])) ?? []
        for change in changes {
            if case .roleAssigned(let assignment) = change { #expect(assignment.role != companion, self.place) }
        }
    }

    private func checkNobodyGets(_ role: RoleID) {
        for affiliation in Affiliation.allCases {
            for programs in [[], ["p"], ["q"], ["p", "q"]] {
                let changes = try? self.assign(role, to: affiliation, in: Set(programs.map { Program($0) }))
                #expect(changes == nil, self.place)
            }
        }
    }

    private func assign(
        _ role: RoleID, to affiliation: Affiliation, in programs: Set<Program>
    ) throws(RefusalReason) -> [Change] {
        var principal = UserRecord(DomainSample.user(1, "ada@contoso.example"))
        principal.assignments = self.catalog.roles.map {
            RoleAssignment(of: $0.id, to: principal.id, grantedBy: .system, grantedAt: DomainSample.moment)
        }
        let other = UserRecord(DomainSample.user(2, "bob@contoso.example", affiliation: affiliation))
        let company = Company(
            name: DomainSample.company.name, programs: programs, enrolledBy: principal.id,
            enrolledAt: DomainSample.moment)
        let facts = Facts(
            catalog: self.catalog, company: company, now: DomainSample.moment, principal: .user(id: principal.id),
            principalRecord: principal, users: [other.id: other])
        return try AssignRoles([role], to: other.id).changes(given: facts)
    }
}

// MARK: - Separation

extension FindingCheck {
    private func sets(of roles: [RoleID]) -> [[RoleID]] {
        (0..<(1 << roles.count)).map { bits in roles.indices.filter { bits >> $0 & 1 == 1 }.map { roles[$0] } }
    }

    /// Whether one user may be assigned these roles together.
    private func mayHold(_ roles: [RoleID], _ affiliation: Affiliation) -> Bool {
        let implicit = self.catalog.roles.filter { $0.heldImplicitlyBy.include(affiliation) }.map(\.id)
        let areOpen = roles.allSatisfy { role in
            guard let role = self.catalog.role(role), role.heldImplicitlyBy == .noUsers else { return false }
            return affiliation == .member || role.isOpenToGuests
        }
        return areOpen && !self.areApart(roles + implicit)
    }

    private func areApart(_ roles: [RoleID]) -> Bool {
        let authorized = Set(roles.flatMap { self.catalog.rolesIncluded(in: $0) })
        return self.catalog.separationSets.contains { $0.roles.intersection(authorized).count >= $0.limit }
    }

    /// Without the set the same roles are kept apart.
    private func checkNeverDecides(_ name: String) {
        let isDynamic = self.catalog.dynamicSeparationSets.contains { $0.name == name }
        // A static set keeps roles apart in sessions too.
        let sets = self.catalog.separationSets + (isDynamic ? self.catalog.dynamicSeparationSets : [])
        let others = sets.filter { $0.name != name }
        for roles in self.sets(of: self.catalog.roles.map(\.id)) {
            let isApart = others.contains { $0.roles.intersection(roles).count >= $0.limit }
            let isBreached = sets.contains { $0.roles.intersection(roles).count >= $0.limit }
            #expect(isApart == isBreached, self.place)
        }
    }
}
