import RosterDomain
import RosterPartnerCenter
import Testing

/// Law 3, checked against the pages rather than against the commands' own code.
struct AuthorityCheck {
    let commit: Commit
    let before: DirectoryState
    let principal: UserID
    let place: Comment

    init(_ commit: Commit, in before: DirectoryState, by principal: UserID, _ place: Comment) {
        self.commit = commit
        self.before = before
        self.principal = principal
        self.place = place
    }

    func run() {
        for change in self.commit.changes { self.check(change) }
    }

    private func check(_ change: Change) {
        let company = self.held(at: .company)
        switch change {
        case .attributesChanged(let user, let edits): self.check(edits, of: user, company)
        case .namesReleased(let user):
            #expect(
                self.commit.changes.first == .statusChanged(user: user, from: self.status(of: user), to: .deleted),
                self.place)
        case .namesRegained(let user, _):
            #expect(
                self.commit.changes.last == .statusChanged(user: user, from: .deleted, to: self.restored(user)),
                self.place)
        case .userPurged(let user):
            #expect(self.status(of: user) == .deleted, self.place)
            #expect(user != self.principal && PageRules.maySuspend(self.roles(of: user), company), self.place)
        case .roleAssigned(let assignment): self.checkGiving(assignment)
        case .roleRemoved(let assignment): self.checkTaking(assignment)
        case .passwordReset(let user, _, _):
            #expect(self.before.user(user)?.user.accountKind == .person, self.place)
            #expect(user != self.principal && PageRules.mayReset(self.roles(of: user), company), self.place)
        case .statusChanged(let user, .invited, .active):
            #expect(user == self.principal, self.place)
            self.checkBacking(of: user)
        case .statusChanged(let user, .deleted, _):
            #expect(user != self.principal && PageRules.maySuspend(self.roles(of: user), company), self.place)
            self.checkComingBack(of: user)
        case .statusChanged(let user, _, _):
            #expect(user != self.principal && PageRules.maySuspend(self.roles(of: user), company), self.place)
        case .userAdded: #expect(PageRules.mayCreateUsers(company), self.place)
        case .invitationSent(let user, _):
            #expect(PageRules.mayCreateUsers(company), self.place)
            self.checkComingBack(of: user)
        case .invitationRevoked(let user):
            // An invitation that has expired makes room for any other account that needs the address.
            if let expiry = self.before.user(user)?.invitation?.expiresAt, expiry <= self.commit.at { break }
            #expect(PageRules.mayCreateUsers(company), self.place)
            for assignment in self.before.user(user)?.assignments ?? [] {
                self.checkMayAssign(assignment.role, at: assignment.scope)
            }
        case .roleRequestAnswered(let request, .withdrawn): #expect(request.user == self.principal, self.place)
        case .roleRequestAnswered(let request, .lapsed):
            let isDeletion = self.commit.changes.contains {
                if case .statusChanged(request.user, _, .deleted) = $0 { true } else { false }
            }
            #expect(isDeletion || request.expiresAt.map { $0 <= self.commit.at } ?? false, self.place)
        case .roleRequestAnswered(let request, .granted):
            #expect(request.expiresAt.map { $0 > self.commit.at } ?? true, self.place)
            #expect([.active, .mustChangePassword].contains(self.status(of: request.user)), self.place)
            for role in request.roles { self.checkMayAssign(role, at: request.scope) }
            self.checkGranting(request)
        case .roleRequestAnswered(let request, .declined):
            for role in request.roles { self.checkMayAssign(role, at: request.scope) }
        case .rolesRequested(let request): #expect(request.user == self.principal, self.place)
        case .passwordChanged(let user, _), .firstSignIn(let user), .userRenamed(let user, _, _):
            #expect(user == self.principal, self.place)
        case .lockoutLifted(let user):
            #expect(user != self.principal && PageRules.mayReset(self.roles(of: user), company), self.place)
        case .sessionsEnded(let user, let session):
            let isOwn = user == self.principal && session == nil
            #expect(isOwn || PageRules.mayReset(self.roles(of: user), company), self.place)
        case .addressChangeRequested(let user, _), .addressChangeWithdrawn(let user):
            self.checkAddress(of: user, by: self.principal)
        case .addressChanged(let user, _, let email):
            guard let change = self.before.user(user)?.user.addressChange,
                case .user(let requester) = change.requestedBy
            else {
                Issue.record("nothing waited to be confirmed: \(self.place)")
                return
            }
            #expect(change.email == email && self.commit.at < change.expiresAt, self.place)
            self.checkAddress(of: user, by: requester)
        case .signInNamesChanged(let user, _, _): self.checkAddress(of: user, by: self.principal)
        case .serviceTokenIssued(let service, let token):
            let isOwn = service == self.principal && token.replaced != nil
            let mayReset = service != self.principal && PageRules.mayReset(self.roles(of: service), company)
            #expect(isOwn || mayReset, self.place)
            #expect(self.before.user(service)?.user.accountKind == .service, self.place)
            #expect(self.status(of: service) == .active, self.place)
        case .secondFactorEnrolled(let user, _): #expect(user == self.principal, self.place)
        case .secondFactorRemoved(let user):
            #expect(user == self.principal || PageRules.mayReset(self.roles(of: user), company), self.place)
            #expect(self.before.user(user)?.user.secondFactor != nil, self.place)
        case .companyChanged(let former, let new):
            #expect(former != new && self.before.company == former, self.place)
            #expect(former.name == new.name || PageRules.mayRename(company), self.place)
            #expect(former.programs == new.programs || PageRules.mayChangePrograms(company), self.place)
        case .notificationRetried: #expect(PageRules.mayCreateUsers(company), self.place)
        case .groupAdded: #expect(PageRules.mayCreateUsers(company), self.place)
        case .groupChanged(let group, let change): self.check(change, of: group)
        case .memberAdded(let user, let group): self.checkJoining(user, group)
        case .memberRemoved(let user, let group): self.checkLeaving(user, group)
        case .companyRoleDefined(let role): self.checkDefining(role.definition)
        case .companyRoleChanged(let role, let change): self.check(change, of: role)
        case .companyEnrolled, .refused, .notificationsDelivered, .notificationGivenUp, .recoveryRequested,
            .recoverySpent:
            Issue.record("by no command: \(change)")
        }
    }

    /// Of another person, nothing without the right to manage users and to act on the account; of oneself, what users edit.
    private func check(_ edits: [AttributeEdit], of user: UserID, _ company: Set<RoleID>) {
        let isAdministrator = PageRules.mayEditUsers(company)
        for edit in edits {
            let isOwn = [AttributeName.locale, .timeZone, .phoneNumbers, .preferredLanguage].contains(edit.name)
            #expect(edit.name != .externalID && edit.from != edit.to, self.place)
            #expect(edit.from == self.before.user(user)?.user.attributes.first { $0.name == edit.name }, self.place)
            #expect(user == self.principal ? isOwn || isAdministrator : isAdministrator, self.place)
        }
        #expect(user == self.principal || PageRules.maySuspend(self.roles(of: user), company), self.place)
    }

    /// Of another person, nothing without the rights to edit users and to reset this password.
    private func checkAddress(of user: UserID, by requester: UserID) {
        let held = self.held(by: requester, at: .company, self.commit.at)
        let mayEdit = PageRules.mayEditUsers(held) && PageRules.mayReset(self.roles(of: user), held)
        #expect(user == requester || mayEdit, self.place)
        #expect([.active, .mustChangePassword].contains(self.status(of: user)), self.place)
        #expect(self.status(of: requester) == .active, self.place)
    }

    private func restored(_ user: UserID) -> AccountStatus {
        self.before.user(user)?.user.statusBeforeDeletion ?? .mustChangePassword
    }

    private func status(of user: UserID) -> AccountStatus {
        self.before.user(user)?.user.status ?? .invited
    }

    func checkMayAssign(_ role: RoleID, at scope: Scope) {
        let held = self.held(at: scope)
        #expect(PageRules.mayAssign(role, held), "\(held) gave, took or answered \(role) at \(scope): \(self.place)")
    }

    /// What is taken without being given back, or ends sooner than before, takes authority over the account.
    private func checkTaking(_ assignment: RoleAssignment) {
        self.checkMayAssign(assignment.role, at: assignment.scope)
        guard assignment.window.until.map({ $0 > self.commit.at }) ?? true else { return }
        let again = self.commit.changes.compactMap { change -> RoleAssignment? in
            if case .roleAssigned(let new) = change, new.isSameHolding(as: assignment) { new } else { nil }
        }.first
        let isKept = again.map { new in
            new.window.until.map { end in assignment.window.until.map { $0 <= end } ?? false } ?? true
        }
        if isKept != true { self.checkReach(taking: assignment) }
    }

    /// What is taken takes authority over the account, or over everything that it holds.
    func checkReach(taking assignment: RoleAssignment) { self.checkReach(over: assignment.user) }

    func checkReach(over user: UserID) {
        guard user != self.principal else { return }
        let reaches = PageRules.mayTakeRoles(self.roles(of: user), self.held(at: .company))
        let givesAll = self.all(of: user)
            .filter { $0.window.until.map { $0 > self.commit.at } ?? true }
            .allSatisfy {
                PageRules.mayAssign($0.role, self.held(at: $0.scope))
                    || $0.role == PageRules.retired
                        && self.held(at: .company).contains(.globalAdmin)
            }
        #expect(reaches || givesAll, "took something from a stronger one, \(user): \(self.place)")
    }

    private func checkGiving(_ assignment: RoleAssignment) {
        self.checkMayAssign(assignment.role, at: assignment.scope)
        self.checkMayGive(assignment, as: self.principal)
        #expect(assignment.grantedBy == self.commit.principal && assignment.grantedAt == self.commit.at, self.place)
        #expect(assignment.window.until.map { $0 > self.commit.at } ?? true, self.place)
        let added = self.commit.changes.compactMap { change in
            if case .userAdded(let user) = change, user.id == assignment.user { user } else { nil }
        }
        let user = added.first ?? self.before.user(assignment.user)?.user
        let affiliation = user?.affiliation ?? .guest
        #expect(PageRules.mayHold(assignment.role, at: assignment.scope, affiliation), "\(assignment): \(self.place)")
        #expect(user?.status != .deleted, self.place)
    }

    /// A grant keeps the end of a role that is held with one, unless the approver or the wish says another.
    private func checkGranting(_ request: RoleRequest) {
        for case .roleAssigned(let new) in self.commit.changes {
            let old = self.before.user(request.user)?.assignment(of: new.role, at: new.scope)
            guard let old, let end = old.window.until, end > self.commit.at else { continue }
            #expect(new.window.until.map { $0 >= end } ?? true, "a grant cut \(old) short: \(self.place)")
        }
    }

    /// Whether a user may give a role for all of its window that lies ahead.
    private func mayGive(_ assignment: RoleAssignment, as giver: UserID) -> Bool {
        let held = self.all(of: giver)
        let moments =
            held.flatMap { [$0.window.from, $0.window.until] }.compactMap(\.self)
            + [self.commit.at, assignment.window.from ?? self.commit.at, Timestamp(millisecondsSinceEpoch: .max)]
        return moments.filter { $0 >= self.commit.at && assignment.window.contains($0) }.allSatisfy { moment in
            PageRules.mayAssign(assignment.role, self.held(by: giver, at: assignment.scope, moment))
        }
    }

    func checkMayGive(_ assignment: RoleAssignment, as giver: UserID) {
        #expect(self.mayGive(assignment, as: giver), "\(giver) gave \(assignment) for too long: \(self.place)")
    }

    /// Roles that come into force with an account are such as the principal could give.
    private func checkComingBack(of user: UserID) {
        for assignment in self.current(self.before.user(user)) where assignment.role != PageRules.retired {
            self.checkMayGive(assignment, as: self.principal)
        }
    }

    /// The inviter may still invite, and each role is one that the inviter or its giver could give.
    private func checkBacking(of user: UserID) {
        guard let record = self.before.user(user), case .user(let inviter) = record.invitation?.invitedBy else {
            Issue.record("no inviter: \(self.place)")
            return
        }
        let isInUse = self.before.user(inviter)?.user.status == .active
        #expect(isInUse && PageRules.mayCreateUsers(self.held(by: inviter, at: .company, self.commit.at)), self.place)
        let own = record.assignments.filter { $0.window.until.map { $0 > self.commit.at } ?? true }
        for assignment in own where assignment.role != PageRules.retired {
            let giver: UserID? = if case .user(let id) = assignment.grantedBy { id } else { nil }
            let givers = [inviter] + [giver].compactMap(\.self).filter { self.before.user($0)?.user.status == .active }
            #expect(givers.contains { self.mayGive(assignment, as: $0) }, "\(assignment): \(self.place)")
        }
    }

    private func current(_ record: UserRecord?) -> [RoleAssignment] {
        (record?.everyAssignment(in: self.before) ?? []).filter { $0.window.until.map { $0 > self.commit.at } ?? true }
    }

    /// Everything that a user holds, through groups too.
    func all(of user: UserID) -> [RoleAssignment] {
        self.before.user(user)?.everyAssignment(in: self.before) ?? []
    }

    /// What the principal holds at a place and at the moment of the commit.
    func held(at scope: Scope) -> Set<RoleID> { self.held(by: self.principal, at: scope, self.commit.at) }

    private func held(by user: UserID, at scope: Scope, _ moment: Timestamp) -> Set<RoleID> {
        Set(
            self.all(of: user).filter { ($0.scope.path == "/" || $0.scope == scope) && $0.window.contains(moment) }
                .map(\.role))
    }

    /// Every role that a user holds or will hold.
    private func roles(of user: UserID) -> Set<RoleID> {
        Set(self.all(of: user).filter { $0.window.until.map { $0 > self.commit.at } ?? true }.map(\.role))
    }
}
