import RosterDomain
import RosterPorts
import RosterUseCases

extension SessionHistory {
    /// Lets an event happen; false when it was refused, or had no occasion.
    mutating func perform(_ event: SessionEvent, of person: Int, at number: Int) async throws -> Bool {
        let (host, ada, user) = (self.company.hosts[number], self.company.ada, self.people[person].id)
        switch event {
        case .begun, .signedIn, .rotated, .signedOut, .endedOne:
            return try await self.performOnSession(event, of: person, at: number)
        case .changedInSession, .enrolled, .factorShown, .factorRemoved:
            return try await self.performInSession(event, of: person, at: number)
        case .blocked: return try await self.ending(user) { try await host.blockUser(user, by: ada) }
        case .unblocked: return try await self.isAccepted { try await host.unblockUser(user, by: ada) }
        case .deleted: return try await self.ending(user) { try await host.deleteUser(user, by: ada) }
        case .restored: return try await self.isAccepted { try await host.restoreUser(user, by: ada) }
        case .purged: return try await self.replacing(person, number) { try await host.purgeUser(user, by: ada) }
        case .purgedByList:
            let company = self.company
            return try await self.replacing(person, number) { try await company.open(purging: user) }
        case .reset:
            return try await self.reset(person) { try await host.resetPassword(of: user, by: ada) }
        case .resetAtCommandLine:
            return try await self.reset(person) { try await host.recoverAccount(of: user) }
        case .factorReset:
            return try await self.ending(user) { try await host.removeSecondFactor(of: user, by: ada) }
        case .endedAll:
            let principal = self.dice.below(2) == 0 ? ada : user
            return try await self.ending(user) { try await host.endAllSessions(of: user, by: principal) }
        case .changed: return try await self.changePassword(of: person, at: host)
        case .recoveryRequested, .recovered, .addressRequested, .addressConfirmed:
            return try await self.performByLetter(event, of: person, at: host)
        }
    }

    /// Runs a verb; false when it was refused.
    func isAccepted(_ act: () async throws -> Void) async throws -> Bool {
        do {
            try await act()
            return true
        } catch let error as TenantError {
            guard error.refusal != nil else { throw error }
            return false
        }
    }

    /// Runs a verb that ends every session of a user, unless it is refused.
    mutating func ending(_ user: UserID, _ act: () async throws -> Void) async throws -> Bool {
        guard try await self.isAccepted(act) else { return false }
        self.endSessions(of: user)
        return true
    }

    mutating func endSessions(of user: UserID) {
        for index in self.tokens.indices where self.tokens[index].user == user { self.tokens[index].isOver = true }
    }

    func nextPassword() -> String { "Correct-Horse-\(self.company.nextNumber())" }

    /// The code that a person's phone shows; nil when the account has no second factor.
    func code(of person: Int, at host: Tenant) async throws -> SecondFactorCode? {
        guard let phone = self.people[person].phone,
            try await host.user(self.people[person].id)?.user.secondFactor == phone.factor
        else { return nil }
        return phone.code(at: self.company.clock.now)
    }
}

// MARK: - Passwords and accounts

extension SessionHistory {
    /// Adds a person, who chooses a password at once.
    mutating func newPerson(at host: Int) async throws -> TrialPerson {
        let (tenant, number) = (self.company.hosts[host], self.company.nextNumber())
        let email = "p\(number)@contoso.example"
        let added = try await tenant.addUser(
            FullName("Grace Hopper"), email: EmailAddress(email), roles: [], by: self.company.ada)
        let (user, password) = (added.userID, self.nextPassword())
        let temporary = added.signInInformation.reveal().temporaryPassword
        try await tenant.changePassword(of: email, from: Password(temporary), to: Password(password))
        return TrialPerson(id: user, email: email, password: password)
    }

    /// Runs a verb that purges a person, in whose place another one comes.
    private mutating func replacing(
        _ person: Int, _ host: Int, _ act: () async throws -> Void
    ) async throws -> Bool {
        guard try await self.ending(self.people[person].id, act) else { return false }
        self.people[person] = try await self.newPerson(at: host)
        return true
    }

    private mutating func reset(
        _ person: Int, _ act: () async throws -> SignInInformation
    ) async throws -> Bool {
        var issued: String?
        let isDone = try await self.ending(self.people[person].id) {
            issued = try await act().reveal().temporaryPassword
        }
        if let issued { (self.people[person].password, self.people[person].isTemporary) = (issued, true) }
        return isDone
    }

    private mutating func changePassword(of person: Int, at host: Tenant) async throws -> Bool {
        let (present, next) = (self.people[person], self.nextPassword())
        let code = try await self.code(of: person, at: host)
        let isDone = try await self.ending(present.id) {
            try await host.changePassword(
                of: present.email, from: Password(present.password), to: Password(next), showing: code)
        }
        if isDone { (self.people[person].password, self.people[person].isTemporary) = (next, false) }
        return isDone
    }
}

// MARK: - Letters

extension SessionHistory {
    private mutating func performByLetter(
        _ event: SessionEvent, of person: Int, at host: Tenant
    ) async throws -> Bool {
        let present = self.people[person]
        switch event {
        case .recoveryRequested:
            guard try await self.isAccepted({ try await host.requestPasswordRecovery(present.email) }) else {
                return false
            }
            await host.recordRecoveriesNow()
            self.people[person].recoveryCode = nil
            await self.readLetters(at: host)
            return self.people[person].recoveryCode != nil
        case .recovered:
            guard let code = present.recoveryCode else { return false }
            let next = self.nextPassword()
            let isDone = try await self.ending(present.id) {
                try await host.recoverPassword(present.email, code: code, to: Password(next))
            }
            if isDone { (self.people[person].password, self.people[person].isTemporary) = (next, false) }
            self.people[person].recoveryCode = nil
            return isDone
        case .addressRequested: return try await self.requestAddress(of: person, at: host)
        default:
            guard let code = present.addressCode, let email = present.addressToConfirm else { return false }
            let isDone = try await self.isAccepted {
                try await host.confirmAddressChange(of: present.email, code: code)
            }
            if isDone { self.people[person].email = email }
            self.people[person].addressCode = nil
            return isDone
        }
    }

    private mutating func requestAddress(of person: Int, at host: Tenant) async throws -> Bool {
        let (present, ada) = (self.people[person], self.company.ada)
        let text = "p\(self.company.nextNumber())@contoso.example"
        let email = try EmailAddress(text)
        let isOwn = self.dice.below(2) == 0
        let code = isOwn ? try await self.code(of: person, at: host) : nil
        let isDone = try await self.isAccepted {
            if isOwn {
                try await host.requestAddressChange(
                    to: email, of: present.email, password: Password(present.password), showing: code)
            } else {
                try await host.requestAddressChange(to: email, of: present.id, by: ada)
            }
        }
        if isDone { (self.people[person].addressToConfirm, self.people[person].addressCode) = (text, nil) }
        await self.readLetters(at: host)
        return isDone
    }

    /// Lets a host deliver what there is to tell; people find their codes in it.
    private mutating func readLetters(at host: Tenant) async {
        for letter in await self.company.letters(deliveredBy: host) {
            let recipient = letter.recipient.rawValue
            for index in self.people.indices {
                switch letter.content {
                case .passwordForgotten(let code, _) where recipient == self.people[index].email:
                    self.people[index].recoveryCode = code
                case .addressToConfirm(let code, _) where recipient == self.people[index].addressToConfirm:
                    self.people[index].addressCode = code
                default: break
                }
            }
        }
    }
}
