import RosterDomain
import RosterPorts
import RosterUseCases

// What happens to one session, and what happens in a session and ends all the others.

extension SessionHistory {
    mutating func performOnSession(_ event: SessionEvent, of person: Int, at number: Int) async throws -> Bool {
        let (host, present) = (self.company.hosts[number], self.people[person])
        switch event {
        case .begun:
            return try await self.begin {
                try await host.beginSession(
                    for: present.id, authenticatedBy: [.hardwareKey], on: DeviceName("trial"))
            }
        case .signedIn:
            return try await self.begin {
                try await host.beginSession(
                    present.email, password: Password(present.password), on: DeviceName("trial"))
            }
        case .rotated: return try await self.rotate(person, at: number)
        case .signedOut:
            guard let index = self.token(of: person) else { return false }
            let isOver = self.tokens[index].isOver
            try await host.endSession(self.tokens[index].token)
            // A token that was replaced opens nothing, and so ends nothing.
            return !isOver && self.end(self.tokens[index].session)
        default:
            guard let index = self.token(of: person) else { return false }
            let (session, ada) = (self.tokens[index].session, self.company.ada)
            let principal = self.dice.below(2) == 0 ? ada : present.id
            let isDone = try await self.isAccepted {
                try await host.endSession(session, of: present.id, by: principal)
            }
            return isDone && self.end(session)
        }
    }

    private mutating func begin(_ act: () async throws -> BegunSession) async throws -> Bool {
        var begun: TrialToken?
        guard try await self.isAccepted({ begun = TrialToken(try await act()) }), let begun else { return false }
        self.tokens.append(begun)
        return true
    }

    /// Ends what is left of a session; false when nothing was.
    private mutating func end(_ session: UserSessionID) -> Bool {
        var isEnded = false
        for index in self.tokens.indices where self.tokens[index].session == session && !self.tokens[index].isOver {
            self.tokens[index].isOver = true
            isEnded = true
        }
        return isEnded
    }

    /// A token of a person, preferably one that opens a session and has certain duties; nil for none.
    private mutating func token(
        of person: Int, where isFit: (TrialToken) -> Bool = { _ in true }
    ) -> Int? {
        let user = self.people[person].id
        let all = self.tokens.indices.filter { self.tokens[$0].user == user && isFit(self.tokens[$0]) }
        let open = all.filter { !self.tokens[$0].isOver }
        let chosen = open.isEmpty || self.dice.below(8) == 0 ? all : open
        return chosen.isEmpty ? nil : chosen[self.dice.below(chosen.count)]
    }

    private mutating func rotate(_ person: Int, at number: Int) async throws -> Bool {
        guard let index = self.token(of: person) else { return false }
        let token = self.tokens[index].token
        let next = TrialToken(try await self.company.hosts[number].rotateSession(token))
        return try await self.goOn(index, at: number, next)
    }

    /// Takes note of a session that has got another token; false when it got none.
    ///
    /// A host that has not followed may do so for a session that has ended at the other host: that token opens nothing either, as soon as
    /// the host follows.
    private mutating func goOn(_ index: Int, at number: Int, _ next: TrialToken?) async throws -> Bool {
        let (isOver, isCurrent) = (self.tokens[index].isOver, self.followed[number].isCurrent)
        if isCurrent, (next == nil) != isOver {
            throw SessionFault("token \(index), over: \(isOver), was replaced: \(next != nil)")
        }
        guard var next else { return false }
        self.tokens[index].isOver = true
        next.isOver = isOver
        self.tokens.append(next)
        return true
    }
}

// MARK: - In a session

extension SessionHistory {
    mutating func performInSession(_ event: SessionEvent, of person: Int, at number: Int) async throws -> Bool {
        let host = self.company.hosts[number]
        // What is due in a session shows at a host that has followed.
        try await self.follow(number)
        let owes = event == .factorShown
        guard let index = self.token(of: person, where: { $0.duties.contains(.secondFactor) == owes }) else {
            return false
        }
        switch event {
        case .changedInSession: return try await self.changePassword(in: index, of: person, at: host)
        case .enrolled: return try await self.enroll(in: index, of: person, at: host)
        case .factorShown: return try await self.show(in: index, of: person, at: number)
        default:
            guard let code = try await self.code(of: person, at: host) else { return false }
            let token = self.tokens[index].token
            return try await self.sparing(index, at: host, { $0.secondFactor.map { "\($0)" } }) {
                TrialToken(try await host.removeSecondFactor(showing: code, in: token))
            }
        }
    }

    /// Runs a verb that ends all sessions of a person but the one in which it happens, which gets another token.
    ///
    /// - Parameter fact: What the verb changes of the user, if it does anything.
    private mutating func sparing(
        _ index: Int, at host: Tenant, _ fact: (User) -> String?, _ act: () async throws -> TrialToken?
    ) async throws -> Bool {
        let (user, isOver) = (self.tokens[index].user, self.tokens[index].isOver)
        let former = try await host.user(user).map { fact($0.user) }
        var next: TrialToken?
        let isAccepted = try await self.isAccepted { next = try await act() }
        let isChanged = try await host.user(user).map { fact($0.user) } != former
        guard isAccepted == isChanged || isOver, isChanged == (next != nil) else {
            throw SessionFault(
                "in token \(index): accepted \(isAccepted), changed \(isChanged), goes on \(next != nil)")
        }
        if isOver, isChanged { throw SessionFault("token \(index), whose session has ended, changed the account") }
        guard let next else { return false }
        self.endSessions(of: user)
        self.tokens.append(next)
        return true
    }

    private mutating func changePassword(in index: Int, of person: Int, at host: Tenant) async throws -> Bool {
        let (token, next) = (self.tokens[index].token, self.nextPassword())
        let present = self.people[person].password
        let isDone = try await self.sparing(index, at: host, { $0.credential.map { "\($0)" } }) {
            TrialToken(
                try await host.changePassword(in: token, from: Password(present), to: Password(next)))
        }
        if isDone { (self.people[person].password, self.people[person].isTemporary) = (next, false) }
        return isDone
    }

    private mutating func enroll(in index: Int, of person: Int, at host: Tenant) async throws -> Bool {
        let (token, now) = (self.tokens[index].token, self.company.clock.now)
        var phone: TrialPhone?
        let isPrepared = try await self.isAccepted {
            phone = TrialPhone(try await host.prepareSecondFactor(in: token))
        }
        guard isPrepared, let phone else { return false }
        let present = try await self.code(of: person, at: host)
        let isDone = try await self.sparing(index, at: host, { $0.secondFactor.map { "\($0)" } }) {
            TrialToken(
                try await host.enrollSecondFactor(
                    phone.factor, confirming: phone.code(at: now), showing: present, in: token))
        }
        if isDone { self.people[person].phone = phone }
        return isDone
    }

    private mutating func show(in index: Int, of person: Int, at number: Int) async throws -> Bool {
        let (host, token) = (self.company.hosts[number], self.tokens[index])
        guard let code = try await self.code(of: person, at: host) else { return false }
        // Who has not shown the second factor within ten minutes signs in anew.
        if self.company.clock.now >= token.begunAt + TrialToken.patience { self.tokens[index].isOver = true }
        let next = TrialToken(try await host.showSecondFactor(code, in: token.token))
        return try await self.goOn(index, at: number, next)
    }
}
