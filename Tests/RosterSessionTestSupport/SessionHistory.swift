import RosterAdapters
import RosterDomain
import RosterPorts
import RosterUseCases

/// A random history of two people's sessions over two hosts, and what each token should be worth.
package struct SessionHistory {
    /// The steps of a history.
    package static let stepCount = 60

    let company: SessionCompany
    var dice: TrialDice
    var people: [TrialPerson] = []
    var tokens: [TrialToken] = []
    /// How far each host has followed the session store, and whether it has followed all that happened.
    var followed: [(position: Revision?, isCurrent: Bool)] = [(nil, false), (nil, false)]
    /// The tokens to ask each host about when it next follows.
    var unasked: [Set<Int>] = [[], []]
    package private(set) var tally = SessionTally()
    /// What took place; a fault tells it.
    private var trail: [String] = []

    /// Begins with two new people of a company.
    package init(in company: SessionCompany, seed: UInt64) async throws {
        self.company = company
        self.dice = TrialDice(seed: seed)
        for _ in 0..<2 { self.people.append(try await self.newPerson(at: self.dice.below(2))) }
        for host in 0..<2 { try await self.follow(host) }
    }

    /// Plays the history to its end.
    ///
    /// - Throws: ``SessionFault`` when a host answers otherwise than it should.
    package mutating func play() async throws {
        do {
            for _ in 0..<Self.stepCount { try await self.step() }
            for host in 0..<2 {
                self.unasked[host].formUnion(self.tokens.indices)
                try await self.follow(host)
            }
        } catch {
            throw SessionFault("\(error)\n  after: " + self.trail.joined(separator: "\n         "))
        }
        self.tally.histories += 1
    }

    private mutating func step() async throws {
        // Each step shows another code of an authenticator app; some codes from letters expire on the way.
        self.company.clock.advance(by: .seconds(60 + self.dice.below(120)))
        let host = self.dice.below(2)
        let event = SessionEvent.wheel[self.dice.below(SessionEvent.wheel.count)]
        let person = self.person(for: event)
        self.trail.append("\(event.rawValue), of person \(person) at host \(host)")
        let isOver = self.tokens.map(\.isOver)
        let isDone = try await self.perform(event, of: person, at: host)
        if isDone { self.note(event, of: person) } else { self.trail[self.trail.count - 1] += ": not done" }
        try await self.checkAtOnce(host, isOver)
        for other in 0..<2 {
            self.followed[other].isCurrent = self.followed[other].isCurrent && !isDone
            // Now and then a host hears of several steps at once.
            if self.dice.below(4) > 0 { try await self.follow(other) }
        }
    }

    private mutating func note(_ event: SessionEvent, of person: Int) {
        self.tally.count(event)
        switch event {
        case .blocked: self.people[person].isBlocked = true
        case .unblocked, .resetAtCommandLine: self.people[person].isBlocked = false
        case .deleted: self.people[person].isDeleted = true
        case .restored: self.people[person].isDeleted = false
        default: break
        }
    }

    /// Who an event happens to: preferably a person of whom it can come true.
    private mutating func person(for event: SessionEvent) -> Int {
        let person = self.dice.below(2)
        return !self.canHappen(event, to: person) && self.canHappen(event, to: 1 - person) ? 1 - person : person
    }

    private func canHappen(_ event: SessionEvent, to number: Int) -> Bool {
        let person = self.people[number]
        let open = self.tokens.filter { $0.user == person.id && !$0.isOver }
        return switch event {
        case .unblocked: person.isBlocked && !person.isDeleted
        case .restored, .purged: person.isDeleted
        case .begun, .signedIn, .purgedByList: !person.isBlocked && !person.isDeleted
        case .recovered: person.recoveryCode != nil
        case .addressConfirmed: person.addressCode != nil
        case .factorReset: person.phone != nil
        case .factorShown: open.contains { $0.owesFactor(at: self.company.clock.now) }
        case .factorRemoved: person.phone != nil && open.contains { $0.duties.isEmpty }
        case .changedInSession, .enrolled: open.contains { !$0.duties.contains(.secondFactor) }
        case .rotated, .signedOut, .endedOne, .blocked, .deleted, .reset, .endedAll: !open.isEmpty
        case .changed, .recoveryRequested, .addressRequested: !person.isTemporary
        case .resetAtCommandLine: person.isBlocked || person.phone != nil
        }
    }
}

// MARK: - What hosts answer

extension SessionHistory {
    /// What an event ended, the host at which it happened admits no more, whatever it has followed.
    private mutating func checkAtOnce(_ host: Int, _ wasOver: [Bool]) async throws {
        for index in self.tokens.indices where index >= wasOver.count || self.tokens[index].isOver != wasOver[index] {
            for host in 0..<2 { self.unasked[host].insert(index) }
            // A token that came of a session that another host had ended is found out by following.
            guard index < wasOver.count, self.tokens[index].isOver else { continue }
            self.tally.endedSessions += 1
            let token = self.tokens[index].token
            let admission = try await self.company.hosts[host].admission(of: token)
            guard self.company.hosts[host].admits(token) == nil, admission == nil else {
                throw SessionFault("host \(host) admits token \(index), which its own step has ended")
            }
            self.tally.refused += 2
        }
    }

    /// Lets a host follow, and compares what it says of the tokens with what is expected.
    mutating func follow(_ host: Int) async throws {
        let tenant = self.company.hosts[host]
        try await tenant.refresh()
        self.followed[host] = (try await tenant.refreshSessions(after: self.followed[host].position), true)
        for (index, token) in self.tokens.enumerated() {
            if token.isOver, tenant.admits(token.token) != nil {
                throw SessionFault("host \(host) admits token \(index), whose session has ended")
            }
            if token.isOver { self.tally.refused += 1 }
        }
        if !self.tokens.isEmpty { self.unasked[host].insert(self.dice.below(self.tokens.count)) }
        for index in self.unasked[host].sorted() { try await self.ask(host, about: index) }
        self.unasked[host] = []
    }

    /// Asks a host that has followed about a token, through the session store if need be.
    private mutating func ask(_ host: Int, about index: Int) async throws {
        let expected = self.tokens[index]
        let admission = try await self.company.hosts[host].admission(of: expected.token)
        switch (admission, expected.isOver) {
        case (.some(let admission), false):
            guard admission.user == expected.user else {
                throw SessionFault("host \(host) takes token \(index) for another user's")
            }
            self.tally.admitted += 1
        case (nil, true): self.tally.refused += 1
        case (.some, true): throw SessionFault("host \(host) lets token \(index) in, whose session has ended")
        case (nil, false): throw SessionFault("host \(host) keeps token \(index) out, whose session goes on")
        }
    }
}

/// A person of a history.
struct TrialPerson {
    let id: UserID
    var email: String
    /// The password that works, be it the person's own or a temporary one.
    var password: String
    var isTemporary = false
    var isBlocked = false
    var isDeleted = false
    var phone: TrialPhone?
    var recoveryCode: InvitationCode?
    var addressCode: InvitationCode?
    var addressToConfirm: String?
}

/// A person's phone with an authenticator app.
struct TrialPhone {
    let factor: SecondFactorID
    private let secret: AuthenticatorSecret

    init?(_ setup: consuming SecondFactorSetup?) {
        guard let setup else { return nil }
        self.factor = setup.factor
        guard let secret = AuthenticatorSecret(base32: setup.reveal().secret) else { return nil }
        self.secret = secret
    }

    func code(at moment: Timestamp) -> SecondFactorCode {
        SecondFactorCode(AuthenticatorCodes.standard.code(at: moment, with: self.secret))
    }
}

/// What a token should be worth.
struct TrialToken {
    let token: SessionToken
    let session: UserSessionID
    let user: UserID
    let begunAt: Timestamp
    let duties: SessionDuties
    var isOver = false

    /// How long a session may wait for its second factor.
    static let patience = Duration.seconds(600)

    /// Whether the second factor is due in the session, and not too late.
    func owesFactor(at now: Timestamp) -> Bool {
        self.duties.contains(.secondFactor) && now < self.begunAt + Self.patience
    }

    /// Takes the token of a session that has begun or got another one.
    init?(_ begun: consuming BegunSession?) {
        guard let begun else { return nil }
        (self.session, self.user) = (begun.session.id, begun.session.user)
        (self.begunAt, self.duties) = (begun.session.begunAt, begun.duties)
        guard let token = SessionToken(begun.reveal()) else { return nil }
        self.token = token
    }

    /// Takes the token of a session in which a second factor was enrolled; nil when that session has ended.
    init?(_ enrolled: consuming EnrolledSecondFactor?) {
        guard let enrolled, let session = enrolled.session else { return nil }
        (self.session, self.user, self.begunAt, self.duties) = (session.id, session.user, session.begunAt, [])
        guard let token = enrolled.reveal().token.flatMap({ SessionToken($0) }) else { return nil }
        self.token = token
    }
}

/// A host that answered otherwise than it should.
package struct SessionFault: Error, CustomStringConvertible {
    package let description: String

    init(_ description: String) { self.description = description }
}
