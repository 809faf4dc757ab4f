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
            let results = try await tenant.removeMembers([theirs.id], from: group, by: mine.id)
            if let refusal = results[0].refusal { throw .refused(Refusal("expel", because: refusal)) }
        case .deleteGroup: try await tenant.deleteGroup(try await self.group(tenant), by: mine.id)
        case .takeGroupRole:
            try await tenant.removeRoles([.globalAdmin], fromGroup: try await self.group(tenant), by: mine.id)
        case .signIn:
            let present = self.company.passwords(of: self.name).first ?? ""
            _ = try await tenant.signIn(mine.user.userName.rawValue, password: Password(present))
        }
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
