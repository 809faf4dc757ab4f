internal import RosterDomain

/// The step of history that belongs to a number: what a trial commits, and what it must find again, to the last byte.
///
/// Some are short and some span many sectors. Their times go backwards, as those of a clock that was set back do.
struct TrialStep {
    /// What a check adds by itself begins here.
    static let firstOfChecks: UInt64 = 1 << 40

    let number: UInt64
    let user: User
    let changes: [Change]

    init?(_ number: UInt64) {
        guard let name = try? FullName("Trial \(number)"), let newName = try? FullName("Trial renamed \(number)"),
            let email = try? EmailAddress("trial-\(number)@contoso.example")
        else { return nil }
        let moment = Timestamp(millisecondsSinceEpoch: 1_700_000_000_000 - 1_000 * Int64(number))
        let user = User(
            id: UserID(bits: UInt128(number)), fullName: name, email: email, status: .active, addedAt: moment)
        let roleCount = number % 8 == 7 ? 40 : 2
        let roles = (0..<roleCount).map { role in
            Change.roleAssigned(
                assignment: RoleAssignment(
                    of: RoleID("trial-role-\(role)"), to: user.id, grantedBy: .system, grantedAt: moment))
        }
        let renaming = Change.userRenamed(user: user.id, from: name, to: newName)
        self.number = number
        self.user = user
        self.changes = [.userAdded(user: user)] + roles + (number % 2 == 1 ? [renaming] : [])
    }

    /// The step at its place in the history.
    func commit(at revision: Revision) -> Commit {
        Commit(revision: revision, at: self.user.addedAt, principal: .system, changes: self.changes)
    }

    /// The number of the step that a commit is, if it is one.
    static func number(of commit: Commit) -> UInt64? {
        guard case .userAdded(let user) = commit.changes.first else { return nil }
        return UInt64(exactly: user.id.bits)
    }
}
