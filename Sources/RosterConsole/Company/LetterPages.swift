import RosterDomain
import RosterUseCases
import RosterWeb

/// How the company's directory is, and the messages that were given up: whom they were for, why, and another try.
struct LetterPages {
    let visit: Visit
    let viewer: Viewer
    private var words: Words { self.visit.words }

    func answer(_ path: [String]) async throws -> WebResponse {
        guard self.viewer.may(.createUsers), self.viewer.may(.viewUsers), path.isEmpty else {
            throw Interruption.notFound
        }
        return self.visit.isPost ? try await self.deliverAgain() : try await self.list()
    }

    private func list(notice: PageNotice? = nil, status: Int = 200) async throws -> WebResponse {
        let visit = self.visit
        let page = try await visit.acting(self.viewer) { tenant, principal in
            try await tenant.usersWithUndeliveredNotifications(
                from: visit.start(UserID.self), pageSize: visit.settings.pageSize, by: principal)
        }
        let health = await visit.tenant.health(countsWaiting: false)
        return visit.show(
            Page(self.words(.letters), status: status, in: .letters, notice: notice) {
                Tag.section(.class("panel")) {
                    Tag.h2 { self.words(.health) }
                    self.facts(health)
                }
                Tag.h2 { self.words(.lettersGivenUp) }
                Tag.p(.class("soft")) { self.words(.lettersText) }
                page.records.isEmpty ? visit.empty(.noLetters, of: ["letters"]) : self.sheet(page)
                visit.nextPage(of: ["letters"], page.next)
            }, for: self.viewer)
    }

    private func facts(_ health: TenantHealth) -> HTML {
        Tag.dl(.class("facts")) {
            Tag.dt { self.words(.healthCommits) }
            Tag.dd {
                Tag.span(health.takesCommits ? .class("tag good") : .class("tag bad")) {
                    self.words(health.takesCommits ? .yes : .no)
                }
            }
            Tag.dt { self.words(.healthBehind) }
            Tag.dd { health.stepsBehind.map { "\($0)" } ?? self.words(.unknown) }
            Tag.dt { self.words(.healthContact) }
            Tag.dd { self.visit.time(health.lastContact) }
        }
    }

    private func sheet(_ page: UserPage) -> HTML {
        let columns = [
            self.words(.name), self.words(.step), self.words(.whyGivenUp), self.words(.time), self.words(.actions),
        ]
        let letters = page.records.flatMap { record in record.undelivered.map { (record, $0) } }
        let names = letters.map { record, letter in
            let person = PersonName(visit: self.visit, record: record).text
            return self.words(.deliverAgainTo, person, letter.revision.description)
        }
        return Sheet(self.words(.lettersGivenUp), columns).html(
            zip(letters, names.toldApart).map { letter, name in
                [
                    PersonName(visit: self.visit, record: letter.0).html, HTML(text: letter.1.revision.description),
                    HTML(text: self.words(letter.1.reason.phrase)), self.visit.time(letter.1.givenUpAt),
                    self.again(letter.1, letter.0, named: name),
                ]
            })
    }

    private func again(_ letter: UndeliveredNotification, _ record: UserRecord, named name: String) -> HTML {
        self.visit.postForm(self.visit.page("letters")) {
            self.visit.hidden("user", record.id.description)
            self.visit.hidden("step", letter.revision.description)
            self.visit.hidden("position", "\(letter.position)")
            Tag.button(.type("submit"), .class("small"), .ariaLabel(name)) { self.words(.deliverAgain) }
        }
    }

    private func deliverAgain() async throws -> WebResponse {
        let form = self.visit.form
        guard let user = try? UserID(form.text("user")), let step = UInt64(form.text("step")),
            let position = Int(form.text("position"))
        else { throw Interruption.foreignForm }
        do {
            try await self.visit.acting(self.viewer) { tenant, principal in
                let letter = try await tenant.users([user], by: principal).first?.undelivered.first {
                    $0.revision.number == step && $0.position == position
                }
                guard let letter else {
                    throw TenantError.refused(Refusal("deliver again", because: .nothingPending))
                }
                try await tenant.deliverAgain(letter, to: user, by: principal)
            }
            return self.visit.redirect(to: "letters", telling: .deliveredAgain)
        } catch let error as TenantError {
            guard let reason = error.refusal?.reason else { throw error }
            return try await self.list(notice: .problem(self.words.sentence(reason)), status: reason.code.pageStatus)
        }
    }
}

extension UndeliveredNotification.Reason {
    fileprivate var phrase: Phrase {
        switch self {
        case .undeliverable: .letterUndeliverable
        case .patienceEnded: .letterPatience
        }
    }
}
