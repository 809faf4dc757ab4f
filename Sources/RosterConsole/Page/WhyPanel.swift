import RosterDomain
import RosterWeb

/// Asks why a person may do something, or why not.
struct WhyPanel {
    let visit: Visit
    let isOneself: Bool
    private var words: Words { self.visit.words }

    func panel(to address: PageAddress, _ decide: (Permission, Scope) -> AccessDecision) -> HTML {
        let query = self.visit.query
        return Tag.section(.class("panel")) {
            Tag.h2 { self.words(self.isOneself ? .whyMayI : .whyMayThey) }
            self.visit.getForm(address) {
                Tag.div(.class("filters")) {
                    Field("permission", self.words(.permission)).choice(
                        [("", self.words(.choose))] + self.permissions, selected: query["permission"])
                    Field("place", self.words(.place), hint: self.words(.placeHint)).line(query.text("place"))
                    Tag.div(.class("buttons")) { self.visit.submit(.explain) }
                }
            }
            self.answer(decide)
        }
    }

    private var permissions: [(value: String, title: String)] {
        self.visit.catalog.permissions.map { definition in
            let workspace = definition.workspace.isEmpty ? "" : definition.workspace + ": "
            return (definition.id.rawValue, workspace + definition.title)
        }
    }

    private func answer(_ decide: (Permission, Scope) -> AccessDecision) -> HTML {
        guard let name = self.visit.query["permission"], !name.isEmpty else { return HTML() }
        guard let permission = try? self.visit.catalog.permission(named: name) else {
            return Tag.div(.class("notice problem"), .role("alert")) {
                Tag.p { self.words(.denialUnknownPermission, name) }
            }
        }
        let text = self.visit.query.text("place")
        guard let scope = text.isEmpty ? .company : try? self.visit.catalog.scope(at: text) else {
            return Tag.div(.class("notice problem"), .role("alert")) { Tag.p { self.words(.placeUnknown, text) } }
        }
        switch decide(permission, scope) {
        case .allowed(let grounds):
            return Tag.div(.class("notice done"), .role("status")) {
                Tag.p {
                    Tag.strong { self.words(.yes) + ". " }; self.words.sentence(grounds)
                }
            }
        case .denied(let reason, let remedy):
            return Tag.div(.class("notice problem"), .role("status")) {
                Tag.p {
                    Tag.strong { self.words(.no) + ". " }; self.words.sentence(reason)
                }
                Tag.p {
                    Tag.strong { self.words(.remedy) + " " }; self.words.sentence(remedy)
                }
                self.askLink(remedy)
            }
        }
    }

    /// The way from a no to the request that would turn it into a yes.
    private func askLink(_ remedy: Remedy) -> HTML {
        guard self.isOneself, case .gainRoles(let choices) = remedy, let first = choices.first else { return HTML() }
        let query = first.roles.map { ("role", $0.rawValue) } + [("place", first.scope.path)]
        return Tag.p {
            Tag.a(.href(PageAddress(self.visit.request.mount, ["account", "roles"], query))) {
                self.words(.askForThese, self.words.titles(first.roles))
            }
        }
    }
}
