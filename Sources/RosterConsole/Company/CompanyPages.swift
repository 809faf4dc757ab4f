import RosterDomain
import RosterTables
import RosterUseCases
import RosterWeb

/// The company: its name and the programs that it is in.
struct CompanyPages {
    let visit: Visit
    let viewer: Viewer
    private var words: Words { self.visit.words }
    private var mayRename: Bool { self.viewer.may(.renameCompany) }
    private var mayEnroll: Bool { self.viewer.may(.changePrograms) }

    func answer(_ path: [String]) async throws -> WebResponse {
        guard self.viewer.administers, path.isEmpty else { throw Interruption.notFound }
        guard self.visit.isPost else { return self.page() }
        guard self.mayRename || self.mayEnroll else { throw Interruption.wrongMethod(allowed: Visit.readingMethods) }
        return try await self.change()
    }

    /// Every program that a role is offered for, and those that the company is in.
    private var programs: [Program] {
        let known = self.visit.catalog.roles.reduce(into: self.visit.tenant.company.programs) {
            $0.formUnion($1.offeredTo)
        }
        return known.sorted { $0.rawValue < $1.rawValue }
    }

    /// What was typed stays in the fields when it is refused.
    private func page(
        notice: PageNotice? = nil, status: Int = 200, yours: HTML = HTML(), typed: FormValues? = nil
    ) -> WebResponse {
        let (visit, company) = (self.visit, self.visit.tenant.company)
        let programs = company.programs.map(\.rawValue).sorted()
        let chosen = typed?.all("program") ?? programs
        return visit.show(
            Page(self.words(.company), status: status, in: .company, notice: notice) {
                yours
                visit.postForm(visit.page("company")) {
                    visit.hidden("seen-name", typed?["seen-name"] ?? company.name.rawValue)
                    for program in typed?.all("seen-program") ?? programs { visit.hidden("seen-program", program) }
                    if self.mayRename {
                        Field("company-name", self.words(.companyName)).line(
                            typed?["company-name"] ?? company.name.rawValue, .required)
                    } else {
                        Tag.p { Tag.strong { Tag.bdi { company.name.rawValue } } }
                    }
                    Tag.fieldset {
                        Tag.legend { self.words(.programs) }
                        Tag.p(.class("hint")) { self.words(.programsText) }
                        for program in self.programs {
                            visit.box(
                                "program", program.rawValue, isChecked: chosen.contains(program.rawValue),
                                isDisabled: !self.mayEnroll, label: HTML(text: self.words.program(program)))
                        }
                    }
                    Tag.p(.class("soft")) {
                        self.words(.enrolledAt) + " "
                        visit.time(company.enrolledAt)
                    }
                    if self.mayRename || self.mayEnroll { Tag.div(.class("buttons")) { visit.submit(.save) } }
                }
            }, for: self.viewer)
    }

    private func change() async throws -> WebResponse {
        let (form, company) = (self.visit.form, self.visit.tenant.company)
        let (mayRename, mayEnroll) = (self.mayRename, self.mayEnroll)
        do {
            let name = try self.name(form.typed("company-name", shownIn: "seen-name"), else: company.name)
            let seen = Company(
                name: try self.name(form["seen-name"] ?? "", else: company.name),
                programs: Set(form.all("seen-program").map { Program($0) }), enrolledBy: company.enrolledBy,
                enrolledAt: company.enrolledAt)
            let programs = Set(form.all("program").map { Program($0) }).intersection(self.programs)
            try await self.visit.acting(self.viewer) { tenant, principal in
                _ = try await tenant.changeCompany(
                    name: mayRename ? name : nil, programs: mayEnroll ? programs : nil, seeing: seen, by: principal)
            }
            return self.visit.redirect(to: "company", telling: .saved)
        } catch let problem as FormProblem {
            return self.page(notice: .problem(problem.text), status: 422, typed: form)
        } catch let error as TenantError {
            guard let reason = error.refusal?.reason else { throw error }
            let isConflict = reason == .companyDiffers
            return self.page(
                notice: .problem(self.words.sentence(reason)), status: reason.code.pageStatus,
                yours: isConflict ? self.yours : HTML(), typed: isConflict ? nil : form)
        }
    }

    /// What the person had typed, beside what another has saved meanwhile.
    private var yours: HTML {
        let programs = self.visit.form.all("program").map { self.words.program(Program($0)) }
        return self.visit.whatYouTyped(
            (self.mayRename ? [(self.words(.companyName), self.visit.form.text("company-name"))] : [])
                + (self.mayEnroll ? [(self.words(.programs), self.words.list(programs))] : []))
    }

    private func name(_ text: String, else known: FullName) throws(FormProblem) -> FullName {
        guard self.visit.form.has("company-name") else { return known }
        do throws(FullNameError) { return try FullName(text) } catch {
            throw FormProblem(text: self.words.sentence(error))
        }
    }
}
