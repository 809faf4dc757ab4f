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
    /// - Throws: ``TenantError/refused(_:)`` for what concerns the group or the principal, and so all of the users: nothing was changed.
    ///   Where that comes about after a step was made, it is what became of the users after it. ``TenantError/directory(_:)``,
    ///   ``TenantError/busy``: the users of steps before stay members, and it is safe to call again: who is a member already is told so.
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
        // Who takes themselves out comes last: it can be their right to take the others out that ends with it.
        let order = users.indices.filter { users[$0] != principal } + users.indices.filter { users[$0] == principal }
        var refusals = [Refusal?](repeating: nil, count: users.count)
        let size = self.catalog.hasHolderLimits && step == .add ? Self.limitedMembersPerStep : Self.membersPerStep
        var (start, stop): (Int, Refusal?) = (0, nil)
        repeat {
            let part = order[start..<min(start + size, order.count)]
            let command = ChangeMembers(step, part.map { users[$0] }, of: group)
            do throws(TenantError) {
                let reasons = try await self.perform(command, isFirst: start == 0, by: .user(id: principal))
                for (index, reason) in zip(part, reasons) {
                    refusals[index] = reason.map { Refusal(command.attempt, because: $0).titled(by: self.catalog) }
                }
            } catch {
                stop = error.refusal
                if start == 0 || stop == nil {
                    await self.record(refusals.compactMap(\.self), by: principal)
                    throw error
                }
            }
            start += stop == nil ? size : 0
        } while stop == nil && start < order.count
        await self.record(refusals.compactMap(\.self), by: principal)
        if let stop { for index in order[start...] { refusals[index] = stop } }
        return zip(users, refusals).map { MembershipResult(id: $0, refusal: $1) }
    }

    /// Changes the members among a few users for whom it is allowed, in one step.
    ///
    /// - Parameter isFirst: Whether the group is still at the version that the caller may have seen.
    /// - Returns: Why each was refused; nil for those for whom it was done.
    private func perform(
        _ command: ChangeMembers, isFirst: Bool, by principal: Principal
    ) async throws(TenantError) -> [RefusalReason?] {
        for _ in 0..<Self.attemptLimit {
            let (facts, basis) = try await self.wholeFacts(for: command, by: principal)
            let (changes, refusals): ([Change], [RefusalReason?])
            do throws(RefusalReason) {
                if isFirst { try ExpectedVersion.check(facts) }
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
