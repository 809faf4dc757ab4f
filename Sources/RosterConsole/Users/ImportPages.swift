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
            let table = try self.people(in: text)
            let isReviewed = self.visit.form.text("step") == "add"
            return isReviewed ? try await self.add(table.people) : self.review(table, text)
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

    private func review(_ table: ImportedTable, _ text: String) -> WebResponse {
        let (visit, people) = (self.visit, table.people)
        return visit.show(
            Page(self.words(.importUsers), in: .users, trail: self.trail) {
                Tag.p { self.words(.importReviewText) }
                if !table.ignoredColumns.isEmpty {
                    Tag.p { self.words(.importIgnored, self.words.list(table.ignoredColumns)) }
                }
                Sheet(
                    self.words.count(people.count, .oneUser, .manyUsers),
                    [self.words(.name), self.words(.address), self.words(.roles)]
                ).html(
                    people.map { person in
                        [Tag.bdi { person.name.rawValue }, self.signIn(person.signIn), self.roles(person.holdings)]
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

    /// The address, and the user name where that is another one.
    private func signIn(_ names: SignInNames) -> HTML {
        let isOther = names.email.map { UserName($0) != names.userName } ?? true
        return HTML([
            Tag.bdi { names.email?.rawValue ?? self.words(.none) },
            isOther ? Tag.div(.class("soft")) { Tag.bdi { names.userName.rawValue } } : HTML(),
        ])
    }

    private func roles(_ holdings: [RoleHolding]) -> HTML {
        guard !holdings.isEmpty else { return HTML(text: self.words(.noRoles)) }
        return Tag.ul(.class("plain")) {
            for holding in holdings {
                Tag.li {
                    self.visit.title(holding.role) + " "
                    self.visit.place(holding.scope)
                    self.visit.window(holding.window)
                }
            }
        }
    }
}
