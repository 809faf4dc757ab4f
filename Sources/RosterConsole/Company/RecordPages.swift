import RosterDomain
import RosterTables
import RosterUseCases
import RosterWeb

/// The record: everything that was done in the company, and what was refused.
struct RecordPages {
    let visit: Visit
    let viewer: Viewer
    private var words: Words { self.visit.words }
    private var query: FormValues { self.visit.query }

    /// The most steps in one file; ours.
    private static let tableLimit = 1_000
    /// The most pages of the history that are looked through for it; ours.
    private static let tablePageLimit = 25

    func answer(_ path: [String]) async throws -> WebResponse {
        guard self.viewer.may(.createUsers) else { throw Interruption.notFound }
        guard !self.visit.isPost else { throw Interruption.wrongMethod(allowed: Visit.readingMethods) }
        switch path {
        case []: return try await self.list()
        case ["table"]: return try await self.table()
        default: throw Interruption.notFound
        }
    }

    private func list() async throws -> WebResponse {
        do {
            let wanted = try await self.wanted()
            let page = try await self.steps(
                wanted, limit: 50, changesPerStep: HistoryWords.changesPerStep, before: self.end)
            return self.page(page, try await HistoryWords(page, self.visit, self.viewer))
        } catch let problem as FormProblem {
            return self.page(problem: problem.text)
        }
    }

    /// Before which step the page ends that was asked for.
    private var end: Revision? { UInt64(self.query.text("before")).map { Revision($0) } }

    /// What the fields ask for.
    private typealias Wanted = (user: UserID?, window: ValidityWindow, kind: RecordKind?)

    private func wanted() async throws -> Wanted {
        let name = self.query.text("person")
        let user = try await self.user(named: name)
        if !name.isEmpty, user == nil { throw FormProblem(text: self.words(.refusalUnknownUser)) }
        let window = try ScopeAndTime(visit: self.visit, values: self.query).read().window
        return (user, window, RecordKind(rawValue: self.query.text("kind")))
    }

    private func steps(
        _ wanted: Wanted, limit: Int, changesPerStep: Int, before end: Revision?
    ) async throws -> HistoryPage {
        try await self.visit.acting(self.viewer) { tenant, principal in
            try await tenant.historyPage(
                of: wanted.user, before: end, during: wanted.window, limit: limit, changesPerStep: changesPerStep,
                by: principal
            ) { wanted.kind == nil || RecordKind(of: $0) == wanted.kind }
        }
    }

    private func user(named text: String) async throws -> UserID? {
        guard !text.isEmpty, let name = try? UserName(text) else { return nil }
        return try await self.visit.tenant.user(named: name)?.id
    }

    /// What was filtered by.
    private var fields: [(String, String)] {
        ["person", "kind", "from", "until"].map { ($0, self.query.text($0)) }.filter { !$0.1.isEmpty }
    }

    private func page(_ page: HistoryPage, _ words: HistoryWords) -> WebResponse {
        let (visit, fields) = (self.visit, self.fields)
        let place = fields + [("before", self.query.text("before"))].filter { !$0.1.isEmpty }
        return self.page {
            words.sheet(page) { before in visit.page("record", query: fields + [("before", before)]) }
            if !page.entries.isEmpty {
                Tag.p {
                    Tag.a(.href(visit.page("record", "table", query: place))) {
                        self.words(.recordTable, "\(Self.tableLimit)")
                    }
                }
            }
        }
    }

    private func page(problem: String) -> WebResponse {
        self.page(status: 422, notice: .problem(problem)) { HTML() }
    }

    private func page(
        status: Int = 200, notice: PageNotice? = nil, @HTMLBuilder content: () -> HTML
    ) -> WebResponse {
        self.visit.show(
            Page(self.words(.record), status: status, in: .record, notice: notice) {
                Tag.section(.class("panel"), .role("search")) {
                    self.visit.getForm(self.visit.page("record")) { self.filters }
                }
                content()
            }, for: self.viewer)
    }

    private var filters: HTML {
        Tag.div(.class("filters")) {
            Field("person", self.words(.byOrToPerson), hint: self.words(.userNameOrAddress))
                .line(self.query.text("person"))
            Field("kind", self.words(.recordKind)).choice(
                [("", self.words(.recordOfAll))]
                    + RecordKind.allCases.map { ($0.rawValue, self.words($0.phrase)) },
                selected: self.query.text("kind"))
            Field("from", self.words(.fromDay)).input("date", self.query.text("from"))
            Field("until", self.words(.untilDay)).input("date", self.query.text("until"))
            Tag.div(.class("buttons")) {
                self.visit.submit(.find)
                if !self.fields.isEmpty { Tag.a(.href(self.visit.page("record"))) { self.words(.clear) } }
            }
        }
    }

    /// The newest steps that the fields ask for as a file, one line for each thing that happened.
    private func table() async throws -> WebResponse {
        do {
            var table = CommaSeparatedTable([.step, .time, .what].map { self.words($0) })
            let wanted = try await self.wanted()
            var (end, stepCount, pageCount) = (self.end, 0, 0)
            repeat {
                let rest = Self.tableLimit - stepCount
                let page = try await self.steps(wanted, limit: rest, changesPerStep: .max, before: end)
                try await self.add(page, to: &table)
                (end, stepCount, pageCount) = (page.next, stepCount + page.entries.count, pageCount + 1)
            } while end != nil && stepCount < Self.tableLimit && pageCount < Self.tablePageLimit
            if let end, stepCount < Self.tableLimit {
                table.add(["", "", self.words(.recordCut, end.description)])
            }
            return self.visit.file(table.bytes, named: "record.csv")
        } catch let problem as FormProblem {
            return self.page(problem: problem.text)
        }
    }

    private func add(_ page: HistoryPage, to table: inout CommaSeparatedTable) async throws {
        let words = try await HistoryWords(page, self.visit, self.viewer)
        for entry in page.entries {
            for sentence in words.sentences(entry) {
                table.add([entry.revision.description, entry.at.description, sentence])
            }
        }
    }
}
