import RosterDomain
import RosterUseCases
import RosterWeb

extension AddUserPages {
    /// Adds the people, and confirms.
    func add(_ draft: AddUserDraft, at scope: Scope, during window: ValidityWindow) async throws -> WebResponse {
        let roles = draft.roles
        switch draft.mode {
        case .new: return try await self.create(try draft.newPerson(), roles, at: scope, during: window)
        case .existing:
            let accounts = try draft.accounts()
            let records = try await self.visit.acting(self.viewer) { tenant, principal in
                try await tenant.addExistingUsers(
                    accounts, roles: roles, at: scope, during: window == .always ? nil : window, by: principal)
            }
            return self.added(records, .toldTakenIn)
        case .guests:
            let addresses = try draft.addresses()
            let records = try await self.visit.acting(self.viewer) { tenant, principal in
                try await tenant.inviteUsers(addresses, roles: roles, at: scope, during: window, by: principal)
            }
            return self.added(records, .toldInvited)
        case .service:
            let service = try draft.service()
            let record = try await self.visit.acting(self.viewer) { tenant, principal in
                try await tenant.addService(
                    service.name, userName: service.userName, roles: roles, at: scope, during: window, by: principal)
            }
            return self.visit.redirect(to: "users", record.id.description, "sessions", telling: .serviceAdded)
        }
    }

    private func create(
        _ person: AddUserDraft.NewPerson, _ roles: [RoleID], at scope: Scope, during window: ValidityWindow
    ) async throws -> WebResponse {
        let (id, information) = try await self.visit.acting(self.viewer) { tenant, principal in
            let added = try await tenant.addUser(
                person.fullName, email: person.email, userName: person.userName, roles: roles, at: scope,
                during: window, by: principal)
            let id = added.userID
            return (id, added.signInInformation.reveal())
        }
        return SignInInformationPage(visit: self.visit, viewer: self.viewer).show(
            information, of: id, named: person.fullName.rawValue,
            told: self.words(.toldAdded, person.fullName.rawValue),
            confirming: [
                (self.words(.address), person.email.rawValue),
                (self.words(.roles), roles.isEmpty ? self.words(.noRoles) : self.words.titles(roles)),
            ],
            another: self.visit.page("users", "add", "new"))
    }

    private func added(_ records: [UserRecord], _ told: Phrase) -> WebResponse {
        let visit = self.visit
        return visit.show(
            Page(self.words(.confirmation), in: .users, notice: .done(self.words(told)), trail: self.trail) {
                Sheet(
                    self.words.count(records.count, .oneUser, .manyUsers),
                    [self.words(.name), self.words(.statusTitle), self.words(.roles)]
                ).html(
                    records.map { record in
                        [
                            PersonName(visit: visit, record: record).html, visit.status(record.user.status),
                            HTML(text: self.words.titles(record.assignments.map(\.role))),
                        ]
                    })
                Tag.div(.class("buttons")) {
                    Tag.a(.href(visit.page("users")), .class("button primary")) { self.words(.backToUsers) }
                    Tag.a(.href(visit.page("users", "add")), .class("button")) { self.words(.addAnother) }
                }
            }, for: self.viewer)
    }
}

/// The page that shows sign-in information: once, as the answer to the form that made it.
///
/// No address leads to it.
struct SignInInformationPage {
    let visit: Visit
    let viewer: Viewer
    private var words: Words { self.visit.words }

    func show(
        _ information: RevealedSignInInformation, of user: UserID, named name: String, told: String,
        confirming facts: [(title: String, text: String)] = [], another: PageAddress? = nil
    ) -> WebResponse {
        let (visit, once) = (self.visit, ShownOnce(visit: self.visit))
        return visit.show(
            Page(self.words(.signInInformation), in: .users, notice: .done(told), showsSecrets: true) {
                Tag.section(.class("panel")) {
                    Tag.p { Tag.strong { self.words(.shownOnce) } }
                    Tag.dl(.class("facts")) {
                        Tag.dt { self.words(.person) }
                        Tag.dd { Tag.bdi { name } }
                        for fact in facts {
                            Tag.dt { fact.title }
                            Tag.dd { Tag.bdi { fact.text } }
                        }
                        Tag.dt { self.words(.userName) }
                        Tag.dd { once.text(information.userName.rawValue, named: self.words(.userName)) }
                        Tag.dt { self.words(.temporaryPassword) }
                        Tag.dd { once.text(information.temporaryPassword, named: self.words(.temporaryPassword)) }
                        Tag.dt { self.words(.worksUntil) }
                        Tag.dd { visit.time(information.expiresAt) }
                    }
                }
                Tag.p { self.words(.handOverText) }
                Tag.div(.class("buttons")) {
                    Tag.a(.href(visit.page("users", user.description)), .class("button primary")) {
                        self.words(.toPerson, name)
                    }
                    another.map { Tag.a(.href($0), .class("button")) { self.words(.addAnother) } }
                    Tag.a(.href(visit.page("users")), .class("button")) { self.words(.backToUsers) }
                }
            }, for: self.viewer)
    }
}
