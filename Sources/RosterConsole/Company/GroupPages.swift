import RosterDomain
import RosterUseCases
import RosterWeb

/// Groups: named sets of people that hold roles together.
struct GroupPages {
    let visit: Visit
    let viewer: Viewer
    var words: Words { self.visit.words }
    var mayManage: Bool { self.viewer.may(.manageGroups) }

    func answer(_ path: [String]) async throws -> WebResponse {
        guard self.viewer.may(.viewUsers) else { throw Interruption.notFound }
        guard let first = path.first else { return self.visit.isPost ? try await self.add() : try await self.list() }
        let id = try self.visit.identifier(GroupID.self, first)
        switch (self.visit.isPost, Array(path.dropFirst())) {
        case (false, []): return try await self.page(of: id)
        case (true, ["profile"]): return try await self.changing(id, .saved, self.changeProfile)
        case (true, ["members"]): return try await self.changing(id, .memberAdded, self.addMember)
        case (true, ["members", "remove"]): return try await self.changing(id, .memberRemoved, self.removeMember)
        case (true, ["roles"]): return try await self.changing(id, .rolesGiven, self.giveRole)
        case (true, ["roles", "take"]): return try await self.changing(id, .roleTaken, self.takeRole)
        case (true, ["delete"]): return try await self.changing(id, .groupDeleted, self.delete)
        case (true, ["restore"]): return try await self.changing(id, .groupRestored, self.restore)
        case (true, []): throw Interruption.wrongMethod(allowed: Visit.readingMethods)
        default: throw Interruption.notFound
        }
    }

    // MARK: - The list

    private func list(notice: PageNotice? = nil, status: Int = 200) async throws -> WebResponse {
        var query = GroupQuery(pageSize: self.visit.settings.pageSize, countingUpTo: .max)
        query.isDeleted = self.mayManage && self.visit.query.has("deleted")
        query.start = self.visit.start(GroupID.self)
        let asked = query
        let page = try await self.visit.acting(self.viewer) { tenant, principal in
            try await tenant.groups(matching: asked, by: principal)
        }
        let visit = self.visit
        return visit.show(
            Page(self.words(.groups), status: status, in: .groups, notice: notice) {
                page.groups.isEmpty ? visit.empty(.noGroups, of: ["groups"]) : self.sheet(page)
                visit.nextPage(of: ["groups"], page.next)
                if self.mayManage {
                    Tag.section(.class("panel")) {
                        Tag.h2 { self.words(.addGroup) }
                        visit.postForm(visit.page("groups")) {
                            Field("group-name", self.words(.name)).line(visit.form.text("group-name"), .required)
                            Field("description", self.words(.description)).area(
                                visit.form["description"] ?? "", rows: 2)
                            Tag.div(.class("buttons")) {
                                visit.submit(.addGroup)
                                Tag.a(.href(PageAddress(visit.request.mount, ["groups"], [("deleted", "yes")]))) {
                                    self.words(.deletedGroups)
                                }
                            }
                        }
                    }
                }
            }, for: self.viewer)
    }

    private func sheet(_ page: GroupPage) -> HTML {
        Sheet(
            self.words.count(page.totalCount ?? page.groups.count, .oneGroup, .manyGroups),
            [self.words(.name), self.words(.description), self.words(.roles)]
        ).html(
            page.groups.map { group in
                [
                    Tag.a(.href(self.visit.page("groups", group.id.description))) {
                        Tag.bdi { group.profile.name.rawValue }
                    },
                    Tag.bdi { group.profile.description },
                    group.roles.isEmpty
                        ? Tag.span(.class("soft")) { self.words(.noRoles) }
                        : HTML(group.roles.map { role in Tag.span(.class("tag")) { self.visit.title(role.role) } }),
                ]
            })
    }

    private func add() async throws -> WebResponse {
        do {
            let profile = try self.profile(owners: [], externalID: nil)
            let group = try await self.visit.acting(self.viewer) { tenant, principal in
                try await tenant.addGroup(profile, by: principal)
            }
            return self.visit.redirect(to: "groups", group.id.description, telling: .groupAdded)
        } catch let problem as FormProblem {
            return try await self.list(notice: .problem(problem.text), status: 422)
        } catch let error as TenantError {
            guard let reason = error.refusal?.reason else { throw error }
            return try await self.list(
                notice: .problem(self.words.sentence(reason)), status: reason.code.pageStatus)
        }
    }

    func profile(owners: Set<UserID>, externalID: String?) throws(FormProblem) -> GroupProfile {
        let name: FullName
        let typed = self.visit.form.typed("group-name", shownIn: "seen-name")
        do throws(FullNameError) { name = try FullName(typed) } catch {
            throw FormProblem(text: self.words.sentence(error))
        }
        do throws(GroupProfileError) {
            return try GroupProfile(
                name: name, description: self.visit.form["description"] ?? "", externalID: externalID, owners: owners)
        } catch {
            throw FormProblem(text: self.words(.descriptionInvalid, "\(GroupProfile.descriptionCharacterLimit)"))
        }
    }

    // MARK: - One group

    func page(
        of id: GroupID, notice: PageNotice? = nil, status: Int = 200, isConflict: Bool = false
    ) async throws -> WebResponse {
        let found = try await self.visit.tenant.group(id)
        guard let group = found, !group.isDeleted || self.mayManage else { throw Interruption.notFound }
        let query = UserQuery(
            memberOf: id, from: self.visit.start(UserID.self), pageSize: self.visit.settings.pageSize)
        let members = try await self.visit.acting(self.viewer) { tenant, principal in
            try await tenant.users(matching: query, by: principal)
        }
        let isMine = group.profile.owners.contains(self.viewer.id)
        let offers = self.mayManage ? try await RoleOffers(visit: self.visit, viewer: self.viewer).toAnyone() : []
        return self.visit.show(
            Page(
                group.profile.name.rawValue, status: status, in: .groups, notice: notice,
                trail: [(self.words(.groups), self.visit.page("groups"))]
            ) {
                if group.isDeleted {
                    self.deleted(group)
                } else {
                    if isConflict, self.hasTypedProfile { self.yours }
                    self.about(group, typed: self.hasTypedProfile && !isConflict ? self.visit.form : nil)
                    self.roles(group, offers)
                    self.members(group, members, mayChange: self.mayManage || isMine)
                    if self.mayManage {
                        Tag.section {
                            Tag.h2 { self.words(.deleteGroup) }
                            Tag.p { self.words(.deleteGroupText) }
                            self.visit.postForm(self.address(group, "delete")) {
                                Tag.div(.class("buttons")) { self.visit.submit(.deleteGroup, danger: true) }
                            }
                        }
                    }
                }
            }, for: self.viewer)
    }

    func address(_ group: Group, _ path: String...) -> PageAddress {
        self.visit.page(["groups", group.id.description] + path)
    }

    private func deleted(_ group: Group) -> HTML {
        HTML([
            Tag.p { self.words(.groupIsDeleted) },
            self.visit.postForm(self.address(group, "restore")) {
                Tag.div(.class("buttons")) { self.visit.submit(.restore) }
            },
        ])
    }

    private var hasTypedProfile: Bool { self.visit.form.has("group-name") }

    /// What the person had typed, beside what another has saved meanwhile.
    private var yours: HTML {
        self.visit.whatYouTyped([
            (self.words(.name), self.visit.form.text("group-name")),
            (self.words(.description), self.visit.form.text("description")),
        ])
    }

    /// The name and the description; what was typed stays in the fields when it is refused.
    private func about(_ group: Group, typed: FormValues?) -> HTML {
        guard self.mayManage else { return Tag.p(.dir("auto")) { group.profile.description } }
        return Tag.section(.class("panel")) {
            self.visit.postForm(self.address(group, "profile")) {
                self.visit.hidden("seen-name", typed?["seen-name"] ?? group.profile.name.rawValue)
                self.visit.hidden("seen-description", typed?["seen-description"] ?? group.profile.description)
                Field("group-name", self.words(.name)).line(
                    typed?["group-name"] ?? group.profile.name.rawValue, .required)
                Field("description", self.words(.description)).area(
                    typed?["description"] ?? group.profile.description, rows: 3)
                Tag.div(.class("buttons")) { self.visit.submit(.save) }
            }
        }
    }

    private func members(_ group: Group, _ page: UserPage, mayChange: Bool) -> HTML {
        Tag.section {
            Tag.h2 { self.words(.members) }
            if page.records.isEmpty {
                self.visit.empty(.noMembers, of: ["groups", group.id.description])
            } else {
                Sheet(self.words(.members), [self.words(.name), self.words(.statusTitle), self.words(.action)]).html(
                    page.records.map { record in
                        [
                            PersonName(visit: self.visit, record: record).html,
                            self.visit.status(record.user.status), mayChange ? self.removing(record, group) : HTML(),
                        ]
                    })
            }
            self.visit.nextPage(of: ["groups", group.id.description], page.next)
            if mayChange {
                self.visit.postForm(self.address(group, "members")) {
                    Field("member", self.words(.userNameOrAddress)).line(
                        self.visit.form.text("member"), .required, .autocomplete("off"), .autocapitalizeNone)
                    Tag.div(.class("buttons")) { self.visit.submit(.addMember) }
                }
            }
        }
    }

    private func removing(_ record: UserRecord, _ group: Group) -> HTML {
        self.visit.postForm(self.address(group, "members", "remove"), .class("inline")) {
            self.visit.hidden("user", record.id.description)
            Tag.button(.type("submit"), .class("small")) {
                self.words(.remove)
                Tag.span(.class("reader")) { " " + PersonName(visit: self.visit, record: record).text }
            }
        }
    }
}
