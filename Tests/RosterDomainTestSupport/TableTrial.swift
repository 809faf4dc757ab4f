package import RosterDomain

/// A table and, beside it, what it should know: random changes to both, random questions to every form of a check.
package struct TableTrial {
    package let table: AccessTable
    package var world: RandomWorld
    /// The catalog, with the roles of the company that the table should know.
    private(set) var catalog: RoleCatalog
    private var base: RoleCatalog
    /// What the table should know of roles of the company.
    var companyRoles: [CompanyRoleID: CompanyRole] = [:]
    /// What the table should know of users, each with the roles of their own and the groups.
    var standings: [UserID: UserStanding] = [:]
    /// What the table should know of groups.
    var groups: [GroupID: GroupStanding] = [:]
    private var handles: [Permission: PermissionHandle] = [:]
    private var subjects: [UserID: UserHandle] = [:]
    private let strangers: AccessTable
    private let fillers: Int
    /// The questions that were answered so far, each by every form of a check.
    package private(set) var decisionCount = 0

    /// Begins with an empty table.
    package init(seed: UInt64) throws { try self.init(seed: seed, fillers: seed % 8 == 0 ? 2_200 : Int(seed % 3) * 60) }

    /// Begins with an empty table under catalogs with so many permissions that are only there to make them large.
    init(seed: UInt64, fillers: Int) throws {
        self.fillers = fillers
        self.world = try RandomWorld(seed: seed, fillers: self.fillers)
        self.base = self.world.catalog
        self.catalog = self.world.catalog
        self.table = AccessTable(catalog: self.world.catalog)
        self.strangers = AccessTable(catalog: self.world.catalog)
        try self.resolve()
    }

    private mutating func resolve() throws {
        for definition in self.catalog.permissions.prefix(8) where self.handles[definition.id] == nil {
            self.handles[definition.id] = try self.table.handle(for: definition.id)
        }
    }
}

// MARK: - Changes

extension TableTrial {
    /// Changes the table and what it should know in the same way.
    package mutating func change() throws {
        let user = self.world.generator.element(self.world.users)
        switch Int.random(in: 0..<62, using: &self.world.generator) {
        case 0..<17: try self.assign(to: user)
        case 17..<23: self.remove(from: user)
        case 23..<28: self.setStatus(of: user)
        case 28..<32: try self.load(user)
        case 32..<35: self.forget(user)
        case 35: self.reload()
        case 36: try self.replaceCatalog()
        case 37: try? self.table.addName(self.name(of: user), to: user)
        case 40..<56: try self.changeGroups(with: user)
        case 56..<62: try self.changeCompanyRoles(with: user)
        default: self.subjects[user] = self.table.handle(for: user)
        }
        if self.table.user(named: self.name(of: user)) != nil { self.makeKnown(user) }
    }

    /// Names of every length, one a user.
    private func name(of user: UserID) -> String { String(repeating: "ü", count: Int(user.bits % 5) * 4) + "\(user)" }

    mutating func makeKnown(_ user: UserID) {
        guard self.standings[user] == nil else { return }
        self.standings[user] = UserStanding(id: user, affiliation: .member, status: .active, holdings: [])
    }

    private mutating func assign(to user: UserID) throws {
        let holding = try self.holding()
        let affiliation = self.world.generator.chance(20) ? self.world.generator.element(Affiliation.allCases) : nil
        let held = self.standings[user]?.affiliation ?? .member
        let changed = affiliation ?? held
        var wanted = [holding]
        if changed != held {
            wanted += self.joined(user)?.holdings.filter { self.catalog.role($0.role) != nil } ?? []
        }
        let isRefused = !wanted.allSatisfy { self.mayHold($0, as: changed) }
        do throws(RoleAssignmentError) {
            try self.table.assign(
                holding.role, to: user, as: affiliation, at: holding.scope, during: holding.window)
        } catch {
            guard isRefused else { throw error }
            return
        }
        guard !isRefused else { throw TrialFailure("a \(changed) was given \(holding)") }
        self.makeKnown(user)
        self.set(user, as: changed) {
            $0.filter { $0.role != holding.role || $0.scope != holding.scope } + [holding]
        }
    }

    /// Whether the catalog lets users of an affiliation hold a role at a scope.
    func mayHold(_ holding: RoleHolding, as affiliation: Affiliation) -> Bool {
        guard let role = self.catalog.role(holding.role), role.heldImplicitlyBy == .noUsers else { return false }
        return role.scoping.allows(holding.scope) && (affiliation == .member || role.isOpenToGuests)
    }

    private mutating func remove(from user: UserID) {
        guard let holding = self.standings[user]?.holdings.randomElement(using: &self.world.generator) else { return }
        self.table.remove(holding.role, from: user, at: holding.scope)
        self.set(user) { $0.filter { $0 != holding } }
    }

    private mutating func setStatus(of user: UserID) {
        let status = self.world.generator.element(AccountStatus.allCases)
        self.table.setStatus(status, of: user)
        self.makeKnown(user)
        self.set(user, to: status) { $0 }
    }

    private mutating func load(_ user: UserID) throws {
        let standing = try self.world.standing(of: user).member(of: self.someGroups())
        self.table.load(standing)
        self.standings[user] = standing
    }

    private mutating func forget(_ user: UserID) {
        self.table.forget(user)
        self.standings[user] = nil
    }

    private mutating func reload() {
        let gone = self.world.generator.element(self.world.users)
        self.standings[gone] = nil
        self.table.reload(Array(self.standings.values), groups: Array(self.groups.values), at: .start)
    }

    private mutating func replaceCatalog() throws {
        let (roles, permissions) = (
            Int.random(in: 3...7, using: &self.world.generator), Int.random(in: 2...6, using: &self.world.generator)
        )
        self.base = try RandomWorld.catalog(
            &self.world.generator, roles: roles, permissions: permissions, fillers: self.fillers)
        self.table.replaceCatalog(with: self.base)
        self.mergeCompanyRoles()
        try self.resolve()
    }

    mutating func mergeCompanyRoles() { self.catalog = self.base.merging(self.companyRoles.values) }

    mutating func set(
        _ user: UserID, to status: AccountStatus? = nil, as affiliation: Affiliation? = nil,
        _ body: ([RoleHolding]) -> [RoleHolding]
    ) {
        guard let old = self.standings[user] else { return }
        self.standings[user] = UserStanding(
            id: user, affiliation: affiliation ?? old.affiliation, status: status ?? old.status,
            holdings: body(old.holdings), groups: old.groups)
    }
}

// MARK: - Questions

extension TableTrial {
    /// Asks a random question in every form, and throws when an answer is not that of the definition.
    package mutating func ask() throws {
        try self.ask(self.world.question(), about: self.world.generator.element(self.world.users))
    }

    /// Asks a question in every form, and throws when an answer is not that of the definition, which it returns.
    @discardableResult
    mutating func ask(_ question: RandomQuestion, about user: UserID) throws -> Bool {
        let standing = self.joined(user)
        guard self.table.standing(of: user) == standing else {
            throw TrialFailure("the table knows \(self.table.standing(of: user) as Any), not \(standing as Any)")
        }
        let expected = question.isAllowed(self.catalog, standing)
        let plain = RandomQuestion(permission: question.permission, scope: .company, conditions: [], now: nil)
        let expectedPlainly = plain.isAllowed(self.catalog, standing)
        for (form, answer) in self.answers(user, question) where answer != expected {
            throw TrialFailure("\(form) says \(answer) to \(user), \(question), of \(standing as Any)")
        }
        for (form, answer) in self.plainAnswers(user, question.permission) where answer != expectedPlainly {
            throw TrialFailure("\(form) says \(answer) to \(user), \(plain), of \(standing as Any)")
        }
        self.decisionCount += 2
        if self.decisionCount % 16 == 0 { try self.decide(user, question) }
        return expected
    }

    /// What the table should know of a user, with what is held through groups.
    func joined(_ user: UserID) -> UserStanding? {
        self.standings[user]?.joined { self.groups[$0]?.holdings ?? [] }
    }

    private func answers(_ user: UserID, _ asked: RandomQuestion) -> [(String, Bool)] {
        let (permission, scope, now) = (asked.permission, asked.scope, asked.now)
        var answers = [
            ("by name", self.table.permits(user, permission, at: scope, given: asked.conditions, now: now))
        ]
        let stated = self.table.stated(asked.conditions)
        if let handle = self.handles[permission] {
            answers.append(("by handle", self.table.permits(user, handle, at: scope, given: stated, now: now)))
            if let subject = self.subjects[user] {
                let answer = self.table.permits(subject, handle, at: scope, given: stated, now: now)
                answers.append(("by two handles", answer))
            }
            let name = self.name(of: user)
            if self.table.user(named: name) == user {
                answers.append(
                    ("by user's name", self.table.permits(named: name, handle, at: scope, given: stated, now: now)))
            }
        }
        if let subject = self.subjects[user] {
            let answer = self.table.permits(subject, permission, at: scope, given: asked.conditions, now: now)
            answers.append(("by handle and name", answer))
        }
        return answers
    }

    private func plainAnswers(_ user: UserID, _ permission: Permission) -> [(String, Bool)] {
        guard let handle = self.handles[permission] else { return [] }
        var answers = [("by plain handle", self.table.permits(user, handle))]
        var batch = Array(repeating: true, count: 33)
        var span = batch.mutableSpan
        self.table.permits(
            Array(repeating: user, count: 33).span, Array(repeating: handle, count: 33).span, into: &span)
        answers += batch.map { ("by batch", $0) }
        if let subject = self.subjects[user] {
            answers.append(("by plain handle", self.table.permits(subject, handle)))
        }
        let name = self.name(of: user)
        if self.table.user(named: name) == user {
            answers.append(("by plain name", self.table.permits(named: name, handle)))
            var names = Array(repeating: true, count: 3)
            var answered = names.mutableSpan
            self.table.permits(
                named: Array(repeating: name, count: 3).span, Array(repeating: handle, count: 3).span, into: &answered)
            answers += names.map { ("by batch of names", $0) }
        }
        return answers
    }

    /// Asks another table with handles of this one, and this one with handles of another; throws at the first yes.
    package mutating func askWithForeignHandles() throws {
        let user = self.world.generator.element(self.world.users)
        let everyRole = self.world.catalog.roles.filter { $0.heldImplicitlyBy == .noUsers }.map { RoleHolding($0.id) }
        self.strangers.load(UserStanding(id: user, affiliation: .member, status: .active, holdings: everyRole))
        guard let subject = self.strangers.handle(for: user) else {
            throw TrialFailure("the other table knows \(user)")
        }
        for definition in self.world.catalog.permissions.prefix(8) {
            let foreign = try self.strangers.handle(for: definition.id)
            var answers = [self.table.permits(user, foreign), self.table.permits(subject, foreign)]
            if let own = self.handles[definition.id] {
                answers += [self.strangers.permits(user, own), self.table.permits(subject, own)]
                if let ownHandle = self.subjects[user] { answers.append(self.strangers.permits(ownHandle, own)) }
                if let ownHandle = self.subjects[user] { answers.append(self.table.permits(ownHandle, foreign)) }
            }
            guard !answers.contains(true) else { throw TrialFailure("a foreign handle of \(definition.id) is a yes") }
        }
    }

    /// Compares the table with one that is made anew from what should be known; throws when they differ.
    package mutating func compareWithRebuilt() throws {
        let rebuilt = AccessTable(catalog: self.base)
        rebuilt.setCompanyRoles(self.companyRoles.values)
        rebuilt.reload(Array(self.standings.values), groups: Array(self.groups.values), at: .start)
        guard rebuilt.userCount == self.table.userCount else {
            throw TrialFailure("\(self.table.userCount) users, not \(rebuilt.userCount)")
        }
        for user in self.world.users {
            let asked = self.world.question()
            let (scope, given, now) = (asked.scope, asked.conditions, asked.now)
            guard
                rebuilt.permits(user, asked.permission, at: scope, given: given, now: now)
                    == self.table.permits(user, asked.permission, at: scope, given: given, now: now)
            else { throw TrialFailure("a rebuilt table differs: \(user), \(asked)") }
        }
        try self.compareBackwards()
    }

    /// Compares who may do something, page by page, with the answers for all users; throws when they differ.
    private mutating func compareBackwards() throws {
        let asked = self.world.question()
        guard self.catalog.definition(of: asked.permission) != nil else { return }
        var found: [UserID] = []
        while true {
            let page = try self.table.users(
                permitted: asked.permission, at: asked.scope,
                given: asked.conditions.intersection(self.table.catalog.conditions), now: asked.now,
                after: found.last, limit: 2)
            found += page
            if page.count < 2 { break }
        }
        let expected = self.world.users.filter { asked.isAllowed(self.catalog, self.joined($0)) }.sorted()
        guard found == expected else { throw TrialFailure("\(found) may, not \(expected): \(asked)") }
    }
}

/// A table answered otherwise than it should.
package struct TrialFailure: Error, CustomStringConvertible {
    package let description: String

    package init(_ description: String) {
        self.description = description
    }
}
