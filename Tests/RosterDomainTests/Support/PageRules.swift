import RosterPartnerCenter
import RosterDomain

/// The pages' rules once more, written by hand and apart from the catalog's data and the commands' code.
enum PageRules {
    /// A host's role that is held at places: it gives a few roles there, and acts on the accounts of their holders.
    static let branchAdmin = Role(
        RoleID("branch_admin"), title: "Branch admin", category: .company, isPrivileged: true,
        scoping: .companyOr(kinds: ["locations"]))
    static let branchRoles: Set<RoleID> = [.reportViewer, .referralsUser]

    /// The roles of the company, at the moment that is looked at.
    @TaskLocal static var own: [RoleID: OwnRole] = [:]

    /// Whether holders of these roles, at the place where it is given, may give or take a role.
    static func mayAssign(_ role: RoleID, _ held: Set<RoleID>) -> Bool {
        if let own = self.own[role] {
            return self.isAssigner(held, own.assigners) && own.parts.allSatisfy { self.mayAssign($0, held) }
        }
        if held.contains(.globalAdmin) { return true }
        if held.contains(.privilegedRoleAdmin), self.tenant.union(self.directory).contains(role) { return true }
        if held.contains(.accountAdmin), self.company.union([.accountAdmin, self.branchAdmin.id]).contains(role) {
            return true
        }
        if held.contains(.owner), self.program.union([.owner, .manager]).contains(role) { return true }
        if held.contains(.manager), self.program.union([.manager]).contains(role) { return true }
        if held.contains(self.branchAdmin.id), self.branchRoles.contains(role) { return true }
        return held.contains(.userManagementAdmin) && self.company.union(self.agents).contains(role)
    }

    /// Whether holders of these roles may reset the password of a user with others.
    static func mayReset(_ roles: Set<RoleID>, _ held: Set<RoleID>) -> Bool {
        let roles = self.expanded(roles)
        if held.contains(.globalAdmin) { return true }
        if held.contains(.privilegedAuthenticationAdmin), roles.isSubset(of: self.directory) { return true }
        if held.contains(.passwordAdmin), roles.isSubset(of: [.passwordAdmin]) { return true }
        if held.contains(.authenticationAdmin), roles.isSubset(of: [.passwordAdmin, .authenticationAdmin]) {
            return true
        }
        if held.contains(self.branchAdmin.id), roles.isSubset(of: self.branchRoles) { return true }
        return held.contains(.userAdmin) && roles.isSubset(of: [.passwordAdmin, .userAdmin])
    }

    /// Whether holders of these roles may block or delete a user with others, or take it back: the sensitive actions.
    static func maySuspend(_ roles: Set<RoleID>, _ held: Set<RoleID>) -> Bool {
        let roles = self.expanded(roles)
        if !held.isDisjoint(with: [.globalAdmin, .privilegedAuthenticationAdmin]) { return true }
        if held.contains(.authenticationAdmin), roles.isSubset(of: [.passwordAdmin, .authenticationAdmin]) {
            return true
        }
        if held.contains(self.branchAdmin.id), roles.isSubset(of: self.branchRoles) { return true }
        let ordinary = self.company.union(self.program).union(self.agents).union([.passwordAdmin, .userAdmin])
        return held.contains(.userAdmin) && roles.isSubset(of: ordinary)
    }

    /// Whether holders of these roles may take roles from a user with others, as far as they may assign them.
    static func mayTakeRoles(_ roles: Set<RoleID>, _ held: Set<RoleID>) -> Bool {
        let roles = self.expanded(roles)
        if !held.isDisjoint(with: [.globalAdmin, .privilegedRoleAdmin]) { return true }
        let ordinary = roles.subtracting(self.company).subtracting(self.program)
            .subtracting(self.agents).subtracting([.billingAdmin])
        let peers: [(RoleID, Set<RoleID>)] = [
            (.accountAdmin, [.accountAdmin]), (.userManagementAdmin, [.userManagementAdmin]),
            (.owner, [.owner, .manager]), (.manager, [.manager]), (self.branchAdmin.id, self.branchRoles),
        ]
        return peers.contains { held.contains($0.0) && ordinary.isSubset(of: $0.1) }
    }

    /// Whether holders of these roles may add users: an administrator of each plane, or one of both.
    static func mayCreateUsers(_ held: Set<RoleID>) -> Bool {
        held.contains(.globalAdmin)
            || held.contains(.userAdmin) && !held.isDisjoint(with: [.accountAdmin, .userManagementAdmin])
    }

    /// Whether holders of these roles may edit the profiles of others, as far as the account is within their reach.
    static func mayEditUsers(_ held: Set<RoleID>) -> Bool {
        !held.isDisjoint(with: [.globalAdmin, .userManagementAdmin])
    }

    /// Whether a role may be held at a place by a user of an affiliation.
    static func mayHold(_ role: RoleID, at scope: Scope, _ affiliation: Affiliation) -> Bool {
        if let own = self.own[role] {
            return !own.isRetired && (affiliation == .member || own.isOpenToGuests)
                && (scope == .company || own.isForPlaces)
                && own.parts.allSatisfy { self.mayHold($0, at: scope, affiliation) }
        }
        let guests: Set<RoleID> = [.mpnPartnerAdmin, .referralsAdmin, .businessProfileAdmin]
        let places = self.branchRoles.union(
            [.referralsAdmin, .executiveReportViewer, .incentivesAdmin, self.branchAdmin.id, self.teller.id])
        return (affiliation == .member || guests.contains(role)) && (scope == .company || places.contains(role))
            && role != .defaultUser && role != self.retired
    }

    /// Roles of the simulation that must stay apart; every user holds Default user, so the last set is reached by two more.
    static let separationSets = [
        SeparationSet("money_and_code", roles: [.developer, .billingAdmin, .reportViewer]),
        SeparationSet("selling", roles: [.referralsAdmin, .mpnPartnerAdmin, .executiveReportViewer], limit: 3),
        SeparationSet("passwords", roles: [.passwordAdmin, .authenticationAdmin, .defaultUser], limit: 3),
    ]

    /// Whether one person may have all of these roles, wherever they hold them.
    static func mayHoldTogether(_ roles: Set<RoleID>) -> Bool {
        let roles = self.expanded(roles)
        return roles.intersection([.developer, .billingAdmin, .reportViewer]).count <= 1
            && !roles.isSuperset(of: [.referralsAdmin, .mpnPartnerAdmin, .executiveReportViewer])
            && !roles.isSuperset(of: [.passwordAdmin, .authenticationAdmin])
    }

    /// Whether holders of these roles may rename the company, and whether they may enroll it in programs and take it out.
    static func mayRename(_ held: Set<RoleID>) -> Bool { !held.isDisjoint(with: [.globalAdmin, .complianceAdmin]) }
    static func mayChangePrograms(_ held: Set<RoleID>) -> Bool { held.contains(.globalAdmin) }

    /// Whether a role is offered to a company in these programs.
    static func isOffered(_ role: RoleID, to programs: Set<Program>) -> Bool {
        !self.expanded([role]).contains(.salesAgent) || programs.contains(.indirectProvider)
    }

    /// Whether a user can be counted on to run the tenant: for good, and really able to sign in.
    static func runsTheTenant(_ record: UserRecord) -> Bool {
        record.user.status == .active && record.user.hasSignedIn
            && record.assignments.contains {
                $0.role == .globalAdmin && $0.scope.path == "/" && $0.window.from == nil && $0.window.until == nil
            }
    }

    /// A role that the catalog does not know any more.
    static let retired = RoleID("retired_role")

    // The roles of the simulation, each on its plane; those with privilege are named where they are needed.
    private static let tenant: Set<RoleID> = [.globalAdmin, .userManagementAdmin, .billingAdmin]
    private static let company: Set<RoleID> = [
        .mpnPartnerAdmin, .referralsAdmin, .referralsUser, .executiveReportViewer, .reportViewer,
        .coSellSolutionAdmin, .businessProfileAdmin, .incentivesAdmin, treasurer.id, teller.id,
    ]
    private static let program: Set<RoleID> = [.developer]
    private static let agents: Set<RoleID> = [.adminAgent, .salesAgent]
    private static let directory: Set<RoleID> = [
        .userAdmin, .privilegedRoleAdmin, .passwordAdmin, .authenticationAdmin, .privilegedAuthenticationAdmin,
    ]
}
