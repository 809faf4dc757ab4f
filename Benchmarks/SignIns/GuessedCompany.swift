import Foundation
import Roster
import RosterPartnerCenter

/// A company on files with an account of each kind, at which strangers guess.
struct GuessedCompany: Sendable {
    /// What an address can be.
    enum Address: String, CaseIterable {
        case unlisted, active, unchanged, blocked, invited, deleted

        var text: String { "\(self.rawValue)@contoso.example" }
    }

    /// What a person does who has not shown who they are.
    enum Attempt: String, CaseIterable {
        case signIn, changePassword, acceptInvitation
    }

    private let tenant: Tenant

    /// Enrolls the company in a folder.
    init(at folder: String) async throws {
        let parts = TenantParts(
            catalog: .partnerCenter, directory: try FileDirectory(at: folder),
            credentials: try FileCredentialVault(at: folder), notifier: MemoryNotifier())
        let enrolled = try await Tenant.enroll(
            CompanyEnrollment(
                of: FullName("Contoso"), firstAdministrator: FullName("Ada"),
                email: EmailAddress("ada@contoso.example")),
            with: parts)
        let (tenant, ada) = (enrolled.tenant, enrolled.owner)
        self.tenant = tenant
        try await Self.choosePassword(enrolled.signInInformation.reveal(), tenant)
        for address in [Address.active, .unchanged, .blocked, .deleted] {
            let added = try await tenant.addUser(
                FullName("Kim"), email: EmailAddress(address.text), roles: [], by: ada)
            let user = added.userID
            if address != .unchanged { try await Self.choosePassword(added.signInInformation.reveal(), tenant) }
            if address == .blocked { try await tenant.blockUser(user, by: ada) }
            if address == .deleted { try await tenant.deleteUser(user, by: ada) }
        }
        try await tenant.inviteUsers([EmailAddress(Address.invited.text)], roles: [], by: ada)
    }

    private static func choosePassword(_ information: RevealedSignInInformation, _ tenant: Tenant) async throws {
        try await tenant.changePassword(
            of: information.userName.rawValue, from: Password(information.temporaryPassword),
            to: Password("Analytical-1843"))
    }

    /// How many milliseconds a wrong guess takes to be answered.
    func guess(_ attempt: Attempt, at address: Address) async throws -> Double {
        let start = ContinuousClock.now
        do throws(TenantError) {
            try await self.attempt(attempt, at: address.text)
        } catch {
            guard error.refusal?.reason == .wrongCredentials else { throw error }
            return (ContinuousClock.now - start) / .milliseconds(1)
        }
        throw WrongAnswers(name: "\(attempt) at \(address)", count: 1)
    }

    private func attempt(_ attempt: Attempt, at address: String) async throws(TenantError) {
        let (wrong, new) = (Password("a wrong guess"), Password("Brand-New-2-x"))
        switch attempt {
        case .signIn: _ = try await self.tenant.signIn(address, password: wrong)
        case .changePassword: try await self.tenant.changePassword(of: address, from: wrong, to: new)
        case .acceptInvitation:
            guard let name = try? FullName("Gil") else { return }
            _ = try await self.tenant.acceptInvitation(
                of: address, code: InvitationCode("a wrong guess"), fullName: name, password: new)
        }
    }
}
