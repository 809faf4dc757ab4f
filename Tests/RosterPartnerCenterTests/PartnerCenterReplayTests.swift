import RosterPartnerCenter
import RosterDomain
import Testing

@Suite("Every row of the pages, asked of the evaluator and of the table")
struct PartnerCenterReplayTests {
    let catalog = RoleCatalog.partnerCenter
    static let everyCondition: Set<Condition> = [
        .ownRecord, .teamMember, .opportunityWon, .eligibleForRegistration, .multifactorCompleted, .administeredAccount,
    ]

    @Test("an allow row is allowed under its conditions, and denied when one of them is missing")
    func allowRows() throws {
        for row in try PartnerCenterRows.load() {
            guard case .grants(let permission, let conditions) = row.meaning else { continue }
            let holder = self.holder(of: row.role, completing: permission)
            #expect(self.answers(holder, permission, given: conditions) == [true, true], "row \(row.number)")
            for condition in conditions {
                let fewer = conditions.subtracting([condition])
                #expect(self.answers(holder, permission, given: fewer) == [false, false], "row \(row.number)")
            }
        }
    }

    @Test("a deny row is denied under every condition")
    func denyRows() throws {
        for row in try PartnerCenterRows.load() {
            guard case .withholds(let permission) = row.meaning else { continue }
            let holder = self.holder(of: row.role, completing: permission)
            #expect(
                self.answers(holder, permission, given: Self.everyCondition) == [false, false], "row \(row.number)")
        }
    }

    @Test("the whole table of roles and permissions, granted or not, is answered alike by the evaluator and the table")
    func wholeTable() {
        for role in self.catalog.roles where role.heldImplicitlyBy == .noUsers {
            let holder = self.standing(holding: [role.id])
            let table = AccessTable(catalog: self.catalog)
            table.load(holder)
            for permission in self.catalog.permissions.map(\.id) {
                for conditions in [[], Self.everyCondition] {
                    let answers = self.answers(holder, permission, given: conditions, of: table)
                    #expect(answers[0] == answers[1], "\(role.id) \(permission)")
                }
            }
        }
    }

    @Test("MPN Partner Admin has the executive reports through the role that comes along, and without it has not")
    func companion() {
        let both = self.standing(holding: [.mpnPartnerAdmin, .executiveReportViewer])
        let overridden = self.standing(holding: [.mpnPartnerAdmin])
        #expect(self.answers(both, .viewAllReports, given: []) == [true, true])
        #expect(self.answers(overridden, .viewAllReports, given: []) == [false, false])
    }

    @Test("§1.1-1 creating users takes a partner role and a directory role, in all nine combinations")
    func conjunction() {
        let partner: [RoleID] = [.accountAdmin, .userManagementAdmin, .billingAdmin]
        let directory: [RoleID] = [.userAdmin, .privilegedRoleAdmin, .helpdeskAdmin]
        for left in partner {
            for right in directory {
                let expected = left != .billingAdmin && right == .userAdmin
                let standing = self.standing(holding: [left, right])
                #expect(self.answers(standing, .createUsers, given: []) == [expected, expected], "\(left) \(right)")
            }
        }
        for alone in partner + directory {
            #expect(self.answers(self.standing(holding: [alone]), .createUsers, given: []) == [false, false])
        }
        #expect(self.answers(self.standing(holding: [.globalAdmin]), .createUsers, given: []) == [true, true])
    }

    @Test("§1.4 a role held at a location holds there and not elsewhere")
    func locations() throws {
        let here = try Scope("/locations/42")
        let holder = self.standing(holding: [.referralsAdmin], at: here)
        let evaluator = ReferenceEvaluator(catalog: self.catalog)
        #expect(evaluator.decide(holder, .assignDealTeam, at: here).isAllowed)
        #expect(!evaluator.decide(holder, .assignDealTeam, at: try Scope("/locations/421")).isAllowed)
        guard case .denied(.wrongScope(let scopes), _) = evaluator.decide(holder, .assignDealTeam) else {
            Issue.record("the reason is the scope")
            return
        }
        #expect(scopes == [here])
    }

    /// A user with a role, and with the other role that the permission's rule needs, if there is a rule.
    private func holder(of role: RoleID, completing permission: Permission) -> UserStanding {
        let others: [Permission: RoleID] = [.createUsers: .userAdmin, .cancelAzureSubscription: .adminAgent]
        return self.standing(holding: [role] + [others[permission]].compactMap(\.self))
    }

    private func standing(holding roles: [RoleID], at scope: Scope = .company) -> UserStanding {
        let user = UserID(bits: 1)
        // The implicit roles are held by being active.
        let assigned = roles.filter { self.catalog.role($0)?.heldImplicitlyBy == .noUsers }
        return UserStanding(
            id: user, affiliation: .member, status: .active,
            holdings: assigned.map { RoleHolding($0, at: scope) })
    }

    private func answers(_ standing: UserStanding, _ permission: Permission, given: Set<Condition>) -> [Bool] {
        let table = AccessTable(catalog: self.catalog)
        table.load(standing)
        return self.answers(standing, permission, given: given, of: table)
    }

    private func answers(
        _ standing: UserStanding, _ permission: Permission, given: Set<Condition>, of table: AccessTable
    ) -> [Bool] {
        let decision = ReferenceEvaluator(catalog: self.catalog).decide(standing, permission, given: given)
        return [decision.isAllowed, table.permits(standing.id, permission, given: given)]
    }
}
