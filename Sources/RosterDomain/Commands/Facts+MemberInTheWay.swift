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
