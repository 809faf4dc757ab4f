import RosterDomain
public import RosterPorts

extension Tenant {
    /// How long the host that added a step is left to deliver its notifications before another host does; ours.
    private static let headStart: Duration = .seconds(60)

    /// Delivers every notification that follows from the history and has not been delivered yet, and keeps in the directory
    /// how far that is.
    ///
    /// Every verb delivers after its commit, and opening a tenant does it too, so that nothing is lost with a process. A verb
    /// succeeds all the same when delivery fails: what it did is done. Call this to try again, and before a process ends: a
    /// verb leaves it to the next commit to record what it delivered, so a process that ends right after a verb lets the
    /// notifications of its last step be delivered again when the tenant is opened. An invitation is recorded at once, because
    /// delivering it again replaces its code.
    ///
    /// - Returns: What stopped delivery, or nil when everything has been delivered. After a failure some may come twice.
    @discardableResult
    public func deliverNotifications() async -> NotificationError? {
        await self.deliveryQueue.run { await self.deliver(everything: true, marking: true) }
    }

    /// Delivers what follows from the steps of this process, and what other hosts have left undelivered for a while.
    ///
    /// - Parameter everything: Whether the steps of other hosts are delivered too, however young they are.
    func deliverAfterCommit(everything: Bool = false) async {
        _ = await self.deliveryQueue.run { await self.deliver(everything: everything) }
    }

    private func deliver(everything: Bool, marking: Bool = false) async -> NotificationError? {
        do throws(NotificationError) {
            try await self.deliverWhatIsDue(everything: everything)
            if marking { try await self.markDelivered() }
            return nil
        } catch {
            return error
        }
    }

    private func deliverWhatIsDue(everything: Bool) async throws(NotificationError) {
        var position = self.deliveryProgress.start(from: try await self.deliveryMark())
        let due: Timestamp? = everything ? nil : self.clock.now + (.zero - Self.headStart)
        for revision in self.deliveryProgress.passedOver(before: due) {
            guard let commit = try await self.commit(after: Revision(revision.number - 1)) else { break }
            try await self.deliverMessages(of: commit)
        }
        while let commit = try await self.commit(after: position) {
            position = commit.revision
            if due.map({ commit.at < $0 }) ?? true || self.deliveryProgress.isOwn(position) || !commit.mayTell {
                try await self.deliverMessages(of: commit)
            } else {
                self.deliveryProgress.passOver(commit)
            }
        }
    }

    private func deliverMessages(of commit: Commit) async throws(NotificationError) {
        let messages = try await self.messages(for: commit)
        for (name, message) in messages { try await self.deliver(message, named: name, of: commit) }
        self.deliveryProgress.finish(commit.revision, wasDelivered: !messages.isEmpty)
        // Delivered again, an invitation has another code, and the one that was sent does not work any more.
        if messages.contains(where: \.message.isInvitation) { try await self.markDelivered() }
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

    /// Keeps in the directory how far notifications were delivered, if it does not know yet.
    private func markDelivered() async throws(NotificationError) {
        while self.deliveryProgress.isUnmarked {
            do {
                let commit = try await self.commit([], by: .system, at: self.clock.now, given: .versions([:]))
                // Another commit carries the mark, or another host has passed it: see again.
                if commit == nil { await Task.yield() }
            } catch {
                throw .tenant(error)
            }
        }
    }
}

extension Commit {
    /// Whether the step may tell people something; others need not be left to the host that added them.
    fileprivate var mayTell: Bool {
        self.changes.contains { change in
            switch change {
            case .notificationsDelivered, .refused: false
            default: true
            }
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
