/// Ask for another address of a user, or take that back.
package struct RequestAddressChange: TenantCommand {
    /// Whose address.
    package let user: UserID
    /// The change; nil to take back the one that waits to be confirmed.
    package let change: AddressChange?
    /// The account as it was when the user showed the password; nil for other principals, and to take a change back.
    package let shown: ShownPassword?

    /// Names the user and the change.
    package init(_ change: AddressChange?, of user: UserID, showing shown: ShownPassword? = nil) {
        self.user = user
        self.change = change
        self.shown = shown
    }

    /// What is wanted, in words.
    package var attempt: String { self.change == nil ? "take back a change of address" : "change the address" }
    /// The user, whether the address is free, and whether another user could still run the tenant.
    package var needs: FactNeeds {
        FactNeeds(
            users: [self.user],
            names: Set([self.change.map { RecordName($0.email) }].compactMap(\.self)),
            otherHolderThan: self.user)
    }

    /// Refuses principals who may not edit the profile of a user with these roles and reset their password too, since who has the
    /// mailbox can recover the account; services; accounts that are not in use; addresses that are taken; the tenant's last key, by
    /// another; passwords that were shown too long ago; and too many letters.
    ///
    /// Users are not told that another account has an address: they would learn who is listed. No code is mailed then.
    ///
    /// - Returns: One change, or none when the address is the present one.
    package func changes(given facts: Facts) throws(RefusalReason) -> [Change] {
        let record = try facts.user(self.user)
        try facts.requireMayChangeAddress(of: record)
        guard let change = self.change else {
            return record.user.addressChange == nil ? [] : [.addressChangeWithdrawn(user: self.user)]
        }
        // Addresses are equal without regard to case, and people care about it.
        if record.user.email?.rawValue == change.email.rawValue { return [] }
        if facts.principal == .user(id: self.user) {
            guard self.shown == ShownPassword(of: record.user) else { throw .resetMeanwhile }
        } else {
            _ = try facts.freeing(change.email, for: record.user)
        }
        if let next = record.user.nextAddressRequest(at: facts.now) { throw .tooSoon(until: next) }
        return [.addressChangeRequested(user: self.user, change: change)]
    }
}

/// What a password was shown for: it counts no more once the password was replaced or all sessions were ended.
package struct ShownPassword: Sendable, Hashable {
    private let credential: CredentialID?
    private let sessionEpoch: Int

    /// Describes an account at the moment at which its password was found to be right.
    package init(of user: User) {
        self.credential = user.credential
        self.sessionEpoch = user.sessionEpoch
    }
}

/// Confirm a change of address; the user does it, having shown the code.
package struct ConfirmAddressChange: TenantCommand {
    /// Whose address.
    package let user: UserID
    /// The change whose code was shown.
    package let shown: AddressChange

    /// Names the user and the change.
    package init(_ shown: AddressChange, of user: UserID) {
        self.user = user
        self.shown = shown
    }

    /// What is wanted, in words.
    package var attempt: String { "confirm the address" }
    /// The user, whether the address is free, and who asked for it.
    package var needs: FactNeeds {
        var users: Set<UserID> = [self.user]
        if case .user(let id) = self.shown.requestedBy { users.insert(id) }
        return FactNeeds(
            users: users, names: [RecordName(self.shown.email)], otherHolderThan: self.user)
    }

    /// Refuses what was overtaken, has expired, or may no longer be asked for by the one who did, and addresses that were taken
    /// meanwhile.
    package func changes(given facts: Facts) throws(RefusalReason) -> [Change] {
        let record = try facts.user(self.user)
        guard record.user.addressChange == self.shown else { throw .wrongCredentials }
        guard facts.now < self.shown.expiresAt else { throw .credentialsExpired }
        // The person who shows the code learns nothing of what became of an administrator.
        do throws(RefusalReason) {
            try facts.acting(as: self.shown.requestedBy).requireMayChangeAddress(of: record)
        } catch { throw .credentialsExpired }
        let freed = try facts.freeing(self.shown.email, for: record.user)
        return freed + [.addressChanged(user: self.user, from: record.user.email, to: self.shown.email)]
    }
}

extension Facts {
    /// Refuses unless the principal is the user, or may edit the profile and reset the password of a user with these roles.
    fileprivate func requireMayChangeAddress(of record: UserRecord) throws(RefusalReason) {
        _ = try self.audience(over: record)
        if case .user(let id) = self.principal, id != record.id {
            try self.requireMay(.resetPassword, to: record)
            try self.requireOtherHolder(than: record)
        }
        try record.require(.person)
        guard record.user.status == .active || record.user.status == .mustChangePassword else {
            throw .wrongStatus(status: record.user.status)
        }
    }

    /// Refuses an address that another account has.
    ///
    /// - Returns: What takes an expired invitation out that has it.
    fileprivate func freeing(_ email: EmailAddress, for user: User) throws(RefusalReason) -> [Change] {
        self.holders[RecordName(email)]?.id == user.id ? [] : try self.freeing([UserName(email)])
    }

    /// The same facts for another principal, of whom they tell.
    fileprivate func acting(as principal: Principal) -> Facts {
        var record: UserRecord?
        if case .user(let id) = principal { record = self.users[id] }
        return Facts(
            catalog: self.catalog, company: self.company, now: self.now, principal: principal,
            principalRecord: record, users: self.users, holders: self.holders, isLastHolder: self.isLastHolder)
    }
}
