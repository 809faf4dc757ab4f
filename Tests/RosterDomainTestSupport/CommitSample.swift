package import RosterDomain

/// Steps of a history made up by chance: every kind of change, with values that are usual, rare and as bad as can be.
package struct CommitSample {
    private var generator: SeededGenerator

    package init(seed: UInt64) {
        self.generator = SeededGenerator(seed: seed)
    }

    package mutating func commit(revision: UInt64 = 1) throws -> Commit {
        let moment = self.moment()
        let principal = self.principal()
        let count = self.generator.chance(5) ? Int.random(in: 0...300, using: &self.generator) : self.small()
        var changes: [Change] = []
        for _ in 0..<count { changes.append(try self.change(at: moment, by: principal)) }
        return Commit(revision: Revision(revision), at: moment, principal: principal, changes: changes)
    }

    /// One change of each kind and more.
    package mutating func change(at moment: Timestamp, by principal: Principal) throws -> Change {
        switch Int.random(in: 0..<40, using: &self.generator) {
        case 0: .companyEnrolled(company: try self.company())
        case 36: .companyChanged(from: try self.company(), to: try self.company())
        case 1: .userAdded(user: try self.user(at: moment))
        case 2: .userRenamed(user: self.user(), from: try self.name(), to: try self.name())
        case 3: .statusChanged(user: self.user(), from: self.status(), to: self.status())
        case 4, 5: .roleAssigned(assignment: try self.assignment(at: moment, by: principal))
        case 6: .roleRemoved(assignment: try self.assignment(at: moment, by: principal))
        case 7: .invitationSent(user: self.user(), invitation: self.invitation(at: moment, by: principal))
        case 8: .invitationRevoked(user: self.user())
        case 9: .passwordReset(user: self.user(), credential: self.credential(), expiresAt: self.moment())
        case 10: .passwordChanged(user: self.user(), credential: self.credential())
        case 11: .firstSignIn(user: self.user())
        case 32: .groupAdded(group: try self.group())
        case 33: .groupChanged(group: self.groupID(), change: try self.groupChange())
        case 37: .companyRoleDefined(role: try self.companyRole())
        case 38: .companyRoleChanged(role: CompanyRoleID(bits: self.user().bits), change: try self.companyRoleChange())
        case 34: .memberAdded(user: self.user(), group: self.groupID())
        case 35: .memberRemoved(user: self.user(), group: self.groupID())
        case 31: .userPurged(user: self.user())
        case 21: .sessionsEnded(user: self.user(), session: self.small() == 0 ? nil : UserSessionID(bits: 7))
        case 27: .recoverySpent(user: self.user())
        case 28:
            .recoveryRequested(
                user: self.user(),
                recovery: PasswordRecovery(by: self.credential(), at: self.moment(), expiringAt: self.moment()))
        case 26: .lockoutLifted(user: self.user())
        case 23: .addressChangeRequested(user: self.user(), change: try self.addressChange())
        case 24: .addressChangeWithdrawn(user: self.user())
        case 25:
            .addressChanged(
                user: self.user(), from: self.generator.chance(50) ? try self.email() : nil, to: try self.email())
        case 39:
            .signInNamesChanged(
                user: self.user(), from: SignInNames(of: try self.user(at: moment)),
                to: SignInNames(of: try self.user(at: moment)))
        case 22: .serviceTokenIssued(service: self.user(), token: self.serviceToken())
        case 29: .secondFactorEnrolled(user: self.user(), factor: SecondFactorID(bits: 9))
        case 30: .secondFactorRemoved(user: self.user())
        case 12: .rolesRequested(request: try self.request())
        case 13: .roleRequestAnswered(request: try self.request(), answer: .declined)
        case 14: .refused(refusal: Refusal(self.text(), because: try self.reason(), times: self.small() + 1))
        case 15: .namesReleased(user: self.user())
        case 16: .namesRegained(user: self.user(), names: try self.user(at: moment).ownNames)
        case 18: .notificationGivenUp(user: self.user(), notification: self.undelivered())
        case 19: .notificationRetried(user: self.user(), notification: self.undelivered())
        case 17: .attributesChanged(user: self.user(), edits: (0..<self.small()).map { _ in self.edit() })
        default: .notificationsDelivered(through: Revision(self.number()))
        }
    }

    private mutating func groupID() -> GroupID { GroupID(bits: self.user().bits) }

    private mutating func group() throws -> Group {
        Group(id: self.groupID(), profile: try self.groupProfile(), addedAt: self.moment())
    }

    private mutating func groupProfile() throws -> GroupProfile {
        let owners = Set((0..<self.small()).map { _ in self.user() })
        return try GroupProfile(
            name: self.name(), description: self.generator.chance(50) ? "for people who\nsell \u{1F6D2}" : "",
            externalID: self.generator.chance(50) ? "x-\(self.number())" : nil, owners: owners)
    }

    private mutating func groupChange() throws -> GroupChange {
        switch Int.random(in: 0..<5, using: &self.generator) {
        case 0: .changed(from: try self.groupProfile(), to: try self.groupProfile())
        case 1: .deleted
        case 2: .restored(as: try self.groupProfile())
        case 3: .roleAssigned(try self.groupRole())
        default: .roleRemoved(try self.groupRole())
        }
    }

    private mutating func companyRole() throws -> CompanyRole {
        CompanyRole(
            id: CompanyRoleID(bits: self.user().bits), try self.companyRoleDefinition(), definedBy: self.principal(),
            definedAt: self.moment())
    }

    private mutating func companyRoleDefinition() throws -> CompanyRoleDefinition {
        let scopings: [RoleScoping] = [.anywhere, .companyOnly, .companyOr(kinds: ["locations", "markets"])]
        return try CompanyRoleDefinition(
            title: self.name(), description: self.small() == 0 ? "" : "West and south",
            grants: Set((0..<self.small()).map { Grant(Permission("a/b/\($0)"), given: [Condition("x\($0)")]) }),
            includes: Set((0..<self.small()).map { _ in self.role() }),
            scoping: scopings.randomElement(using: &self.generator) ?? .anywhere,
            isOpenToGuests: self.generator.chance(50), assignableBy: Set((0..<self.small()).map { _ in self.role() }))
    }

    private mutating func companyRoleChange() throws -> CompanyRoleChange {
        switch Int.random(in: 0..<4, using: &self.generator) {
        case 0: .changed(from: try self.companyRoleDefinition(), to: try self.companyRoleDefinition())
        case 1: .retired
        case 2: .reinstated
        default: .deleted
        }
    }

    private mutating func groupRole() throws -> GroupRole {
        GroupRole(
            self.role(), at: try self.scope(), during: self.window(), grantedBy: self.principal(),
            grantedAt: self.moment())
    }

    private mutating func addressChange() throws -> AddressChange {
        AddressChange(
            to: try self.email(), requestedBy: self.principal(), credential: self.credential(), at: self.moment(),
            expiringAt: self.moment())
    }

    private mutating func serviceToken() -> ServiceToken {
        let isReplacing = self.generator.chance(50)
        return ServiceToken(
            UserSessionID(bits: self.user().bits), named: DeviceName(self.text()), expiringAt: self.moment(),
            replacing: isReplacing ? UserSessionID(bits: self.user().bits) : nil,
            overlappingUntil: isReplacing ? self.moment() : nil)
    }

    private mutating func undelivered() -> UndeliveredNotification {
        UndeliveredNotification(
            revision: Revision(self.number()), position: self.small(),
            reason: self.generator.element(UndeliveredNotification.Reason.allCases), givenUpAt: self.moment())
    }

    private mutating func edit() -> AttributeEdit {
        let name = self.generator.element([AttributeName.title, .externalID, .phoneNumbers])
        let (from, to) = (self.attribute(name), self.attribute(name))
        return AttributeEdit(
            name, from: self.generator.chance(50) ? from : nil, to: self.generator.chance(50) ? to : nil)
    }

    private mutating func attribute(_ name: AttributeName) -> UserAttribute {
        let texts = (0..<self.small()).map { _ in self.text() }
        let values: [AttributeValue] = [
            .text(self.text()), .texts(texts),
            .entries(texts.map { [$0: self.text(), "type": "work"] }.map(AttributeEntry.init) + [[:]]),
        ]
        return UserAttribute(
            name, self.generator.element(values), uniqueness: self.generator.element(AttributeUniqueness.allCases))
    }

    private mutating func user(at moment: Timestamp) throws -> User {
        let email = self.generator.chance(90) ? try self.email() : nil
        let userName = try self.generator.chance(90) ? email.map { UserName($0) } : UserName("CONTOSO\\Bjørn")
        let titles = self.generator.chance(20) ? [self.attribute(.title), self.attribute(.externalID)] : []
        var user = User(
            id: self.user(), fullName: try self.name(), userName: try userName ?? UserName("svc"), email: email,
            affiliation: self.generator.chance(30) ? .guest : .member, status: self.status(),
            addedAt: self.generator.chance(70) ? moment : self.moment(), attributes: try UserAttributes(titles))
        if self.generator.chance(20) { user.accountKind = .service }
        if self.generator.chance(20) { user.addressRequests = [self.moment()] }
        if self.generator.chance(20) {
            user.recovery = PasswordRecovery(by: self.credential(), at: self.moment(), expiringAt: self.moment())
        }
        if self.generator.chance(20) { user.addressChange = try self.addressChange() }
        if self.generator.chance(20) { user.hasReleasedNames = true }
        if self.generator.chance(20) { user.credential = self.credential() }
        if self.generator.chance(20) { user.secondFactor = SecondFactorID(bits: self.credential().bits) }
        if self.generator.chance(20) { user.statusBeforeBlock = self.status() }
        if self.generator.chance(20) { user.statusBeforeDeletion = self.status() }
        if self.generator.chance(20) { user.deletedAt = self.moment() }
        if self.generator.chance(20) { user.hasSignedIn = true }
        if self.generator.chance(20) { user.sessionEpoch = Int(self.number() % UInt64(Int.countLimit + 1)) }
        if self.generator.chance(20) { user.version = 1 + Int(self.number() % UInt64(Int.countLimit)) }
        return user
    }

    private mutating func assignment(at moment: Timestamp, by principal: Principal) throws -> RoleAssignment {
        RoleAssignment(
            of: self.role(), to: self.user(), at: try self.scope(), during: self.window(),
            grantedBy: self.generator.chance(70) ? principal : self.principal(),
            grantedAt: self.generator.chance(70) ? moment : self.moment())
    }

    private mutating func invitation(at moment: Timestamp, by principal: Principal) -> Invitation {
        Invitation(
            invitedBy: self.generator.chance(70) ? principal : self.principal(),
            credential: self.credential(), sentAt: self.generator.chance(70) ? moment : self.moment(),
            expiresAt: self.moment(),
            timesSent: Int(truncatingIfNeeded: self.number()))
    }

    private mutating func credential() -> CredentialID { CredentialID(bits: self.user().bits) }

    private mutating func company() throws -> Company {
        Company(
            name: try self.name(), programs: Set((0..<self.small()).map { _ in Program(self.text()) }),
            enrolledBy: self.user(), enrolledAt: self.moment())
    }

    private mutating func request() throws -> RoleRequest {
        RoleRequest(
            id: RoleRequestID(bits: self.user().bits), user: self.user(),
            roles: (0..<self.small()).map { _ in self.role() }, scope: try self.scope(), reason: self.text(),
            requestedAt: self.moment())
    }

    private mutating func reason() throws -> RefusalReason {
        switch Int.random(in: 0..<5, using: &self.generator) {
        case 0: .unknownRole(role: self.role(), nearest: self.generator.chance(50) ? self.role() : nil)
        case 1: self.generator.chance(50) ? .nameTaken(name: UserName(try self.email())) : self.attributeReason()
        case 2: .windowPassed(until: self.moment())
        case 3: .mayNotAssign(role: self.role(), scope: try self.scope(), whoMay: [self.role(), self.role()])
        default: .wrongCredentials
        }
    }
}

// MARK: - Values

extension CommitSample {
    private mutating func attributeReason() -> RefusalReason {
        let problems: [AttributeProblem] = [
            .unknown(nearest: self.text()), .unknown(nearest: nil), .tooLong(byteCount: 5, limit: 4),
            .unknownPart(name: self.text()), .unsafeCharacter(code: 0x1B), .taken(by: self.user()),
            .otherUniqueness(stored: .none, defined: .caseExact), .tooMany, .repeated, .wrongKind, .empty,
            .tooManyValues(count: 3, limit: 2),
        ]
        return self.generator.element([
            .attributeInvalid(name: .title, problem: self.generator.element(problems)),
            .attributeNotEditable(name: .title), .attributeTaken(name: .externalID), .addressNeeded(user: self.user()),
            .notProvisionedBy(user: self.user()),
        ])
    }

    private mutating func small() -> Int { Int.random(in: 0...4, using: &self.generator) }

    /// Few users, so that they come again; some with nothing but zeros or ones.
    private mutating func user() -> UserID {
        UserID(bits: self.generator.element([0, 1, .max, 0x018f_6a7e_8f2d_7c3a_9b1e_2f4a_6c8e_0d12]))
    }

    private mutating func principal() -> Principal { self.generator.chance(30) ? .system : .user(id: self.user()) }

    private mutating func status() -> AccountStatus { self.generator.element(AccountStatus.allCases) }

    private mutating func number() -> UInt64 {
        self.generator.element([0, 1, 2, 127, 128, 1 << 62, 1 << 63, .max, self.generator.next() >> 40])
    }

    private mutating func moment() -> Timestamp {
        let usual = 1_750_000_000_000 + Int64(self.generator.next() >> 40)
        return Timestamp(
            millisecondsSinceEpoch: self.generator.element([usual, usual, usual, 0, -1, 1, .min, .max, .min + 1]))
    }

    private mutating func window() -> ValidityWindow {
        let from = self.generator.chance(20) ? self.moment() : nil
        let until = self.generator.chance(20) ? self.moment() : nil
        return (try? ValidityWindow(from: from, until: until)) ?? .always
    }

    private mutating func name() throws -> FullName {
        try FullName(
            self.generator.element([
                "Grace Hopper", "Zoë Ångström", "Zoe\u{308} A\u{30A}ngstro\u{308}m", "李小龙", "\u{200D}a", "👩‍👩‍👧", " x ",
                String(repeating: "n", count: 256), "\"\\/", "a",
            ]))
    }

    private mutating func email() throws -> EmailAddress {
        try EmailAddress(
            self.generator.element([
                "grace@contoso.example", "Grace.HOPPER+x@Contoso.EXAMPLE", "a@b.c", "'/{}~@x-1.y2z",
                String(repeating: "l", count: 64) + "@" + String(repeating: "d.", count: 94) + "x",
            ]))
    }

    private mutating func scope() throws -> Scope {
        try Scope(
            self.generator.element([
                "/", "/", "/locations/42", "/a/b/c/d/e/f/g/h", "/~/-",
                String(repeating: "/" + String(repeating: "s", count: 64), count: 16),
            ]))
    }

    private mutating func role() -> RoleID { RoleID(self.text()) }

    /// Texts that are usual, empty, of other scripts, long, and full of zero bytes.
    private mutating func text() -> String {
        self.generator.element([
            "admin_agent", "reader", "", "e\u{301}", "é", "角色", "\u{0}", "a\u{0}b", "\u{1F}\u{7F}\u{FEFF}\u{2028}",
            String(repeating: "\u{0}", count: 2_000), String(repeating: "長", count: 700), "\u{10FFFF}", "\"\\/\r\n",
        ])
    }
}
