import RosterDomain
import RosterPorts

extension Tenant {
    /// A message that a step of the history calls for; what must be made for it is made when it leaves.
    enum Message {
        case telling(UserRecord, AccountNotification.Content)
        case inviting(UserRecord, Invitation)

        /// Whether what is made for it works once, and not after it was made again.
        var isInvitation: Bool {
            if case .inviting = self { true } else { false }
        }
    }

    /// Whom a step of the history concerns, and what they are to be told.
    func messages(for commit: Commit) async throws(NotificationError) -> [(name: String, message: Message)] {
        var messages: [(name: String, message: Message)] = []
        for (position, change) in commit.changes.enumerated() {
            for message in try await self.messages(for: change, in: commit) {
                messages.append(("\(commit.revision)-\(position)", message))
            }
        }
        return messages
    }

    /// The notification of a message, or nil when it has become pointless.
    func notification(
        named name: String, _ message: Message, of commit: Commit
    ) async throws(NotificationError) -> AccountNotification? {
        switch message {
        case .telling(let record, let content):
            // An account without an address is told nothing.
            return record.user.email.map { email in
                self.notification("\(name)-\(record.id)", to: record.user, email, at: commit.at, content)
            }
        case .inviting(let record, let invitation):
            guard let email = record.user.email, let content = try await self.invite(record.id, invitation) else {
                return nil
            }
            // A new code makes a new notification, which nobody must take for the former one.
            let issue = self.randomness.next() >> 96
            return self.notification("\(name)-\(record.id)-\(issue)", to: record.user, email, at: commit.at, content)
        }
    }

    private func notification(
        _ id: String, to user: User, _ email: EmailAddress, at moment: Timestamp, _ content: AccountNotification.Content
    ) -> AccountNotification {
        AccountNotification(
            id: id, recipientName: user.fullName, recipient: email, company: self.company.name, at: moment,
            content: content)
    }

    private func messages(for change: Change, in commit: Commit) async throws(NotificationError) -> [Message] {
        switch change {
        case .userAdded(let user):
            guard user.affiliation == .member else { return [] }
            let roles = self.assignments(given: user.id, in: commit).map(self.words)
            let isNew = user.status == .mustChangePassword
            return try await self.tell(user.id, isNew ? .accountCreated(roles: roles) : .accountTakenIn(roles: roles))
        case .passwordReset(let user, _, let expiresAt):
            return try await self.tell(user, .passwordReset(expiresAt: expiresAt))
        case .passwordChanged(let user, _):
            return try await self.tell(user, .passwordChanged)
        case .invitationSent(let user, let invitation):
            guard let record = try await self.current(user), record.user.email != nil else { return [] }
            return [.inviting(record, invitation)]
        case .roleAssigned(let assignment), .roleRemoved(let assignment):
            return try await self.tellOfRoles(of: assignment.user, first: change, in: commit)
        case .rolesRequested(let request):
            return try await self.askForRoles(request)
        case .roleRequestAnswered(let request, let answer):
            let content = AccountNotification.Content.roleRequestAnswered(
                roles: self.words(request), answer: answer)
            return try await self.tell(request.user, content)
        case .companyEnrolled, .userRenamed, .attributesChanged, .statusChanged, .namesReleased, .namesRegained,
            .invitationRevoked, .firstSignIn, .refused,
            .notificationsDelivered:
            return []
        }
    }

    private func tell(
        _ user: UserID, _ content: AccountNotification.Content
    ) async throws(NotificationError) -> [Message] {
        guard let record = try await self.current(user), record.user.email != nil else { return [] }
        return [.telling(record, content)]
    }

    /// One message for all roles of a step, told with the first of them; none when the account itself is what is told.
    private func tellOfRoles(
        of user: UserID, first: Change, in commit: Commit
    ) async throws(NotificationError) -> [Message] {
        let concerned = commit.changes.filter { $0.subject == user }
        let isPartOfMore = concerned.contains { change in
            switch change {
            case .userAdded, .roleRequestAnswered: true
            case .companyEnrolled, .userRenamed, .statusChanged, .namesReleased, .namesRegained, .attributesChanged,
                .roleAssigned, .roleRemoved, .invitationSent, .invitationRevoked, .passwordReset, .passwordChanged,
                .firstSignIn, .rolesRequested, .refused, .notificationsDelivered:
                false
            }
        }
        guard concerned.first == first, !isPartOfMore else { return [] }
        let given = self.assignments(given: user, in: commit)
        let taken = commit.changes.compactMap { change in
            if case .roleRemoved(let assignment) = change, assignment.user == user { assignment } else { nil }
        }
        // A role that is renewed is given, not taken.
        let lost = taken.filter { old in !given.contains { $0.isSameHolding(as: old) } }
        return try await self.tell(user, .rolesChanged(given: given.map(self.words), taken: lost.map(self.words)))
    }

    /// The code is made only now, and is nowhere but in the message and, as a hash, in the vault.
    private func invite(
        _ user: UserID, _ invitation: Invitation
    ) async throws(NotificationError) -> AccountNotification.Content? {
        guard let record = try await self.current(user), record.invitation == invitation else { return nil }
        var inviter: FullName?
        if case .user(let id) = invitation.invitedBy { inviter = try await self.current(id)?.user.fullName }
        do throws(CredentialVaultError) {
            let credential = PreparedCredential(invitation.credential, of: user, at: record.user.version)
            let password = try await self.credentials.prepareTemporaryPassword(
                as: credential, expiringAt: invitation.expiresAt)
            return .invited(by: inviter, code: InvitationCode(password.reveal()), expiresAt: invitation.expiresAt)
        } catch {
            throw .credentials(error)
        }
    }

    private func askForRoles(_ request: RoleRequest) async throws(NotificationError) -> [Message] {
        guard let asking = try await self.current(request.user)?.user else { return [] }
        let content = AccountNotification.Content.rolesRequested(
            by: asking.fullName, userName: asking.userName, roles: request.roles.map(self.title), scope: request.scope,
            reason: request.reason)
        let givers = try await self.givers(of: request)
        return givers.filter { $0.id != request.user && $0.user.email != nil }.map { .telling($0, content) }
    }

    /// Those who may give every role asked for; where nobody may, those who may give one of them.
    private func givers(of request: RoleRequest) async throws(NotificationError) -> [UserRecord] {
        var givers: [[UserRecord]] = []
        do throws(TenantError) {
            for role in request.roles { givers.append(try await self.everybody(whoMayAssign: role, at: request.scope)) }
        } catch {
            throw .tenant(error)
        }
        let everybody = Dictionary(givers.joined().map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let ofAll = everybody.values.filter { person in givers.allSatisfy { $0.contains { $0.id == person.id } } }
        return (ofAll.isEmpty ? Array(everybody.values) : ofAll).sorted { $0.id < $1.id }
    }

    private func current(_ user: UserID) async throws(NotificationError) -> UserRecord? {
        do { return try await self.directory.user(user) } catch { throw .directory(error) }
    }

    private func title(_ role: RoleID) -> String { self.catalog.role(role)?.title ?? role.description }

    /// A role as people are told of it: what, where unless everywhere, and when unless always.
    private func words(_ assignment: RoleAssignment) -> String {
        let place = assignment.scope == .company ? "" : " at \(assignment.scope)"
        let from = assignment.window.from.map { " from \($0)" } ?? ""
        let until = assignment.window.until.map { " until \($0)" } ?? ""
        return self.title(assignment.role) + place + from + until
    }

    private func words(_ request: RoleRequest) -> [String] {
        request.roles.map { self.title($0) + (request.scope == .company ? "" : " at \(request.scope)") }
    }

    private func assignments(given user: UserID, in commit: Commit) -> [RoleAssignment] {
        commit.changes.compactMap { change in
            if case .roleAssigned(let assignment) = change, assignment.user == user { assignment } else { nil }
        }
    }
}
