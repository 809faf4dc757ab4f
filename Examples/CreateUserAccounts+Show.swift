import RosterPartnerCenter
import Roster

extension CreateUserAccounts {
    /// What a later run shows: the users, what they may do, and the history.
    static func showWhatIsThere(_ tenant: Tenant, in folder: String) async throws {
        let company = tenant.company
        Console.heading("\(company.name), as the last run left it in \(folder)")
        Console.say("Enrolled at \(company.enrolledAt); remove the folder to begin again.\n")
        let page = try await tenant.users(by: company.enrolledBy)
        Console.table(
            ["name", "address", "status", "roles"],
            page.records.map { record in
                let roles = record.assignments.map { self.title(of: $0, in: tenant) }.joined(separator: ", ")
                return [record.fullName.rawValue, record.userName.rawValue, "\(record.status)", roles]
            })
        try await self.showPermissions(tenant, as: company.enrolledBy)
        try await self.showHistory(tenant)
    }

    static func confirm(_ record: UserRecord, in tenant: Tenant) {
        Console.table(
            ["name", "address", "roles"],
            [
                [
                    record.fullName.rawValue, record.userName.rawValue,
                    record.assignments.map { self.title(of: $0, in: tenant) }.joined(separator: ", "),
                ]
            ])
    }

    /// A table of people and permissions: a row for each permission, a column for each person.
    static func showPermissions(_ tenant: Tenant, as reader: UserID) async throws {
        Console.heading("Who may do what  (● yes  ◐ at some place or in some cases  · no)")
        let people = try await tenant.users(by: reader).records
        let shown: [Permission] = [
            .createUsers, .manageCustomers, .manageBilling, .initiateIncentiveClaims, .manageIncentives,
            .createCoSellOpportunities, .registerDeals, .addLocations, .assignCompanyRoles, .createSupportTickets,
            .viewOwnProfile,
        ]
        Console.table(
            ["permission"] + people.map { String($0.fullName.rawValue.prefix { $0 != " " }) },
            shown.map { permission in
                let title = tenant.catalog.definition(of: permission)?.title ?? permission.rawValue
                return [title] + people.map { self.mark(tenant.decide($0.id, permission)) }
            })
    }

    private static func mark(_ decision: AccessDecision) -> String {
        switch decision {
        case .allowed: "●"
        case .denied(.wrongScope, _), .denied(.missingConditions, _): "◐"
        case .denied: "·"
        }
    }

    private static func showHistory(_ tenant: Tenant) async throws {
        let commits = try await tenant.history()
        Console.heading("The last refusals of \(commits.count) recorded steps")
        let refusals = commits.compactMap { commit -> (Commit, Refusal)? in
            guard case .refused(let refusal)? = commit.changes.first else { return nil }
            return (commit, refusal)
        }
        for (commit, refusal) in refusals.suffix(5) {
            Console.reasons("\(commit.at)  \(try await self.name(of: commit.principal, in: tenant)): \(refusal)")
        }
    }

    private static func name(of principal: Principal, in tenant: Tenant) async throws -> String {
        guard case .user(let id) = principal, let record = try await tenant.user(id) else { return "\(principal)" }
        return record.fullName.rawValue
    }

    private static func title(of assignment: RoleAssignment, in tenant: Tenant) -> String {
        let title = tenant.catalog.role(assignment.role)?.title ?? assignment.role.rawValue
        return assignment.scope == .company ? title : "\(title) at \(assignment.scope)"
    }
}
