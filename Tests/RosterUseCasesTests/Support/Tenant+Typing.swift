import RosterDomain
import RosterUseCases

/// People type texts; tests mostly have addresses and user names at hand.
extension Tenant {
    func signIn(_ name: some CustomStringConvertible, password: Password) async throws(TenantError) -> SignInOutcome {
        try await self.signIn(name.description, password: password)
    }

    @discardableResult
    func changePassword(
        of name: some CustomStringConvertible, from current: Password, to new: Password
    ) async throws(TenantError) -> UserID {
        try await self.changePassword(of: name.description, from: current, to: new)
    }

    @discardableResult
    func acceptInvitation(
        email: EmailAddress, code: InvitationCode, fullName: FullName, password: Password
    ) async throws(TenantError) -> UserID {
        try await self.acceptInvitation(of: email.rawValue, code: code, fullName: fullName, password: password)
    }
}
