public import RosterDomain

/// Where second factors are kept and compared, apart from the directory.
///
/// A store holds any number of factors for a user, each under an identifier. **The directory's record names the one that counts**, and
/// the commit that names it is what enrolls it. So enrolling goes four steps:
///
/// 1. *Prepare*: the store makes a secret, and keeps it beside the present factor. Nothing has changed yet.
/// 2. *Confirm*: the person shows a first code, which is spent by it. Still nothing counts.
/// 3. *Commit*: the directory names the factor. From this moment on it counts, and the former one does not.
/// 4. *Settle*: the store drops what is named no longer.
///
/// An enrollment that is given up, fails or dies at any step leaves what counted before. A store that lags, or that came back from a
/// backup, decides nothing: it can only say of the factor that the directory names whether a code is right.
///
/// A code works once, however many hosts compare it at the same moment: what is kept moves by a write that fails when something else is
/// kept meanwhile. No error and no log of an adapter holds a secret, a code or any part of one.
///
/// Every call may be made from any task at any time. An adapter proves that it conforms with `SecondFactorStoreContract` from
/// `RosterPortTesting`.
public protocol SecondFactorStore: Sendable {
    /// Makes the secret of a factor, and keeps it beside whatever else the user has; durable once this returns.
    ///
    /// Of those that were never confirmed, only the latest few of a user are kept.
    ///
    /// - Parameters:
    ///   - factor: Its identifier, which no other factor has or had.
    ///   - user: Whose.
    ///   - label: What the app shows.
    ///   - now: The present moment.
    /// - Returns: What the app takes over.
    /// - Throws: ``SecondFactorStoreError/unavailable(cause:)``, after which it is unknown whether the factor is kept.
    func prepare(
        _ factor: SecondFactorID, of user: UserID, labeled label: SecondFactorLabel, at now: Timestamp
    ) async throws(SecondFactorStoreError) -> SecondFactorSetup

    /// Compares the first code of a factor that was prepared, spends it, and makes recovery codes; durable once this returns.
    ///
    /// A factor that was confirmed before can be confirmed again: with another code, and for other recovery codes.
    ///
    /// - Throws: ``SecondFactorStoreError/unavailable(cause:)``, after which it is unknown whether the code was spent.
    func confirm(
        _ code: SecondFactorCode, of claim: SecondFactorClaim, at now: Timestamp
    ) async throws(SecondFactorStoreError) -> SecondFactorConfirmation

    /// Keeps a factor that was confirmed for as long as no step after a version of the user's record settles; durable once this returns.
    ///
    /// A verb calls it right before the commit that names the factor and rests on this version.
    ///
    /// - Returns: Whether the store still has it.
    /// - Throws: ``SecondFactorStoreError/unavailable(cause:)``, after which it is unknown whether it was done.
    func hold(_ claim: SecondFactorClaim, at version: Int) async throws(SecondFactorStoreError) -> Bool

    /// Compares a code with the factor that the directory names, and spends it; durable once this returns.
    ///
    /// The code may be one of the app or a recovery code. Neither works twice. After several wrong ones in a row, the codes of the app
    /// are refused for a while, which grows and is bounded; recovery codes, which cannot be guessed, work even then.
    ///
    /// - Throws: ``SecondFactorStoreError/unavailable(cause:)``, after which it is unknown whether the code was spent.
    func verify(
        _ code: SecondFactorCode, of claim: SecondFactorClaim, at now: Timestamp
    ) async throws(SecondFactorStoreError) -> SecondFactorMatch

    /// Makes recovery codes in place of those that there are; durable once this returns.
    ///
    /// - Returns: The codes; nil when the store has no such factor.
    /// - Throws: ``SecondFactorStoreError/unavailable(cause:)``, after which it is unknown whether the former ones work.
    func renewRecoveryCodes(of claim: SecondFactorClaim) async throws(SecondFactorStoreError) -> RecoveryCodes?

    /// How many recovery codes are left; nil when the store has no such factor.
    ///
    /// - Throws: ``SecondFactorStoreError/unavailable(cause:)``.
    func recoveryCodeCount(of claim: SecondFactorClaim) async throws(SecondFactorStoreError) -> Int?

    /// Drops what a step of the history left behind: every factor that is not the one named, and that no later version may name.
    ///
    /// - Parameters:
    ///   - user: Whose.
    ///   - named: The factor that the record names; nil for none.
    ///   - version: The version of the record that says so.
    /// - Throws: ``SecondFactorStoreError/unavailable(cause:)``; what is left has no effect.
    func settle(
        _ user: UserID, naming named: SecondFactorID?, at version: Int
    ) async throws(SecondFactorStoreError)

    /// Forgets all that is known of users, when their accounts are purged; durable once this returns, and no file holds any of it.
    ///
    /// A user of whom nothing is known is no error.
    ///
    /// - Throws: ``SecondFactorStoreError/unavailable(cause:)``, after which some may be forgotten and others not.
    func forget(_ users: Set<UserID>) async throws(SecondFactorStoreError)
}

/// Which factor of which user a code is said to belong to.
public struct SecondFactorClaim: Sendable, Hashable {
    /// Whose it is.
    public let user: UserID
    /// Which of the user's.
    public let factor: SecondFactorID

    /// Names a user and a factor.
    public init(_ factor: SecondFactorID, of user: UserID) {
        self.user = user
        self.factor = factor
    }
}

/// What an authenticator app shows beside a code.
public struct SecondFactorLabel: Sendable, Hashable {
    /// Whose accounts these are: the company or the app.
    public let issuer: String
    /// The person's user name.
    public let account: String

    /// Joins the two.
    public init(issuer: String, account: String) {
        self.issuer = issuer
        self.account = account
    }
}

/// What came of comparing a code.
public enum SecondFactorMatch: Sendable, Hashable {
    /// It is right, and spent now.
    case right
    /// It is a right recovery code, spent now; so many are left.
    case recovered(left: Int)
    /// It is wrong, or there is no such factor.
    case wrong
    /// It was right, and has been used before.
    case used
    /// After too many wrong codes, none of the app's is compared before this moment.
    case paused(until: Timestamp)
}

/// What came of comparing the first code of a factor.
public enum SecondFactorConfirmation: ~Copyable, Sendable {
    /// It is right: these recovery codes are the person's.
    case confirmed(RecoveryCodes)
    /// It is not.
    case refused(SecondFactorMatch)
    /// There is no such factor, or too much time has passed since it was prepared.
    case expired
}

/// Why a second factor store did not do what was asked.
@nonexhaustive
public enum SecondFactorStoreError: Error, Sendable {
    /// The store could not answer, or could not write.
    case unavailable(cause: any Error)
    /// The tenant was opened without a store for second factors.
    case noStore
}

extension SecondFactorStoreError: CustomStringConvertible {
    /// What went wrong, for a person.
    public var description: String {
        switch self {
        case .unavailable(let cause): "the store of second factors cannot do it: \(cause)"
        case .noStore: "the tenant was opened without a store of second factors"
        }
    }
}

/// No store: for a host whose people show one factor, or show several to another party.
public struct NoSecondFactorStore: SecondFactorStore {
    /// Creates it.
    public init() {}

    /// Refuses: there is no store.
    public func prepare(
        _ factor: SecondFactorID, of user: UserID, labeled label: SecondFactorLabel, at now: Timestamp
    ) async throws(SecondFactorStoreError) -> SecondFactorSetup { throw .noStore }

    /// Refuses: there is no store.
    public func confirm(
        _ code: SecondFactorCode, of claim: SecondFactorClaim, at now: Timestamp
    ) async throws(SecondFactorStoreError) -> SecondFactorConfirmation { throw .noStore }

    /// Refuses: there is no store.
    public func hold(_ claim: SecondFactorClaim, at version: Int) async throws(SecondFactorStoreError) -> Bool {
        throw .noStore
    }

    /// Refuses: there is no store.
    public func verify(
        _ code: SecondFactorCode, of claim: SecondFactorClaim, at now: Timestamp
    ) async throws(SecondFactorStoreError) -> SecondFactorMatch { throw .noStore }

    /// Refuses: there is no store.
    public func renewRecoveryCodes(of claim: SecondFactorClaim) async throws(SecondFactorStoreError) -> RecoveryCodes? {
        throw .noStore
    }

    /// None: there is no store.
    public func recoveryCodeCount(of claim: SecondFactorClaim) async throws(SecondFactorStoreError) -> Int? { nil }

    /// Does nothing: there are no factors.
    public func settle(
        _ user: UserID, naming named: SecondFactorID?, at version: Int
    ) async throws(SecondFactorStoreError) {}

    /// Does nothing: there are no factors.
    public func forget(_ users: Set<UserID>) async throws(SecondFactorStoreError) {}
}
