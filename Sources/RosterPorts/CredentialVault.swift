public import RosterDomain

/// Where passwords are kept, as hashes, apart from the directory.
///
/// A vault holds any number of credentials for a user, each under an identifier. **The directory's record names the one that
/// counts**, and the commit that names it is what makes a reset, a change or an acceptance happen. So every verb that sets a
/// password goes three steps:
///
/// 1. *Prepare*: the vault keeps the new credential beside the present one. Nothing has changed yet.
/// 2. *Commit*: the directory names the new credential. From this moment on it counts, and the former one does not.
/// 3. *Settle*: the vault drops what is named no longer. When a crash prevents it, the next host that opens the tenant does it.
///
/// A verb that is refused, fails, is overtaken or dies at any step leaves exactly one credential that works: the one that the
/// history names.
///
/// The port speaks of what is done with passwords, not of how they are stored. An adapter for an LDAP bind or an identity provider,
/// which cannot hold prepared credentials, implements ``verify(_:against:at:)`` alone: the verbs that set passwords then throw
/// ``CredentialVaultError/managedElsewhere``. No error and no log of an adapter holds a password, a hash or any part of one.
///
/// Every call may be made from any task at any time. An adapter proves that it conforms with `CredentialVaultContract`
/// from `RosterPortTesting`.
public protocol CredentialVault: Sendable {
    /// Compares a password with one credential of a user.
    ///
    /// The time it takes does not tell whether there is such a credential: a claim that names none, or one that the vault does not
    /// hold, costs as much as a wrong password, and reads as much from wherever credentials are kept.
    ///
    /// - Parameters:
    ///   - password: What was typed.
    ///   - claim: Whose password it is said to be, and the credential that the directory names.
    ///   - now: When; it decides whether a temporary password has expired.
    /// - Throws: ``CredentialVaultError/unavailable(cause:)``, ``CredentialVaultError/damaged(cause:)``,
    ///   ``CredentialVaultError/busy(retryAfter:)``.
    func verify(
        _ password: Password, against claim: CredentialClaim, at now: Timestamp
    ) async throws(CredentialVaultError) -> CredentialMatch

    /// Makes a temporary password and keeps it under an identifier, beside whatever else the user has.
    ///
    /// When the vault holds a temporary credential under this identifier already, the new text is kept with the former ones, and all of
    /// them match until the time that was named last: so a code of an invitation can be mailed again without making the one that was
    /// mailed first useless. A vault keeps at least the last sixteen.
    ///
    /// Durable once this returns. The text cannot be had again.
    ///
    /// - Parameters:
    ///   - credential: The credential to prepare; it must match nothing before the directory names it.
    ///   - expiry: The first moment at which the password no longer matches.
    /// - Throws: ``CredentialVaultError/unavailable(cause:)``, after which it is unknown whether the credential is there;
    ///   ``CredentialVaultError/managedElsewhere``.
    func prepareTemporaryPassword(
        as credential: PreparedCredential, expiringAt expiry: Timestamp
    ) async throws(CredentialVaultError) -> TemporaryPassword

    /// Keeps a password that the user chose under an identifier, beside whatever else the user has.
    ///
    /// Durable once this returns.
    ///
    /// - Parameters:
    ///   - password: The password to keep. Whether it is good enough is the caller's to decide first.
    ///   - credential: The credential to prepare; the vault holds none under this identifier.
    /// - Throws: ``CredentialVaultError/unavailable(cause:)``, after which it is unknown whether the credential is there;
    ///   ``CredentialVaultError/managedElsewhere``.
    func prepare(_ password: Password, as credential: PreparedCredential) async throws(CredentialVaultError)

    /// Keeps a hash that another system made, under an identifier, beside whatever else the user has.
    ///
    /// It matches as a password of the user's own. When it does, the vault keeps a hash of its own in its place, unless the other system
    /// may have read less of the password than was typed.
    ///
    /// Durable once this returns.
    ///
    /// - Throws: ``CredentialVaultError/unavailable(cause:)``, after which it is unknown whether the credential is there;
    ///   ``CredentialVaultError/managedElsewhere``.
    func prepare(_ hash: ForeignPasswordHash, as credential: PreparedCredential) async throws(CredentialVaultError)

    /// Whether a password is one of the user's own that a credential has taken the place of.
    ///
    /// Each one that is compared costs a hash.
    ///
    /// - Parameters:
    ///   - password: What was chosen.
    ///   - credential: The credential that counts now. With it the vault keeps as many passwords before it as it was prepared with; see
    ///     ``PreparedCredential/historyLength``.
    ///   - user: Whose it is.
    ///   - count: How many are compared, the last ones first.
    /// - Throws: ``CredentialVaultError/unavailable(cause:)``, ``CredentialVaultError/damaged(cause:)``,
    ///   ``CredentialVaultError/busy(retryAfter:)``.
    func wasUsed(
        _ password: Password, before credential: CredentialID, of user: UserID, within count: Int
    ) async throws(CredentialVaultError) -> Bool

    /// Drops what is named no longer, and can never be named.
    ///
    /// Dropped is every credential of the user that is not among those named and was prepared for an earlier version of the record:
    /// the commit that would have named it rested on that version, and can no longer succeed. What was prepared for the present version stays,
    /// because another verb may be about to name it. Durable once this returns. Nothing to drop is no error.
    ///
    /// - Parameters:
    ///   - user: Whose credentials.
    ///   - named: Those that the record names.
    ///   - version: The version of the record that names them.
    /// - Throws: ``CredentialVaultError/unavailable(cause:)``.
    func settle(
        _ user: UserID, naming named: Set<CredentialID>, at version: Int
    ) async throws(CredentialVaultError)

    /// Drops one credential that was prepared for nothing; none under this identifier is no error.
    ///
    /// - Throws: ``CredentialVaultError/unavailable(cause:)``.
    func discard(_ credential: CredentialID, of user: UserID) async throws(CredentialVaultError)

    /// Forgets all that is known of users, whose accounts are purged; durable once this returns, and in no file of the vault any more.
    ///
    /// Users of whom nothing is known are no error.
    ///
    /// - Throws: ``CredentialVaultError/unavailable(cause:)``, after which some may be forgotten and others not.
    func forget(_ users: Set<UserID>) async throws(CredentialVaultError)

    /// The users for whom the vault holds more than one credential: those for whom settling may have been cut off.
    ///
    /// - Throws: ``CredentialVaultError/unavailable(cause:)``.
    func unsettledUsers() async throws(CredentialVaultError) -> [UserID]

    /// What was kept of attempts to sign in to an account; nil for nothing.
    ///
    /// It costs as much for a user of whom nothing is kept.
    ///
    /// - Throws: ``CredentialVaultError/unavailable(cause:)``, ``CredentialVaultError/damaged(cause:)``.
    func attempts(of user: UserID) async throws(CredentialVaultError) -> SignInAttempts?

    /// Keeps what is remembered of attempts to sign in to an account, in the place of what was kept before; no credential changes.
    ///
    /// What was lifted less often than what is kept changes nothing: the host that remembers it has not heard of the last lift.
    ///
    /// A tenant calls it for one account at most once a second, and never for names that the directory does not list.
    ///
    /// - Returns: Whether it is kept; false from a vault that keeps nothing, which then is not asked again. Durable once this returns.
    /// - Throws: ``CredentialVaultError/unavailable(cause:)``, ``CredentialVaultError/damaged(cause:)``.
    func keep(_ attempts: SignInAttempts, of user: UserID) async throws(CredentialVaultError) -> Bool

    /// The users of whom failures are kept.
    ///
    /// - Throws: ``CredentialVaultError/unavailable(cause:)``, ``CredentialVaultError/damaged(cause:)``.
    func usersWithFailures() async throws(CredentialVaultError) -> [UserID]
}

/// A vault that only verifies needs no more than ``CredentialVault/verify(_:against:at:)``.
extension CredentialVault {
    /// Refuses, because passwords are managed elsewhere.
    public func prepareTemporaryPassword(
        as credential: PreparedCredential, expiringAt expiry: Timestamp
    ) async throws(CredentialVaultError) -> TemporaryPassword {
        throw .managedElsewhere
    }

    /// Refuses, because passwords are managed elsewhere.
    public func prepare(_ password: Password, as credential: PreparedCredential) async throws(CredentialVaultError) {
        throw .managedElsewhere
    }

    /// Refuses, because passwords are managed elsewhere.
    public func prepare(
        _ hash: ForeignPasswordHash, as credential: PreparedCredential
    ) async throws(CredentialVaultError) {
        throw .managedElsewhere
    }

    /// No: what was used before is known where passwords are managed.
    public func wasUsed(
        _ password: Password, before credential: CredentialID, of user: UserID, within count: Int
    ) async throws(CredentialVaultError) -> Bool { false }

    /// Does nothing: there are no prepared credentials.
    public func settle(
        _ user: UserID, naming named: Set<CredentialID>, at version: Int
    ) async throws(CredentialVaultError) {}

    /// Does nothing: there are no prepared credentials.
    public func discard(_ credential: CredentialID, of user: UserID) async throws(CredentialVaultError) {}

    /// Does nothing: what is known of users is kept elsewhere.
    public func forget(_ users: Set<UserID>) async throws(CredentialVaultError) {}

    /// None: there are no prepared credentials.
    public func unsettledUsers() async throws(CredentialVaultError) -> [UserID] { [] }

    /// Nothing: this host alone remembers failures, and forgets them with the process.
    public func attempts(of user: UserID) async throws(CredentialVaultError) -> SignInAttempts? { nil }

    /// Keeps nothing.
    public func keep(_ attempts: SignInAttempts, of user: UserID) async throws(CredentialVaultError) -> Bool { false }

    /// None: nothing is kept.
    public func usersWithFailures() async throws(CredentialVaultError) -> [UserID] { [] }
}

/// Whose password something is said to be, and which credential of theirs counts.
public struct CredentialClaim: Sendable, Hashable {
    /// The user; nil when the caller found none, and then nothing matches.
    public var user: UserID?
    /// The credential that the user's record names; nil when it names none.
    ///
    /// A vault that only verifies does not look at it.
    public var credential: CredentialID?
    /// What was typed as the name, so that a vault can treat attempts at one name fairly beside those at others, whether the name is
    /// listed or not; empty when nothing was typed.
    public var name: String
    /// Where the attempt comes from, as the host tells it, such as a network address; nil when it does not.
    public var source: String?

    /// Creates a claim.
    public init(of user: UserID?, credential: CredentialID?, name: String = "", source: String? = nil) {
        self.user = user
        self.credential = credential
        self.name = name
        self.source = source
    }
}

/// A credential that is about to be named by the directory.
public struct PreparedCredential: Sendable, Hashable {
    /// Identifies it.
    public var id: CredentialID
    /// Whose it is; the vault need not have heard of the user.
    public var user: UserID
    /// The version of the user's record that the commit which names the credential rests on; 0 for a user who is being added.
    public var version: Int
    /// The credential that it is to take the place of; nil for none.
    public var replaced: CredentialID?
    /// How many passwords before it are kept with it, as hashes: that of ``replaced``, if it is the user's own, and those before that one.
    ///
    /// So they go when the credential goes. Temporary passwords are none of them.
    public var historyLength: Int

    /// Names a credential.
    public init(
        _ id: CredentialID, of user: UserID, at version: Int, replacing replaced: CredentialID? = nil,
        remembering historyLength: Int = 0
    ) {
        self.id = id
        self.user = user
        self.version = version
        self.replaced = replaced
        self.historyLength = historyLength
    }
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
    /// A stored credential cannot be read; a reset of the password makes another one.
    case damaged(cause: any Error)
    /// Too many passwords wait to be hashed, in all or for this account. Nothing was changed, and nothing was compared: it is no
    /// wrong guess. Trying again after the pause may succeed.
    case busy(retryAfter: Duration)
    /// The vault only verifies: passwords are set where they are managed.
    case managedElsewhere
}

extension CredentialVaultError: CustomStringConvertible {
    /// What went wrong, for a person.
    public var description: String {
        switch self {
        case .unavailable(let cause): "the credential vault cannot do it: \(cause)"
        case .damaged(let cause): "a stored credential is damaged; reset the password to replace it: \(cause)"
        case .busy(let pause): "too many passwords are being compared; try again in \(pause)"
        case .managedElsewhere: "passwords are managed elsewhere and cannot be set here"
        }
    }
}
