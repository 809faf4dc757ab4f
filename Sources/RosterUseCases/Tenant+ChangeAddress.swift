public import RosterDomain
import RosterPorts

extension Tenant {
    /// Asks for another address of one's own: a code is mailed to it, and until the code is shown the former address counts.
    ///
    /// It takes the password, because who has the mailbox can recover the account: a session that was left open is not enough.
    ///
    /// - Parameters:
    ///   - email: The address to have.
    ///   - name: What was typed: the user name or the present address, in any case.
    ///   - password: The present password.
    ///   - code: A code of the second factor; needed when the account has one.
    ///   - source: Where the attempt comes from; see ``signIn(_:password:from:)``.
    /// - Returns: Whether it waits to be confirmed; not when it is the address already. When another account has the address, no code is
    ///   mailed, and the answer does not tell.
    /// - Throws: ``TenantError/refused(_:)`` as ``signIn(_:password:from:)`` does, with `RefusalReason.resetMeanwhile` when the password was
    ///   replaced or all sessions ended meanwhile, or with `RefusalReason.tooSoon(until:)` within a minute and for an eleventh change in a
    ///   day; ``TenantError/directory(_:)``.
    @discardableResult
    public func requestAddressChange(
        to email: EmailAddress, of name: String, password: Password, showing code: SecondFactorCode? = nil,
        from source: String? = nil
    ) async throws(TenantError) -> Bool {
        let attempt = "change the address"
        let (user, match) = try await self.authenticate(name, password, from: source)
        guard match == .own else {
            throw try await self.refuse(attempt, because: .wrongStatus(status: user.status), user.id)
        }
        try await self.require(.code(code), of: user, attempt)
        return try await self.request(email, for: user.id, by: user.id, showing: ShownPassword(of: user))
    }

    /// Asks for another address of another user, whom the code that is mailed to it reaches.
    ///
    /// - Parameters:
    ///   - email: The address to have.
    ///   - user: Whose address.
    ///   - principal: Who asks: it takes the permission to edit users, and the right to edit this profile and to reset this password. What
    ///     they have lost of it when the code is shown is refused then.
    /// - Returns: Whether a code is mailed; not when it is the address already.
    /// - Throws: ``TenantError/refused(_:)``, with `RefusalReason.ownAccount(action:)` for one's own address, and with
    ///   `RefusalReason.lastHolder(role:)` for the only user who can be counted on to run the tenant;
    ///   ``TenantError/directory(_:)``.
    @discardableResult
    public func requestAddressChange(
        to email: EmailAddress, of user: UserID, by principal: UserID
    ) async throws(TenantError) -> Bool {
        guard user != principal else {
            throw try await self.refuse("change the address", because: .ownAccount(action: .editProfile), principal)
        }
        return try await self.request(email, for: user, by: principal)
    }

    /// Takes back a change of address that waits to be confirmed; the codes that were mailed for it stop working.
    ///
    /// - Parameters:
    ///   - user: Whose address.
    ///   - principal: The user, or who may ask for another address of the user.
    /// - Returns: Whether there was any.
    /// - Throws: ``TenantError/refused(_:)``, ``TenantError/directory(_:)``.
    @discardableResult
    public func withdrawAddressChange(of user: UserID, by principal: UserID) async throws(TenantError) -> Bool {
        let performed = try await self.perform(RequestAddressChange(nil, of: user), by: .user(id: principal))
        if let record = performed.record(of: user), !performed.changes.isEmpty { await self.settle(record) }
        return !performed.changes.isEmpty
    }

    /// Confirms a change of address with the code that was mailed to the new one; the former address is told.
    ///
    /// Where the user name was the address, it is the new one from then on. Sessions go on.
    ///
    /// - Parameters:
    ///   - name: What was typed: the user name or the former address.
    ///   - code: The code from the message.
    ///   - source: Where the attempt comes from; see ``signIn(_:password:from:)``.
    /// - Returns: The user.
    /// - Throws: ``TenantError/refused(_:)`` with `RefusalReason.wrongCredentials` for a wrong code, for one that was overtaken and for
    ///   a name that waits for none alike, `RefusalReason.credentialsExpired`, and `RefusalReason.nameTaken(name:)` when another
    ///   account has taken the address meanwhile; ``TenantError/directory(_:)``.
    @discardableResult
    public func confirmAddressChange(
        of name: String, code: InvitationCode, from source: String? = nil
    ) async throws(TenantError) -> UserID {
        let attempt = "confirm the address"
        let code = code.withText { text in InvitationCode(typed: text).withText { Password($0) } }
        let record = try await self.user(typed: name)
        let change = record?.user.addressChange
        let match = try await self.match(
            code, of: change == nil ? nil : record?.user, credential: change?.credential, typed: name, from: source)
        guard let record, let change, match == .temporary else {
            let reason = match == .expired ? RefusalReason.credentialsExpired : .wrongCredentials
            throw self.refuseSignIn(attempt, because: reason, change == nil ? nil : record?.id)
        }
        let performed = try await self.perform(
            ConfirmAddressChange(change, of: record.id), by: .user(id: record.id))
        await self.dropCodes(replacedBy: performed)
        if let record = performed.record(of: record.id) { await self.settle(record) }
        return record.id
    }

    private func request(
        _ email: EmailAddress, for user: UserID, by principal: UserID, showing shown: ShownPassword? = nil
    ) async throws(TenantError) -> Bool {
        let now = self.clock.now
        let change = AddressChange(
            to: email, requestedBy: .user(id: principal), credential: self.newCredentialID(), at: now,
            expiringAt: now + self.policy.addressChangeLifetime)
        let performed = try await self.perform(
            RequestAddressChange(change, of: user, showing: shown), by: .user(id: principal))
        if let record = performed.record(of: user), !performed.changes.isEmpty { await self.settle(record) }
        return !performed.changes.isEmpty
    }
}
