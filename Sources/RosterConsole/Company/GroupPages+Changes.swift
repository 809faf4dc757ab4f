import RosterDomain
import RosterUseCases
import RosterWeb

extension GroupPages {
    /// Does something to a group, and shows it again: with what was done, or with why it was not.
    func changing(
        _ id: GroupID, _ notice: Notice, _ body: (GroupID) async throws -> Void
    ) async throws -> WebResponse {
        do {
            try await body(id)
            return self.visit.redirect(to: "groups", id.description, telling: notice)
        } catch let problem as FormProblem {
            return try await self.page(of: id, notice: .problem(problem.text), status: 422)
        } catch let error as TenantError {
            guard let reason = error.refusal?.reason else { throw error }
            return try await self.page(
                of: id, notice: .problem(self.words.sentence(reason)), status: reason.code.pageStatus,
                isConflict: reason == .changedMeanwhile)
        }
    }

    func changeProfile(_ id: GroupID) async throws {
        guard let group = try await self.visit.tenant.group(id) else { throw Interruption.notFound }
        let present = group.profile
        let profile = try self.profile(owners: present.owners, externalID: present.externalID)
        let seen = try? GroupProfile(
            name: FullName(self.visit.form["seen-name"] ?? ""),
            description: self.visit.form["seen-description"] ?? "", externalID: present.externalID,
            owners: present.owners)
        guard let seen else { throw Interruption.foreignForm }
        try await self.visit.acting(self.viewer) { tenant, principal in
            try await tenant.changeGroup(id, from: seen, to: profile, by: principal)
        }
    }

    func addMember(_ id: GroupID) async throws {
        let text = self.visit.form.text("member")
        guard let name = try? UserName(text), let user = try await self.visit.tenant.user(named: name)?.id else {
            throw FormProblem(text: self.words(.refusalUnknownUser))
        }
        let results = try await self.visit.acting(self.viewer) { tenant, principal in
            try await tenant.addMembers([user], to: id, by: principal)
        }
        if let reason = results.first?.refusal?.reason { throw FormProblem(text: self.words.sentence(reason)) }
    }

    func removeMember(_ id: GroupID) async throws {
        let user = try self.visit.identifier(UserID.self, self.visit.form.text("user"))
        let results = try await self.visit.acting(self.viewer) { tenant, principal in
            try await tenant.removeMembers([user], from: id, by: principal)
        }
        if let reason = results.first?.refusal?.reason { throw FormProblem(text: self.words.sentence(reason)) }
    }

    func giveRole(_ id: GroupID) async throws {
        guard !self.visit.form.text("role").isEmpty else { throw FormProblem(text: self.words(.refusalNoRole)) }
        let role = RoleID(self.visit.form.text("role"))
        let (scope, window) = try ScopeAndTime(visit: self.visit, values: self.visit.form).read()
        try await self.visit.acting(self.viewer) { tenant, principal in
            try await tenant.assignRoles([role], toGroup: id, at: scope, during: window, by: principal)
        }
    }

    func takeRole(_ id: GroupID) async throws {
        let role = RoleID(self.visit.form.text("role"))
        guard let scope = try? Scope(self.visit.form.text("place")) else { throw Interruption.notFound }
        try await self.visit.acting(self.viewer) { tenant, principal in
            try await tenant.removeRoles([role], fromGroup: id, at: scope, by: principal)
        }
    }

    func delete(_ id: GroupID) async throws {
        try await self.visit.acting(self.viewer) { tenant, principal in
            try await tenant.deleteGroup(id, by: principal)
        }
    }

    func restore(_ id: GroupID) async throws {
        try await self.visit.acting(self.viewer) { tenant, principal in
            try await tenant.restoreGroup(id, by: principal)
        }
    }
}
