import RosterDigests
package import RosterDomain
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

extension Tenant {
    /// Makes this host know a session that no store keeps, to measure what it costs to admit one.
    package func keepSession(of user: UserID, activating roles: Set<RoleID>? = nil) -> SessionToken {
        let (now, policy) = (self.clock.now, self.policy.sessions)
        let token = SessionToken(randomness: self.randomness.next(), self.randomness.next())
        let session = UserSession(
            UserSessionID(madeAt: now, randomness: self.randomness.next()), of: user, on: DeviceName("benchmark"),
            by: [.password], epoch: self.access.sessionEpoch(of: user) ?? 0, at: now,
            idleLifetime: policy.idleLifetime, expiringAt: now + policy.lifetime, activating: roles)
        _ = self.sessions.table.add(
            session, token: token, ifRemovalCountIs: self.sessions.table.removalCount, at: now, in: self.access)
        return token
    }
}
