public import RosterDomain
import RosterPorts

// For reviews: who can do something, what a user can do, and what a change would mean. Where nothing else is said, none of it
// touches a port.

extension Tenant {
    /// The users who may do something.
    ///
    /// - Parameters:
    ///   - permission: What.
    ///   - scope: Where.
    ///   - conditions: What the host states about the case in hand.
    ///   - previous: The last user of the page before; nil for the first page.
    ///   - limit: The most users on a page.
    /// - Returns: At most `limit` users, in the order of their identifiers; fewer mean that there are no more.
    /// - Throws: `UnknownNameError` when the catalog does not have the permission, the kind of place or a condition.
    /// - Complexity: O(users). Changes wait meanwhile, checks do not.
    public func whoCan(
        _ permission: Permission, at scope: Scope = .company, given conditions: Set<Condition> = [],
        after previous: UserID? = nil, limit: Int = 100
    ) throws(UnknownNameError) -> [UserID] {
        try self.access.users(
            permitted: permission, at: scope, given: conditions, now: self.clock.now, after: previous, limit: limit)
    }

    /// The users who hold a role now: assigned to them, included in another role, or held by everyone.
    ///
    /// - Parameters:
    ///   - role: The role.
    ///   - scope: Only holders at this place; nil for any place.
    ///   - previous: The last user of the page before; nil for the first page.
    ///   - limit: The most users on a page.
    /// - Returns: At most `limit` holders, in the order of their identifiers; fewer mean that there are no more.
    /// - Throws: `UnknownNameError` when the catalog does not have the role or the kind of place.
    /// - Complexity: O(users). Changes wait meanwhile, checks do not.
    public func holders(
        of role: RoleID, at scope: Scope? = nil, after previous: UserID? = nil, limit: Int = 100
    ) throws(UnknownNameError) -> [RoleHolder] {
        try self.access.holders(of: role, at: scope, now: self.clock.now, after: previous, limit: limit)
    }

    /// What users hold against rules for holding roles, because the rules are newer than what they hold.
    ///
    /// - Returns: Every breach, in the order of the users' identifiers. Roles with more holders than may be are in ``openingReport``.
    /// - Throws: ``TenantError/directory(_:)``.
    /// - Complexity: O(users).
    public func ruleBreaches() async throws(TenantError) -> [RuleBreach] {
        try await self.ruleBreaches(under: self.catalog)
    }

    /// What users would hold against the rules of another catalog.
    ///
    /// As ``ruleBreaches()`` otherwise. The roles of the company count as that catalog lets them, whether it has them or not.
    package func ruleBreaches(under catalog: RoleCatalog) async throws(TenantError) -> [RuleBreach] {
        try await askingDirectory { () async throws(UserDirectoryError) in
            var roles: [CompanyRole] = []
            var groups: [GroupID: GroupStanding] = [:]
            var inspection: RuleInspection?
            var breaches: [RuleBreach] = []
            _ = try await self.directory.readStandings { standing in
                switch standing {
                case .companyRole(let role): roles.append(role)
                case .group(let group): groups[group.id] = group
                case .user(let user):
                    if inspection == nil {
                        inspection = RuleInspection(catalog.merging(roles), at: self.clock.now)
                    }
                    breaches += inspection?.breaches(by: user.joined { groups[$0]?.holdings ?? [] }) ?? []
                }
            }
            return breaches
        }
    }

    /// Everything that a user can do now, and where; sorted.
    ///
    /// Nothing for a user whom the tenant does not list.
    ///
    /// - Parameters:
    ///   - user: Who.
    ///   - previous: The last entitlement of the page before; nil for the first page.
    ///   - limit: The most entitlements on a page; nil for all.
    public func entitlements(
        of user: UserID, after previous: Entitlement? = nil, limit: Int? = nil
    ) -> [Entitlement] {
        self.access.entitlements(of: user, now: self.clock.now, after: previous, limit: limit)
    }

    /// What would change for a user who were given roles and lost others: a dry run that changes nothing.
    ///
    /// The roles are given as ``assignRoles(_:to:at:during:by:)`` gives them, with those that come along, as far as the user may hold those
    /// and for as long. It does not ask whether the principal may give or take the roles, which roles are held together, or how many users
    /// hold one.
    ///
    /// - Parameters:
    ///   - given: The roles that the user would be given, in place of the same roles at the same scope.
    ///   - taken: The roles that the user would lose at the scope.
    ///   - user: Who; a user whom the tenant does not list counts as an active member without roles.
    ///   - scope: Where.
    ///   - window: When the roles given would hold.
    /// - Throws: ``TenantError/unknownName(_:)`` when the catalog does not have a role that would be given, or one that would be taken and is
    ///   not held, or the kind of place; ``TenantError/refused(_:)`` for a role that the user cannot hold there or then, which is not
    ///   recorded.
    public func difference(
        giving given: [RoleID] = [], taking taken: [RoleID] = [], user: UserID, at scope: Scope = .company,
        during window: ValidityWindow = .always
    ) throws(TenantError) -> AccessDifference {
        let (catalog, now) = (self.catalog, self.clock.now)
        let before = self.access.standing(of: user)
        try self.checkNames(given, taken, held: Set(before?.holdings.map(\.role) ?? []), scope)
        var after = before ?? UserStanding(id: user, affiliation: .member, status: .active, holdings: [])
        for role in taken { after = after.losing(role, at: scope) }
        let facts = Facts(
            catalog: catalog, company: self.company, now: now, principal: .system, principalRecord: nil)
        do throws(RefusalReason) {
            after = try facts.forecast(giving: given, to: after, at: scope, during: window)
        } catch {
            throw self.refused(Refusal("assign \(given.listed)", because: error))
        }
        return ReferenceEvaluator(catalog: catalog).difference(from: before, to: after, now: now)
    }

    /// Refuses names that the catalog does not have; a role that it has no more can be taken from those who hold it.
    private func checkNames(
        _ given: [RoleID], _ taken: [RoleID], held: Set<RoleID>, _ scope: Scope
    ) throws(TenantError) {
        do throws(UnknownNameError) {
            for role in given + taken.filter({ !held.contains($0) }) {
                _ = try self.catalog.role(named: role.rawValue)
            }
            try self.catalog.check(scope)
        } catch {
            throw .unknownName(error)
        }
    }
}
