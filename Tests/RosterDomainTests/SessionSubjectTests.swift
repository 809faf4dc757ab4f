import RosterDomain
import RosterDomainTestSupport
import RosterPartnerCenter
import Synchronization
import Testing

@Suite("Sessions that are subjects of their own", .timeLimit(.minutes(20)))
struct SessionSubjectTests {
    private let access = AccessTable(catalog: .partnerCenter)
    private let sessions = SessionTable()
    private static let noon = Timestamp(millisecondsSinceEpoch: 1_795_348_800_000)
    private static let admins: Set<RoleID> = [.userManagementAdmin, .userAdmin]
    private static let roles = Self.admins.union([.billingAdmin])

    private static func user(_ number: Int) -> UserID { UserID(bits: UInt128(number + 1)) }

    private static func token(_ number: Int) -> SessionToken { SessionToken(randomness: UInt128(number), 7) }

    private static func id(_ number: Int) -> UserSessionID { UserSessionID(bits: UInt128(number + 1_000_000)) }

    private static func session(_ number: Int, of user: Int, epoch: Int = 0, activating: Set<RoleID>?) -> UserSession {
        UserSession(
            self.id(number), of: self.user(user), on: DeviceName("test"), by: [.password],
            epoch: epoch, at: self.noon, idleLifetime: nil, expiringAt: self.noon + .seconds(600),
            activating: activating)
    }

    private func load(_ number: Int, _ roles: Set<RoleID>, epoch: Int = 0) {
        self.access.load(
            UserStanding(
                id: Self.user(number), affiliation: .member, status: .active, sessionEpoch: epoch,
                holdings: roles.map { RoleHolding($0) }))
    }

    private func add(_ session: UserSession, _ token: Int, isRotation: Bool = false) {
        _ = self.sessions.add(
            session, token: Self.token(token), ifRemovalCountIs: self.sessions.removalCount, at: Self.noon,
            in: self.access, isRotation: isRotation)
    }

    private func subject(_ token: Int) -> UserHandle? {
        self.sessions.admission(of: Self.token(token), in: self.access, at: Self.noon)?.subject
    }

    private func permits(_ subject: UserHandle, _ permission: Permission) -> Bool {
        self.access.permits(subject, permission, now: Self.noon)
            || self.sessions.subjects.permits(subject, permission, at: .company, given: [], now: Self.noon)
    }

    private func step(_ revision: Int, _ changes: [Change]) -> Commit {
        Commit(revision: Revision(UInt64(revision)), at: Self.noon, principal: .system, changes: changes)
    }

    @Test("are few: those that have all roles active are their users, and are not counted")
    func counted() throws {
        self.load(1, Self.roles)
        self.add(Self.session(1, of: 1, activating: nil), 1)
        #expect(self.sessions.subjects.count == 0)
        self.add(Self.session(2, of: 1, activating: [.billingAdmin]), 2)
        #expect(self.sessions.subjects.count == 1)
        let (whole, part) = (try #require(self.subject(1)), try #require(self.subject(2)))
        #expect(!whole.isOfSession && part.isOfSession && whole.id == part.id)
        #expect(self.permits(whole, .createUsers) && !self.permits(part, .createUsers))
        #expect(self.permits(part, .manageBilling))
        self.sessions.remove(Self.id(2))
        #expect(self.sessions.subjects.count == 0 && !self.permits(part, .manageBilling))
        self.add(Self.session(3, of: 1, activating: []), 3)
        self.sessions.removeExpired(at: Self.noon + .seconds(600))
        #expect(self.sessions.subjects.count == 0)
        self.add(Self.session(4, of: 1, activating: []), 4)
        self.sessions.removeAll()
        #expect(self.sessions.subjects.count == 0)
    }

    @Test("do not answer between two tokens of one session as if there were none, and have the roles of the later one")
    func rotated() throws {
        self.load(1, Self.roles)
        self.add(Self.session(1, of: 1, activating: [.billingAdmin]), 1)
        let kept = try #require(self.subject(1))
        self.add(Self.session(1, of: 1, activating: Self.admins), 2, isRotation: true)
        #expect(self.permits(kept, .createUsers) && !self.permits(kept, .manageBilling))
        #expect(self.subject(1) == nil)
    }

    @Test("are over with the account's epoch, and stay over when the account is in use again")
    func epochs() throws {
        self.load(1, Self.roles)
        self.add(Self.session(1, of: 1, activating: Self.roles), 1)
        let kept = try #require(self.subject(1))
        let ended = self.step(1, [.sessionsEnded(user: Self.user(1), session: nil)])
        #expect(self.sessions.subjects.apply(ended, to: self.access))
        #expect(!self.permits(kept, .createUsers) && self.subject(1) == nil)
        // One that this host meets before the step that moved the epoch to its own.
        self.add(Self.session(2, of: 1, epoch: 2, activating: Self.roles), 2)
        #expect(self.subject(2) == nil)
        let next = self.step(2, [.sessionsEnded(user: Self.user(1), session: nil)])
        #expect(self.sessions.subjects.apply(next, to: self.access))
        #expect(self.permits(try #require(self.subject(2)), .createUsers))
        #expect(!self.sessions.subjects.apply(next, to: self.access), "a step counts once")
    }

    @Test("know of each step that was applied, while other sessions begin and end")
    func race() async throws {
        for user in 0..<4 { self.load(user, Self.roles) }
        self.add(Self.session(1, of: 0, activating: [.billingAdmin]), 1)
        let kept = try #require(self.subject(1))
        let isOver = Flag()
        let late = await withTaskGroup(of: Int.self) { group in
            for task in 0..<2 {
                group.addTask {
                    var number = 100 + task
                    while !isOver.isSet {
                        self.add(Self.session(number, of: number % 4, activating: Self.roles), number)
                        if let subject = self.subject(number) { _ = self.permits(subject, .createUsers) }
                        self.sessions.remove(Self.id(number))
                        number += 2
                        await Task.yield()
                    }
                    return 0
                }
            }
            group.addTask {
                defer { isOver.set() }
                var late = 0
                let assignment = RoleAssignment(
                    of: .billingAdmin, to: Self.user(0), grantedBy: .system, grantedAt: Self.noon)
                for number in 0..<1_000 {
                    let isGiven = number % 2 == 1
                    let change: Change =
                        isGiven ? .roleAssigned(assignment: assignment) : .roleRemoved(assignment: assignment)
                    _ = self.sessions.subjects.apply(self.step(number + 1, [change]), to: self.access)
                    if self.permits(kept, .manageBilling) != isGiven { late += 1 }
                }
                return late
            }
            return await group.reduce(0, +)
        }
        #expect(late == 0)
        #expect(self.sessions.subjects.count == 1)
    }
}

/// Something that is so from some moment on.
private final class Flag: Sendable {
    private let value = Atomic(false)

    var isSet: Bool { self.value.load(ordering: .acquiring) }

    func set() { self.value.store(true, ordering: .releasing) }
}
