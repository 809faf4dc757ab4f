/// Give a user another user name or another address, as the system that provisions the account says: no code is mailed.
package struct ChangeSignInNames: TenantCommand {
    /// Whose names.
    package let user: UserID
    /// The user name to have; nil for the present one.
    package let userName: UserName?
    /// The address to have, or none; nil for the present one.
    package let email: EmailAddress??

    /// Names the user and the names.
    package init(of user: UserID, to userName: UserName?, email: EmailAddress??) {
        self.user = user
        self.userName = userName
        self.email = email
    }

    /// What is wanted, in words.
    package var attempt: String { "change the names of the account" }

    /// The user, whether the names are free, and whether another user could still run the tenant.
    package var needs: FactNeeds {
        let names = [self.userName] + [(self.email ?? nil).map { UserName($0) }]
        return FactNeeds(
            users: [self.user], names: Set(names.compactMap { $0.map { RecordName($0) } }), otherHolderThan: self.user)
    }

    /// Refuses principals who may not edit the profile of a user with these roles and reset their password too, since who has the
    /// mailbox can recover the account; services; the tenant's last key; and names that are taken.
    ///
    /// - Returns: One change, or none when the names are the present ones.
    package func changes(given facts: Facts) throws(RefusalReason) -> [Change] {
        let record = try facts.user(self.user)
        let former = SignInNames(of: record.user)
        let names = SignInNames(userName: self.userName ?? former.userName, email: self.email ?? former.email)
        if names.areLetterForLetter(of: record.user) { return [] }
        _ = try facts.audience(over: record)
        try facts.requireMay(.resetPassword, to: record)
        try facts.requireOtherHolder(than: record)
        try record.require(.person)
        switch record.user.status {
        case .active, .mustChangePassword, .blocked: break
        case .invited, .deleted, .purged: throw .wrongStatus(status: record.user.status)
        }
        let taken = [names.userName] + (names.email.map { [UserName($0)] } ?? [])
        let freed = try facts.freeing(taken.filter { facts.holders[RecordName($0)]?.id != self.user })
        return freed + [.signInNamesChanged(user: self.user, from: former, to: names)]
    }
}
