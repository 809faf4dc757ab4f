public import RosterDomain

/// How wrong passwords slow down further attempts.
///
/// Failures at an account from sources that are familiar to it are counted apart from those from other sources, and the same limits hold for
/// each of the two. See the article on lockout.
public struct LockoutPolicy: Sendable, Hashable {
    /// The limits for an account; nil for none.
    public let account: FailureLimits?
    /// The limits for a source that the host names, over all accounts; nil for none.
    public let source: FailureLimits?

    /// 10 failures at an account begin a pause of a minute, and 100 from a source one of a second.
    public static let standard = LockoutPolicy()

    /// Chooses the limits.
    public init(account: FailureLimits? = .account, source: FailureLimits? = .source) {
        self.account = account
        self.source = source
    }
}
