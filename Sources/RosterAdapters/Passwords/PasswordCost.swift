/// How much work one comparison of a password costs, for us and for an attacker who guesses from a stolen file.
///
/// It counts for credentials made from then on; one that was kept at another cost goes on working at that cost, which
/// the time of a comparison can tell apart until the password is changed.
public enum PasswordCost: Int, Sendable, Hashable, CaseIterable {
    /// The least that yescrypt allows, about a millisecond; for tests and demonstrations only.
    case cheapest = 1
    /// What libcrypt chooses by itself: about 25 milliseconds and 16 MiB of memory.
    case standard = 5
    /// About 100 milliseconds and 64 MiB of memory.
    case high = 7
}
