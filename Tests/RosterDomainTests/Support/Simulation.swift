import RosterPartnerCenter
import RosterDomain
import RosterDomainTestSupport

/// One small tenant, run by pure functions alone: no clock, no store, every step repeatable from its seed.
struct Simulation {
    private(set) var state = DirectoryState()
    private(set) var history: [Commit] = []
    let table: AccessTable
    var generator: SeededGenerator
    private(set) var now = Timestamp(millisecondsSinceEpoch: 1_700_000_000_000)
    private(set) var people: [UserID] = []
    let catalog: RoleCatalog

    /// Roles that make people clash: those with authority, and a few without.
    let roles: [RoleID] = [
        .globalAdmin, .userManagementAdmin, .accountAdmin, .userAdmin, .privilegedRoleAdmin, .passwordAdmin,
        .authenticationAdmin, .privilegedAuthenticationAdmin, .complianceAdmin, .owner, .manager, .developer,
        .adminAgent, .salesAgent, .reportViewer, .referralsAdmin, .referralsUser, .mpnPartnerAdmin, .billingAdmin,
        PageRules.branchAdmin.id, PageRules.retired, .defaultUser,
    ]
    let branch: Scope

    init(seed: UInt64) throws {
        self.generator = SeededGenerator(seed: seed)
        self.catalog = try Self.simulatedCatalog()
        self.table = AccessTable(catalog: self.catalog)
        self.branch = try Scope("/locations/1")
        let owner = UserID(bits: 1)
        let enroll = EnrollCompany(
            name: try FullName("Contoso"), programs: [.indirectProvider], userID: owner,
            credential: DomainSample.credential,
            fullName: try FullName("First Admin"), email: try EmailAddress("first@contoso.example"))
        try self.take(try enroll.decision(given: self.facts(for: enroll, by: .system)), by: .system)
        try self.take([.passwordChanged(user: owner, credential: DomainSample.credential)], by: .user(id: owner))
        self.people.append(owner)
        for number in 2...6 { try self.addPerson(number) }
    }

    /// The built-in catalog with one role that has authority at places, one that few may hold, one with a
    /// prerequisite, and some roles that must stay apart.
    static func simulatedCatalog() throws -> RoleCatalog {
        let (base, branchAdmin) = (RoleCatalog.partnerCenter, PageRules.branchAdmin)
        let over = RoleSelection.roles(PageRules.branchRoles)
        return try RoleCatalog(
            roles: base.roles + [branchAdmin, PageRules.treasurer, PageRules.teller], permissions: base.permissions,
            assignmentAuthorities: base.assignmentAuthorities + [AssignmentAuthority(branchAdmin.id, mayAssign: over)],
            accountAuthorities: base.accountAuthorities
                + [AccountAuthority(branchAdmin.id, may: Set(AccountAction.allCases), holdersOf: over)],
            scopeKinds: base.scopeKinds, provisioning: base.provisioning, indispensableRole: base.indispensableRole,
            enrollmentRoles: base.enrollmentRoles, separationSets: PageRules.separationSets)
    }

    private mutating func addPerson(_ number: Int) throws {
        let id = UserID(bits: UInt128(number))
        let user = User(
            id: id, fullName: try FullName("Person \(number)"), email: try EmailAddress("p\(number)@contoso.example"),
            status: .mustChangePassword, addedAt: self.now)
        var changes: [Change] = [.userAdded(user: user)]
        var given: Set<RoleID> = []
        for role in self.generator.subset(Array(self.roles.dropLast()), chance: 12)
        where PageRules.mayHoldTogether(given.union([role])) {
            given.insert(role)
            let scope = PageRules.mayHold(role, at: self.branch, .member) && self.generator.chance(50)
            changes.append(
                .roleAssigned(
                    assignment: RoleAssignment(
                        of: role, to: id, at: scope ? self.branch : .company, during: try self.initialWindow(),
                        grantedBy: .system, grantedAt: self.now)))
        }
        if self.generator.chance(70) { changes.append(.passwordChanged(user: id, credential: DomainSample.credential)) }
        try self.take(changes, by: .system)
        self.people.append(id)
    }

    /// Some administrators have their roles for a time only.
    private mutating func initialWindow() throws -> ValidityWindow {
        guard self.generator.chance(35) else { return .always }
        return try ValidityWindow(until: self.now + .seconds(Int.random(in: 1...200_000, using: &self.generator)))
    }

    /// Decides and commits as a tenant does: a listed principal's refusal is put on the record.
    mutating func perform(_ attempt: Attempt) -> Result<Commit, RefusalReason> {
        self.now = self.now + .seconds(Int.random(in: -5...3_600, using: &self.generator))
        let principal = Principal.user(id: attempt.principal)
        do throws(RefusalReason) {
            let changes = try attempt.command.decision(given: self.facts(for: attempt.command, by: principal))
            guard !changes.isEmpty else {
                let refusal = Refusal(attempt.command.attempt, because: .nothingPending)
                self.commit([.refused(refusal: refusal)], by: principal)
                return .failure(.nothingPending)
            }
            return .success(self.commit(changes, by: principal))
        } catch {
            if self.state.user(attempt.principal) != nil {
                self.commit([.refused(refusal: Refusal(attempt.command.attempt, because: error))], by: principal)
            }
            return .failure(error)
        }
    }

    func replayed() throws -> DirectoryState {
        var replayed = DirectoryState()
        for commit in self.history { try replayed.apply(commit) }
        return replayed
    }

    /// Commits what cannot contradict the state.
    @discardableResult
    private mutating func commit(_ changes: [Change], by principal: Principal) -> Commit {
        do throws(ChangeError) { return try self.take(changes, by: principal) } catch {
            preconditionFailure("a command decided what the directory refuses: \(changes) \(error)")
        }
    }

    @discardableResult
    private mutating func take(_ changes: [Change], by principal: Principal) throws(ChangeError) -> Commit {
        let commit = Commit(revision: self.state.revision.next, at: self.now, principal: principal, changes: changes)
        try self.state.apply(commit)
        precondition(self.table.apply(commit), "the table follows every step")
        self.history.append(commit)
        for change in changes {
            if case .userAdded(let user) = change, !self.people.isEmpty { self.people.append(user.id) }
        }
        return commit
    }

    /// The users who can be counted on for the indispensable role.
    private var countedOn: [UserRecord] {
        self.state.everybody.filter { record in self.catalog.indispensableRole.map(record.canBeCountedOn) ?? false }
    }

    private func facts(for command: any TenantCommand, by principal: Principal) -> Facts {
        let needs = command.needs
        var principalRecord: UserRecord?
        if case .user(let id) = principal { principalRecord = self.state.user(id) }
        var facts = Facts(
            catalog: self.catalog.merging(self.state.companyRoles.values), company: self.state.company, now: self.now,
            principal: principal, principalRecord: principalRecord,
            users: Dictionary(
                uniqueKeysWithValues: needs.users.compactMap { id in self.state.user(id).map { (id, $0) } }),
            holders: Dictionary(
                uniqueKeysWithValues: needs.names.union(self.regained(by: needs.restoring)).compactMap { name in
                    self.state.user(named: name).map { (name, $0) }
                }),
            isLastHolder: self.countedOn.count == 1 && self.countedOn.first?.id == needs.otherHolderThan,
            backers: self.backers(of: needs.backersOf), pendingInvitations: self.pendingInvitations(of: principal),
            groups: self.state.groups,
            groupHolders: Dictionary(
                uniqueKeysWithValues: needs.names.compactMap { name in
                    guard case .group(let id) = self.state.holder(of: name) else { return nil }
                    return self.state.groups[id].map { (name, $0) }
                }),
            members: (needs.membersOf.map { group in self.state.everybody.filter { $0.groups.contains(group) } } ?? [])
                + self.holders(of: needs.holdersOf))
        facts.companyRoles = self.state.companyRoles
        facts.holdersOfLimited = PageRules.$own.withValue(self.state.ownRoles) {
            [PageRules.treasurer.id: HoldingRuleCheck(state: self.state, moment: self.now).treasurers]
        }
        for name in needs.names {
            guard case .companyRole(let id) = self.state.holder(of: name) else { continue }
            facts.companyRoleHolders[name] = self.state.companyRoles[id]
        }
        for role in needs.programs.map(facts.rolesWithdrawn) ?? [] {
            let holders = self.state.everybody.filter { record in
                record.everyAssignment(in: self.state).contains { $0.role == role && $0.holds(after: self.now) }
            }
            facts.holdersOfWithdrawn[role] = Set(holders.map(\.id))
        }
        return facts
    }

    private func backers(of user: UserID?) -> [UserID: UserRecord] {
        guard let record = user.flatMap(self.state.user) else { return [:] }
        let principals = [record.invitation?.invitedBy].compactMap(\.self) + record.assignments.map(\.grantedBy)
        return principals.reduce(into: [:]) { backers, principal in
            if case .user(let id) = principal { backers[id] = self.state.user(id) }
        }
    }

    private func pendingInvitations(of principal: Principal) -> Int {
        self.state.everybody.count {
            $0.invitation.map { $0.invitedBy == principal && self.now < $0.expiresAt } ?? false
        }
    }

    private func regained(by user: UserID?) -> [RecordName] {
        let restored = user.flatMap { self.state.user($0)?.user }
        return restored.map { $0.hasReleasedNames ? $0.ownNames : [] } ?? []
    }
}

extension DirectoryState {
    /// Every record, deleted ones too.
    var everybody: [UserRecord] {
        self.page(UserQuery(statuses: Set(AccountStatus.allCases), pageSize: UserQuery.pageSizeLimit)).records
    }
}
