import Foundation
import RosterAdapters
import RosterDomain
import RosterPartnerCenter
import RosterPorts
import RosterUseCases

/// A company on disk with two Global admins, and for each of them a notebook of the passwords that they were given or chose.
struct SharedCompany {
    static let names = ["ada", "bob"]
    static let groupName: FullName = {
        guard let name = try? FullName("Admins") else { preconditionFailure("it is a name") }
        return name
    }()
    let folder: String

    static func userName(_ name: String) -> UserName {
        guard let userName = try? UserName("\(name)@contoso.example") else {
            preconditionFailure("the trial's names can be user names")
        }
        return userName
    }

    func parts() throws -> TenantParts {
        TenantParts(
            catalog: .partnerCenter, directory: try FileDirectory(at: self.folder + "/store"),
            credentials: try FileCredentialVault(at: self.folder + "/store", function: ReadableFunction()),
            notifier: MemoryNotifier())
    }

    func enroll() async throws -> Tenant {
        let enrolled = try await Tenant.enroll(
            CompanyEnrollment(
                of: FullName("Contoso"), firstAdministrator: FullName("ada"),
                email: EmailAddress("ada@contoso.example")),
            with: self.parts())
        let (tenant, ada) = (enrolled.tenant, enrolled.owner)
        try await self.choose(for: "ada", from: enrolled.signInInformation.reveal().temporaryPassword, tenant)
        let added = try await tenant.addUser(
            FullName("bob"), email: EmailAddress("bob@contoso.example"), roles: [.globalAdmin], by: ada)
        let bob = added.userID
        try await self.choose(for: "bob", from: added.signInInformation.reveal().temporaryPassword, tenant)
        let group = try await tenant.addGroup(GroupProfile(name: Self.groupName), by: ada).id
        try await tenant.assignRoles([.globalAdmin], toGroup: group, by: ada)
        _ = try await tenant.addMembers([ada, bob], to: group, by: ada)
        try await self.defineRoles(by: ada, tenant)
        return tenant
    }

    /// Makes both able to do everything again; one who can sign in lets the other one in.
    func restore(_ tenant: Tenant) async throws {
        var records: [UserRecord] = []
        for name in Self.names {
            if let record = try await tenant.user(named: Self.userName(name)) { records.append(record) }
        }
        guard let able = records.first(where: { $0.canBeCountedOn(for: .globalAdmin) }) else { return }
        for record in records {
            let name = record.user.fullName.rawValue
            if record.id != able.id { try await self.restore(record, by: able.id, tenant) }
            let working = try await self.workingPasswords(of: name, tenant)
            try self.begin(working, of: name)
        }
        try await self.restoreGroup(with: records.map(\.id), by: able.id, tenant)
        try await self.restoreRoles(by: able.id, tenant)
    }

    private func restoreGroup(with members: [UserID], by principal: UserID, _ tenant: Tenant) async throws {
        let deleted = try await tenant.groups(matching: GroupQuery(isDeleted: true), by: principal).groups.first
        if let deleted { try await tenant.restoreGroup(deleted.id, by: principal) }
        guard let group = try await tenant.group(named: Self.groupName) else { return }
        if group.roles.isEmpty { try await tenant.assignRoles([.globalAdmin], toGroup: group.id, by: principal) }
        _ = try await tenant.addMembers(members, to: group.id, by: principal)
    }

    private func restore(_ record: UserRecord, by principal: UserID, _ tenant: Tenant) async throws {
        switch record.user.status {
        case .blocked: try await tenant.unblockUser(record.id, by: principal)
        case .deleted: try await tenant.restoreUser(record.id, by: principal)
        case .active, .mustChangePassword, .invited, .purged: break
        }
        if record.assignment(of: .globalAdmin, at: .company) == nil {
            try await tenant.assignRoles([.globalAdmin], to: record.id, by: principal)
        }
        let isReset = try await tenant.user(record.id)?.user.status == .mustChangePassword
        if isReset {
            let information = try await tenant.resetPassword(of: record.id, by: principal).reveal()
            try await self.choose(for: record.user.fullName.rawValue, from: information.temporaryPassword, tenant)
        }
    }

    private func choose(for name: String, from temporary: String, _ tenant: Tenant) async throws {
        let chosen = "Chosen-\(UInt64.random(in: 0 ... .max))-x"
        self.note(chosen, of: name)
        try await tenant.changePassword(
            of: Self.userName(name).rawValue, from: Password(temporary), to: Password(chosen))
    }
}

// MARK: - The notebooks

extension SharedCompany {
    private func notebook(_ name: String) -> String { "\(self.folder)/\(name)" }

    /// Writes down a password before it can work, or as soon as it is handed over.
    func note(_ password: String, of name: String) {
        let file = open(self.notebook(name), O_WRONLY | O_APPEND | O_CREAT, 0o600)
        defer { close(file) }
        let line = Array("\(password)\n".utf8)
        let count = write(file, line, line.count)
        precondition(count == line.count, "a notebook can be written")
    }

    /// Every password that a person was given or chose, the last one first.
    func passwords(of name: String) -> [String] {
        guard let text = try? String(contentsOfFile: self.notebook(name), encoding: .utf8) else { return [] }
        return text.split(separator: "\n").map(String.init).reversed()
    }

    /// Those of a person's passwords that work.
    func workingPasswords(of name: String, _ tenant: Tenant) async throws -> [String] {
        var working: [String] = []
        for password in self.passwords(of: name) {
            let outcome = try? await tenant.signIn(Self.userName(name).rawValue, password: Password(password))
            if outcome != nil { working.append(password) }
        }
        return working
    }

    /// Begins a notebook anew.
    private func begin(_ passwords: [String], of name: String) throws {
        let text = passwords.map { $0 + "\n" }.joined()
        try Data(text.utf8).write(to: URL(fileURLWithPath: self.notebook(name)))
    }
}

/// Hides nothing and takes no time: the trial is about who may sign in, not about hashes.
struct ReadableFunction: OneWayFunction {
    func makeSetting() -> String { "$t$" }

    func digest(of text: String, setting: String) -> String { "$t$\(text)" }
}
