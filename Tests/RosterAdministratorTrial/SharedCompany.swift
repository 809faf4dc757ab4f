import Foundation
import RosterAdapters
import RosterDomain
import RosterPartnerCenter
import RosterPorts
import RosterUseCases

/// A company on disk with three Global admins, and a notebook of every password that one of them was given or chose.
struct SharedCompany {
    static let names = ["ada", "bob", "cleo"]
    let folder: String

    private var notebook: String { self.folder + "/notebook" }

    static func email(_ name: String) throws -> EmailAddress { try EmailAddress("\(name)@contoso.example") }

    func parts() throws -> TenantParts {
        TenantParts(
            catalog: .partnerCenter, directory: try FileDirectory(at: self.folder + "/store"),
            credentials: try FileCredentialVault(at: self.folder + "/store", function: ReadableFunction()),
            notifier: MemoryNotifier())
    }

    /// Writes down a password before it can work, or as soon as it is handed over.
    func note(_ password: String, of name: String) throws {
        let line = Data("\(name) \(password)\n".utf8)
        let file = open(self.notebook, O_WRONLY | O_APPEND | O_CREAT, 0o600)
        guard file >= 0 else { throw CocoaError(.fileWriteUnknown) }
        defer { close(file) }
        _ = line.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
    }

    /// Every password that a person was given or chose, the last one first.
    func passwords(of name: String) throws -> [String] {
        guard let text = try? String(contentsOfFile: self.notebook, encoding: .utf8) else { return [] }
        return text.split(separator: "\n").filter { $0.hasPrefix(name + " ") }
            .map { String($0.dropFirst(name.count + 1)) }.reversed()
    }

    func enroll() async throws {
        let enrolled = try await Tenant.enroll(
            CompanyEnrollment(
                of: FullName("Contoso"), firstAdministrator: FullName("ada"), email: Self.email("ada")),
            with: self.parts())
        let (tenant, ada) = (enrolled.tenant, enrolled.owner)
        try await self.signUp("ada", enrolled.signInInformation.reveal(), tenant)
        for name in Self.names.dropFirst() {
            let added = try await tenant.addUser(
                FullName(name), email: Self.email(name), roles: [.globalAdmin], by: ada)
            try await self.signUp(name, added.signInInformation.reveal(), tenant)
        }
    }

    private func signUp(_ name: String, _ information: RevealedSignInInformation, _ tenant: Tenant) async throws {
        let chosen = "Chosen-at-first-\(name)"
        try self.note(chosen, of: name)
        try await tenant.changePassword(
            of: information.userName.rawValue, from: Password(information.temporaryPassword), to: Password(chosen))
    }
}

/// Hides nothing and takes no time: the trial is about who may sign in, not about hashes.
struct ReadableFunction: OneWayFunction {
    func makeSetting() -> String { "$t$" }

    func digest(of text: String, setting: String) -> String { "$t$\(text)" }
}
