import RosterDomain
import RosterUseCases
import RosterWeb

/// The history in the language of the page.
struct HistoryWords {
    /// The most changes that a page tells of a step, which limits how many people it names; ours.
    static let changesPerStep = 10

    let visit: Visit
    /// What users are called.
    let names: [UserID: String]
    /// What groups are called.
    let groupNames: [GroupID: String]
    var words: Words { self.visit.words }

    /// Finds out what the users and the groups are called that a page of the history is about, in one read of each.
    init(_ page: HistoryPage, _ visit: Visit, _ viewer: Viewer) async throws {
        let ids = Set(
            page.entries.flatMap { entry in
                entry.changes.compactMap(\.subject) + (entry.principal.user.map { [$0] } ?? [])
            })
        let records = try await visit.acting(viewer) { tenant, principal in
            try await tenant.users(ids.sorted(), by: principal)
        }
        let groups = try await visit.tenant.groups(Set(page.entries.flatMap { $0.changes.compactMap(\.group) }))
        self.visit = visit
        self.groupNames = groups.mapValues { $0.profile.name.rawValue }
        self.names = Dictionary(records.map { ($0.id, $0.user.fullName.rawValue) }) { first, _ in first }
    }

    func name(_ user: UserID) -> String { self.names[user] ?? self.words(.unknownPerson, user.description) }

    /// What a group is called; one that was deleted has no name any more.
    func name(_ group: GroupID) -> String { self.groupNames[group] ?? self.words(.deletedGroup) }

    /// The history as a table, with the way to older steps.
    func sheet(_ page: HistoryPage, next: (String) -> PageAddress) -> HTML {
        HTML([
            page.entries.isEmpty
                ? Tag.p(.class("empty")) { self.words(page.next == nil ? .noHistory : .noHistorySoFar) }
                : Sheet(self.words(.newestFirst), [self.words(.time), self.words(.what), self.words(.step)]).html(
                    page.entries.map { entry in
                        [
                            self.visit.time(entry.at),
                            Tag.ul(.class("plain")) { for line in self.sentences(entry) { Tag.li { line } } },
                            HTML(text: entry.revision.description),
                        ]
                    }),
            page.next.map { end in
                Tag.div(.class("buttons")) {
                    Tag.a(.href(next(end.description)), .class("button")) { self.words(.older) }
                }
            } ?? HTML(),
        ])
    }

    /// A step in one line.
    func line(_ entry: HistoryEntry) -> String {
        self.words.moment(entry.at) + ": " + self.sentences(entry).joined(separator: " ")
    }

    /// A step, a sentence for each change that is told, and one for all that are not.
    func sentences(_ entry: HistoryEntry) -> [String] {
        let actor = entry.principal.user.map(self.name) ?? self.words(.theSystem)
        let told = zip(entry.changes, entry.sentences).map { change, english in
            // What is for programs alone has no words of the table's.
            self.told(change).map { self.words($0.phrase, with: [actor] + $0.arguments) } ?? english
        }
        let untold = entry.untoldChangeCount
        return told + (untold > 0 ? [self.words.count(untold, .historyUntoldOne, .historyUntoldMany)] : [])
    }
}

extension Principal {
    /// The user who acted; nil for the system.
    var user: UserID? { if case .user(let id) = self { id } else { nil } }
}
