import Foundation
import RosterAdapters
import RosterDomain
import RosterPartnerCenter
import RosterPorts
import RosterUseCases
import Testing

/// Two hosts of one company, whose people sign in, are blocked, reset and deleted, change passwords and sign out, in random order.
///
/// `ROSTER_HISTORIES` says how many histories; `Scripts/soak-sessions.sh` runs a hundred thousand.
@Suite("Sessions in random histories over two hosts", .timeLimit(.minutes(600)))
struct SessionHistoryTests {
    @Test("Law 10: what a block, a deletion, a reset, a change of password or an end has ended, no host admits")
    func histories() async throws {
        let count = ProcessInfo.processInfo.environment["ROSTER_HISTORIES"].flatMap { Int($0) } ?? 60
        var (admitted, refused) = (0, 0)
        for seed in 0..<count {
            var world = try await SessionWorld(seed: UInt64(seed))
            for step in 0..<40 {
                try await world.step()
                let (yes, no) = try await world.check("seed \(seed), step \(step)")
                admitted += yes
                refused += no
            }
        }
        // Both happen often, or the histories would show nothing.
        #expect(admitted > count * 20 && refused > count * 20)
    }
}

/// What a token should be worth.
private struct Expected {
    let token: SessionToken
    let user: UserID
    var isOver = false
}

private struct SessionWorld {
    let test: TestTenant
    let hosts: [Tenant]
    var followed: [Revision?] = [nil, nil]
    let people: [UserID]
    var dice: SeededDice
    var tokens: [Expected] = []
    var passwords: [UserID: Password] = [:]

    init(seed: UInt64) async throws {
        self.test = try await TestTenant()
        self.people = [try await self.test.person("Grace"), try await self.test.person("Uma")]
        self.hosts = [self.test.tenant, try await self.test.secondHost()]
        self.dice = SeededDice(seed: seed)
        for person in self.people { self.passwords[person] = TestTenant.password }
        for (index, host) in self.hosts.enumerated() {
            self.followed[index] = try await host.refreshSessions(after: nil)
        }
    }

    /// One random act at one of the hosts.
    mutating func step() async throws {
        let host = self.hosts[self.dice.below(2)]
        let (person, ada) = (self.people[self.dice.below(2)], self.test.ada)
        switch self.dice.below(16) {
        case 0..<6: try await self.begin(person, at: host)
        case 6: try await self.ending(person) { try await host.blockUser(person, by: ada) }
        case 7, 8: try? await host.unblockUser(person, by: ada)
        case 9: try await self.ending(person) { try await host.deleteUser(person, by: ada) }
        case 10, 11: try? await host.restoreUser(person, by: ada)
        case 12: try await self.reset(person, at: host)
        case 13: try await self.ending(person) { try await host.endAllSessions(of: person, by: person) }
        case 14: try await self.rotate(at: host)
        default: try await self.signOut(at: host)
        }
    }

    private mutating func begin(_ person: UserID, at host: Tenant) async throws {
        do {
            let begun = try await host.beginSession(
                for: person, authenticatedBy: [.hardwareKey], on: DeviceName("test"))
            guard let token = revealed(begun) else { return }
            self.tokens.append(Expected(token: token, user: person))
        } catch {
            guard error.refusal != nil else { throw error }
        }
    }

    /// Performs an act that ends every session of a person, unless it is refused.
    private mutating func ending(_ person: UserID, _ act: () async throws -> Void) async throws {
        do {
            try await act()
        } catch let error as TenantError {
            guard error.refusal != nil else { throw error }
            return
        }
        for index in self.tokens.indices where self.tokens[index].user == person { self.tokens[index].isOver = true }
    }

    /// Resets a password, and now and then has the person choose another one.
    private mutating func reset(_ person: UserID, at host: Tenant) async throws {
        let ada = self.test.ada
        var issued: String?
        try await self.ending(person) {
            issued = try await host.resetPassword(of: person, by: ada).reveal().temporaryPassword
        }
        guard let issued, self.dice.below(2) == 0, let record = try await host.user(person) else { return }
        try await self.ending(person) {
            try await host.changePassword(
                of: record.userName.rawValue, from: Password(issued), to: TestTenant.password)
        }
    }

    private mutating func rotate(at host: Tenant) async throws {
        guard !self.tokens.isEmpty else { return }
        let index = self.dice.below(self.tokens.count)
        let next = revealed(try await host.rotateSession(self.tokens[index].token))
        #expect((next == nil) == self.tokens[index].isOver)
        guard let next else { return }
        self.tokens[index].isOver = true
        self.tokens.append(Expected(token: next, user: self.tokens[index].user))
    }

    private mutating func signOut(at host: Tenant) async throws {
        guard !self.tokens.isEmpty else { return }
        let index = self.dice.below(self.tokens.count)
        try await host.endSession(self.tokens[index].token)
        self.tokens[index].isOver = true
    }

    /// Compares what both hosts say with what is expected.
    mutating func check(_ place: Comment) async throws -> (admitted: Int, refused: Int) {
        for (index, host) in self.hosts.enumerated() {
            try await host.refresh()
            self.followed[index] = try await host.refreshSessions(after: self.followed[index])
        }
        var counts = (admitted: 0, refused: 0)
        for expected in self.tokens {
            let status = try await self.test.tenant.user(expected.user)?.status
            let isOpen = !expected.isOver && (status == .active || status == .mustChangePassword)
            for host in self.hosts {
                if !isOpen { #expect(host.admits(expected.token) == nil, place) }
                #expect((try await host.admission(of: expected.token) != nil) == isOpen, place)
                if isOpen { counts.admitted += 1 } else { counts.refused += 1 }
            }
        }
        return counts
    }
}

/// The same numbers for the same seed.
private struct SeededDice {
    private var state: UInt64

    init(seed: UInt64) { self.state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

    mutating func below(_ limit: Int) -> Int {
        self.state = self.state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(self.state >> 33) % limit
    }
}
