import RosterDomain
import RosterPartnerCenter
import Testing

/// Until when each user may hold each role, by the chain of those who gave it: a model that knows no windows but their ends.
///
/// What the system gives has the end that it was given. What a user gives ends no later than the authority by which it was
/// given, as the model itself knows it.
struct AuthorityLedger {
    fileprivate struct Holding: Hashable {
        let user: UserID
        let role: RoleID
        let scope: Scope
    }

    private var ends: [Holding: Timestamp] = [:]
    private static let never = Timestamp(millisecondsSinceEpoch: .max)

    init(_ history: [Commit]) {
        for commit in history { self.take(commit, "at the beginning") }
    }

    mutating func take(_ commit: Commit, _ place: Comment) {
        let before = self.ends
        for change in commit.changes {
            switch change {
            case .roleAssigned(let assignment): self.give(assignment, by: commit.principal, whoHad: before, place)
            case .roleRemoved(let assignment): self.ends[Holding(assignment)] = nil
            case .invitationRevoked(let user): self.ends = self.ends.filter { $0.key.user != user }
            default: break
            }
        }
    }

    private mutating func give(
        _ assignment: RoleAssignment, by principal: Principal, whoHad before: [Holding: Timestamp], _ place: Comment
    ) {
        let wanted = assignment.window.until ?? Self.never
        guard case .user(let giver) = principal else {
            self.ends[Holding(assignment)] = wanted
            return
        }
        let authority = before.filter { held, _ in
            held.user == giver && held.scope.contains(assignment.scope)
                && PageRules.mayAssign(assignment.role, [held.role])
        }
        let end = authority.values.max()
        #expect(end.map { wanted <= $0 } ?? false, "\(assignment) outlasts its giver: \(place)")
        self.ends[Holding(assignment)] = end.map { min(wanted, $0) }
    }

    /// Whether the state holds no role for longer than the model allows.
    func holds(in state: DirectoryState) -> Bool {
        state.everybody.allSatisfy { record in
            record.assignments.allSatisfy { assignment in
                guard let end = self.ends[Holding(assignment)] else { return false }
                return assignment.window.until ?? Self.never <= end
            }
        }
    }
}

extension AuthorityLedger.Holding {
    fileprivate init(_ assignment: RoleAssignment) {
        self.init(user: assignment.user, role: assignment.role, scope: assignment.scope)
    }
}
