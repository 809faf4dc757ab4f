import RosterDomain
import RosterUseCases
import RosterWeb

/// The record: everything that was done in the company, and what was refused.
struct RecordPages {
    let visit: Visit
    let viewer: Viewer
    private var words: Words { self.visit.words }

    func answer(_ path: [String]) async throws -> WebResponse {
        guard self.viewer.may(.createUsers), !self.visit.isPost, path.isEmpty else { throw Interruption.notFound }
        let name = self.visit.query.text("person")
        let end = UInt64(self.visit.query.text("before")).map { Revision($0) }
        let user = try await self.user(named: name)
        if !name.isEmpty, user == nil { return self.page(name, HistoryWordsOrNone.none) }
        let page = try await self.visit.acting(self.viewer) { tenant, principal in
            try await tenant.historyPage(of: user, before: end, limit: 50, by: principal)
        }
        return self.page(name, .some(page, try await HistoryWords(page, self.visit, self.viewer)))
    }

    private enum HistoryWordsOrNone {
        case none
        case some(HistoryPage, HistoryWords)
    }

    private func user(named text: String) async throws -> UserID? {
        guard !text.isEmpty, let name = try? UserName(text) else { return nil }
        return try await self.visit.tenant.user(named: name)?.id
    }

    private func page(_ name: String, _ found: HistoryWordsOrNone) -> WebResponse {
        let visit = self.visit
        return visit.show(
            Page(self.words(.record), in: .record) {
                Tag.section(.class("panel"), .role("search")) {
                    visit.getForm(visit.page("record")) {
                        Tag.div(.class("filters")) {
                            Field("person", self.words(.byOrToPerson), hint: self.words(.userNameOrAddress)).line(name)
                            Tag.div(.class("buttons")) {
                                visit.submit(.find)
                                if !name.isEmpty { Tag.a(.href(visit.page("record"))) { self.words(.clear) } }
                            }
                        }
                    }
                }
                switch found {
                case .none: Tag.p(.class("empty")) { self.words(.refusalUnknownUser) }
                case .some(let page, let words):
                    words.sheet(page) { before in
                        PageAddress(
                            visit.request.mount, ["record"],
                            (name.isEmpty ? [] : [("person", name)]) + [("before", before)])
                    }
                }
            }, for: self.viewer)
    }
}
