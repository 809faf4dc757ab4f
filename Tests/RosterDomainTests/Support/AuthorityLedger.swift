import RosterDomain
import RosterPartnerCenter
import Testing

/// Until when each user may hold each role, by the chain of those who gave it: a model that knows no windows but their ends.
///
/// What the system gives has the end that it was given. What a user gives ends no later than the authority by which it was
/// given, as the model itself knows it.
struct AuthorityLedger {
    fileprivate struct Holding: Hashable {
        let holder: RecordID
        let role: RoleID
        let scope: Scope
    }

    private var ends: [Holding: Timestamp] = [:]
    private var members: [GroupID: Set<UserID>] = [:]
    private var deleted: Set<GroupID> = []
    private static let never = Timestamp(millisecondsSinceEpoch: .max)

    init(_ history: [Commit]) {
        for commit in history { self.take(commit, "at the beginning") }
    }

    mutating func take(_ commit: Commit, _ place: Comment) {
        let before = self
        for change in commit.changes {
            switch change {
            case .roleAssigned(let assignment):
                self.give(Holding(assignment), until: assignment.window.until, by: commit.principal, before, place)
            case .groupChanged(let group, .roleAssigned(let role)):
                self.give(Holding(role, of: group), until: role.window.until, by: commit.principal, before, place)
            case .groupChanged(let group, .roleRemoved(let role)): self.ends[Holding(role, of: group)] = nil
            case .groupChanged(let group, .deleted): self.deleted.insert(group)
            case .groupChanged(let group, .restored):
                before.checkPassing(on: group, by: commit, place)
                self.deleted.remove(group)
            case .memberAdded(let user, let group):
                before.checkPassing(on: group, by: commit, place)
                self.members[group, default: []].insert(user)
            case .memberRemoved(let user, let group): self.members[group]?.remove(user)
            case .roleRemoved(let assignment): self.ends[Holding(assignment)] = nil
            case .invitationRevoked(let user):
                self.ends = self.ends.filter { $0.key.holder != .user(user) }
                for group in self.members.keys { self.members[group]?.remove(user) }
            default: break
            }
        }
    }

    private mutating func give(
        _ holding: Holding, until wanted: Timestamp?, by principal: Principal, _ before: Self, _ place: Comment
    ) {
        let wanted = wanted ?? Self.never
        guard case .user(let giver) = principal else {
            self.ends[holding] = wanted
            return
        }
        let end = before.authority(of: giver, over: holding)
        #expect(end.map { wanted <= $0 } ?? false, "\(holding) outlasts its giver: \(place)")
        self.ends[holding] = end.map { min(wanted, $0) }
    }

    /// Until when a user may give a role, by what they hold themselves and through groups; nil for not at all.
    private func authority(of giver: UserID, over holding: Holding) -> Timestamp? {
        let groups = self.members.filter { $0.value.contains(giver) && !self.deleted.contains($0.key) }.keys
        let holders = Set([RecordID.user(giver)] + groups.map { .group($0) })
        let authority = self.ends.filter { held, _ in
            holders.contains(held.holder) && held.scope.contains(holding.scope)
                && PageRules.mayAssign(holding.role, [held.role])
        }
        return authority.values.max()
    }

    /// Who makes others hold what a group holds could give it for as long.
    private func checkPassing(on group: GroupID, by commit: Commit, _ place: Comment) {
        guard case .user(let giver) = commit.principal else { return }
        for (holding, end) in self.ends
        where holding.holder == .group(group) && end > commit.at && holding.role != PageRules.retired {
            let authority = self.authority(of: giver, over: holding)
            #expect(authority.map { end <= $0 } ?? false, "\(holding) is passed on for too long: \(place)")
        }
    }

    /// Whether the state holds no role for longer than the model allows.
    func holds(in state: DirectoryState) -> Bool {
        let own = state.everybody.flatMap(\.assignments).map { (Holding($0), $0.window.until) }
        let groups = state.groups.values.flatMap { group in
            group.roles.map { (Holding($0, of: group.id), $0.window.until) }
        }
        return (own + groups).allSatisfy { holding, until in
            self.ends[holding].map { until ?? Self.never <= $0 } ?? false
        }
    }
}

extension AuthorityLedger.Holding {
    fileprivate init(_ assignment: RoleAssignment) {
        self.init(holder: .user(assignment.user), role: assignment.role, scope: assignment.scope)
    }

    init(_ role: GroupRole, of group: GroupID) {
        self.init(holder: .group(group), role: role.role, scope: role.scope)
    }
}
