import RosterDomain
import RosterTables
import RosterUseCases
import RosterWeb

/// New users from a table: pasted, reviewed row by row, and added with their sign-in information shown once.
struct ImportPages {
    let visit: Visit
    let viewer: Viewer
    var words: Words { self.visit.words }

    /// The most people that one table adds; ours, because each password takes its time.
    static let limit = 50

    private static let field = "table"

    func answer() async throws -> WebResponse {
        guard self.viewer.may(.createUsers) else { throw Interruption.notFound }
        guard self.visit.isPost else { return self.form("") }
        let text = self.visit.form[Self.field] ?? ""
        do {
            let people = try self.people(in: text)
            let isReviewed = self.visit.form.text("step") == "add"
            return isReviewed ? try await self.add(people) : self.review(people, text)
        } catch let problem as FormProblem {
            return self.form(text, problem: problem.text)
        }
    }

    var trail: [(title: String, address: PageAddress)] {
        [
            (self.words(.userManagement), self.visit.page("users")),
            (self.words(.addUser), self.visit.page("users", "add")),
        ]
    }

    private func form(_ text: String, problem: String? = nil) -> WebResponse {
        let visit = self.visit
        return visit.show(
            Page(
                self.words(.importUsers), status: problem == nil ? 200 : 422, in: .users,
                notice: problem.map { .problem($0) }, trail: self.trail
            ) {
                Tag.p { self.words(.importUsersText) }
                visit.postForm(visit.page("users", "import")) {
                    Field(Self.field, self.words(.importTable), hint: self.words(.importHint, "\(Self.limit)"))
                        .area(text, rows: 12, .required, .spellcheckOff)
                    Tag.div(.class("buttons")) {
                        visit.submit(.importReview)
                        Tag.a(.href(visit.page("users", "add"))) { self.words(.cancel) }
                    }
                }
            }, for: self.viewer)
    }

    private func review(_ people: [ImportedPerson], _ text: String) -> WebResponse {
        let visit = self.visit
        return visit.show(
            Page(self.words(.importUsers), in: .users, trail: self.trail) {
                Tag.p { self.words(.importReviewText) }
                Sheet(
                    self.words.count(people.count, .oneUser, .manyUsers),
                    [self.words(.name), self.words(.address), self.words(.roles)]
                ).html(
                    people.map { person in
                        [
                            Tag.bdi { person.name.rawValue }, Tag.bdi { person.email.rawValue },
                            HTML(text: person.roles.isEmpty ? self.words(.noRoles) : self.words.titles(person.roles)),
                        ]
                    })
                visit.postForm(visit.page("users", "import")) {
                    visit.hidden("step", "add")
                    visit.hidden(Self.field, text)
                    Tag.div(.class("buttons")) {
                        visit.submit(.importAdd)
                        Tag.a(.href(visit.page("users", "import"))) { self.words(.cancel) }
                    }
                }
            }, for: self.viewer)
    }
}
