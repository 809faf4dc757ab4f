import RosterDomain
import RosterPartnerCenter
import Testing

/// Random people do random things to one small tenant, with the rules of the built-in catalog and one role more; after
/// every step the laws are checked on the state itself, without trusting the commands.
@Suite("The laws of provisioning, on random sequences of commands")
struct CommandSimulationTests {
    @Test(
        "Laws 3, 4, 6, 7: nothing above yourself, never locked out, unique, on the record; and things do happen")
    func laws() throws {
        var tally = Tally()
        for seed in 0..<80 as Range<UInt64> { try self.run(seed, &tally) }
        for kind in Attempt.kinds {
            #expect(tally.done[kind, default: 0] >= 5, "\(kind) hardly ever succeeds: \(tally)")
            #expect(tally.refused[kind, default: 0] >= 3, "\(kind) is hardly ever refused: \(tally)")
        }
        #expect(Set(tally.done.keys).union(tally.refused.keys) == Set(Attempt.kinds))
        #expect(tally.renewals >= 5)
        #expect(tally.givenAtPlaces >= 5)
        #expect(tally.retiredTaken >= 1)
        #expect(tally.strangers >= 1)
        #expect(tally.released >= 5 && tally.refusedRestorations >= 1 && tally.refusedNames >= 20, "\(tally)")
        #expect(tally.withoutAddress >= 5 && tally.services >= 5, "\(tally)")
        #expect(tally.bounded >= 5 && tally.shortened >= 5 && tally.unbacked >= 1, "\(tally)")
        #expect(tally.separated.values.allSatisfy { $0 >= 3 } && tally.separated.count == 3, "\(tally.separated)")
    }

    private func run(_ seed: UInt64, _ tally: inout Tally) throws {
        var simulation = try Simulation(seed: seed)
        let alreadyRefused = tally.refusalsOnRecord
        var ledger = AuthorityLedger(simulation.history)
        // The clock may be set back: what has passed once is not looked at again.
        var latest = simulation.now
        for step in 0..<300 {
            let place: Comment = "seed \(seed), step \(step)"
            let before = simulation.state
            let attempt = try simulation.attempt()
            let outcome = simulation.perform(attempt)
            tally.count(outcome, attempt)
            let after = simulation.state
            switch outcome {
            case .success(let commit):
                #expect(commit.principal == .user(id: attempt.principal), place)
                #expect(commit.revision == before.revision.next && commit == simulation.history.last, place)
                AuthorityCheck(commit, in: before, by: attempt.principal, place).run()
                ledger.take(commit, place)
            case .failure(let reason):
                #expect(after.everybody == before.everybody && after.company == before.company, place)
                guard before.user(attempt.principal) != nil else {
                    #expect(after == before, place)
                    tally.strangers += 1
                    break
                }
                let refusal = Refusal(attempt.command.attempt, because: reason)
                let recorded = simulation.history.filter { $0.revision > before.revision }
                #expect(recorded.map(\.changes) == [[.refused(refusal: refusal)]], place)
                #expect(recorded.map(\.principal) == [.user(id: attempt.principal)], place)
                tally.refusalsOnRecord += 1
            }
            let wasRun = before.everybody.contains(where: PageRules.runsTheTenant)
            #expect(!wasRun || after.everybody.contains(where: PageRules.runsTheTenant), "locked out: \(place)")
            self.checkUniqueness(after, place)
            latest = max(latest, simulation.now)
            #expect(ledger.holds(in: after), "somebody holds a role for longer than any giver had it: \(place)")
            #expect(after.everybody.allSatisfy { self.keepsRolesApart($0, at: latest) }, place)
            #expect(after.standings.compactMap(\.user).allSatisfy { $0 == simulation.table.standing(of: $0.id) }, place)
            #expect(simulation.table.userCount == after.userCount, place)
        }
        let refusals = simulation.history.flatMap(\.changes).count { if case .refused = $0 { true } else { false } }
        #expect(refusals == tally.refusalsOnRecord - alreadyRefused)
        #expect(try simulation.replayed() == simulation.state)
    }

    /// Nobody has more of a separation set's roles than they may, now or one day.
    private func keepsRolesApart(_ record: UserRecord, at moment: Timestamp) -> Bool {
        let current = record.assignments.filter { $0.window.until.map { $0 > moment } ?? true }
        return PageRules.mayHoldTogether(Set(current.map(\.role)))
    }

    /// Law 6: one name, one user, in any case, whether it is a user name or an address; each leads to the user, and a name that
    /// was released to another one at most; and one assignment of a role at a place.
    private func checkUniqueness(_ state: DirectoryState, _ place: Comment) {
        let unique = state.everybody.filter { !$0.user.hasReleasedNames }.flatMap { record in
            record.user.attributes.filter { $0.name == .employeeNumber }.flatMap(\.value.allTexts)
        }
        #expect(Set(unique).count == unique.count, place)
        let named = state.everybody.filter { !$0.user.isErased }.map { record in
            let texts = [record.user.userName.rawValue] + (record.user.email.map { [$0.rawValue] } ?? [])
            return (record.user, Set(texts.map { $0.lowercased() }))
        }
        let names = named.flatMap { user, names in user.hasReleasedNames ? [] : Array(names) }
        #expect(Set(names).count == names.count, place)
        for (user, names) in named {
            let holders = names.map { try? state.user(named: RecordName(UserName($0)))?.id }
            #expect(holders.allSatisfy { ($0 == user.id) != user.hasReleasedNames }, place)
            #expect(user.status == .deleted || !user.hasReleasedNames, place)
        }
        for record in state.everybody {
            let holdings = record.assignments.map { "\($0.role) \($0.scope)" }
            #expect(Set(holdings).count == holdings.count, place)
        }
    }
}

/// How often what happened.
private struct Tally {
    var done: [String: Int] = [:]
    var refused: [String: Int] = [:]
    var renewals = 0
    var givenAtPlaces = 0
    var retiredTaken = 0
    var refusalsOnRecord = 0
    var strangers = 0
    var separated: [String: Int] = [:]
    var released = 0
    var refusedNames = 0
    var refusedRestorations = 0
    var withoutAddress = 0
    var services = 0
    /// Refused because the giver's own authority ends.
    var bounded = 0
    /// Roles that were made to end sooner.
    var shortened = 0
    /// Invitations refused because their inviter has lost the right to.
    var unbacked = 0

    mutating func count(_ outcome: Result<Commit, RefusalReason>, _ attempt: Attempt) {
        guard case .success(let commit) = outcome else {
            self.refused[attempt.kind, default: 0] += 1
            if case .failure(.rolesSeparated(let set, _, _, _)) = outcome { self.separated[set, default: 0] += 1 }
            if case .failure(.authorityEnds) = outcome { self.bounded += 1 }
            if case .failure(.inviterMayNoLongerInvite) = outcome { self.unbacked += 1 }
            if case .failure(.nameTaken) = outcome {
                self.refusedNames += 1
                if attempt.kind == "restore" { self.refusedRestorations += 1 }
            }
            return
        }
        self.done[attempt.kind, default: 0] += 1
        var taken: [RoleAssignment] = []
        for change in commit.changes {
            switch change {
            case .roleRemoved(let assignment):
                taken.append(assignment)
                if assignment.role == PageRules.retired { self.retiredTaken += 1 }
            case .roleAssigned(let assignment):
                if taken.contains(where: assignment.isSameHolding) { self.renewals += 1 }
                let before = taken.first(where: assignment.isSameHolding)?.window
                let isSooner = before.flatMap { old in
                    assignment.window.until.map { end in old.until.map { end < $0 } ?? true }
                }
                if isSooner == true { self.shortened += 1 }
                if assignment.scope != .company { self.givenAtPlaces += 1 }
            case .namesReleased: self.released += 1
            case .userAdded(let user) where user.accountKind == .service: self.services += 1
            case .userAdded(let user) where user.email == nil: self.withoutAddress += 1
            default: break
            }
        }
    }
}

/// Law 3, checked against the pages rather than against the commands' own code.
private struct AuthorityCheck {
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
            // An invitation that has expired makes room for another account, whoever needs the address.
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
        case .notificationRetried: #expect(PageRules.mayCreateUsers(company), self.place)
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

    private func checkMayAssign(_ role: RoleID, at scope: Scope) {
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
        guard isKept != true, assignment.user != self.principal else { return }
        let reaches = PageRules.mayTakeRoles(self.roles(of: assignment.user), self.held(at: .company))
        let givesAll = (self.before.user(assignment.user)?.assignments ?? [])
            .filter { $0.window.until.map { $0 > self.commit.at } ?? true }
            .allSatisfy {
                PageRules.mayAssign($0.role, self.held(at: $0.scope))
                    || $0.role == PageRules.retired
                        && self.held(at: .company).contains(.globalAdmin)
            }
        #expect(reaches || givesAll, "took \(assignment) from a stronger one: \(self.place)")
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

    /// Whether somebody may give a role for all of its window that lies ahead.
    private func mayGive(_ assignment: RoleAssignment, as giver: UserID) -> Bool {
        let held = self.before.user(giver)?.assignments ?? []
        let moments =
            held.flatMap { [$0.window.from, $0.window.until] }.compactMap(\.self)
            + [self.commit.at, assignment.window.from ?? self.commit.at, Timestamp(millisecondsSinceEpoch: .max)]
        return moments.filter { $0 >= self.commit.at && assignment.window.contains($0) }.allSatisfy { moment in
            PageRules.mayAssign(assignment.role, self.held(by: giver, at: assignment.scope, moment))
        }
    }

    private func checkMayGive(_ assignment: RoleAssignment, as giver: UserID) {
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
        for assignment in self.current(record) where assignment.role != PageRules.retired {
            let giver: UserID? = if case .user(let id) = assignment.grantedBy { id } else { nil }
            let givers = [inviter] + [giver].compactMap(\.self).filter { self.before.user($0)?.user.status == .active }
            #expect(givers.contains { self.mayGive(assignment, as: $0) }, "\(assignment): \(self.place)")
        }
    }

    private func current(_ record: UserRecord?) -> [RoleAssignment] {
        (record?.assignments ?? []).filter { $0.window.until.map { $0 > self.commit.at } ?? true }
    }

    /// What the principal holds at a place and at the moment of the commit.
    private func held(at scope: Scope) -> Set<RoleID> { self.held(by: self.principal, at: scope, self.commit.at) }

    private func held(by user: UserID, at scope: Scope, _ moment: Timestamp) -> Set<RoleID> {
        let assignments = self.before.user(user)?.assignments ?? []
        return Set(
            assignments.filter { ($0.scope.path == "/" || $0.scope == scope) && $0.window.contains(moment) }
                .map(\.role))
    }

    /// Every role that somebody holds or will hold.
    private func roles(of user: UserID) -> Set<RoleID> {
        let assignments = self.before.user(user)?.assignments ?? []
        return Set(assignments.filter { $0.window.until.map { $0 > self.commit.at } ?? true }.map(\.role))
    }
}
