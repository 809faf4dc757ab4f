import RosterDigests
import RosterDomain
import RosterPorts

/// The sessions of a tenant, as this host knows them.
final class TenantSessions: Sendable {
    let store: any SessionStore
    let table = SessionTable()
    /// When the store was last known to have told everything; in the future as long as it is not followed.
    private let contact: Freshness

    init(_ store: any SessionStore, policy: SessionPolicy) {
        self.store = store
        self.contact = Freshness(at: .distantFuture, limit: policy.maximumStaleness)
    }

    /// Whether the store was followed and has been out of reach for too long.
    @inline(__always)
    func isStale(at now: Timestamp) -> Bool { self.contact.isStale(at: now) }

    /// Notes that everything up to a moment was told.
    func touch(at moment: Timestamp) { self.contact.touch(at: moment) }

    /// Notes that the store is not followed any more.
    func stopFollowing() { self.contact.touch(at: .distantFuture) }
}

extension SessionToken {
    /// What stores know of the token.
    var digest: SessionDigest { SessionDigest(SHA256.digest(of: self.bytes)) }
}
