public import Hummingbird
public import Logging
import Metrics
public import Roster
import RosterWeb
public import ServiceLifecycle

/// Follows other hosts, delivers notifications and keeps sessions, for as long as the app runs.
public struct TenantService: Service {
    private let tenant: Tenant

    /// Runs a tenant.
    public init(_ tenant: Tenant) { self.tenant = tenant }

    /// Runs until the app ends, and records then how far it came.
    ///
    /// When the directory has lost steps, this throws and the app ends: whatever starts it again opens the company anew.
    public func run() async throws {
        try await cancelWhenGracefulShutdown { try await self.tenant.run() }
    }
}

/// Logs and counts what goes on while a tenant runs; no event holds a secret.
public struct LoggingObserver: TenantObserver {
    private let logger: Logger

    /// Logs with a logger, and counts with the metrics of the process.
    public init(_ logger: Logger) { self.logger = logger }

    /// Takes note of an event.
    public func observe(_ event: TenantEvent) {
        switch event {
        case .notificationDelivered(let id, let recipient, let attempts):
            Counter(label: "roster_notifications_delivered").increment()
            self.logger.info(
                "notification delivered", metadata: ["id": "\(id)", "to": "\(recipient)", "attempts": "\(attempts)"])
        case .notificationPutOff(let id, _, let until, let cause):
            Counter(label: "roster_notifications_put_off").increment()
            self.logger.warning(
                "notification put off", metadata: ["id": "\(id)", "until": "\(until)", "cause": "\(cause)"])
        case .notificationGivenUp(let id, _, let reason, _):
            Counter(label: "roster_notifications_given_up").increment()
            self.logger.error("notification given up", metadata: ["id": "\(id)", "reason": "\(reason)"])
        case .deliveryFailed(let error, let pause):
            self.logger.error("delivery stopped", metadata: ["cause": "\(error)", "again_in": "\(pause)"])
        case .purged(let users): self.logger.notice("accounts purged", metadata: ["users": "\(users)"])
        case .purgeFailed(let error, _): self.logger.error("purging stopped", metadata: ["cause": "\(error)"])
        case .lagging(let since, let cause, _):
            Gauge(label: "roster_lagging").record(1)
            self.logger.error("other hosts cannot be followed", metadata: ["since": "\(since)", "cause": "\(cause)"])
        case .historyTakenBack(let revision):
            self.logger.critical(
                "the directory lost steps; open the company again", metadata: ["revision": "\(revision)"])
        case .caughtUp(let revision):
            Gauge(label: "roster_lagging").record(0)
            self.logger.notice("caught up", metadata: ["revision": "\(revision)"])
        @unknown default: self.logger.notice("\(event)")
        }
    }
}

extension RouterMethods where Context: RosterRequestContext {
    /// Adds `/healthz`, which says that the process answers, and `/readyz`, which says whether the company can be served and changed.
    @discardableResult
    public func addHealth(of tenant: Tenant) -> Self {
        self.get("healthz") { _, _ in HTTPResponse.Status.ok }
        self.get("readyz") { _, _ -> Response in
            let health = await tenant.health()
            let body = """
                {"ready":\(health.takesCommits),"revision":\(health.revision.number),"stepsBehind":\(health.stepsBehind ?? 0)}
                """
            return Response(
                WebResponse(
                    health.takesCommits ? 200 : 503, headers: ["Content-Type": "application/json"],
                    body: Array(body.utf8)))
        }
        return self
    }
}
