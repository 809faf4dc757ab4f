import Foundation
import RosterAdapters
import RosterDomain
import RosterPartnerCenter
import RosterPorts
import RosterUseCases

/// One company whose secrets are known.
struct SecretsTrial: Sendable {
    let tenant: Tenant
    let owner: UserID
    private let secrets: SecretsFile
    /// Where the history stood when the host began.
    private let start: Revision

    init(in folder: String, secrets: SecretsFile) async throws {
        let parts = TenantParts(
            catalog: .partnerCenter, directory: try FileDirectory(at: folder),
            credentials: try FileCredentialVault(at: folder, cost: .cheapest),
            sessions: try FileSessionStore(at: folder),
            notifier: Noting(mailer: try FileMailer(at: folder + "/letters"), secrets: secrets),
            policy: try TenantPolicy(passwords: PasswordPolicy(historyLength: 3)))
        self.secrets = secrets
        do {
            self.tenant = try await Tenant.open(parts)
            self.owner = self.tenant.company.enrolledBy
        } catch TenantError.notEnrolled {
            let enrolled = try await Tenant.enroll(
                CompanyEnrollment(
                    of: FullName("Contoso"), programs: [.indirectProvider],
                    firstAdministrator: FullName("Ada Lovelace"),
                    email: EmailAddress("ada@contoso.example")),
                with: parts)
            self.tenant = enrolled.tenant
            self.owner = enrolled.owner
            self.start = .start
            try await self.choose(enrolled.signInInformation.reveal())
            return
        }
        self.start = self.tenant.revision
    }

    /// Leads an account through its life, and tries what is refused at each step.
    func live(_ number: Int) async throws {
        let name = "person-\(number)@contoso.example"
        let added = try await self.tenant.addUser(
            FullName("Person \(number)"), email: EmailAddress(name), roles: [.adminAgent], by: self.owner)
        let user = added.userID
        let password = try await self.choose(added.signInInformation.reveal())
        let begun = try await self.tenant.beginSession(name, password: Password(password), on: DeviceName("trial"))
        print(begun.session, begun.duties)
        let token = try self.token(begun.reveal())
        print(token, self.tenant.admits(token).map { "\($0)" } ?? "refused")
        await self.fail(name, number, password)
        switch number % 5 {
        case 0: try await self.reset(user, name)
        case 1: try await self.invite(number)
        case 2: try await self.serve(number)
        case 3: try await self.move(name, password, number)
        default: try await self.importHash(number)
        }
        if number % 7 == 0 { try await self.tenant.blockUser(user, by: self.owner) }
        if number % 11 == 0 { try await self.tenant.deleteUser(user, by: self.owner) }
    }

    /// Prints all that administrators and hosts can see.
    func audit() async throws {
        for step in try await self.tenant.history(after: self.start, limit: .max) {
            print(step)
            dump(step)
            print(String(decoding: StoredForm.json(of: step), as: UTF8.self))
        }
        let page = try await self.tenant.historyPage(limit: 1_000, by: self.owner)
        for entry in page.entries { print(entry.sentences) }
        for record in try await self.tenant.users(matching: UserQuery(pageSize: 1_000), by: self.owner).records {
            print(record)
            dump(record)
            print(try await self.tenant.sessions(of: record.id, by: self.owner))
        }
        print(await self.tenant.health())
        dump(self.tenant)
    }

    /// Begins a life, and dies in the middle of it.
    func beginAndDie(_ number: Int) async -> Never {
        let running = (0..<8).map { offset in Task { try await self.live(number + 100_000 + offset) } }
        try? await Task.sleep(for: .milliseconds(Int.random(in: 1...60)))
        fflush(nil)
        kill(getpid(), SIGKILL)
        for task in running { try? await task.value }
        exit(1)
    }
}

extension SecretsTrial {
    /// Chooses a password in the place of the temporary one.
    @discardableResult
    private func choose(_ information: RevealedSignInInformation) async throws -> String {
        try self.secrets.note(information.temporaryPassword, .password)
        let password = self.newPassword()
        try await self.tenant.changePassword(
            of: information.userName.rawValue, from: Password(information.temporaryPassword), to: Password(password))
        return password
    }

    /// A password that is told from all other texts.
    private func newPassword() -> String {
        let letters = Array("abcdefghjkmnpqrstuvwxyz")
        let text = "Zq7-" + String((0..<16).compactMap { _ in letters.randomElement() })
        try? self.secrets.note(text, .password)
        return text
    }

    private func token(_ text: String) throws -> SessionToken {
        try self.secrets.note(text, .token)
        guard let token = SessionToken(text) else { throw CocoaError(.coderInvalidValue) }
        return token
    }

    /// What is refused, as it is told to people and as a log would dump it.
    private func fail(_ name: String, _ number: Int, _ password: String) async {
        let wrong = self.newPassword()
        await self.show { _ = try await self.tenant.signIn(name, password: Password(wrong), from: "10.0.0.1") }
        await self.show { _ = try await self.tenant.signIn("nil-\(number)", password: Password(password)) }
        await self.show {
            try await self.tenant.changePassword(of: name, from: Password(password), to: Password(password))
        }
        await self.show {
            try await self.tenant.changePassword(of: name, from: Password(wrong), to: Password(password + "x"))
        }
        await self.show {
            try await self.tenant.acceptInvitation(
                of: name, code: InvitationCode(wrong), fullName: FullName("No"), password: Password(password))
        }
        print(Password(password), InvitationCode(wrong), ForeignPasswordHash.self)
        dump(Password(password))
    }

    private func show(_ body: () async throws -> Void) async {
        do { try await body() } catch {
            print(error, String(reflecting: error))
            dump(error)
        }
    }

    private func reset(_ user: UserID, _ name: String) async throws {
        let information = try await self.tenant.resetPassword(of: user, by: self.owner).reveal()
        await self.show { _ = try await self.tenant.signIn(name, password: Password(self.newPassword())) }
        try await self.choose(information)
    }

    private func invite(_ number: Int) async throws {
        let email = try EmailAddress("guest-\(number)@fabrikam.example")
        _ = try await self.tenant.inviteUsers([email], roles: [], by: self.owner)
        print(await self.tenant.deliverNotifications())
    }

    private func serve(_ number: Int) async throws {
        let service = try await self.tenant.addService(
            FullName("Job \(number)"), userName: UserName("svc-\(number)"), roles: [], by: self.owner)
        let issued = try await self.tenant.issueServiceToken(
            for: service.id, named: DeviceName("job"), lasting: .seconds(3_600), by: self.owner)
        let session = issued.session.id
        print(try self.token(issued.reveal()))
        let next = try await self.tenant.rotateServiceToken(
            session, of: service.id, overlap: .seconds(60), by: self.owner)
        print(try self.token(next.reveal()))
    }

    private func move(_ name: String, _ password: String, _ number: Int) async throws {
        try await self.tenant.requestAddressChange(
            to: EmailAddress("moved-\(number)@contoso.example"), of: name, password: Password(password))
        print(await self.tenant.deliverNotifications())
    }

    /// A hash that another system made belongs in the vault alone.
    private func importHash(_ number: Int) async throws {
        let added = try await self.tenant.addUser(
            FullName("Taken Over"), email: EmailAddress("import-\(number)@contoso.example"), roles: [], by: self.owner)
        let user = added.userID
        try self.secrets.note(added.signInInformation.reveal().temporaryPassword, .password)
        let hash = try ForeignPasswordHash(
            "$6$saltstring$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjl/O817G3uBnIFNjnQJuesI68u4OTLiBFdcbYEdFCoEOfaS35inz1")
        print(hash)
        dump(hash)
        try await self.tenant.importPassword(hash, of: user, by: self.owner)
    }
}

/// A mailer that notes which codes it mailed.
private struct Noting: Notifier {
    let mailer: FileMailer
    let secrets: SecretsFile

    func deliver(_ notification: AccountNotification) async throws(NotifierError) {
        let code: InvitationCode? =
            switch notification.content {
            case .invited(_, let code, _), .addressToConfirm(let code, _): code
            default: nil
            }
        do { try code?.withText { try self.secrets.note($0, .code) } } catch { throw .unavailable(cause: error) }
        print(notification)
        dump(notification)
        try await self.mailer.deliver(notification)
    }
}
