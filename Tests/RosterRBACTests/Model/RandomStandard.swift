import RosterDomain
import RosterDomainTestSupport
import RosterRBAC
import RosterUseCases

/// A company and the model of the standard, to which the same happens.
struct RandomStandard {
    var model: StandardModel
    var company: RBACCompany
    var generator: SeededGenerator
    /// The latest identifier under each name, of a user who may be deleted.
    var identifiers: [String: UserID] = [:]
    /// The latest token of each session, which may be over.
    var tokens: [Int: SessionToken] = [:]
    /// How often each function was valid, and how often not.
    var tally: [String: (valid: Int, invalid: Int)] = [:]

    let names = ["Grace", "Alan", "Edsger"]
    static let permissions = (0..<4).map { Permission("act\($0 % 2)", on: "bank/things\($0 / 2)") }
    static let roles = (0..<6).map { RoleID("role\($0)") }
    /// One that the catalog does not have.
    static let unknown = RoleID("unknown")

    init(seed: UInt64) async throws {
        var generator = SeededGenerator(seed: seed)
        var model = StandardModel()
        let roles = Self.roles.enumerated().map { position, id in
            let included = Set(generator.subset(Array(Self.roles[..<position]), chance: 20))
            return Bank.role(id, generator.subset(Self.permissions), includes: included)
        }
        // In no separation set, so that roles of the company can grant what it grants.
        let source = Bank.role(RoleID("source"), Self.permissions)
        let catalog = try Bank.company(of: roles + [source], Self.permissions)
        for role in catalog.roles {
            model.roles.insert(role.id)
            for grant in role.grants { model.permissionAssignments.insert(.init(grant.permission, role.id)) }
            for junior in role.includes { model.inheritance.insert(.init(role.id, junior)) }
        }
        model.permissions = Set(catalog.permissions.map(\.id))
        self.company = try await RBACCompany(catalog)
        model.users = ["Ada"]
        model.userAssignments = [.init("Ada", Bank.administrator)]
        model.reservedRoles = [Bank.administrator]
        self.identifiers["Ada"] = self.company.ada
        (self.model, self.generator) = (model, generator)
    }

    /// A difference between the company and the model.
    struct Difference: Error, CustomStringConvertible {
        let description: String
    }

    /// Lets the same happen to both, which must agree on whether it is valid.
    mutating func step() async throws {
        let kind = Int.random(in: 0..<27, using: &self.generator)
        switch kind {
        case 0...8: try await self.coreStep(kind)
        case 19...: try await self.roleStep(kind - 19)
        default: try await self.separationStep(kind - 9)
        }
    }

    /// Compares whether a function was valid.
    mutating func compare(
        _ function: String, isValid: Bool, _ body: () async throws -> Void
    ) async throws {
        let invalid = try await problem(body)
        guard (invalid == nil) == isValid else {
            throw Difference(
                description:
                    "\(function): \(isValid ? "valid" : "not valid"), and was \(invalid.map { "\($0)" } ?? "valid")")
        }
        let name = String(function.prefix { $0 != " " })
        self.tally[name, default: (0, 0)].valid += isValid ? 1 : 0
        self.tally[name, default: (0, 0)].invalid += isValid ? 0 : 1
    }

    /// Roles in an order that is the same in every run: those of the company, whose identifiers are drawn anew, by title.
    func inOrder(_ roles: some Sequence<RoleID>) -> [RoleID] {
        let titles = Dictionary(self.model.titles.map { ($0.value, $0.key) }) { first, _ in first }
        return roles.sorted { (titles[$0] ?? $0.rawValue) < (titles[$1] ?? $1.rawValue) }
    }

    mutating func anyRole() -> RoleID {
        let own = self.inOrder(self.model.titles.values)
        return self.generator.element(Self.roles + Self.roles + own + own + [Bank.administrator, Self.unknown])
    }

    mutating func anySession() -> Int {
        let known = self.tokens.keys.sorted()
        return self.generator.element(known.isEmpty ? [0] : Array(known.suffix(6)))
    }
}
