internal import RosterDomain

/// A random world in full, with questions about it and Roster's answers, for an engine that knows nothing of Roster.
package struct TrialWorld: Encodable {
    private let roles: [Definition]
    private let permissions: [String: Rule?]
    private let scopes: [String]
    private let groups: [GroupEntry]
    private let users: [User]
    private let questions: [Question]

    fileprivate struct Definition: Encodable {
        let id: String
        let includes: [String]
        let grants: [Grant]
        let heldImplicitlyBy: String
    }

    fileprivate struct Grant: Encodable {
        let permission: String
        let conditions: [String]
    }

    fileprivate indirect enum Rule: Encodable {
        case role(String)
        case allOf([Rule])
        case anyOf([Rule])
    }

    fileprivate struct Held: Encodable {
        let role: String
        let scope: String
        let from: Int64?
        let until: Int64?
    }

    fileprivate struct GroupEntry: Encodable {
        let id: String
        let isDeleted: Bool
        let roles: [Held]
    }

    fileprivate struct User: Encodable {
        let id: String
        let isActive: Bool
        let isGuest: Bool
        let roles: [Held]
        let groups: [String]
    }

    fileprivate struct Question: Encodable {
        let user: String
        let permission: String
        let scope: String
        let conditions: [String]
        let now: Int64?
        let isAllowed: Bool
        /// Whether a user who is allowed would be denied without groups.
        let needsGroup: Bool
    }
}

// MARK: - From a trial

/// The worlds through which a trial passes.
package struct TrialWorlds {
    private var trial: TableTrial

    /// Begins a trial under small catalogs.
    package init(seed: UInt64) throws { self.trial = try TableTrial(seed: seed, fillers: 0) }

    /// The world after some more changes; throws when forms of the check differ on one of the questions.
    package mutating func next(changes changeCount: Int, questions questionCount: Int) throws -> TrialWorld {
        for _ in 0..<changeCount { try self.trial.change() }
        return try TrialWorld(&self.trial, questionCount: questionCount)
    }
}

extension TrialWorld {
    fileprivate init(_ trial: inout TableTrial, questionCount: Int) throws {
        self.roles = trial.catalog.roles.map(Definition.init)
        self.permissions = Dictionary(
            uniqueKeysWithValues: trial.catalog.permissions.map { ($0.id.rawValue, $0.rule.map(Rule.init)) })
        self.scopes = trial.world.scopes.map(\.path)
        self.groups = trial.groups.values.map(GroupEntry.init)
        self.users = trial.standings.values.map(User.init)
        self.questions = try (0..<questionCount).map { _ in try Question(from: &trial) }
    }
}

extension TrialWorld.Question {
    fileprivate init(from trial: inout TableTrial) throws {
        // Most random questions are a no, so that a no is passed over now and then.
        var (user, asked) = Self.random(in: &trial)
        for _ in 0..<7 where !asked.isAllowed(trial.catalog, trial.joined(user)) {
            (user, asked) = Self.random(in: &trial)
        }
        let isAllowed = try trial.ask(asked, about: user)
        self.init(
            user: "\(user.bits)", permission: asked.permission.rawValue, scope: asked.scope.path,
            conditions: asked.conditions.map(\.rawValue).sorted(), now: asked.now?.millisecondsSinceEpoch,
            isAllowed: isAllowed,
            needsGroup: isAllowed && !asked.isAllowed(trial.catalog, trial.standings[user]))
    }

    private static func random(in trial: inout TableTrial) -> (UserID, RandomQuestion) {
        (trial.world.generator.element(trial.world.users), trial.world.question())
    }
}

// MARK: - In plain values

extension TrialWorld.Definition {
    fileprivate init(_ role: Role) {
        self.init(
            id: role.id.rawValue, includes: role.includes.map(\.rawValue).sorted(),
            grants: role.grants.map {
                TrialWorld.Grant(
                    permission: $0.permission.rawValue, conditions: $0.conditions.map(\.rawValue).sorted())
            }, heldImplicitlyBy: "\(role.heldImplicitlyBy)")
    }
}

extension TrialWorld.Rule {
    fileprivate init(_ rule: PermissionRule) {
        switch rule {
        case .role(let role): self = .role(role.rawValue)
        case .allOf(let parts): self = .allOf(parts.map(Self.init))
        case .anyOf(let parts): self = .anyOf(parts.map(Self.init))
        }
    }

    private enum CodingKeys: String, CodingKey {
        case role, allOf, anyOf
    }

    fileprivate func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .role(let role): try container.encode(role, forKey: .role)
        case .allOf(let parts): try container.encode(parts, forKey: .allOf)
        case .anyOf(let parts): try container.encode(parts, forKey: .anyOf)
        }
    }
}

extension TrialWorld.Held {
    fileprivate init(_ holding: RoleHolding) {
        self.init(
            role: holding.role.rawValue, scope: holding.scope.path,
            from: holding.window.from?.millisecondsSinceEpoch, until: holding.window.until?.millisecondsSinceEpoch)
    }
}

extension TrialWorld.GroupEntry {
    fileprivate init(_ group: GroupStanding) {
        self.init(id: "\(group.id.bits)", isDeleted: group.isDeleted, roles: group.roles.map(TrialWorld.Held.init))
    }
}

extension TrialWorld.User {
    fileprivate init(_ standing: UserStanding) {
        self.init(
            id: "\(standing.id.bits)", isActive: standing.status == .active, isGuest: standing.affiliation == .guest,
            roles: standing.holdings.map(TrialWorld.Held.init), groups: standing.groups.map { "\($0.bits)" })
    }
}
