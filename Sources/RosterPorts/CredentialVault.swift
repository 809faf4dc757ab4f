public import RosterDomain

/// Where passwords are kept, as hashes, apart from the directory.
///
/// The port speaks of what is done with passwords, not of how they are stored: an adapter may be files with yescrypt, an
/// LDAP bind, or the host's own identity provider. A user has at most one credential: a password of their own, or a
/// temporary one. No error and no log of an adapter holds a password, a hash or any part of one.
///
/// Every call may be made from any task at any time. An adapter proves that it conforms with `CredentialVaultContract`
/// from `RosterPortTesting`.
public protocol CredentialVault: Sendable {
    /// Makes a temporary password for a user, in place of whatever credential the user had.
    ///
    /// Durable once this returns; from then on the former credential does not match any more. The text cannot be had again.
    ///
    /// - Parameters:
    ///   - user: Whose; the vault need not have heard of the user.
    ///   - expiry: The first moment at which the password no longer matches.
    /// - Throws: ``CredentialVaultError/unavailable(cause:)``. It is unknown then whether the former credential still
    ///   matches; issuing again settles it.
    func issueTemporaryPassword(
        for user: UserID, expiringAt expiry: Timestamp
    ) async throws(CredentialVaultError) -> TemporaryPassword

    /// Compares a password with a user's credential.
    ///
    /// The time it takes does not tell whether the user has a credential: a nil or unknown user costs as much as a wrong
    /// password.
    ///
    /// - Parameters:
    ///   - password: What was typed.
    ///   - user: Whose credential; nil when the caller found nobody, and then the answer is ``CredentialMatch/none``.
    ///   - now: When; it decides whether a temporary password has expired.
    /// - Throws: ``CredentialVaultError/unavailable(cause:)``, ``CredentialVaultError/damaged(cause:)``,
    ///   ``CredentialVaultError/busy(retryAfter:)``.
    func verify(
        _ password: Password, for user: UserID?, at now: Timestamp
    ) async throws(CredentialVaultError) -> CredentialMatch

    /// Replaces a user's credential by a password of their own, if the present one is shown.
    ///
    /// Comparing and replacing are one step: no other replacement comes between. Durable once this returns. A password
    /// that does not match, or has expired, changes nothing.
    ///
    /// - Parameters:
    ///   - current: What was typed as the present password, temporary or own.
    ///   - new: The password to keep. Whether it is good enough is the caller's to decide first.
    ///   - user: Whose credential.
    ///   - now: When; it decides whether a temporary password has expired.
    /// - Returns: What `current` matched; the replacement took place for ``CredentialMatch/temporary`` and
    ///   ``CredentialMatch/own`` only.
    /// - Throws: ``CredentialVaultError/unavailable(cause:)``. It is unknown then which of the two passwords matches.
    func replace(
        _ current: Password, with new: Password, for user: UserID, at now: Timestamp
    ) async throws(CredentialVaultError) -> CredentialMatch

    /// Removes a user's credential, if there is one: nothing matches any more. Durable once this returns.
    ///
    /// - Throws: ``CredentialVaultError/unavailable(cause:)``.
    func revoke(_ user: UserID) async throws(CredentialVaultError)
}

/// What a password matched.
public enum CredentialMatch: Sendable, Hashable {
    /// Nothing: it is wrong, or there is no credential.
    case none
    /// The temporary password, which still holds and must be changed.
    case temporary
    /// The temporary password, which has expired.
    case expired
    /// The user's own password.
    case own
}

/// What can go wrong with a ``CredentialVault``.
///
/// No case holds a password or a hash.
@nonexhaustive
public enum CredentialVaultError: Error, Sendable {
    /// The vault could not answer, or could not write.
    case unavailable(cause: any Error)
    /// A stored credential cannot be read; issuing a temporary password replaces it.
    case damaged(cause: any Error)
    /// Too many passwords wait to be hashed, in all or for this account. Nothing was changed, and nothing was compared: it is no
    /// wrong guess. Trying again after the pause may succeed.
    case busy(retryAfter: Duration)
}

extension CredentialVaultError: CustomStringConvertible {
    /// What went wrong, for a person.
    public var description: String {
        switch self {
        case .unavailable(let cause): "the credential vault cannot do it: \(cause)"
        case .damaged(let cause): "a stored credential is damaged; reset the password to replace it: \(cause)"
        case .busy(let pause): "too many passwords are being compared; try again in \(pause)"
        }
    }
}
