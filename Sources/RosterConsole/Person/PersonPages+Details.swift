import RosterDomain
import RosterUseCases
import RosterWeb

extension PersonPages {
    /// The details.
    ///
    /// - Parameter refused: What was typed and refused, and stays in the fields; nil for fields that show what the account has.
    func details(
        notice: PageNotice? = nil, status: Int = 200, yours: HTML = HTML(), refused: RefusedProfile? = nil
    ) async throws -> WebResponse {
        let record = try await self.record()
        let groups = try await self.visit.tenant.groups(of: self.id)
        let id = self.id
        let obstacles = try await self.visit.acting(self.viewer) { tenant, principal in
            try await tenant.obstacles(on: id, by: principal)
        }
        return self.page(.details, record, notice: notice, status: status) {
            yours
            Tag.div(.class("columns uneven")) {
                self.facts(record, groups)
                self.actions(record, obstacles)
            }
            self.profile(record, refused, mayRename: obstacles[.rename] == .some(nil))
        }
    }

    private func facts(_ record: UserRecord, _ groups: [Group]) -> HTML {
        let user = record.user
        return Tag.section(.class("panel")) {
            Tag.h2 { self.words(.details) }
            Tag.dl(.class("facts")) {
                Tag.dt { self.words(.userName) }
                Tag.dd { Tag.bdi { user.userName.rawValue } }
                Tag.dt { self.words(.address) }
                Tag.dd { Tag.bdi { user.email?.rawValue ?? self.words(.none) } }
                if let change = user.addressChange {
                    Tag.dt { self.words(.newAddress) }
                    Tag.dd {
                        Tag.bdi { change.email.rawValue }
                        " " + self.words(.waitsToBeConfirmed)
                    }
                }
                Tag.dt { self.words(.since) }
                Tag.dd { self.visit.time(user.addedAt) }
                if let until = record.invitation?.expiresAt {
                    Tag.dt { self.words(.invitedUntil) }
                    Tag.dd { self.visit.time(until) }
                }
                if let until = user.restorableUntil {
                    Tag.dt { self.words(.restorableUntil) }
                    Tag.dd { self.visit.time(until) }
                }
                Tag.dt { self.words(.secondFactor) }
                Tag.dd { self.words(user.secondFactor == nil ? .no : .yes) }
                Tag.dt { self.words(.groups) }
                Tag.dd {
                    if groups.isEmpty { self.words(.none) }
                    for group in groups {
                        Tag.a(.href(self.visit.page("groups", group.id.description)), .class("tag accent")) {
                            Tag.bdi { group.profile.name.rawValue }
                        }
                    }
                }
                Tag.dt { self.words(.identifier) }
                Tag.dd { Tag.code { user.id.description } }
            }
        }
    }

    /// What can be done, and what cannot and why.
    private func actions(_ record: UserRecord, _ obstacles: [AccountVerb: RefusalReason?]) -> HTML {
        let actions = PersonAction.allCases.filter { $0.concerns(record) }
        let open = actions.filter { obstacles[$0.verb] == .some(nil) }
        let closed = actions.filter { !open.contains($0) }
        return Tag.section(.class("panel")) {
            Tag.h2 { self.words(.actions) }
            if open.isEmpty { Tag.p(.class("soft")) { self.words(.nothingToDo) } }
            Tag.div(.class("buttons top")) {
                for action in open {
                    Tag.a(
                        .href(self.address("do", action.rawValue)),
                        action.isDangerous ? .class("button danger small") : .class("button small")
                    ) { self.words(action.phrase) }
                }
            }
            if !closed.isEmpty {
                Tag.details {
                    Tag.summary { self.words(.notOffered) }
                    Tag.dl(.class("facts")) {
                        for action in closed {
                            Tag.dt { self.words(action.phrase) }
                            Tag.dd { (obstacles[action.verb] ?? nil).map(self.words.sentence) ?? "" }
                        }
                    }
                }
            }
        }
    }

    /// What was typed about a person and refused, for which reason, and how many changes of the form were made before.
    struct RefusedProfile {
        var reason: RefusalReason?
        var changeCount = 0
    }

    private func profile(_ record: UserRecord, _ refused: RefusedProfile?, mayRename: Bool) -> HTML {
        let isEditable = mayRename && record.user.status != .purged
        let audience: AttributeAudience = isEditable ? .administrator : []
        guard isEditable else {
            return self.viewer.may(.editUsers)
                ? AttributeForm(visit: self.visit, record: record, audience: .administrator).texts : HTML()
        }
        let typed = refused == nil ? nil : self.visit.form
        return AttributeForm(
            visit: self.visit, record: record, audience: audience, typed: typed, refusal: refused?.reason
        ).form(
            to: self.address(),
            also: HTML([
                self.visit.version(of: record, isCurrent: refused == nil, later: refused?.changeCount ?? 0),
                Field("full-name", self.words(.fullName)).line(
                    typed?["full-name"] ?? record.user.fullName.rawValue, .required),
            ]))
    }

    /// Changes the name and the attributes, each only if the account is as the form has shown it.
    func changeDetails() async throws -> WebResponse {
        let record = try await self.record()
        let form = AttributeForm(visit: self.visit, record: record, audience: .administrator)
        var isRenamed = false
        do {
            let name = try self.fullName(of: record)
            let id = self.id
            isRenamed = try await self.acting { tenant, principal in
                try await tenant.renameUser(id, to: name, by: principal)
            }
            try await self.acting(later: isRenamed ? 1 : 0) { tenant, principal in
                _ = try await tenant.changeAttributes(of: id, to: form.values, by: principal)
            }
            return self.redirect(.details, telling: .saved)
        } catch let problem as FormProblem {
            return try await self.details(notice: .problem(problem.text), status: 422, refused: RefusedProfile())
        } catch let error as TenantError {
            guard let reason = error.refusal?.reason else { throw error }
            let isConflict = reason == .changedMeanwhile
            return try await self.details(
                notice: await self.notice(reason), status: reason.code.pageStatus,
                yours: isConflict ? self.yours(form) : HTML(),
                refused: isConflict ? nil : RefusedProfile(reason: reason, changeCount: isRenamed ? 1 : 0))
        }
    }

    private func fullName(of record: UserRecord) throws(FormProblem) -> FullName {
        let present = record.user.fullName
        let typed = self.visit.form.typed("full-name", over: present.rawValue)
        do throws(FullNameError) { return typed == present.rawValue ? present : try FullName(typed) } catch {
            throw FormProblem(text: self.words.sentence(error))
        }
    }

    /// What the person had typed, beside what is there now.
    private func yours(_ form: AttributeForm) -> HTML {
        form.yours(and: [(self.words(.fullName), self.visit.form.text("full-name"))])
    }
}
