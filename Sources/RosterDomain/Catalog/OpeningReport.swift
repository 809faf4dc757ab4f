/// What is amiss between a catalog and the roles that people hold, found when a company is opened.
public struct OpeningReport: Sendable, Hashable {
    /// The most breaches of separation sets that a report lists; ours.
    public static let breachLimit = 100

    /// The role that the company must not be without, when no account that can be used holds it company-wide at this moment; nil
    /// when one does.
    ///
    /// A directory in which no role is held at all is being filled, and not locked out.
    public internal(set) var lockOut: RoleID?
    /// Roles that are held, also by deleted accounts, and that the catalog does not know, by name.
    public internal(set) var lostRoles: [LostRole] = []
    /// The first breaches of rules for holding roles, in the order of the users' identifiers; at most ``breachLimit``.
    public internal(set) var breaches: [RuleBreach] = []
    /// How many breaches there are in all.
    public internal(set) var breachCount = 0
    /// The kinds of all of them, listed or not.
    var breachKinds: OpeningFindings = []
    /// The roles that more users hold than may, by name.
    public internal(set) var overfilledRoles: [OverfilledRole] = []
    /// What is wrong with roles of the company under this catalog; such parts grant nothing.
    public internal(set) var companyRoleProblems: [CompanyRoleID: [CompanyRoleProblem]] = [:]

    /// A report without findings.
    public init() {}

    /// The kinds of what was found; empty when nothing is amiss.
    public var findings: OpeningFindings {
        var findings: OpeningFindings = []
        if self.lockOut != nil { findings.insert(.lockOut) }
        if !self.lostRoles.isEmpty { findings.insert(.lostRoles) }
        findings.formUnion(self.breachKinds)
        if !self.overfilledRoles.isEmpty { findings.insert(.holdingRuleBreaches) }
        if !self.companyRoleProblems.isEmpty { findings.insert(.companyRoleProblems) }
        return findings
    }
}

/// A role that is held and that the catalog does not know.
public struct LostRole: Sendable, Hashable {
    /// The role.
    public let role: RoleID
    /// How many users hold it.
    public let holderCount: Int

    /// Names a lost role.
    public init(_ role: RoleID, holderCount: Int) {
        self.role = role
        self.holderCount = holderCount
    }
}

/// A role that more users hold than its maximum, because the maximum is newer.
public struct OverfilledRole: Sendable, Hashable {
    /// The role.
    public let role: RoleID
    /// How many users hold it; those who are still invited do not count.
    public let holderCount: Int
    /// How many may.
    public let limit: Int

    /// Names a role.
    public init(_ role: RoleID, holderCount: Int, limit: Int) {
        self.role = role
        self.holderCount = holderCount
        self.limit = limit
    }
}

/// Kinds of what can be amiss when a company is opened; a host says which of them it accepts.
public struct OpeningFindings: OptionSet, Sendable, Hashable {
    /// The bits.
    public let rawValue: UInt8

    /// Creates a set from bits.
    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// No usable account holds the role that the company must not be without, so that no user could repair it.
    public static let lockOut = OpeningFindings(rawValue: 1 << 0)
    /// Roles are held that the catalog does not know.
    ///
    /// A host that accepts it lets them end: each is taken from its holders, by the system and on record, so that a role of the
    /// same name that comes back later has no holders.
    public static let lostRoles = OpeningFindings(rawValue: 1 << 1)
    /// Users breach separation sets.
    public static let separationBreaches = OpeningFindings(rawValue: 1 << 2)

    /// Roles of the company are not sound under the catalog, which is another one than that under which they were defined.
    ///
    /// What of them counts no more grants nothing. A host that accepts it lets it end: permissions, roles and conditions that the catalog does
    /// not have are taken out of the definitions, by the system and on record, so that a name that comes back later means nothing
    /// to the holders.
    public static let companyRoleProblems = OpeningFindings(rawValue: 1 << 3)

    /// Users hold what other rules for holding roles forbid by now: prerequisites, maximum numbers, who may hold a role, and where.
    ///
    /// Such a rule takes nothing from anyone; it is asked where roles are given, or come into force again.
    public static let holdingRuleBreaches = OpeningFindings(rawValue: 1 << 4)

    /// What is accepted unless the host says otherwise: everything that leaves no one with power that rules keep apart, and the company
    /// with its administrators.
    public static let standard: OpeningFindings = [.lostRoles, .companyRoleProblems, .holdingRuleBreaches]
}

extension OpeningReport: CustomStringConvertible {
    /// The findings, one a line, with what to do about each.
    public var description: String {
        var lines: [String] = []
        if let lockOut {
            lines.append(
                "no account in use holds the role `\(lockOut)`; open with a catalog that knows the "
                    + "role that the administrators hold")
        }
        for lost in self.lostRoles {
            lines.append("the catalog has no role `\(lost.role)`, which \(counted(lost.holderCount, "user")) held")
        }
        for (role, problems) in self.companyRoleProblems.sorted(by: { $0.key < $1.key }) {
            lines += problems.map { "the role `\(role)` of the company \($0)" }
        }
        lines += self.overfilledRoles.map { overfilled in
            "\(counted(overfilled.holderCount, "user")) have `\(overfilled.role)`, which \(overfilled.limit) may hold"
        }
        lines += self.breaches.map(\.description)
        let more = self.breachCount - self.breaches.count
        if more > 0 { lines.append("and more of the kind, \(self.breachCount) in all") }
        return lines.isEmpty ? "nothing is amiss" : lines.joined(separator: "\n")
    }
}

/// Compares a catalog with the roles that people hold, standing after standing.
package struct OpeningInspection {
    private let catalog: RoleCatalog
    private let now: Timestamp
    private var rules: RuleInspection
    private var found = OpeningReport()
    private var lost: [RoleID: Int] = [:]
    private var holderCounts: [RoleID: Int] = [:]
    private var holdsAnyRole = false
    private var hasHolder = false

    /// Prepares to look at a moment.
    package init(_ catalog: RoleCatalog, with roles: [CompanyRole] = [], at now: Timestamp) {
        let catalog = catalog.merging(roles)
        self.catalog = catalog
        self.now = now
        self.rules = RuleInspection(catalog, at: now)
        self.found.companyRoleProblems = catalog.problems(of: roles)
    }

    /// Looks at one group, deleted ones too: what they hold comes back with them.
    package mutating func take(_ group: GroupStanding) {
        for role in Set(group.roles.map(\.role)) where self.catalog.role(role) == nil {
            self.lost[role, default: 0] += 0
        }
    }

    /// Looks at one user, who holds what their groups hold.
    ///
    /// - Complexity: O(roles held).
    package mutating func take(_ standing: UserStanding) {
        var unknown: Set<RoleID> = []
        for holding in standing.holdings {
            self.holdsAnyRole = true
            if holding.role == self.catalog.indispensableRole {
                let isUsable = standing.status == .active || standing.status == .mustChangePassword
                let isPerson = standing.secondFactor != .exempt
                self.hasHolder = self.hasHolder || isPerson && isUsable && holding.counts(at: .company, now: self.now)
            } else if self.catalog.role(holding.role) == nil {
                unknown.insert(holding.role)
            }
        }
        for role in unknown { self.lost[role, default: 0] += 1 }
        self.countLimited(standing)
        let breaches = self.rules.breaches(by: standing)
        self.found.breachCount += breaches.count
        for breach in breaches { self.found.breachKinds.insert(breach.kind) }
        let room = OpeningReport.breachLimit - self.found.breaches.count
        if room > 0 { self.found.breaches += breaches.prefix(room) }
    }

    /// Counts a user among the holders of roles with a maximum.
    ///
    /// An invitation may have run out, which no standing says.
    private mutating func countLimited(_ standing: UserStanding) {
        guard self.catalog.hasHolderLimits, !standing.status.isGone, standing.status != .invited else { return }
        let current = standing.holdings.filter { $0.holds(after: self.now) }
        for role in Set(current.flatMap { self.catalog.limitedRoles(in: $0.role) }) {
            self.holderCounts[role, default: 0] += 1
        }
    }

    private var overfilledRoles: [OverfilledRole] {
        self.holderCounts.sorted { $0.key < $1.key }.compactMap { role, count in
            guard let limit = self.catalog.role(role)?.maximumHolders, count > limit else { return nil }
            return OverfilledRole(role, holderCount: count, limit: limit)
        }
    }

    /// What was found.
    package var report: OpeningReport {
        var report = self.found
        report.lockOut = self.holdsAnyRole && !self.hasHolder ? self.catalog.indispensableRole : nil
        report.overfilledRoles = self.overfilledRoles
        report.lostRoles = self.lost.map { LostRole($0.key, holderCount: $0.value) }.sorted { $0.role < $1.role }
        return report
    }
}
