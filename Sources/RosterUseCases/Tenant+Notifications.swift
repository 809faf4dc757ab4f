import RosterDomain
public import RosterPorts

extension Tenant {
    /// Delivers every notification that follows from the history and has not been delivered yet.
    ///
    /// Every verb does this after its commit, and opening a tenant does it too, so that nothing is lost with a process. A
    /// verb succeeds all the same when delivery fails: what it did is done. Call this to try again.
    ///
    /// - Returns: What stopped delivery, or nil when everything has been delivered. After a failure some may come twice.
    @discardableResult
    public func deliverNotifications() async -> NotificationError? {
        await self.deliveryQueue.run { await self.deliverWhatIsDue() }
    }

    private func deliverWhatIsDue() async -> NotificationError? {
        do throws(NotificationError) {
            let mark = try await self.deliveryMark()
            var position = self.deliveryProgress.start(from: mark)
            while let commit = try await self.commit(after: position) {
                let messages = try await self.messages(for: commit)
                for (name, message) in messages { try await self.deliver(message, named: name, of: commit) }
                if !messages.isEmpty { try await self.markDelivered(through: commit.revision) }
                position = commit.revision
                self.deliveryProgress.advance(to: position)
            }
            return nil
        } catch {
            return error
        }
    }

    private func deliveryMark() async throws(NotificationError) -> Revision {
        do { return try await self.directory.head().notifiedThrough } catch { throw .directory(error) }
    }

    private func commit(after revision: Revision) async throws(NotificationError) -> Commit? {
        do { return try await self.directory.history(after: revision, limit: 1).first } catch {
            throw .directory(error)
        }
    }

    private func deliver(
        _ message: Message, named name: String, of commit: Commit
    ) async throws(NotificationError) {
        guard let notification = try await self.notification(named: name, message, of: commit) else { return }
        do throws(NotifierError) {
            try await self.notifier.deliver(notification)
        } catch {
            if case .undeliverable = error { return }
            throw .notifier(error)
        }
    }

    private func markDelivered(through revision: Revision) async throws(NotificationError) {
        do {
            try await self.record([.notificationsDelivered(through: revision)], by: .system)
        } catch {
            throw .tenant(error)
        }
    }
}

/// What stopped the delivery of notifications; they come again.
@nonexhaustive
public enum NotificationError: Error, Sendable {
    /// The notifier failed.
    case notifier(NotifierError)
    /// The directory failed.
    case directory(UserDirectoryError)
    /// No code could be made for an invitation.
    case credentials(CredentialVaultError)
    /// It could not be recorded that notifications were delivered.
    case tenant(TenantError)
}
