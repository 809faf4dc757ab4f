import RosterDomain
import RosterUseCases
import RosterWeb

// The pages of a list, each of which names where it begins.

extension Visit {
    private static let startField = "after"

    /// Where the page begins: after something, or at the beginning.
    func start<Kind>(_ type: Identifier<Kind>.Type) -> PageStart<Identifier<Kind>> {
        self.previous(type).map { .after($0) } ?? .beginning
    }

    /// What the page begins after; nil at the beginning.
    func previous<Kind>(_ type: Identifier<Kind>.Type) -> Identifier<Kind>? {
        try? Identifier<Kind>(self.query.text(Self.startField))
    }

    /// The way to the next page of a list, which keeps what the list was asked for.
    func nextPage<Kind>(of path: [String], _ next: PageStart<Identifier<Kind>>?) -> HTML {
        guard case .after(let id) = next else { return HTML() }
        return Tag.div(.class("buttons")) {
            Tag.a(.href(self.page(of: path, from: id.description)), .class("button")) { self.words(.nextPage) }
        }
    }

    /// What a list says in which nothing stands; a page that begins after something says that no more follows, and leads to the first.
    func empty(_ phrase: Phrase, of path: [String]) -> HTML {
        guard self.query.has(Self.startField) else { return Tag.p(.class("empty")) { self.words(phrase) } }
        return self.nothingMore(to: self.page(of: path, from: nil))
    }

    /// That no more follows, with the way to the first page.
    func nothingMore(to first: PageAddress) -> HTML {
        Tag.p(.class("empty"), .role("status")) {
            self.words(.nothingMore) + " "
            Tag.a(.href(first)) { self.words(.firstPage) }
        }
    }

    private func page(of path: [String], from start: String?) -> PageAddress {
        let kept = self.query.pairs.filter { $0.name != Self.startField && $0.name != Notice.field }
        return PageAddress(
            self.request.mount, path,
            kept.map { ($0.name, $0.value) } + (start.map { [(Self.startField, $0)] } ?? []))
    }
}
