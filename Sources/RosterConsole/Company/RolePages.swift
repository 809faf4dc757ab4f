import RosterDomain
import RosterUseCases
import RosterWeb

/// The roles of the company: what each grants, who may give it, and who holds it.
struct RolePages {
    let visit: Visit
    let viewer: Viewer
    private var words: Words { self.visit.words }

    func answer(_ path: [String]) async throws -> WebResponse {
        guard self.viewer.may(.viewUsers), path.count <= 1 else { throw Interruption.notFound }
        guard !self.visit.isPost else { throw Interruption.wrongMethod(allowed: Visit.readingMethods) }
        guard let name = path.first else { return self.list() }
        guard let role = self.visit.catalog.role(RoleID(name)) else { throw Interruption.notFound }
        return try await self.page(of: role)
    }

    private func list() -> WebResponse {
        let roles = self.visit.catalog.roles.filter { $0.id.companyRole == nil }
        var categories: [RoleCategory] = []
        for role in roles where !categories.contains(role.category) { categories.append(role.category) }
        return self.visit.show(
            Page(self.words(.roles), in: .roles) {
                self.companyRoles
                for category in categories {
                    Tag.h2 { category.title }
                    Sheet(
                        category.managesTenant ? self.words(.managesTenant) : category.title,
                        [self.words(.role), self.words(.grants), self.words(.whoMayGive)]
                    ).html(
                        roles.filter { $0.category == category }.map { role in
                            let marks = RoleMarks(visit: self.visit, role: role.id).marks
                            return self.row(role, HTML([self.link(role), HTML(text: " "), marks]))
                        }, isCaptionSeen: category.managesTenant)
                }
            }, for: self.viewer)
    }

    private func link(_ role: Role) -> HTML {
        Tag.a(.href(self.visit.page("roles", role.id.rawValue))) { Tag.bdi { role.title } }
    }

    private func row(_ role: Role, _ cells: HTML...) -> [HTML] {
        cells + [HTML(text: "\(self.visit.catalog.grants(of: role.id).count)"), HTML(text: self.givers(role))]
    }

    /// The roles that the company has defined itself, with the way to define one.
    private var companyRoles: HTML {
        let roles = self.visit.catalog.companyRoles.sorted { ($0.title, $0.id) < ($1.title, $1.id) }
        guard self.mayDefine || !roles.isEmpty else { return HTML() }
        return Tag.section {
            Tag.h2 { self.words(.companyRoles) }
            Tag.p { self.words(.companyRolesText) }
            if roles.isEmpty { Tag.p(.class("empty")) { self.words(.noCompanyRoles) } } else { self.sheet(roles) }
            if self.mayDefine {
                Tag.div(.class("buttons top")) {
                    Tag.a(.href(self.visit.page(CompanyRolePages.path, "define")), .class("button primary")) {
                        self.words(.defineRole)
                    }
                }
            }
        }
    }

    private var mayDefine: Bool { self.viewer.may(.defineRoles) }

    private func sheet(_ roles: [Role]) -> HTML {
        Sheet(
            self.words(.companyRoles),
            [self.words(.role), self.words(.stateTitle), self.words(.grants), self.words(.whoMayGive)]
        ).html(roles.map { self.row($0, self.link($0), self.state($0)) }, isCaptionSeen: false)
    }

    private func state(_ role: Role) -> HTML {
        let isRetired = self.visit.catalog.isRetired(role.id)
        return HTML([
            isRetired
                ? Tag.span(.class("tag bad")) { self.words(.roleIsRetired) }
                : Tag.span(.class("tag good")) { self.words(.inUse) },
            role.isPrivileged ? Tag.span(.class("tag warn")) { self.words(.privileged) } : HTML(),
        ])
    }

    private func givers(_ role: Role) -> String {
        switch role.heldImplicitlyBy {
        case .everyone: return self.words(.heldByEveryone)
        case .members: return self.words(.heldByMembers)
        case .noUsers: break
        }
        let givers = self.visit.catalog.rolesThatMayAssign(role.id)
        return givers.isEmpty ? self.words(.none) : self.words.titles(givers)
    }

    private func page(of role: Role) async throws -> WebResponse {
        let limit = self.visit.settings.pageSize
        let previous = self.visit.previous(UserID.self)
        // One more than the page shows tells whether another page follows.
        let found = try self.visit.tenant.holders(of: role.id, after: previous, limit: limit + 1)
        let holders = Array(found.prefix(limit))
        let next = found.count > limit ? holders.last.map { PageStart.after($0.user) } : nil
        let people = try await self.visit.acting(self.viewer) { tenant, principal in
            try await tenant.users(holders.map(\.user), by: principal)
        }
        let visit = self.visit
        let own = try await self.own(role.id)
        return visit.show(
            Page(role.title, in: .roles, trail: [(self.words(.roles), visit.page("roles"))]) {
                Tag.p { RoleMarks(visit: visit, role: role.id).marks }
                own.map(self.actions)
                Tag.section(.class("panel")) {
                    Tag.dl(.class("facts")) {
                        Tag.dt { self.words(.category) }
                        Tag.dd { role.category.title }
                        Tag.dt { self.words(.whoMayGive) }
                        Tag.dd { self.givers(role) }
                        if !role.includes.isEmpty {
                            Tag.dt { self.words(.includes) }
                            Tag.dd { self.words.titles(role.includes.sorted()) }
                        }
                        if !role.requires.isEmpty {
                            Tag.dt { self.words(.requires) }
                            Tag.dd { self.words.titles(role.requires.sorted()) }
                        }
                        Tag.dt { self.words(.forGuests) }
                        Tag.dd { self.words(role.isOpenToGuests ? .yes : .no) }
                        own.map(self.origin)
                    }
                }
                Tag.h2 { self.words(.holders) }
                self.holders(of: role.id, holders, people)
                visit.nextPage(of: ["roles", role.id.rawValue], next)
                Tag.h2 { self.words(.grants) }
                EntitlementList(visit: visit).list(
                    visit.catalog.grants(of: role.id).map {
                        Entitlement($0.permission, at: .company, given: $0.conditions)
                    })
            }, for: self.viewer)
    }

    /// What the company knows of a role of its own; nil for one of the catalog.
    private func own(_ role: RoleID) async throws -> CompanyRole? {
        guard let id = role.companyRole else { return nil }
        return try await self.visit.tenant.companyRole(id)
    }

    private func origin(_ role: CompanyRole) -> HTML {
        HTML([
            Tag.dt { self.words(.description) },
            Tag.dd(.dir("auto")) {
                role.definition.description.isEmpty ? self.words(.none) : role.definition.description
            },
            Tag.dt { self.words(.definedBy) }, Tag.dd { self.visit.time(role.definedAt) },
        ])
    }

    /// What can be done to a role of the company.
    private func actions(_ role: CompanyRole) -> HTML {
        guard self.mayDefine else { return HTML() }
        let id = role.id.description
        let verbs: [CompanyRoleVerb] = [role.isRetired ? .reinstate : .retire, .delete]
        return Tag.div(.class("buttons top")) {
            Tag.a(.href(self.visit.page(CompanyRolePages.path, id, "change")), .class("button small")) {
                self.words(.changeRole)
            }
            for verb in verbs {
                Tag.a(
                    .href(self.visit.page(CompanyRolePages.path, id, verb.rawValue)),
                    verb == .delete ? .class("button danger small") : .class("button small")
                ) { self.words(verb.phrase) }
            }
        }
    }

    private func holders(of role: RoleID, _ holders: [RoleHolder], _ people: [UserRecord]) -> HTML {
        let records = Dictionary(people.map { ($0.id, $0) }) { first, _ in first }
        let shown = holders.compactMap { holder in records[holder.user].map { (holder, $0) } }
        guard !shown.isEmpty else { return self.visit.empty(.noHolders, of: ["roles", role.rawValue]) }
        return Sheet(
            self.words(.holders), [self.words(.name), self.words(.statusTitle), self.words(.howHeld)]
        ).html(
            shown.map { holder, record in
                [
                    PersonName(visit: self.visit, record: record).html,
                    self.visit.status(record.user.status),
                    HTML(
                        holder.holdings.map { holding in
                            HTML([
                                Tag.span(.class("tag")) { self.words.title(holding.role) },
                                self.visit.place(holding.scope),
                                holding.group == nil
                                    ? HTML() : Tag.span(.class("tag accent")) { self.words(.throughAGroup) },
                            ])
                        }),
                ]
            })
    }
}
