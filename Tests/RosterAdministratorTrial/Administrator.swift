import Foundation
import RosterDomain
import RosterPartnerCenter
import RosterUseCases

/// One of the processes: it takes turns as each administrator who can sign in, and does to another whatever comes to mind.
struct Administrator {
    private let company: SharedCompany
    private var generator: SeededNumbers

    init(folder: String, seed: UInt64) {
        self.company = SharedCompany(folder: folder)
        self.generator = SeededNumbers(state: seed)
    }

    mutating func act(_ rounds: Int) async throws {
        let tenant = try await Tenant.open(self.company.parts())
        for _ in 0..<rounds {
            do { try await self.act(in: tenant) } catch is TenantError {}
        }
    }

    private mutating func act(in tenant: Tenant) async throws {
        var records: [UserRecord] = []
        for name in SharedCompany.names {
            if let record = try await tenant.user(withEmail: SharedCompany.email(name)) { records.append(record) }
        }
        // Mostly one of those who may, now and then any of them.
        let able = records.filter { $0.canBeCountedOn(for: .globalAdmin) }
        let actors = able.isEmpty || self.generator.below(8) == 0 ? records : able
        guard records.count == 3 else { return }
        let principal = actors[self.generator.below(actors.count)].id
        let target = records[self.generator.below(3)]
        if self.generator.below(2) == 0 {
            try await self.repair(target, by: principal, tenant)
        } else {
            try await self.attack(target, by: principal, tenant)
        }
    }

    /// Brings a person a step nearer to being an administrator again.
    private mutating func repair(_ target: UserRecord, by principal: UserID, _ tenant: Tenant) async throws {
        switch target.user.status {
        case .blocked: try await tenant.unblockUser(target.id, by: principal)
        case .deleted: try await tenant.restoreUser(target.id, by: principal)
        case .mustChangePassword where self.generator.below(2) == 0: try await self.reset(target, by: principal, tenant)
        case .mustChangePassword, .invited: try await self.choose(for: target, tenant)
        case .active where target.assignments.isEmpty:
            try await tenant.assignRoles([.globalAdmin], to: target.id, by: principal)
        case .active: try await self.choose(for: target, tenant)
        }
    }

    private mutating func attack(_ target: UserRecord, by principal: UserID, _ tenant: Tenant) async throws {
        switch self.generator.below(5) {
        case 0: try await tenant.blockUser(target.id, by: principal)
        case 1: try await tenant.deleteUser(target.id, by: principal)
        case 2: try await tenant.removeRoles([.globalAdmin], from: target.id, by: principal)
        case 3: try await self.reset(target, by: principal, tenant)
        default: try await self.choose(for: target, tenant)
        }
    }

    private func reset(_ target: UserRecord, by principal: UserID, _ tenant: Tenant) async throws {
        let information = try await tenant.resetPassword(of: target.id, by: principal).reveal()
        try self.company.note(information.temporaryPassword, of: target.user.fullName.rawValue)
    }

    /// Has a person choose a new password, by whichever of those they know works.
    private mutating func choose(for person: UserRecord, _ tenant: Tenant) async throws {
        let name = person.user.fullName.rawValue
        for password in try self.company.passwords(of: name).prefix(6) {
            let chosen = "Chosen-\(self.generator.next())-x"
            try self.company.note(chosen, of: name)
            let email = try SharedCompany.email(name).rawValue
            if (try? await tenant.changePassword(of: email, from: Password(password), to: Password(chosen))) != nil {
                return
            }
        }
    }
}

/// Numbers that come again for the same seed (SplitMix64).
struct SeededNumbers {
    var state: UInt64

    mutating func next() -> UInt64 {
        self.state &+= 0x9E37_79B9_7F4A_7C15
        var z = self.state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func below(_ limit: Int) -> Int { Int(self.next() % UInt64(limit)) }
}
