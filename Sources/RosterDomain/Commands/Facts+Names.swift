/// Which names are free, and who can be written to.
extension Facts {
    /// Refuses a user name or address that is the user name or address of another account.
    func requireFree(_ name: UserName) throws(RefusalReason) {
        guard self.holders[RecordName(name)] == nil else { throw .nameTaken(name: name) }
    }

    /// Refuses unless what a deleted account released is still free.
    func requireFreeNames(of user: User) throws(RefusalReason) {
        try self.requireFree(user.userName)
        if let email = user.email { try self.requireFree(UserName(email)) }
        for attribute in user.attributes { try self.requireFree(attribute, for: user.id) }
    }

    /// Refuses unless the account has an address, for what goes by mail.
    func requireAddress(of id: UserID) throws(RefusalReason) {
        guard try self.user(id).user.email != nil else { throw .addressNeeded(user: id) }
    }
}
