/// How much a reader may see of other people's records.
///
/// Readers see their own record whole. Administrators, who may create or edit users, act on accounts or assign roles for the
/// whole company, see the records of all accounts. Other readers see of accounts in use the name, the addresses and the roles.
/// A request for roles is shown with its reason to those who may answer it.
package struct RecordReader: Sendable {
    private let reader: UserStanding
    private let catalog: RoleCatalog
    private let now: Timestamp
    /// Identifies the reader.
    package var id: UserID { self.reader.id }
    /// Whether the reader is an administrator.
    package let administers: Bool
    /// Whether the reader may edit other people's profiles, and so sees of them what administrators may see.
    package let editsUsers: Bool
    /// Whether the reader may assign some role somewhere.
    package let answersRequests: Bool

    /// Works out what a user may see at a moment.
    package init(_ reader: UserStanding, catalog: RoleCatalog, now: Timestamp) {
        self.reader = reader
        self.catalog = catalog
        self.now = now
        let evaluator = ReferenceEvaluator(catalog: catalog)
        let everywhere = evaluator.rolesInForce(of: reader, at: nil, now: now)
        let companyWide = evaluator.rolesInForce(of: reader, at: .company, now: now)
        let assigners = Set(catalog.assignmentAuthorities.map(\.holder))
        let holders = assigners.union(catalog.accountAuthorities.map(\.holder))
        self.answersRequests = !assigners.isDisjoint(with: everywhere)
        self.editsUsers = evaluator.permits(reader, catalog.companyPermissions.editUsers, now: now)
        self.administers =
            self.editsUsers || !holders.isDisjoint(with: companyWide)
            || evaluator.permits(reader, catalog.companyPermissions.createUsers, now: now)
    }

    /// What the reader sees of a record; nil when the reader does not see the account.
    package func view(of record: UserRecord) -> UserRecord? {
        if record.id == self.reader.id { return record }
        if self.administers, record.roleRequests.isEmpty { return record }
        let requests = record.roleRequests.map { self.mayAnswer($0) ? $0 : $0.withoutReason }
        if self.administers {
            var view = record
            view.roleRequests = requests
            return view
        }
        guard record.user.isInUse else { return nil }
        let answerable = record.roleRequests.filter(self.mayAnswer)
        return UserRecord(
            record.user.asOthersSee, assignments: record.assignments.map(\.asOthersSee), invitation: nil,
            roleRequests: answerable)
    }

    /// Whether the reader may answer a request for roles now.
    package func mayAnswer(_ request: RoleRequest) -> Bool {
        let evaluator = ReferenceEvaluator(catalog: self.catalog)
        let known = request.roles.filter { self.catalog.role($0) != nil }
        guard !known.isEmpty else {
            return evaluator.permits(self.reader, self.catalog.companyPermissions.createUsers, now: self.now)
        }
        let held = evaluator.rolesInForce(of: self.reader, at: request.scope, now: self.now)
        return known.allSatisfy { self.catalog.mayAssign($0, havingRoles: held) }
    }

    /// What a query finds for the reader.
    package enum Finding: Sendable, Hashable {
        /// What this query finds among the records that the reader sees.
        case matches(UserQuery)
        /// The reader alone, if the query matches.
        case oneself
        /// No user at all.
        case nothing
    }

    /// What a query may find: no user is found by what the reader may not see.
    ///
    /// Every field of a query is weighed here. Those that are let through ask for what other readers see: names, addresses, roles.
    package func narrowed(_ query: UserQuery) -> Finding {
        if !self.editsUsers {
            if query.hasAttributes { return .oneself }
            if case .attribute = query.name?.space { return .oneself }
        }
        guard !self.administers else { return .matches(query) }
        // Whom no message reached is for administrators to know.
        if query.hasUndeliveredNotifications { return .oneself }
        let inUse: Set<AccountStatus> = [.active, .mustChangePassword]
        guard !query.statuses.isDisjoint(with: inUse) else { return .nothing }
        if query.hasPendingRequest, !self.answersRequests { return .oneself }
        var narrowed = query
        narrowed.statuses = inUse
        // Whom a page leaves out may not be counted either.
        if query.hasPendingRequest { narrowed.countLimit = 0 }
        return .matches(narrowed)
    }
}

extension User {
    /// Whether the account is in use, by a person who signs in or is about to.
    var isInUse: Bool { self.status == .active || self.status == .mustChangePassword }

    /// The account without what concerns administrators: whether a password has to be changed, when something was withdrawn,
    /// what manages it.
    fileprivate var asOthersSee: User {
        var user = User(
            id: self.id, fullName: self.fullName, userName: self.userName, email: self.email,
            affiliation: self.affiliation, status: .active, addedAt: self.addedAt, attributes: self.attributes)
        user.version = self.version
        user.accountKind = self.accountKind
        return user
    }
}

extension Group {
    /// The group without who gave it its roles.
    package var asOthersSee: Group {
        var group = self
        for position in group.roles.indices { group.roles[position].grantedBy = .system }
        return group
    }
}

extension RoleAssignment {
    /// The assignment without who gave it.
    fileprivate var asOthersSee: RoleAssignment {
        RoleAssignment(
            of: self.role, to: self.user, at: self.scope, during: self.window, grantedBy: .system,
            grantedAt: self.grantedAt)
    }
}

extension RoleRequest {
    /// The request without why.
    package var withoutReason: RoleRequest {
        var request = self
        request.reason = ""
        return request
    }
}

extension ReferenceEvaluator {
    /// The roles that an active user holds at a place, or anywhere for nil, at a moment; included ones and implicit ones among
    /// them.
    fileprivate func rolesInForce(of standing: UserStanding, at scope: Scope?, now: Timestamp) -> Set<RoleID> {
        guard standing.status == .active else { return [] }
        let held = standing.holdings.filter { $0.counts(at: scope ?? $0.scope, now: now) }.map(\.role)
        let implicit = self.catalog.rolesHeldImplicitly(by: standing.affiliation)
        return Set((held + implicit).flatMap(self.catalog.rolesIncluded))
    }
}
