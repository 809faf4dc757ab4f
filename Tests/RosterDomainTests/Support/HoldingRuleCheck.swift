import RosterDomain
import RosterPartnerCenter

extension PageRules {
    /// A host's role that one may hold, and one for those who see the executive reports.
    static let treasurer = Role(RoleID("treasurer"), title: "Treasurer", category: .company, maximumHolders: 1)
    static let teller = Role(
        RoleID("teller"), title: "Teller", category: .company, requires: [.executiveReportViewer],
        scoping: .companyOr(kinds: ["locations"]))
}

/// How many hold a role, and with what, looked up in the state itself.
struct HoldingRuleCheck {
    let state: DirectoryState
    let moment: Timestamp

    /// Who is a treasurer, or will be.
    var treasurers: Set<UserID> {
        let counting = self.state.everybody.filter { record in
            switch record.user.status {
            case .deleted, .purged: false
            case .invited: record.invitation.map { self.moment < $0.expiresAt } ?? true
            default: true
            }
        }
        return Set(
            counting.filter { record in
                self.held(by: record).contains { self.isPart(PageRules.treasurer.id, of: $0.role) }
            }.map(\.id))
    }

    /// Whether a user who is a teller, or will be, sees the executive reports there for as long.
    ///
    /// What is promised to those who are invited, and left to those who were deleted, counts once they have it.
    func hasPrerequisites(_ record: UserRecord) -> Bool {
        guard ![.deleted, .purged, .invited].contains(record.user.status) else { return true }
        let held = self.held(by: record)
        let viewing = held.filter { self.isPart(.executiveReportViewer, of: $0.role) }
        return held.filter { self.isPart(PageRules.teller.id, of: $0.role) }.allSatisfy { teller in
            viewing.contains { viewer in
                (viewer.scope == .company || viewer.scope == teller.scope) && self.begins(viewer, with: teller)
                    && (viewer.window.until.map { end in teller.window.until.map { $0 <= end } ?? false } ?? true)
            }
        }
    }

    private func begins(_ viewer: RoleAssignment, with teller: RoleAssignment) -> Bool {
        viewer.window.from.map { $0 <= max(self.moment, teller.window.from ?? self.moment) } ?? true
    }

    private func held(by record: UserRecord) -> [RoleAssignment] {
        record.everyAssignment(in: self.state).filter { $0.window.until.map { $0 > self.moment } ?? true }
    }

    private func isPart(_ part: RoleID, of role: RoleID) -> Bool { PageRules.expanded([role]).contains(part) }
}
