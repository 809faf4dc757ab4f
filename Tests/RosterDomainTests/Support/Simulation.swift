import RosterDomain

/// One small tenant, run by pure functions alone: no clock, no store, every step repeatable from its seed.
struct Simulation {
    private(set) var state = DirectoryState()
    private(set) var history: [Commit] = []
    let table = AccessTable(catalog: .partnerCenter)
    private var generator: SeededGenerator
    private var now = Timestamp(millisecondsSinceEpoch: 1_700_000_000_000)
    private let catalog = RoleCatalog.partnerCenter
    private var people: [UserID] = []

    /// Roles that make people clash: those with authority, and a few without.
    private let roles: [RoleID] = [
        .globalAdmin, .userManagementAdmin, .accountAdmin, .userAdmin, .privilegedRoleAdmin, .passwordAdmin,
        .privilegedAuthenticationAdmin, .complianceAdmin, .owner, .manager, .adminAgent, .reportViewer,
        .mpnPartnerAdmin,
        .billingAdmin, .defaultUser, RoleID("retired_role"),
    ]

    init(seed: UInt64) throws {
        self.generator = SeededGenerator(seed: seed)
        let owner = UserID(bits: 1)
        let enrol = EnrolCompany(
            name: try FullName("Contoso"), programs: [.indirectProvider], userID: owner,
            fullName: try FullName("First Admin"), email: try EmailAddress("first@contoso.example"))
        try self.take(try enrol.changes(given: self.facts(for: enrol, by: .system)), by: .system)
        try self.take([.passwordChanged(user: owner)], by: .user(id: owner))
        self.people.append(owner)
        for number in 2...6 { try self.addPerson(number) }
    }

    private mutating func addPerson(_ number: Int) throws {
        let id = UserID(bits: UInt128(number))
        let user = User(
            id: id, fullName: try FullName("Person \(number)"), email: try EmailAddress("p\(number)@contoso.example"),
            status: .mustChangePassword, addedAt: self.now)
        var changes: [Change] = [.userAdded(user: user)]
        for role in self.generator.subset(Array(self.roles.dropLast(2)), chance: 12) {
            changes.append(
                .roleAssigned(
                    assignment: RoleAssignment(of: role, to: id, grantedBy: .system, grantedAt: self.now)))
        }
        if self.generator.chance(70) { changes.append(.passwordChanged(user: id)) }
        try self.take(changes, by: .system)
        self.people.append(id)
    }

    /// A random command, and somebody who wants it.
    mutating func command() -> (any TenantCommand, UserID) {
        let actor = self.generator.element(self.people)
        let target = self.generator.element(self.people)
        let roles = [self.generator.element(self.roles)] + self.generator.subset(self.roles, chance: 5)
        let command: any TenantCommand
        switch Int.random(in: 0..<12, using: &self.generator) {
        case 0, 1, 2: command = AssignRoles(roles, to: target)
        case 3, 4, 5: command = RemoveRoles(self.heldRoles(of: target), from: target)
        case 6: command = SuspendUser(self.generator.chance(60) ? .block : .unblock, target)
        case 7: command = SuspendUser(self.generator.chance(60) ? .delete : .restore, target)
        case 8: command = ResetPassword(of: target, expiringAt: self.now + .seconds(60))
        case 9:
            command = RecordPasswordChange(of: actor, resetCount: self.state.record(actor)?.user.resetCount ?? 0)
        case 10: command = self.addition(roles)
        default:
            command = RequestRoles(
                RoleRequest(
                    id: RoleRequestID(bits: UInt128(self.generator.next())), user: actor, roles: roles, scope: .company,
                    reason: "", requestedAt: self.now))
        }
        return (command, actor)
    }

    private mutating func heldRoles(of user: UserID) -> [RoleID] {
        let held = self.state.record(user)?.assignments.map(\.role) ?? []
        return held.isEmpty ? [self.generator.element(self.roles)] : [self.generator.element(held)]
    }

    private mutating func addition(_ roles: [RoleID]) -> any TenantCommand {
        // Few addresses in changing case, so that they collide.
        let number = Int.random(in: 2...12, using: &self.generator)
        let text = self.generator.chance(50) ? "p\(number)@contoso.example" : "P\(number)@CONTOSO.example"
        guard let email = try? EmailAddress(text), let name = try? FullName("New Person") else {
            return RevokeInvitation(of: self.people[0])
        }
        let id = UserID(bits: UInt128(self.generator.next()))
        return AddUser(userID: id, fullName: name, email: email, roles: roles)
    }

    /// Decides and commits as a tenant does.
    mutating func perform(_ command: any TenantCommand, by actor: UserID) -> Result<Commit, RefusalReason> {
        self.now = self.now + .seconds(Int.random(in: -5...3_600, using: &self.generator))
        do throws(RefusalReason) {
            let changes = try command.changes(given: self.facts(for: command, by: .user(id: actor)))
            do throws(ChangeError) {
                return .success(try self.take(changes, by: .user(id: actor)))
            } catch {
                preconditionFailure("a command decided what the directory refuses: \(command) \(error)")
            }
        } catch {
            return .failure(error)
        }
    }

    func replayed() throws -> DirectoryState {
        var replayed = DirectoryState()
        for commit in self.history { try replayed.apply(commit) }
        return replayed
    }

    @discardableResult
    private mutating func take(_ changes: [Change], by actor: Actor) throws(ChangeError) -> Commit {
        let commit = Commit(revision: self.state.revision.next, at: self.now, actor: actor, changes: changes)
        try self.state.apply(commit)
        self.table.apply(commit)
        self.history.append(commit)
        for change in changes {
            if case .userAdded(let user) = change, !self.people.isEmpty { self.people.append(user.id) }
        }
        return commit
    }

    private func facts(for command: any TenantCommand, by actor: Actor) -> Facts {
        let needs = command.needs
        var actorRecord: UserRecord?
        if case .user(let id) = actor { actorRecord = self.state.record(id) }
        let others = self.state.everybody.filter { $0.id != needs.otherHolderThan }
        return Facts(
            catalog: self.catalog, company: self.state.company, now: self.now, actor: actor, actorRecord: actorRecord,
            users: Dictionary(
                uniqueKeysWithValues: needs.users.compactMap { id in self.state.record(id).map { (id, $0) } }),
            usersByEmail: Dictionary(
                uniqueKeysWithValues: needs.emails.compactMap { email in
                    self.state.record(withEmail: email).map { (email, $0) }
                }),
            hasOtherHolder: others.contains { $0.canBeCountedOn(for: self.catalog.indispensableRole) })
    }
}

extension DirectoryState {
    /// Every record, deleted ones too.
    var everybody: [UserRecord] {
        self.page(UserQuery(statuses: Set(AccountStatus.allCases), pageSize: UserQuery.pageSizeLimit)).records
    }
}
