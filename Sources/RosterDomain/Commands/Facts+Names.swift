/// Which names are free, and who can be written to.
extension Facts {
    /// Why a name cannot be given that an account has.
    func taken(_ name: UserName, by user: User) -> RefusalReason {
        guard user.status == .deleted, let deletedAt = user.deletedAt else { return .nameTaken(name: name) }
        return .accountDeleted(name: name, restorableUntil: deletedAt + User.restorableFor)
    }

    /// Refuses unless what a deleted account released is still free.
    ///
    /// - Returns: What takes expired invitations out that have the names.
    func freeingNames(of user: User) throws(RefusalReason) -> [Change] {
        let freed = try self.freeing(user.attributes, for: user.id)
        let others = try self.freeing(user.signInNames).filter { !freed.contains($0) }
        return freed + others
    }

    /// Refuses unless the account has an address, for what goes by mail.
    func requireAddress(of id: UserID) throws(RefusalReason) {
        guard try self.user(id).user.email != nil else { throw .addressNeeded(user: id) }
    }
}

extension User {
    /// The user name and, where it is another one, the address.
    var signInNames: [UserName] { [self.userName] + (self.email.map { [UserName($0)] } ?? []) }
}
