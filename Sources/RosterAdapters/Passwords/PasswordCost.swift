/// How much work one comparison of a password costs, for us and for an attacker who guesses from a stolen file.
///
/// A password that was hashed at a lower cost goes on working, which the time of a comparison can tell apart, and is hashed anew when its
/// owner signs in next.
public enum PasswordCost: Int, Sendable, Hashable, CaseIterable {
    /// The least that yescrypt allows, about a millisecond; for tests and demonstrations only.
    case cheapest = 1
    /// What libcrypt chooses by itself: about 25 milliseconds and 16 MiB of memory.
    case standard = 5
    /// About 50 milliseconds and 32 MiB of memory.
    case elevated = 6
    /// About 100 milliseconds and 64 MiB of memory.
    case high = 7

    /// How much memory one comparison takes.
    public var memoryByteCount: Int {
        switch self {
        case .cheapest: 1 << 20
        case .standard: 16 << 20
        case .elevated: 32 << 20
        case .high: 64 << 20
        }
    }
}
