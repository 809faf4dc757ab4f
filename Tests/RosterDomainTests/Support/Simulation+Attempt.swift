import RosterPartnerCenter
import RosterDomain
import RosterDomainTestSupport

/// A command, and a principal who wants it.
struct Attempt {
    let command: any TenantCommand
    let principal: UserID

    init(_ command: any TenantCommand, by principal: UserID) {
        self.command = command
        self.principal = principal
    }

    /// What is attempted, for counting.
    var kind: String {
        switch self.command {
        case let suspension as SuspendUser: suspension.step.rawValue
        case let members as ChangeMembers: "ChangeMembers \(members.step.rawValue)"
        case let end as EndCompanyRole: "EndCompanyRole \(end.step)"
        case let answer as AnswerRoleRequest: "AnswerRoleRequest \(answer.answer.rawValue)"
        default: "\(type(of: self.command))"
        }
    }

    static let kinds = [
        "AssignRoles", "RemoveRoles", "block", "unblock", "delete", "restore", "ResetPassword", "RecordPasswordChange",
        "RecordFirstSignIn", "ChangeAttributes", "AddUser", "AddExistingUsers", "InviteUsers", "ResendInvitation",
        "RevokeInvitation",
        "AcceptInvitation", "RequestRoles", "AnswerRoleRequest granted", "AnswerRoleRequest declined",
        "WithdrawRoleRequest", "EndSessions", "PurgeUser", "IssueServiceToken", "RequestAddressChange",
        "ConfirmAddressChange", "LiftLockout",
        "RecordSecondFactor", "RemoveSecondFactor", "AddGroup", "ChangeGroup", "DeleteGroup", "RestoreGroup",
        "ChangeMembers add", "ChangeMembers remove", "AssignGroupRoles", "RemoveGroupRoles", "ChangeCompany",
        "DefineCompanyRole", "ChangeCompanyRole", "EndCompanyRole retire", "EndCompanyRole reinstate",
        "EndCompanyRole delete",
    ]
}

extension Simulation {
    /// A random command, and a principal who wants it.
    mutating func attempt() throws -> Attempt {
        let principal = self.principal()
        let target = self.generator.element(self.people)
        switch Int.random(in: 0..<45, using: &self.generator) {
        case 0...3: return Attempt(try self.assignment(to: target), by: principal)
        case 4...6: return Attempt(self.removal(from: target), by: principal)
        case 7...9: return Attempt(self.suspension(), by: principal)
        case 24 where self.generator.chance(25): return Attempt(self.purge(target), by: principal)
        case 10:
            let command = ResetPassword(of: target, to: self.newCredential(), expiringAt: self.now + .seconds(60))
            return Attempt(command, by: principal)
        case 11, 12:
            let shown = self.state.user(target)?.user.credential ?? self.newCredential()
            return Attempt(RecordPasswordChange(of: target, from: shown, to: self.newCredential()), by: target)
        case 13 where self.generator.chance(40):
            let one = EndSessions.Step.endOne(UserSessionID(bits: 7))
            let step = self.generator.element([EndSessions.Step.review, one, .endAll])
            return Attempt(EndSessions(step, of: self.generator.chance(70) ? target : principal), by: principal)
        case 13:
            let shown = self.state.user(target)?.user.credential
            return Attempt(RecordFirstSignIn(of: target, showing: shown), by: target)
        case 14, 15: return Attempt(try self.addition(), by: principal)
        case 16...19: return try self.invitation(by: principal)
        case 20, 21, 22:
            return Attempt(try self.profile(of: self.generator.chance(60) ? target : principal), by: principal)
        case 23 where self.generator.chance(40): return Attempt(LiftLockout(of: target), by: principal)
        case 23: return self.token(by: principal)
        case 24...26: return try self.address(by: principal)
        case 27, 28: return self.secondFactor(of: target, or: principal)
        case 31: return Attempt(try self.company(), by: principal)
        case 32...38: return try self.groupAttempt(by: principal)
        case 39...44: return try self.companyRoleAttempt(by: principal)
        default: return try self.request(by: principal)
        }
    }

    /// The name, the programs or both; now and then by a person who has not seen what the company is.
    private mutating func company() throws -> ChangeCompany {
        var seen = self.state.company ?? DomainSample.company
        if self.generator.chance(10) { seen = DomainSample.renamedCompany }
        let name = self.generator.chance(60) ? try FullName("Contoso \(self.generator.next() % 3)") : nil
        let programs = [Program.indirectProvider, Program("other")]
        let wanted = self.generator.chance(60) ? Set(self.generator.subset(programs, chance: 50)) : nil
        return ChangeCompany(name: name, programs: wanted, seeing: seen)
    }

    /// Mostly what a person does to their own factor, now and then what an administrator does to another person's.
    private mutating func secondFactor(of target: UserID, or principal: UserID) -> Attempt {
        let shown = self.state.user(target)?.user.secondFactor
        let other = SecondFactorID(bits: UInt128(self.generator.next()))
        switch Int.random(in: 0..<4, using: &self.generator) {
        case 0: return Attempt(RemoveSecondFactor(of: target, showing: nil), by: principal)
        case 1:
            let shown = self.generator.chance(80) ? shown ?? other : other
            return Attempt(RemoveSecondFactor(of: target, showing: shown), by: target)
        default:
            let former = self.generator.chance(80) ? shown : other
            let command = RecordSecondFactor(
                of: target, at: self.state.user(target)?.user.sessionEpoch ?? 0, replacing: former, by: other)
            return Attempt(command, by: self.generator.chance(90) ? target : principal)
        }
    }

    /// A change of address, of oneself or another, or its confirmation.
    private mutating func address(by principal: UserID) throws -> Attempt {
        let waiting = self.people.filter { self.state.user($0)?.user.addressChange != nil }
        if !waiting.isEmpty, self.generator.chance(60) {
            let user = self.generator.element(waiting)
            var shown = try AddressChange(
                to: self.address("x"), requestedBy: .user(id: principal), credential: self.newCredential(),
                at: self.now,
                expiringAt: self.now)
            if self.generator.chance(80), let change = self.state.user(user)?.user.addressChange { shown = change }
            return Attempt(ConfirmAddressChange(shown, of: user), by: user)
        }
        let target = self.generator.chance(50) ? principal : self.generator.element(self.people)
        let change = try AddressChange(
            to: self.address(self.generator.chance(50) ? "x" : "p"), requestedBy: .user(id: principal),
            credential: self.newCredential(), at: self.now,
            expiringAt: self.now + .seconds(Int.random(in: 60...90_000, using: &self.generator)))
        return Attempt(RequestAddressChange(self.generator.chance(90) ? change : nil, of: target), by: principal)
    }

    /// Mostly a token of a service, now and then one that the service asks for itself.
    private mutating func token(by principal: UserID) -> Attempt {
        let services = self.people.filter { self.state.user($0)?.user.accountKind == .service }
        let target = self.generator.element(services.isEmpty || self.generator.chance(10) ? self.people : services)
        let isOwn = self.generator.chance(30)
        let lifetime = Duration.seconds(Int.random(in: -10...4_000, using: &self.generator))
        let token = ServiceToken(
            UserSessionID(bits: UInt128(self.generator.next())), named: DeviceName("job"),
            expiringAt: self.now + lifetime,
            replacing: self.generator.chance(isOwn ? 80 : 30) ? UserSessionID(bits: 7) : nil)
        let command = IssueServiceToken(token, for: target, lifetimeLimit: .seconds(3_600))
        return Attempt(command, by: isOwn ? target : principal)
    }

    /// In this tenant employee numbers are unique.
    static let schema: AttributeSchema = {
        let standard = AttributeSchema.standard.definitions.filter { $0.name != .employeeNumber }
        let number = AttributeDefinition(.employeeNumber, title: "Number", uniqueness: .caseExact)
        do { return try AttributeSchema(standard + [number]) } catch {
            preconditionFailure("invariant: it is sound: \(error)")
        }
    }()

    private mutating func profile(of user: UserID) throws -> ChangeAttributes {
        var values: [AttributeName: AttributeValue?] = [:]
        let names: [AttributeName] = [.locale, .title, .employeeNumber, .externalID, try AttributeName("titel")]
        for name in [self.generator.element(Array(names.prefix(3)))] + self.generator.subset(names, chance: 10) {
            let text = "\(Int.random(in: 0...9, using: &self.generator))"
            values[name] = .some(self.generator.chance(80) ? .text(text) : nil)
        }
        return ChangeAttributes(of: user, to: values, schema: Self.schema)
    }

    /// Often a user who runs the tenant, mostly one whose account is in use, now and then any user.
    private mutating func principal() -> UserID {
        let active = self.people.filter { self.state.user($0)?.user.status == .active }
        let highest = active.filter { self.state.user($0)?.assignment(of: .globalAdmin, at: .company) != nil }
        if !highest.isEmpty, self.generator.chance(35) { return self.generator.element(highest) }
        return self.generator.element(active.isEmpty || self.generator.chance(15) ? self.people : active)
    }

    mutating func someRoles() -> [RoleID] {
        // Roles of the larger separation sets come more often, so that all of them meet in one person now and then.
        let apart: [RoleID] = [
            .referralsAdmin, .mpnPartnerAdmin, .executiveReportViewer, .passwordAdmin, .authenticationAdmin,
        ]
        let ruled = [PageRules.treasurer.id, PageRules.teller.id]
        return self.orOfCompany(
            [self.generator.element(self.roles + apart + ruled)] + self.generator.subset(self.roles, chance: 3))
    }

    mutating func scope() -> Scope { self.generator.chance(35) ? self.branch : .company }

    private mutating func assignment(to target: UserID) throws -> AssignRoles {
        let window = try self.window()
        // What is held already is wanted again for another time.
        let held = self.state.user(target)?.assignments ?? []
        if !held.isEmpty, self.generator.chance(50) {
            let ending = held.filter { $0.window != .always }
            let again = self.generator.element(ending.isEmpty ? held : ending)
            return AssignRoles([again.role], to: target, at: again.scope, during: window)
        }
        let scope = self.scope()
        let local: [RoleID] = [
            .reportViewer, .referralsAdmin, .referralsUser, .executiveReportViewer, PageRules.branchAdmin.id,
            PageRules.teller.id,
        ]
        let roles = scope == .company ? self.someRoles() : self.generator.subset(local, chance: 40)
        return AssignRoles(roles, to: target, at: scope, during: window)
    }

    mutating func window(chance: Int = 45) throws -> ValidityWindow {
        guard self.generator.chance(chance) else { return .always }
        let begin = self.now + .seconds(Int.random(in: -9_000...9_000, using: &self.generator))
        let end = begin + .seconds(Int.random(in: 1...40_000, using: &self.generator))
        return try ValidityWindow(
            from: self.generator.chance(50) ? begin : nil, until: self.generator.chance(70) ? end : nil)
    }

    private mutating func removal(from target: UserID) -> RemoveRoles {
        let held = self.state.user(target)?.assignments ?? []
        guard !held.isEmpty, self.generator.chance(90) else {
            return RemoveRoles(self.someRoles(), from: target, at: self.scope())
        }
        let retired = held.filter { $0.role == PageRules.retired }
        let assignment = self.generator.element(retired.isEmpty ? held : retired)
        return RemoveRoles([assignment.role], from: target, at: assignment.scope)
    }

    /// Mostly a step that the account's status allows.
    private mutating func suspension() -> SuspendUser {
        let steps: [SuspendUser.Step] = [.block, .unblock, .delete, .restore]
        let target = self.generator.element(self.people)
        guard self.generator.chance(80) else { return SuspendUser(self.generator.element(steps), target) }
        switch self.state.user(target)?.user.status {
        case .blocked: return SuspendUser(self.generator.chance(80) ? .unblock : .delete, target)
        case .deleted: return SuspendUser(.restore, target)
        default:
            let step = self.generator.chance(60) ? SuspendUser.Step.block : .delete
            return SuspendUser(step, target, releasingNames: self.generator.chance(50))
        }
    }

    /// Mostly of an account that is deleted.
    private mutating func purge(_ target: UserID) -> PurgeUser {
        let deleted = self.people.filter { self.state.user($0)?.user.status == .deleted }
        return PurgeUser(deleted.isEmpty || self.generator.chance(20) ? target : self.generator.element(deleted))
    }

    /// Few addresses in changing case, so that they collide.
    private mutating func address(_ name: String) throws -> EmailAddress {
        let text = "\(name)\(Int.random(in: 2...9, using: &self.generator))@contoso.example"
        return try EmailAddress(self.generator.chance(50) ? text : text.uppercased())
    }

    private mutating func newID() -> UserID { UserID(bits: UInt128(self.generator.next())) }

    mutating func newCredential() -> CredentialID { CredentialID(bits: UInt128(self.generator.next())) }

    private mutating func addition() throws -> any TenantCommand {
        let (name, roles) = (try FullName("New Person"), self.generator.chance(40) ? [] : self.someRoles())
        guard self.generator.chance(50) else {
            let email = self.generator.chance(70) ? try self.address("p") : nil
            // Now and then the address of another person, or a name that looks like none.
            let other =
                self.generator.chance(50)
                ? UserName(try self.address("x")) : try UserName("CONTOSO\\svc\(self.generator.next() % 5)")
            var userName = self.generator.chance(60) ? email.map { UserName($0) } ?? other : other
            // And what a deleted account released, so that it cannot be restored.
            let released = self.people.compactMap { self.state.user($0)?.user }.filter(\.hasReleasedNames)
            if !released.isEmpty, self.generator.chance(60) { userName = self.generator.element(released).userName }
            let isService = self.generator.chance(30)
            return AddUser(
                userID: self.newID(), credential: isService ? nil : self.newCredential(),
                accountKind: isService ? .service : .person, fullName: name,
                userName: userName,
                email: isService ? nil : email, roles: roles, at: self.scope(), during: try self.window(chance: 25))
        }
        let account = ExistingAccount(name, email: try self.address(self.generator.chance(50) ? "x" : "p"))
        let window = self.generator.chance(50) ? nil : try self.window() as ValidityWindow?
        return AddExistingUsers([(self.newID(), account)], roles: roles, at: self.scope(), during: window)
    }

    private mutating func invitation(by principal: UserID) throws -> Attempt {
        let expiresAt = self.now + .seconds(Int.random(in: 0...90_000, using: &self.generator))
        let invited = self.people.filter { self.state.user($0)?.user.status == .invited }
        guard !invited.isEmpty, self.generator.chance(75) else {
            let open: [RoleID] = [.referralsAdmin, .mpnPartnerAdmin]
            let roles = self.generator.chance(60) ? self.generator.subset(open, chance: 50) : self.someRoles()
            let invitees = [(self.newID(), self.newCredential(), try self.address("g"))]
            let invite = InviteUsers(
                invitees, roles: roles, at: self.scope(), during: try self.window(chance: 30), expiringAt: expiresAt,
                pendingLimit: 5)
            return Attempt(invite, by: principal)
        }
        // Invitations that rest on the word of a person who is gone are few, and what becomes of them matters.
        let orphaned = invited.filter { guest in
            guard case .user(let inviter)? = self.state.user(guest)?.invitation?.invitedBy else { return false }
            return self.state.user(inviter)?.user.status != .active
        }
        let guest = self.generator.element(orphaned.isEmpty || self.generator.chance(50) ? invited : orphaned)
        switch Int.random(in: 0..<4, using: &self.generator) {
        case 0:
            let resend = ResendInvitation(
                to: guest, credential: self.newCredential(), expiringAt: expiresAt, pause: .seconds(600), sendLimit: 3)
            return Attempt(resend, by: principal)
        case 1: return Attempt(RevokeInvitation(of: guest), by: principal)
        default:
            let shown = self.state.user(guest)?.invitation?.credential ?? self.newCredential()
            let command = AcceptInvitation(
                user: guest, showing: shown, choosing: self.newCredential(), fullName: try FullName("A Guest"))
            return Attempt(command, by: guest)
        }
    }

    private mutating func request(by principal: UserID) throws -> Attempt {
        let asking = self.people.filter { !(self.state.user($0)?.roleRequests.isEmpty ?? true) }
        guard !asking.isEmpty, self.generator.chance(60) else {
            let request = RoleRequest(
                id: RoleRequestID(bits: UInt128(self.generator.next())), user: principal, roles: self.someRoles(),
                scope: self.scope(), reason: "", requestedAt: self.now, during: try self.window(chance: 30),
                expiringAt: self.now + .seconds(Int.random(in: 60...90_000, using: &self.generator)))
            return Attempt(RequestRoles(request, pendingLimit: 2), by: principal)
        }
        let user = self.generator.element(asking)
        let request = self.state.user(user)?.roleRequests.first?.id ?? RoleRequestID(bits: 0)
        if self.generator.chance(20) {
            return Attempt(WithdrawRoleRequest(request, of: user), by: self.generator.chance(75) ? user : principal)
        }
        let answer: RoleRequestAnswer = self.generator.chance(60) ? .granted : .declined
        let window = self.generator.chance(60) ? nil : try self.window(chance: 70) as ValidityWindow?
        return Attempt(AnswerRoleRequest(request, of: user, answer: answer, during: window), by: principal)
    }
}
