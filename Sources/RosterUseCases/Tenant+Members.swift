public import RosterDomain
import RosterPorts

/// What became of one user of a call that changes members.
public struct MembershipResult: Sendable, Hashable, Identifiable {
    /// Identifies the user.
    public let id: UserID
    /// Why it was refused; nil when it was done.
    public let refusal: Refusal?
}

extension Tenant {
    /// Makes users members of a group: each of them for whom it is allowed.
    ///
    /// A member holds the group's roles as soon as this returns. It takes the right to give each of the group's roles, at their scopes and
    /// for all of their time; owners of the group need no other permission.
    ///
    /// - Parameters:
    ///   - users: Who; any number. They are added in steps of 1,000, each of which is durable by itself.
    ///   - group: Of which group.
    ///   - principal: Who does it.
    /// - Returns: What became of each, in their order. Refusals are put on record, those for one reason together.
    /// - Throws: ``TenantError/refused(_:)`` for what concerns the group or the principal, and so all of the users;
    ///   ``TenantError/directory(_:)``, ``TenantError/busy``: the users of steps before stay members, and it is safe to call
    ///   again: who is a member already is told so.
    /// - Complexity: O(users).
    public func addMembers(
        _ users: [UserID], to group: GroupID, by principal: UserID
    ) async throws(TenantError) -> [MembershipResult] {
        try await self.changeMembers(.add, users, of: group, by: principal)
    }

    /// Makes users members of a group no more: each of them for whom it is allowed.
    ///
    /// As ``addMembers(_:to:by:)``. It takes the right to take each of the group's roles from each of the users.
    public func removeMembers(
        _ users: [UserID], from group: GroupID, by principal: UserID
    ) async throws(TenantError) -> [MembershipResult] {
        try await self.changeMembers(.remove, users, of: group, by: principal)
    }

    /// How many users are changed in one step; ours.
    private static let membersPerStep = 1_000
    /// The same where each may be one too many for a role; ours.
    private static let limitedMembersPerStep = 100

    private func changeMembers(
        _ step: ChangeMembers.Step, _ users: [UserID], of group: GroupID, by principal: UserID
    ) async throws(TenantError) -> [MembershipResult] {
        var results: [MembershipResult] = []
        results.reserveCapacity(users.count)
        let size = self.catalog.hasHolderLimits && step == .add ? Self.limitedMembersPerStep : Self.membersPerStep
        var start = 0
        repeat {
            let part = Array(users[start..<min(start + size, users.count)])
            let command = ChangeMembers(step, part, of: group)
            let reasons = try await self.perform(command, by: .user(id: principal))
            results += zip(part, reasons).map { user, reason in
                let refusal = reason.map { Refusal(command.attempt, because: $0).titled(by: self.catalog) }
                return MembershipResult(id: user, refusal: refusal)
            }
            start += size
        } while start < users.count
        await self.record(results.compactMap(\.refusal), by: principal)
        return results
    }

    /// Changes the members among a few users for whom it is allowed, in one step.
    ///
    /// - Returns: Why each was refused; nil for those for whom it was done.
    private func perform(
        _ command: ChangeMembers, by principal: Principal
    ) async throws(TenantError) -> [RefusalReason?] {
        for _ in 0..<Self.attemptLimit {
            let (facts, basis) = try await self.wholeFacts(for: command, by: principal)
            let (changes, refusals): ([Change], [RefusalReason?])
            do throws(RefusalReason) {
                (changes, refusals) = try command.outcome(given: facts)
            } catch {
                let refusal = Refusal(command.attempt, because: error)
                guard try await self.record(refusal, facts: facts, given: basis) else { continue }
                throw self.refused(refusal)
            }
            guard !changes.isEmpty else { return refusals }
            if try await self.commit(Decision(changes: changes, facts: facts, basis: basis)) != nil { return refusals }
        }
        throw .busy
    }

    /// Puts refusals on record, those with one code together; what the directory does not take is lost, for the answer stands.
    private func record(_ refusals: [Refusal], by principal: UserID) async {
        let byCode = Dictionary(grouping: refusals, by: \.reason.code)
        for (_, same) in byCode.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            try? await self.note(Refusal(same[0].attempt, because: same[0].reason, times: same.count), of: principal)
        }
    }
}
