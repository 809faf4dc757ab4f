public import RosterDomain
import RosterPorts

/// What came of signing in.
public enum SignInOutcome: Sendable, Hashable {
    /// The user is signed in.
    case signedIn(UserID)
    /// The password was right and is temporary: the user must change it first, and may do nothing until then.
    case mustChangePassword(UserID)
}

extension Tenant {
    /// Signs a user in with user name or address, and password.
    ///
    /// Roster keeps no sessions: the host does, and asks `permits(_:_:at:given:)` on each request, which says no from the
    /// moment at which the account is blocked, deleted or reset.
    ///
    /// - Parameters:
    ///   - name: What was typed: the user name or the address, in any case.
    ///   - password: The password.
    /// - Returns: Who it is, and whether the password must be changed first.
    /// - Throws: ``TenantError/refused(_:)`` with `RefusalReason.wrongCredentials` when the name or the password is
    ///   wrong, which of the two is not told; `RefusalReason.credentialsExpired` and `RefusalReason.wrongStatus(status:)`
    ///   only to somebody who showed the right password. ``TenantError/credentials(_:)``, ``TenantError/directory(_:)``.
    public func signIn(_ name: String, password: Password) async throws(TenantError) -> SignInOutcome {
        let record = try await self.user(typed: name)
        let canSignIn = record.map { $0.user.status != .invited && $0.user.status != .deleted } ?? false
        let match = try await self.match(password, for: canSignIn ? record?.id : nil)
        guard let user = record?.user, match != .none else {
            throw await self.refuseSignIn("sign in", because: .wrongCredentials, record?.id)
        }
        guard user.status != .blocked else {
            throw await self.refuseSignIn("sign in", because: .wrongStatus(status: .blocked), user.id)
        }
        guard match != .expired else {
            throw await self.refuseSignIn("sign in", because: .credentialsExpired, user.id)
        }
        guard match == .own else { return .mustChangePassword(user.id) }
        // An own password of somebody who must change it: a change that was kept by the vault and cut off before its commit.
        if user.status == .mustChangePassword {
            let command = RecordPasswordChange(of: user.id, resetCount: user.resetCount)
            try await self.perform(command, by: .user(id: user.id))
        } else if !user.hasSignedIn {
            try await self.perform(RecordFirstSignIn(of: user.id), by: .user(id: user.id))
        }
        return .signedIn(user.id)
    }
}
