import RosterDomain
import RosterDomainTestSupport
import RosterPartnerCenter
import Testing

@Suite("The table of sessions")
struct SessionTableTests {
    private let access = AccessTable(catalog: .partnerCenter)
    private let sessions = SessionTable()
    private static let noon = Timestamp(millisecondsSinceEpoch: 1_795_348_800_000)

    private static func user(_ number: Int) -> UserID { UserID(bits: UInt128(number + 1)) }

    private static func token(_ number: Int) -> SessionToken { SessionToken(randomness: UInt128(number), 7) }

    private static func session(
        _ number: Int, of user: Int, epoch: Int = 0, at moment: Timestamp = noon, idle: Duration? = .seconds(60)
    ) -> UserSession {
        UserSession(
            UserSessionID(bits: UInt128(number)), of: self.user(user), on: DeviceName("test"), by: [.password],
            epoch: epoch, at: moment, idleLifetime: idle, expiringAt: moment + .seconds(600))
    }

    private func add(_ session: UserSession, _ token: Int, isRotation: Bool = false) {
        #expect(
            self.sessions.add(
                session, token: Self.token(token), ifRemovalCountIs: self.sessions.removalCount,
                at: session.lastUsedAt, in: self.access, isRotation: isRotation))
    }

    private func admission(_ token: Int, at now: Timestamp = noon) -> SessionAdmission? {
        self.sessions.admission(of: Self.token(token), in: self.access, at: now)
    }

    private func load(_ number: Int, _ status: AccountStatus, epoch: Int = 0) {
        self.access.load(
            UserStanding(
                id: Self.user(number), affiliation: .member, status: status, sessionEpoch: epoch, holdings: []))
    }

    @Test("a session opens what its user may do, under its present token alone")
    func admits() throws {
        self.load(1, .active)
        self.add(Self.session(5, of: 1), 1)
        let admission = try #require(self.admission(1))
        #expect(admission.session == UserSessionID(bits: 5) && admission.user == Self.user(1))
        #expect(admission.duties.isEmpty && admission.subject?.id == Self.user(1))
        #expect(self.admission(2) == nil)
        self.add(Self.session(5, of: 1), 2)
        #expect(self.admission(1) == nil && self.admission(2) != nil)
        self.sessions.remove(UserSessionID(bits: 5))
        #expect(self.admission(2) == nil && self.sessions.count == 0)
    }

    @Test("what the account's state forbids, no session opens", arguments: AccountStatus.allCases)
    func status(_ status: AccountStatus) throws {
        self.load(1, status)
        self.add(Self.session(5, of: 1), 1)
        switch status {
        case .active: #expect(self.admission(1)?.subject != nil)
        case .mustChangePassword:
            let admission = try #require(self.admission(1))
            // Nothing to check with, so that nothing is allowed by mistake.
            #expect(admission.duties == .changePassword && admission.subject == nil)
        case .invited, .blocked, .deleted, .purged: #expect(self.admission(1) == nil)
        }
    }

    @Test("a session of another epoch, and one of a user whom the table does not know, open nothing")
    func epochs() {
        self.load(1, .active, epoch: 4)
        for epoch in [0, 3, 5] {
            self.add(Self.session(5, of: 1, epoch: epoch), 1)
            #expect(self.admission(1) == nil, "\(epoch)")
        }
        self.add(Self.session(5, of: 1, epoch: 4), 1)
        #expect(self.admission(1) != nil)
        self.access.endSessions(of: Self.user(1))
        #expect(self.admission(1) == nil)
        self.add(Self.session(6, of: 2), 2)
        #expect(self.admission(2) == nil)
    }

    @Test("a session ends when it was not used for as long as it may be, and at its latest moment, to the millisecond")
    func lifetimes() {
        self.load(1, .active)
        self.add(Self.session(5, of: 1), 1)
        #expect(self.admission(1, at: Self.noon + .milliseconds(59_999)) != nil)
        // The use is noted, so that the idle time begins again.
        #expect(self.admission(1, at: Self.noon + .milliseconds(119_998)) != nil)
        #expect(self.admission(1, at: Self.noon + .milliseconds(119_998 + 60_000)) == nil)
        self.add(Self.session(6, of: 1, idle: nil), 2)
        #expect(self.admission(2, at: Self.noon + .milliseconds(599_999)) != nil)
        #expect(self.admission(2, at: Self.noon + .seconds(600)) == nil)
        #expect(self.admission(2, at: .distantFuture) == nil)
        // A clock that goes back for a while ends nothing.
        #expect(self.admission(2, at: .distantPast) != nil)
    }

    @Test("uses are told once, the latest of each session, and not those of the same second")
    func uses() {
        self.load(1, .active)
        self.add(Self.session(5, of: 1), 1)
        #expect(self.sessions.takeUses().isEmpty)
        for seconds in [1, 2, 30] { _ = self.admission(1, at: Self.noon + .seconds(seconds) + .milliseconds(1)) }
        let moment = Self.noon + .seconds(30) + .milliseconds(1)
        #expect(
            self.sessions.takeUses() == [SessionUse(of: UserSessionID(bits: 5), of: Self.user(1), at: moment)])
        _ = self.admission(1, at: moment + .milliseconds(900))
        #expect(self.sessions.takeUses().isEmpty)
    }

    @Test("a session that ended while another task was reading it from the store does not come back")
    func removalCount() {
        self.load(1, .active)
        let count = self.sessions.removalCount
        self.sessions.remove(UserSessionID(bits: 5))
        #expect(
            !self.sessions.add(
                Self.session(5, of: 1), token: Self.token(1), ifRemovalCountIs: count, at: Self.noon, in: self.access))
        #expect(self.admission(1) == nil)
        // Nor does the former token of one that was rotated.
        self.add(Self.session(5, of: 1), 1)
        let earlier = self.sessions.removalCount
        self.add(Self.session(5, of: 1), 2, isRotation: true)
        #expect(
            !self.sessions.add(
                Self.session(5, of: 1), token: Self.token(1), ifRemovalCountIs: earlier, at: Self.noon,
                in: self.access))
        #expect(self.admission(1) == nil && self.admission(2) != nil)
    }

    @Test("the table answers as a dictionary does, whatever comes and goes", arguments: [1, 2, 3] as [UInt64])
    func model(_ seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var known: [Int: (session: Int, user: Int)] = [:]
        for user in 0..<8 { self.load(user, .active) }
        for step in 0..<6_000 {
            let (token, session) = (
                Int.random(in: 0..<600, using: &generator), Int.random(in: 0..<300, using: &generator)
            )
            switch Int.random(in: 0..<20, using: &generator) {
            case 0..<12:
                // No two sessions have one token.
                guard known[token] == nil else { continue }
                known = known.filter { $0.value.session != session }
                let user = Int.random(in: 0..<8, using: &generator)
                known[token] = (session, user)
                self.add(Self.session(session, of: user), token)
            case 12..<19:
                known = known.filter { $0.value.session != session }
                self.sessions.remove(UserSessionID(bits: UInt128(session)))
            default:
                if step % 500 == 0 {
                    known = [:]
                    self.sessions.removeAll()
                }
            }
            let admission = self.admission(token)
            #expect(admission?.session == known[token].map { UserSessionID(bits: UInt128($0.session)) })
            #expect(admission?.user == known[token].map { Self.user($0.user) })
        }
        for token in 0..<600 { #expect((self.admission(token) != nil) == (known[token] != nil)) }
        #expect(self.sessions.count == known.count)
    }

    @Test("sessions that are over make room by themselves")
    func memory() {
        self.load(1, .active)
        for number in 0..<20_000 {
            self.add(Self.session(number, of: 1, at: Self.noon + .seconds(number)), number)
        }
        // A session lasts for a minute without use.
        #expect(self.sessions.count < 3_000)
    }

    @Test("readers beside a writer see each session wholly or not at all", .timeLimit(.minutes(20)))
    func besideWriter() async {
        for user in 0..<64 { self.load(user, .active) }
        let (sessions, access) = (self.sessions, self.access)
        await withTaskGroup(of: Int.self) { group in
            for reader in 0..<2 {
                group.addTask {
                    var mixed = 0
                    for step in 0..<60_000 {
                        let number = (step &* 31 &+ reader) % 64
                        let admission = sessions.admission(of: Self.token(number), in: access, at: Self.noon)
                        // Session and token of one number belong to the user of that number, in every round.
                        if let admission, admission.user != Self.user(number) { mixed += 1 }
                    }
                    return mixed
                }
            }
            group.addTask {
                for step in 0..<30_000 {
                    let number = step % 64
                    if step % 3 == 0 {
                        sessions.remove(UserSessionID(bits: UInt128(number)))
                    } else {
                        _ = sessions.add(
                            Self.session(number, of: number), token: Self.token(number),
                            ifRemovalCountIs: sessions.removalCount, at: Self.noon, in: access)
                    }
                }
                return 0
            }
            for await mixed in group { #expect(mixed == 0) }
        }
    }
}
