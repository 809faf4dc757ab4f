import Foundation
import RosterDomain
import RosterPartnerCenter
import RosterUseCases

/// One of the processes: an administrator who does to the other one, or for themselves, what is read from the standard input.
struct Administrator {
    private let company: SharedCompany
    private let name: String
    private var other: String { SharedCompany.names.first { $0 != self.name } ?? "" }

    init(_ name: String, folder: String) {
        self.company = SharedCompany(folder: folder)
        self.name = name
    }

    /// Acts once for each line, which says what to do and how many microseconds to wait before; answers with a line.
    func act() async throws {
        let tenant = try await Tenant.open(self.company.parts())
        Self.say("ready")
        while let line = readLine() {
            let words = line.split(separator: " ")
            guard words.count == 2, let act = Act(rawValue: String(words[0])), let pause = useconds_t(words[1]) else {
                exit(64)
            }
            usleep(pause)
            do throws(TenantError) {
                try await self.perform(act, in: tenant)
                Self.say("accepted")
            } catch {
                // Refusals are what the trial is about; anything else is not.
                if case .refused = error { Self.say("refused: \(error)") } else { Self.say("failed: \(error)") }
            }
        }
    }

    private func perform(_ act: Act, in tenant: Tenant) async throws(TenantError) {
        guard let mine = try await self.record(self.name, tenant),
            let theirs = try await self.record(self.other, tenant)
        else { preconditionFailure("the trial never removes an account") }
        switch act {
        case .block: try await tenant.blockUser(theirs.id, by: mine.id)
        case .delete: try await tenant.deleteUser(theirs.id, by: mine.id)
        case .takeRole: try await tenant.removeRoles([.globalAdmin], from: theirs.id, by: mine.id)
        case .reset:
            let information = try await tenant.resetPassword(of: theirs.id, by: mine.id).reveal()
            self.company.note(information.temporaryPassword, of: self.other)
        case .changePassword:
            let chosen = "Chosen-\(UInt64.random(in: 0 ... .max))-x"
            let present = self.company.passwords(of: self.name).first ?? ""
            self.company.note(chosen, of: self.name)
            try await tenant.changePassword(
                of: mine.user.userName.rawValue, from: Password(present), to: Password(chosen))
        case .expel:
            let group = try await self.group(tenant)
            try Self.requireDone(try await tenant.removeMembers([theirs.id], from: group, by: mine.id))
        case .deleteGroup: try await tenant.deleteGroup(try await self.group(tenant), by: mine.id)
        case .takeGroupRole:
            try await tenant.removeRoles([.globalAdmin], fromGroup: try await self.group(tenant), by: mine.id)
        case .signIn:
            let present = self.company.passwords(of: self.name).first ?? ""
            _ = try await tenant.signIn(mine.user.userName.rawValue, password: Password(present))
        case .define, .widen, .give, .join, .deleteRole, .giveSpare, .passSpareOn:
            try await self.perform(act, onRolesIn: tenant, by: mine.id)
        }
    }

    /// Does something about the roles of the company, or gives one of them.
    private func perform(_ act: Act, onRolesIn tenant: Tenant, by mine: UserID) async throws(TenantError) {
        let desk = try await self.role(SharedCompany.desk, tenant)
        let spare = try await self.role(SharedCompany.spare, tenant)
        let guest = try await tenant.user(named: SharedCompany.guestName)?.id ?? UserID(bits: 0)
        let team = try await tenant.group(named: SharedCompany.teamName)?.id ?? GroupID(bits: 0)
        switch act {
        case .define: try await tenant.defineRole(SharedCompany.definition(SharedCompany.extra, isWide: true), by: mine)
        case .widen:
            try await tenant.changeRole(
                desk, to: SharedCompany.definition(SharedCompany.desk, isWide: true), by: mine)
        case .give: try await tenant.assignRoles([RoleID(desk)], to: guest, by: mine)
        case .join: try Self.requireDone(try await tenant.addMembers([guest], to: team, by: mine))
        case .deleteRole: try await tenant.deleteRole(spare, by: mine)
        case .giveSpare: try await tenant.assignRoles([RoleID(spare)], to: guest, by: mine)
        default: try await tenant.assignRoles([RoleID(spare)], toGroup: team, by: mine)
        }
    }

    private static func requireDone(_ results: [MembershipResult]) throws(TenantError) {
        if let refusal = results[0].refusal { throw .refused(refusal) }
    }

    /// A role of the company; one that does not exist once the other one has deleted it.
    private func role(_ title: FullName, _ tenant: Tenant) async throws(TenantError) -> CompanyRoleID {
        try await tenant.companyRole(titled: title)?.id ?? CompanyRoleID(bits: 0)
    }

    private func record(_ name: String, _ tenant: Tenant) async throws(TenantError) -> UserRecord? {
        try await tenant.user(named: SharedCompany.userName(name))
    }

    /// The group through which both hold everything, too; one that does not exist once the other one has deleted it.
    private func group(_ tenant: Tenant) async throws(TenantError) -> GroupID {
        try await tenant.group(named: SharedCompany.groupName)?.id ?? GroupID(bits: 0)
    }

    private static func say(_ line: String) {
        FileHandle.standardOutput.write(Data((line + "\n").utf8))
    }
}
