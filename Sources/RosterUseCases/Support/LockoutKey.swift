import RosterDigests
import RosterDomain

/// Hashes names, sources and passwords under 128 bits that each tenant draws anew, so that no one can aim at another's entry.
struct LockoutKey: Sendable {
    /// What is hashed.
    enum Kind: Hashable, Sendable {
        case name
        case source
        case password
    }

    private let seed: (UInt64, UInt64)

    init() {
        var generator = SystemRandomNumberGenerator()
        self.seed = (generator.next(), generator.next())
    }

    func hash(of kind: Kind, _ text: String) -> Int {
        var hasher = Hasher()
        hasher.combine(self.seed.0)
        hasher.combine(self.seed.1)
        hasher.combine(kind)
        // A text is equal to others in Swift that are not the same bytes.
        for byte in text.utf8 { hasher.combine(byte) }
        return hasher.finalize()
    }
}

extension SignInAttempts {
    /// The digest of a source; attempts whose source the host does not tell have one in common.
    func digest(of source: String?) -> UInt64 {
        var function = SHA256()
        withUnsafeBytes(of: self.salt.littleEndian) { function.update(contentsOf: Array($0)) }
        if let source { function.update(contentsOf: Array(" \(source)".utf8)) }
        return function.finalized().prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// Whether the right password came from a source before.
    func isFamiliar(_ source: String?) -> Bool {
        self.familiarSources.contains(self.digest(of: source))
    }

    /// The same at a later moment.
    func settled(at now: Timestamp, _ limits: FailureLimits) -> SignInAttempts {
        var result = self
        result.familiar.settle(at: now, limits)
        result.others.settle(at: now, limits)
        return result
    }

    /// Whether a pause holds.
    var isLocked: Bool { self.familiar.lockedUntil != nil || self.others.lockedUntil != nil }
}
