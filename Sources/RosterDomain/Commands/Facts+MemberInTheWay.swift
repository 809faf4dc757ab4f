/// Which member of a group a refusal is about.
extension TenantCommand {
    /// The first member of the group asked about without whom the command would not be refused for this reason; nil when it is about
    /// no one member.
    ///
    /// - Complexity: O(members), each time deciding for one of them.
    func memberInTheWay(of reason: RefusalReason, given facts: Facts) -> UserName? {
        guard self.refusal(given: facts.withMembers([])) != reason else { return nil }
        return facts.members.first { self.refusal(given: facts.withMembers([$0])) == reason }?.user.userName
    }

    private func refusal(given facts: Facts) -> RefusalReason? {
        do throws(RefusalReason) {
            _ = try self.decision(given: facts)
            return nil
        } catch {
            return error
        }
    }
}

extension Facts {
    /// What a refusal calls a user whom a command names; nil for one whom the tenant does not list, and for an account that the principal
    /// does not see.
    func nameShown(of id: UserID) -> UserName? { self.users[id].flatMap { self.nameShown(of: $0) } }

    /// What a refusal calls a user; nil for an account that the principal does not see.
    func nameShown(of record: UserRecord) -> UserName? {
        guard !record.user.isErased else { return nil }
        guard case .user = self.principal else { return record.user.userName }
        guard let principal = try? self.activePrincipal() else { return nil }
        let reader = RecordReader(self.authority(of: principal), catalog: self.catalog, now: self.now)
        return reader.view(of: record) == nil ? nil : record.user.userName
    }
}
