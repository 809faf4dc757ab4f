import RosterDomain
import RosterUseCases
import RosterWeb

extension CompanyRolePages {
    /// Shows what the role would be, beside what it is, and how many people that reaches; where it would be refused, says why.
    func review(
        _ definition: CompanyRoleDefinition, _ role: CompanyRole?, _ draft: CompanyRoleDraft,
        notice: PageNotice? = nil, status: Int = 200
    ) async throws -> WebResponse {
        let isCurrent = try role.map(self.isCurrent) ?? true
        let obstacle = try await self.visit.acting(self.viewer) { tenant, principal in
            try await tenant.obstacle(toDefining: definition, inPlaceOf: role?.id, by: principal)
        }
        var notice = obstacle.map { PageNotice.problem(self.words.sentence($0)) } ?? notice
        if let role, !isCurrent { notice = await self.conflict(role) }
        let code = isCurrent ? obstacle?.code.pageStatus ?? status : 409
        return self.page(role, status: code, notice: notice) {
            self.comparison(definition, role)
            self.visit.postForm(self.address(role)) {
                self.visit.hidden("step", "review")
                role.map { self.visit.hidden(Self.versionField, "\($0.version)") }
                draft.hidden(self.visit)
                Tag.div(.class("buttons")) {
                    obstacle == nil ? self.visit.submit(role == nil ? .defineRole : .changeRole) : HTML()
                    Tag.button(.type("submit"), .name("back"), .value("yes")) { self.words(.back) }
                    self.cancel(role)
                }
            }
        }
    }

    private func comparison(_ definition: CompanyRoleDefinition, _ role: CompanyRole?) -> HTML {
        let facts = CompanyRoleFacts(visit: self.visit)
        guard let role else {
            return HTML([Tag.p { self.words(.defineRoleReview) }, facts.list(definition)])
        }
        return HTML([
            Tag.p { self.words(.changeRoleReview) }, self.reach(role),
            facts.difference(from: role.definition, to: definition),
        ])
    }

    /// Defines or changes the role, if it is still as the review has shown it.
    func define(
        _ definition: CompanyRoleDefinition, _ role: CompanyRole?, _ draft: CompanyRoleDraft
    ) async throws -> WebResponse {
        if let role, !(try self.isCurrent(role)) { return try await self.review(definition, role, draft) }
        do {
            let shown = try await self.visit.acting(self.viewer) { tenant, principal in
                guard let role else { return try await tenant.defineRole(definition, by: principal).role }
                try await tenant.expecting(version: role.version, of: .companyRole(role.id)) {
                    try await tenant.changeRole(role.id, to: definition, by: principal)
                }
                return role.role
            }
            return self.visit.redirect(
                to: "roles", shown.rawValue, telling: role == nil ? .roleDefined : .roleChanged)
        } catch let error as TenantError {
            guard let reason = error.refusal?.reason else { throw error }
            return try await self.refused(reason, definition, role, draft)
        }
    }

    /// The review again, of what the role has become meanwhile.
    private func refused(
        _ reason: RefusalReason, _ definition: CompanyRoleDefinition, _ role: CompanyRole?, _ draft: CompanyRoleDraft
    ) async throws -> WebResponse {
        var present = role
        if let id = role?.id { present = try await self.visit.tenant.companyRole(id) }
        if let present, present.isDeleted { throw Interruption.notFound }
        return try await self.review(
            definition, present, draft, notice: .problem(self.words.sentence(reason)), status: reason.code.pageStatus)
    }

    // MARK: - Retiring, reinstating and deleting

    /// Says what it means, and asks; where it would be refused, says why instead.
    func confirm(
        _ verb: CompanyRoleVerb, on role: CompanyRole, notice: PageNotice? = nil, status: Int = 200
    ) async throws -> WebResponse {
        let obstacles = try await self.visit.acting(self.viewer) { tenant, principal in
            try await tenant.obstacles(onRole: role.id, by: principal)
        }
        let obstacle = obstacles[verb] ?? nil
        let notice = notice ?? obstacle.map { .problem(self.words.sentence($0)) }
        return self.page(
            role, title: verb.phrase, status: max(status, obstacle?.code.pageStatus ?? 200), notice: notice
        ) {
            Tag.p { Tag.strong { Tag.bdi { role.definition.title.rawValue } } }
            Tag.p { self.words(verb.consequence) }
            self.reach(role)
            obstacle == nil ? self.asking(verb, role) : Tag.div(.class("buttons")) { self.cancel(role) }
            CompanyRoleFacts(visit: self.visit).list(role.definition)
        }
    }

    private func asking(_ verb: CompanyRoleVerb, _ role: CompanyRole) -> HTML {
        self.visit.postForm(self.visit.page(Self.path, role.id.description, verb.rawValue)) {
            self.visit.hidden(Self.versionField, "\(role.version)")
            Tag.div(.class("buttons")) {
                self.visit.submit(verb.phrase, danger: verb != .reinstate)
                self.cancel(role)
            }
        }
    }

    /// Does it, if the role is still as the page has shown it.
    func perform(_ verb: CompanyRoleVerb, on role: CompanyRole) async throws -> WebResponse {
        guard let version = Int(self.visit.form.text(Self.versionField)) else { throw Interruption.foreignForm }
        do {
            try await self.visit.acting(self.viewer) { tenant, principal in
                try await tenant.expecting(version: version, of: .companyRole(role.id)) {
                    switch verb {
                    case .retire: try await tenant.retireRole(role.id, by: principal)
                    case .reinstate: try await tenant.reinstateRole(role.id, by: principal)
                    case .delete: try await tenant.deleteRole(role.id, by: principal)
                    }
                }
            }
            if verb == .delete { return self.visit.redirect(to: "roles", telling: verb.notice) }
            return self.visit.redirect(to: "roles", role.role.rawValue, telling: verb.notice)
        } catch let error as TenantError {
            guard let reason = error.refusal?.reason else { throw error }
            let isConflict = reason == .changedMeanwhile
            return try await self.confirm(
                verb, on: role, notice: isConflict ? await self.conflict(role) : .problem(self.words.sentence(reason)),
                status: reason.code.pageStatus)
        }
    }
}

extension CompanyRoleVerb {
    var phrase: Phrase {
        switch self {
        case .retire: .retireRole
        case .reinstate: .reinstateRole
        case .delete: .deleteRole
        }
    }

    /// What it means, told beforehand.
    fileprivate var consequence: Phrase {
        switch self {
        case .retire: .retireRoleText
        case .reinstate: .reinstateRoleText
        case .delete: .deleteRoleText
        }
    }

    fileprivate var notice: Notice {
        switch self {
        case .retire: .roleRetired
        case .reinstate: .roleReinstated
        case .delete: .roleDeleted
        }
    }
}
