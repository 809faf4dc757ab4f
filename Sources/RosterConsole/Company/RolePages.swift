import RosterDomain
import RosterUseCases
import RosterWeb

/// The roles of the company: what each grants, who may give it, and who holds it.
struct RolePages {
    let visit: Visit
    let viewer: Viewer
    private var words: Words { self.visit.words }

    func answer(_ path: [String]) async throws -> WebResponse {
        guard self.viewer.may(.viewUsers), !self.visit.isPost, path.count <= 1 else { throw Interruption.notFound }
        guard let name = path.first else { return self.list() }
        guard let role = self.visit.catalog.role(RoleID(name)) else { throw Interruption.notFound }
        return try await self.page(of: role)
    }

    private func list() -> WebResponse {
        var categories: [RoleCategory] = []
        for role in self.visit.catalog.roles where !categories.contains(role.category) {
            categories.append(role.category)
        }
        return self.visit.show(
            Page(self.words(.roles), in: .roles) {
                for category in categories {
                    Tag.h2 { category.title }
                    Sheet(
                        category.managesTenant ? self.words(.managesTenant) : category.title,
                        [self.words(.role), self.words(.grants), self.words(.whoMayGive)]
                    ).html(
                        self.visit.catalog.roles.filter { $0.category == category }.map { role in
                            [
                                HTML([
                                    Tag.a(.href(self.visit.page("roles", role.id.rawValue))) { role.title },
                                    HTML(text: " "), RoleMarks(visit: self.visit, role: role.id).marks,
                                ]),
                                HTML(text: "\(self.visit.catalog.grants(of: role.id).count)"),
                                HTML(text: self.givers(role)),
                            ]
                        }, isCaptionSeen: category.managesTenant)
                }
            }, for: self.viewer)
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
        let previous = try? UserID(self.visit.query.text("after"))
        let holders = try self.visit.tenant.holders(of: role.id, after: previous, limit: limit)
        let people = try await self.visit.acting(self.viewer) { tenant, principal in
            try await tenant.users(holders.map(\.user), by: principal)
        }
        let visit = self.visit
        return visit.show(
            Page(role.title, in: .roles, trail: [(self.words(.roles), visit.page("roles"))]) {
                Tag.p { RoleMarks(visit: visit, role: role.id).marks }
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
                    }
                }
                Tag.h2 { self.words(.holders) }
                self.holders(holders, people)
                if holders.count == limit, let last = holders.last {
                    Tag.div(.class("buttons")) {
                        Tag.a(
                            .href(
                                PageAddress(
                                    visit.request.mount, ["roles", role.id.rawValue], [("after", last.user.description)]
                                )),
                            .class("button")
                        ) { self.words(.nextPage) }
                    }
                }
                Tag.h2 { self.words(.grants) }
                EntitlementList(visit: visit).list(
                    visit.catalog.grants(of: role.id).map {
                        Entitlement($0.permission, at: .company, given: $0.conditions)
                    })
            }, for: self.viewer)
    }

    private func holders(_ holders: [RoleHolder], _ people: [UserRecord]) -> HTML {
        let records = Dictionary(people.map { ($0.id, $0) }) { first, _ in first }
        let shown = holders.compactMap { holder in records[holder.user].map { (holder, $0) } }
        guard !shown.isEmpty else { return Tag.p(.class("empty")) { self.words(.noHolders) } }
        return Sheet(
            self.words(.holders), [self.words(.name), self.words(.statusTitle), self.words(.howHeld)]
        ).html(
            shown.map { holder, record in
                [
                    Tag.a(.href(self.visit.page("users", record.id.description))) {
                        Tag.bdi { record.user.fullName.rawValue }
                    },
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
