/// Change the full name of a user.
package struct RenameUser: TenantCommand {
    /// Whose name.
    package let user: UserID
    /// The name to have.
    package let fullName: FullName

    /// Names the user and the name.
    package init(_ user: UserID, to fullName: FullName) {
        self.user = user
        self.fullName = fullName
    }

    /// What is wanted, in words.
    package var attempt: String { "rename the user" }
    /// The user.
    package var needs: FactNeeds { FactNeeds(users: [self.user]) }

    /// Refuses principals who may not edit users, or not the profile of a user with these roles, and accounts that are deleted.
    ///
    /// People who may not edit users cannot rename themselves: a name is what others trust. An invited person gives a name when accepting.
    ///
    /// - Returns: One change, or none when the name is the present one.
    package func changes(given facts: Facts) throws(RefusalReason) -> [Change] {
        let record = try facts.user(self.user)
        let audience = try facts.audience(over: record)
        guard audience != .user else { throw .ownAccount(action: .editProfile) }
        guard !record.user.status.isGone else { throw .wrongStatus(status: record.user.status) }
        let former = record.user.fullName
        return former == self.fullName ? [] : [.userRenamed(user: self.user, from: former, to: self.fullName)]
    }
}
