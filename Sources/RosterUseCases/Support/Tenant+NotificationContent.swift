import RosterDomain
import RosterPorts

// Whether a letter is sent, and what it says: decided when it leaves, on the records of that moment.

/// What a letter is going to say, before anything is made or looked up for it.
private enum Telling {
    case content(AccountNotification.Content)
    case invitation(Invitation)
    case request(RoleRequest)
    case addressCode(AddressChange)
    case recoveryCode(PasswordRecovery)
}

extension Tenant {
    /// The notification of a letter; nil when it has become pointless.
    func notification(for letter: Letter) async throws(NotificationError) -> AccountNotification? {
        guard let record = try await self.current(letter.recipient),
            let email = letter.address ?? record.user.email,
            let telling = self.telling(letter, to: record), let content = try await self.content(telling, to: record)
        else { return nil }
        return AccountNotification(
            id: letter.id, recipientName: record.user.fullName, recipient: email, company: self.company.name,
            at: letter.moment, content: content)
    }

    /// Whether a letter would be sent now.
    func isWorthSending(_ letter: Letter) async throws(NotificationError) -> Bool {
        guard let record = try await self.current(letter.recipient), (letter.address ?? record.user.email) != nil
        else { return false }
        return self.telling(letter, to: record) != nil
    }

    /// What is told to the person as the account is now; nil when it is of no use to them.
    private func telling(_ letter: Letter, to record: UserRecord) -> Telling? {
        guard !record.hasGivenUp(letter) else { return nil }
        if case .invitation(let invitation) = letter.message {
            return self.isOpen(invitation, of: record) ? .invitation(invitation) : nil
        }
        // It goes to a mailbox that was the account's, whatever became of the account since.
        if case .addressChanged = letter.message { return .content(.addressChanged) }
        guard record.user.status.canUseRoles else { return nil }
        switch letter.message {
        case .account(let isNew, let roles):
            let titles = roles.map(self.words)
            return .content(isNew ? .accountCreated(roles: titles) : .accountTakenIn(roles: titles))
        case .passwordReset(let credential, let expiresAt):
            // Another reset, or the person's own new password, may have overtaken it.
            return record.user.credential == credential ? .content(.passwordReset(expiresAt: expiresAt)) : nil
        case .passwordChanged:
            // An administrator who imports a password takes over the one that the person has, and nothing has changed for them.
            let isTold = letter.isOwnAct || record.user.provisionedBy == letter.principal
            return isTold ? .content(.passwordChanged) : nil
        case .secondFactorChanged(let isEnrolled): return .content(.secondFactorChanged(isEnrolled: isEnrolled))
        case .roles(let given, let taken):
            guard !letter.isOwnAct else { return nil }
            return .content(.rolesChanged(given: given.map(self.words), taken: taken.map(self.words)))
        case .request(let request):
            return record.user.status == .active && !letter.isOwnAct ? .request(request) : nil
        case .answer(let request, let answer, let given):
            guard !letter.isOwnAct else { return nil }
            let roles = answer == .granted && !given.isEmpty ? given.map(self.words) : self.words(request)
            return .content(.roleRequestAnswered(roles: roles, answer: answer))
        case .addressCode(let change): return self.isOpen(change, of: record) ? .addressCode(change) : nil
        case .recoveryCode(let recovery): return self.isOpen(recovery, of: record) ? .recoveryCode(recovery) : nil
        case .invitation, .addressChanged: return nil
        }
    }

    private func content(
        _ telling: Telling, to record: UserRecord
    ) async throws(NotificationError) -> AccountNotification.Content? {
        switch telling {
        case .content(let content): return content
        case .invitation(let invitation): return try await self.invite(record, invitation)
        case .addressCode(let change):
            guard try await self.isFree(change.email, for: record) else { return nil }
            let code = try await self.code(of: change.credential, for: record, expiringAt: change.expiresAt)
            guard let present = try await self.current(record.id), self.isOpen(change, of: present) else { return nil }
            return .addressToConfirm(code: code, expiresAt: change.expiresAt)
        case .recoveryCode(let recovery):
            let code = try await self.code(of: recovery.credential, for: record, expiringAt: recovery.expiresAt)
            guard let present = try await self.current(record.id), self.isOpen(recovery, of: present) else {
                return nil
            }
            return .passwordForgotten(code: code, expiresAt: recovery.expiresAt)
        case .request(let request):
            guard let asking = try await self.current(request.user),
                asking.roleRequests.contains(where: { $0.id == request.id && $0.isPending(at: self.clock.now) })
            else { return nil }
            return .rolesRequested(
                by: AccountNotification.Person(asking.user),
                roles: request.roles.map { self.title($0) + self.words(request.window) },
                scope: request.scope, reason: request.reason)
        }
    }

    /// Whether an invitation can still be accepted: not answered, revoked, expired, or sent again since.
    private func isOpen(_ invitation: Invitation, of record: UserRecord) -> Bool {
        record.user.status == .invited && record.invitation == invitation && self.clock.now < invitation.expiresAt
    }

    /// Whether a change of address can still be confirmed.
    private func isOpen(_ change: AddressChange, of record: UserRecord) -> Bool {
        record.user.addressChange == change && self.clock.now < change.expiresAt
    }

    /// Whether no other account has an address, but for an invitation that has expired.
    private func isFree(_ email: EmailAddress, for record: UserRecord) async throws(NotificationError) -> Bool {
        let name = RecordName(email)
        let holder: UserRecord?
        do { holder = try await self.directory.read(RecordKeys(named: [name])).user(named: name) } catch {
            throw .directory(error)
        }
        guard let holder, holder.id != record.id else { return true }
        return holder.user.status == .invited && holder.invitation.map { $0.expiresAt <= self.clock.now } ?? false
    }

    /// Whether a code for a new password can still be used, and sent by a channel that is fit for it.
    private func isOpen(_ recovery: PasswordRecovery, of record: UserRecord) -> Bool {
        record.user.recovery?.credential == recovery.credential && self.clock.now < recovery.expiresAt
            && record.user.status == .active && self.notifier.isFitForSecrets
    }

    /// A code for a credential, made only now, and nowhere but in the message and, as a hash, in the vault.
    private func code(
        of credential: CredentialID, for record: UserRecord, expiringAt expiry: Timestamp
    ) async throws(NotificationError) -> InvitationCode {
        do throws(CredentialVaultError) {
            let prepared = PreparedCredential(credential, of: record.id, at: record.user.version)
            let password = try await self.credentials.prepareTemporaryPassword(as: prepared, expiringAt: expiry)
            return InvitationCode(password.reveal())
        } catch {
            throw .credentials(error)
        }
    }

    private func invite(
        _ record: UserRecord, _ invitation: Invitation
    ) async throws(NotificationError) -> AccountNotification.Content? {
        var inviter: AccountNotification.Person?
        if case .user(let id) = invitation.invitedBy {
            inviter = try await self.current(id).map { AccountNotification.Person($0.user) }
        }
        let code = try await self.code(of: invitation.credential, for: record, expiringAt: invitation.expiresAt)
        // It may have been answered or revoked while the code was made.
        guard let present = try await self.current(record.id), self.isOpen(invitation, of: present) else { return nil }
        return .invited(by: inviter, code: code, expiresAt: invitation.expiresAt)
    }
}

// MARK: - Words

extension Tenant {
    private func title(_ role: RoleID) -> String { self.catalog.role(role)?.title ?? role.description }

    /// A role as people are told of it: what, where unless everywhere, and when unless always.
    private func words(_ assignment: RoleAssignment) -> String {
        let place = assignment.scope == .company ? "" : " at \(assignment.scope)"
        return self.title(assignment.role) + place + self.words(assignment.window)
    }

    private func words(_ request: RoleRequest) -> [String] {
        let place = request.scope == .company ? "" : " at \(request.scope)"
        return request.roles.map { self.title($0) + place + self.words(request.window) }
    }

    private func words(_ window: ValidityWindow) -> String {
        (window.from.map { " from \($0)" } ?? "") + (window.until.map { " until \($0)" } ?? "")
    }
}

extension UserRecord {
    /// Whether a letter was given up and was not asked for since.
    fileprivate func hasGivenUp(_ letter: Letter) -> Bool {
        self.undelivered.contains {
            $0.revision == letter.origin.revision && $0.position == letter.origin.position
        }
    }
}

extension Letter {
    /// Whether the recipient did what it tells of.
    fileprivate var isOwnAct: Bool { self.principal == .user(id: self.recipient) }
}
