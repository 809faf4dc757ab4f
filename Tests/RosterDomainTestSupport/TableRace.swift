import Foundation
import RosterDomain
import Synchronization

/// Readers that check while a writer gives and takes roles, to users and to groups, forgets and adds users, grows the table
/// and changes its catalog.
///
/// What must hold of every check that begins and ends while nothing concerning it changes is known from a word that the
/// writer sets after each step: this decides whether revocation is linearizable.
package final class TableRace: Sendable {
    /// The steps of the writer, over and over.
    private enum Phase: UInt64 {
        case giving, given, taking, taken
    }

    private let table: AccessTable
    private let duration: Duration
    /// The phase, with the number of the round above it.
    private let phase = Atomic<UInt64>(Phase.taken.rawValue)
    private let isOver = Atomic<Bool>(false)
    private let failures = Atomic<Int>(0)
    private let catalogs: [RoleCatalog]
    /// How often what the mover and the outsider hold was exchanged.
    private let exchangeCount = Atomic<Int>(0)

    private static let watched = UserID(bits: 1)
    /// A user who always holds the first role, and sometimes another one.
    private static let steady = UserID(bits: 2)
    /// The group through which the watched user is given a role at times.
    private static let group = GroupID(bits: 1)
    /// A user who always holds the first role: now through the office, now themselves, which one step exchanges.
    private static let mover = UserID(bits: 3)
    /// A user who never holds the second role: one step takes it from the vault and lets the user in, or the other way round.
    private static let outsider = UserID(bits: 4)
    private static let office = GroupID(bits: 3)
    private static let vault = GroupID(bits: 4)
    /// A group of others, among them the steady one.
    private static let crowd = GroupID(bits: 2)
    /// A role of the company that grants the second permission at times.
    private static let role = CompanyRoleID(bits: 1)
    private static let permissions = (0..<3).map { Permission("race/things/act\($0)") }
    private static let roles = (0..<3).map { RoleID("role\($0)") }

    /// Prepares a race.
    package init(seconds: Double) throws {
        self.catalogs = [try Self.catalog(fillers: 0), try Self.catalog(fillers: 40)]
        self.table = AccessTable(catalog: self.catalogs[0])
        self.duration = .seconds(seconds)
        try self.table.assign(Self.roles[0], to: Self.steady)
        try self.table.add(Self.steady, toGroup: Self.crowd)
        try self.table.setRoles([RoleHolding(Self.roles[0])], ofGroup: Self.office)
        try self.table.add(Self.mover, toGroup: Self.office)
        try self.table.setRoles([RoleHolding(Self.roles[1])], ofGroup: Self.vault)
        self.table.setStatus(.active, of: Self.outsider)
        self.table.setStatus(.active, of: Self.watched)
    }

    private static func catalog(fillers: Int) throws -> RoleCatalog {
        let plane = RoleCategory("plane", title: "Plane")
        let filling = (0..<fillers).map { Permission("race/filling/act\($0)") }
        let roles = zip(self.roles, self.permissions).map { id, permission in
            Role(id, title: id.rawValue, category: plane, grants: ([permission] + filling).map { Grant($0) })
        }
        return try RoleCatalog(
            roles: roles,
            permissions: (self.permissions + filling).map { PermissionDefinition($0, title: $0.rawValue) },
            assignmentAuthorities: [AssignmentAuthority(self.roles[0], mayAssign: .everyRole)], accountAuthorities: [],
            provisioning: ProvisioningPermissions(createUsers: self.permissions[0], viewUsers: self.permissions[1]),
            indispensableRole: self.roles[0])
    }

    /// Runs the race.
    ///
    /// - Returns: The number of checks made.
    /// - Throws: ``TrialFailure`` when a check gave an answer that it could not give at any moment of its duration.
    package func run() throws -> Int {
        let count = Atomic<Int>(0)
        let errors = Atomic<Int>(0)
        let group = DispatchGroup()
        for role in 0..<3 {
            group.enter()
            // Threads of their own: a pool with as many threads as cores may never come to run the writer. And atomics, no
            // mutex: the thread sanitizer does not know that one of the toolchain's puts anything in order.
            Thread.detachNewThread {
                do {
                    count.add(try role == 0 ? self.write() : self.read(form: role), ordering: .relaxed)
                } catch {
                    errors.add(1, ordering: .relaxed)
                }
                group.leave()
            }
        }
        group.wait()
        let failures = self.failures.load(ordering: .relaxed)
        guard errors.load(ordering: .relaxed) == 0 else { throw TrialFailure("a thread of the race gave up") }
        guard failures == 0 else { throw TrialFailure("\(failures) answers that could not be") }
        return count.load(ordering: .relaxed)
    }
}

// MARK: - The writer

extension TableRace {
    private func write() throws -> Int {
        defer { self.isOver.store(true, ordering: .releasing) }
        let start = ContinuousClock.now
        var round: UInt64 = 1
        while ContinuousClock.now - start < self.duration {
            self.enter(.giving, round)
            try self.give(round)
            self.enter(.given, round)
            try self.disturb(round)
            self.enter(.taking, round)
            try self.take(round)
            self.enter(.taken, round)
            try self.disturb(round)
            round += 1
        }
        return 0
    }

    private func enter(_ phase: Phase, _ round: UInt64) {
        self.phase.store(round << 2 | phase.rawValue, ordering: .sequentiallyConsistent)
    }

    /// Gives access in one way or another, itself or through a group.
    private func give(_ round: UInt64) throws {
        switch round % 9 {
        case 0, 1, 2: try self.table.assign(Self.roles[1], to: Self.watched)
        case 6, 7, 8: try self.giveByDefinition(round)
        case 3:
            try self.table.add(Self.watched, toGroup: Self.group)
            try self.table.setRoles([RoleHolding(Self.roles[1])], ofGroup: Self.group)
        case 4:
            self.table.remove(Self.watched, fromGroup: Self.group)
            try self.table.setRoles([RoleHolding(Self.roles[1])], ofGroup: Self.group)
            try self.table.add(Self.watched, toGroup: Self.group)
        default:
            try self.table.add(Self.watched, toGroup: Self.group)
            self.table.load(GroupStanding(id: Self.group, holdings: [RoleHolding(Self.roles[1])]))
        }
    }

    /// Takes access away in one way or another, so that the next round can give it back.
    private func take(_ round: UInt64) throws {
        switch round % 9 {
        case 0: self.table.remove(Self.roles[1], from: Self.watched)
        case 6, 7, 8: try self.define(round % 3 == 2 ? nil : [], round)
        case 1: self.table.load(UserStanding(id: Self.watched, affiliation: .member, status: .active, holdings: []))
        case 2: self.table.forget(Self.watched)
        case 3: try self.table.setRoles([], ofGroup: Self.group)
        case 4: self.table.remove(Self.watched, fromGroup: Self.group)
        default:
            self.table.load(GroupStanding(id: Self.group, holdings: [RoleHolding(Self.roles[1])], isDeleted: true))
        }
    }

    /// Gives access by what a role of the company means that the user holds already, or holds as soon as it means that.
    private func giveByDefinition(_ round: UInt64) throws {
        try self.define([], round)
        if round % 2 == 0 {
            try self.table.assign(RoleID(Self.role), to: Self.watched)
        } else {
            try self.table.add(Self.watched, toGroup: Self.group)
            try self.table.setRoles([RoleHolding(RoleID(Self.role))], ofGroup: Self.group)
        }
        try self.define([Self.roles[1]], round)
    }

    /// Defines the role anew, at once or by a step of the history; nil deletes it.
    private func define(_ included: Set<RoleID>?, _ round: UInt64) throws {
        guard let included else { return self.table.setCompanyRoles([]) }
        let definition = try CompanyRoleDefinition(title: FullName("Race"), includes: included)
        let moment = Timestamp(millisecondsSinceEpoch: 0)
        let role = CompanyRole(id: Self.role, definition, definedBy: .system, definedAt: moment)
        guard round % 4 < 2 else { return self.table.setCompanyRoles([role]) }
        let change = Change.companyRoleDefined(role: role)
        let commit = Commit(revision: self.table.revision.next, at: moment, principal: .system, changes: [change])
        if !self.table.apply(commit) { self.fail() }
    }

    /// Makes rows come and go, the index grow and the catalog change.
    private func disturb(_ round: UInt64) throws {
        for number in 0..<8 {
            let other = UserID(bits: UInt128(100 + (round * 8 + UInt64(number)) % 5_000))
            let scope = try Scope("/places/\(round % 977)-\(number)")
            try self.table.assign(Self.roles[2], to: other, at: scope)
            if number < 2 { try self.table.add(other, toGroup: number == 0 ? Self.group : Self.crowd) }
        }
        try self.table.setRoles(round % 2 == 0 ? [RoleHolding(Self.roles[2])] : [], ofGroup: Self.crowd)
        self.exchange(isEven: self.exchangeCount.add(1, ordering: .relaxed).oldValue % 2 == 0)
        if round % 2 == 0 { try self.table.assign(Self.roles[2], to: Self.steady) }
        if round % 2 == 1 { self.table.remove(Self.roles[2], from: Self.steady) }
        if round % 64 == 0 { self.table.replaceCatalog(with: self.catalogs[Int(round / 64 % 2)]) }
        if round % 200 == 0 { for number in 0..<2_500 { self.table.forget(UserID(bits: UInt128(100 + number))) } }
    }
}

extension TableRace {
    /// Exchanges, in one step, what users hold themselves and what they hold through groups.
    private func exchange(isEven: Bool) {
        let moment = Timestamp(millisecondsSinceEpoch: 0)
        let roles = (0...1).map { GroupRole(Self.roles[$0], grantedBy: .system, grantedAt: moment) }
        let own = RoleAssignment(of: Self.roles[0], to: Self.mover, grantedBy: .system, grantedAt: moment)
        let changes: [Change] =
            isEven
            ? [
                .groupChanged(group: Self.office, change: .roleRemoved(roles[0])), .roleAssigned(assignment: own),
                .memberAdded(user: Self.outsider, group: Self.vault),
                .groupChanged(group: Self.vault, change: .roleRemoved(roles[1])),
            ]
            : [
                .roleRemoved(assignment: own), .groupChanged(group: Self.office, change: .roleAssigned(roles[0])),
                .groupChanged(group: Self.vault, change: .roleAssigned(roles[1])),
                .memberRemoved(user: Self.outsider, group: Self.vault),
            ]
        let commit = Commit(revision: self.table.revision.next, at: moment, principal: .system, changes: changes)
        if !self.table.apply(commit) { self.fail() }
    }
}

// MARK: - The readers

extension TableRace {
    private func read(form: Int) throws -> Int {
        let handles = try Self.permissions.map { try self.table.handle(for: $0) }
        var subject = self.table.handle(for: Self.watched)
        var count = 0
        while !self.isOver.load(ordering: .acquiring) {
            let before = self.phase.load(ordering: .sequentiallyConsistent)
            let answers = [
                self.table.permits(Self.watched, handles[1]), self.table.permits(Self.watched, Self.permissions[1]),
                subject.map { self.table.permits($0, handles[1]) },
            ]
            if self.phase.load(ordering: .sequentiallyConsistent) == before {
                for case let answer? in answers where !Self.isPossible(answer, before) { self.fail() }
            }
            self.checkSteady(handles)
            if count % 1_024 == form { subject = self.table.handle(for: Self.watched) ?? subject }
            count += answers.count + 6
        }
        return count
    }

    private static func isPossible(_ answer: Bool, _ phase: UInt64) -> Bool {
        switch Phase(rawValue: phase & 3) {
        case .given: answer
        case .taken: !answer
        default: true
        }
    }

    /// What never changes must never seem to: the first role always grants, and no user is ever given the second.
    private func checkSteady(_ handles: [PermissionHandle]) {
        if !self.table.permits(Self.steady, handles[0]) { self.fail() }
        if self.table.permits(Self.steady, handles[1]) { self.fail() }
        if !self.table.permits(Self.mover, handles[0]) { self.fail() }
        if self.table.permits(Self.outsider, handles[1]) { self.fail() }
        if let subject = self.table.handle(for: Self.steady) {
            if !self.table.permits(subject, handles[0]) { self.fail() }
            if self.table.permits(subject, handles[1]) { self.fail() }
        }
    }

    private func fail() { self.failures.add(1, ordering: .relaxed) }
}
