import RosterDomain
import RosterTables

/// Which of many roles a page shows to choose from: those that a search finds, and those that are chosen.
///
/// The search is a button of the form that gives the roles. What is chosen and not shown travels along in one field.
struct RoleSearch {
    /// The most roles that a page shows; ours, so that a page weighs less than 60 kB.
    private static let countLimit = 60
    private static let textField = "find-role"
    private static let buttonField = "find"
    fileprivate static let chosenField = "chosen-roles"

    let visit: Visit
    let offers: [RoleOffer]
    let chosen: Set<RoleID>
    private var words: Words { self.visit.words }
    private var isNeeded: Bool { self.offers.count > Self.countLimit }
    private var text: String { self.visit.form.text(Self.textField) }

    /// Whether a form asks for other roles to choose from, and for nothing else.
    static func isAsked(by form: FormValues) -> Bool { form.has(Self.buttonField) }

    /// The roles that are found, the chosen ones first.
    var shown: [RoleOffer] {
        guard self.isNeeded else { return self.offers }
        let text = CaseFolding.searchKey(self.text)
        let found = self.offers.filter { text.isEmpty || CaseFolding.searchKey($0.role.title).contains(text) }
        let (first, rest) = (found.filter(self.isChosen), found.filter { !self.isChosen($0) })
        return Array((first + rest).prefix(Self.countLimit))
    }

    private func isChosen(_ offer: RoleOffer) -> Bool { self.chosen.contains(offer.role.id) }

    /// The search, and what is chosen beside what is shown; nothing where all roles are shown.
    var fields: HTML {
        guard self.isNeeded else { return HTML() }
        let shown = self.shown
        let others = self.offers.filter(self.isChosen).map(\.role.id).filter { id in
            !shown.contains { $0.role.id == id }
        }
        return HTML([
            Tag.div(.class("filters"), .role("search")) {
                Field(Self.textField, self.words(.findRoleText)).input("search", self.text, .maxlength(256))
                Tag.div(.class("buttons")) {
                    Tag.button(.type("submit"), .name(Self.buttonField), .value("yes")) { self.words(.findRoles) }
                }
            },
            Tag.p(.class("soft"), .role("status")) {
                shown.isEmpty
                    ? self.words(.noRoleFound) : self.words(.rolesShown, "\(shown.count)", "\(self.offers.count)")
            },
            others.isEmpty ? HTML() : self.carried(others),
        ])
    }

    private func carried(_ roles: [RoleID]) -> HTML {
        HTML([
            Tag.p { self.words(.chosenToo, self.words.titles(roles)) },
            self.visit.hidden(Self.chosenField, roles.map(\.rawValue).joined(separator: " ")),
        ])
    }
}

extension FormValues {
    /// The roles that are chosen in a form: in boxes, and beside what is shown.
    var chosenRoles: [RoleID] {
        // No name of a role has a blank.
        let names =
            self.all("role") + self.all(RoleSearch.chosenField).flatMap { $0.split(separator: " ").map(String.init) }
        return names.reduce(into: [RoleID]()) { roles, name in
            if !roles.contains(RoleID(name)) { roles.append(RoleID(name)) }
        }
    }
}
