import RosterDomain
import RosterPorts

extension Tenant {
    /// Whom a step of the history concerns, and what they are told.
    func notifications(for commit: Commit) async throws(NotificationFailure) -> [AccountNotification] {
        var notifications: [AccountNotification] = []
        for (position, change) in commit.changes.enumerated() {
            for (record, content) in try await self.messages(for: change, in: commit) {
                let id = "\(commit.revision)-\(position)-\(record.id)"
                notifications.append(
                    AccountNotification(
                        id: id, recipientName: record.user.fullName, recipient: record.user.email,
                        company: self.company.name, at: commit.at, content: content))
            }
        }
        return notifications
    }

    private typealias Message = (UserRecord, AccountNotification.Content)

    private func messages(for change: Change, in commit: Commit) async throws(NotificationFailure) -> [Message] {
        switch change {
        case .userAdded(let user):
            guard user.affiliation == .member else { return [] }
            let roles = self.titles(given: user.id, in: commit)
            let isNew = user.status == .mustChangePassword
            return try await self.tell(user.id, isNew ? .accountCreated(roles: roles) : .accountTakenIn(roles: roles))
        case .passwordReset(let user, let expiresAt):
            return try await self.tell(user, .passwordReset(expiresAt: expiresAt))
        case .passwordChanged(let user):
            return try await self.tell(user, .passwordChanged)
        case .invitationSent(let user, let invitation):
            return try await self.invite(user, invitation)
        case .roleAssigned(let assignment), .roleRemoved(let assignment):
            return try await self.tellOfRoles(of: assignment.user, first: change, in: commit)
        case .rolesRequested(let request):
            return try await self.askForRoles(request)
        case .roleRequestAnswered(let request, let answer):
            let content = AccountNotification.Content.roleRequestAnswered(
                roles: self.titles(request.roles), answer: answer)
            return try await self.tell(request.user, content)
        default: return []
        }
    }

    private func tell(
        _ user: UserID, _ content: AccountNotification.Content
    ) async throws(NotificationFailure) -> [Message] {
        guard let record = try await self.current(user) else { return [] }
        return [(record, content)]
    }

    /// One message for all roles of a step, told with the first of them; none when the account itself is what is told.
    private func tellOfRoles(
        of user: UserID, first: Change, in commit: Commit
    ) async throws(NotificationFailure) -> [Message] {
        let concerned = commit.changes.filter { $0.subject == user }
        let isPartOfMore = concerned.contains { change in
            switch change {
            case .userAdded, .roleRequestAnswered: true
            default: false
            }
        }
        guard concerned.first == first, !isPartOfMore else { return [] }
        let taken = commit.changes.compactMap { change in
            if case .roleRemoved(let assignment) = change, assignment.user == user { assignment.role } else { nil }
        }
        let given = self.titles(given: user, in: commit)
        return try await self.tell(user, .rolesChanged(given: given, taken: self.titles(taken)))
    }

    /// The code is made only now, and is nowhere but in the message and, as a hash, in the vault.
    private func invite(_ user: UserID, _ invitation: Invitation) async throws(NotificationFailure) -> [Message] {
        guard let record = try await self.current(user), record.invitation == invitation else { return [] }
        var inviter: FullName?
        if case .user(let id) = invitation.invitedBy { inviter = try await self.current(id)?.user.fullName }
        let code: InvitationCode
        do throws(CredentialVaultError) {
            let password = try await self.credentials.issueTemporaryPassword(
                for: user, expiringAt: invitation.expiresAt)
            code = InvitationCode(password.reveal())
        } catch {
            throw .credentials(error)
        }
        return [(record, .invited(by: inviter, code: code, expiresAt: invitation.expiresAt))]
    }

    private func askForRoles(_ request: RoleRequest) async throws(NotificationFailure) -> [Message] {
        guard let asking = try await self.current(request.user)?.user else { return [] }
        let content = AccountNotification.Content.rolesRequested(
            by: asking.fullName, email: asking.email, roles: self.titles(request.roles), scope: request.scope,
            reason: request.reason)
        let givers = try await self.givers(of: request)
        return givers.filter { $0.id != request.user }.map { ($0, content) }
    }

    /// Those who may give every role asked for; where nobody may, those who may give one of them.
    private func givers(of request: RoleRequest) async throws(NotificationFailure) -> [UserRecord] {
        var givers: [[UserRecord]] = []
        do throws(TenantError) {
            for role in request.roles { givers.append(try await self.people(whoMayAssign: role, at: request.scope)) }
        } catch {
            throw .tenant(error)
        }
        let everybody = Dictionary(givers.joined().map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let ofAll = everybody.values.filter { person in givers.allSatisfy { $0.contains { $0.id == person.id } } }
        return (ofAll.isEmpty ? Array(everybody.values) : ofAll).sorted { $0.id < $1.id }
    }

    private func current(_ user: UserID) async throws(NotificationFailure) -> UserRecord? {
        do { return try await self.directory.user(user) } catch { throw .directory(error) }
    }

    private func titles(_ roles: [RoleID]) -> [String] {
        roles.map { self.catalog.role($0)?.title ?? $0.rawValue }
    }

    private func titles(given user: UserID, in commit: Commit) -> [String] {
        self.titles(
            commit.changes.compactMap { change in
                if case .roleAssigned(let assignment) = change, assignment.user == user { assignment.role } else { nil }
            })
    }
}
