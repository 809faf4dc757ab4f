import RosterDomain
import RosterUseCases

/// The fields of the form for a role of the company.
struct CompanyRoleFields {
    let visit: Visit
    let draft: CompanyRoleDraft
    /// What the person may put in.
    let parts: CompanyRoleParts
    private var words: Words { self.visit.words }
    private var catalog: RoleCatalog { self.visit.catalog }

    /// The fields; a role that is changed cannot include itself.
    func fields(besides role: RoleID?) -> HTML {
        HTML([
            Field("title", self.words(.roleTitle)).line(self.draft.title, .required, .autocomplete("off")),
            Field("description", self.words(.description), hint: self.words(.roleDescriptionHint)).area(
                self.draft.description, rows: 3),
            self.grants,
            self.roles(
                .includes, self.words(.roleIncludesText), "include", self.includable(besides: role), self.draft.includes
            ),
            self.places,
            self.roles(.whoMayGive, self.givers, "assigner", self.assigners, self.draft.assigners),
        ])
    }

    // MARK: - What it grants

    private var grants: HTML {
        let offered = Set(self.parts.grants).union(self.draft.grants).sorted(by: Grant.precedes)
        let workspaces = Dictionary(grouping: offered) {
            self.catalog.definition(of: $0.permission)?.workspace ?? ""
        }
        return Tag.section {
            Tag.h2 { self.words(.grants) }
            Tag.p { self.words(.roleGrantsText) }
            if offered.isEmpty { Tag.p(.class("empty")) { self.words(.noPermissionOffered) } }
            for workspace in workspaces.keys.sorted() { self.grants(workspaces[workspace] ?? [], of: workspace) }
        }
    }

    private func grants(_ grants: [Grant], of workspace: String) -> HTML {
        let chosen = grants.count(where: self.draft.grants.contains)
        let title = workspace.isEmpty ? self.words(.otherPermissions) : workspace
        return Tag.details(chosen > 0 ? [.class("role"), .open] : [.class("role")]) {
            Tag.summary { self.words(.chosenOf, title, "\(chosen)", "\(grants.count)") }
            for grant in grants {
                self.visit.box(
                    "grant", grant.inForm, isChecked: self.draft.grants.contains(grant),
                    label: HTML([
                        HTML(text: self.words.title(grant.permission) + " "), self.visit.conditions(grant.conditions),
                    ]))
            }
        }
    }

    // MARK: - Roles

    private func includable(besides role: RoleID?) -> [RoleID] {
        let offered = Set(self.parts.roles).union(self.draft.includes)
        return self.catalog.roles.map(\.id).filter { offered.contains($0) && $0 != role }
    }

    /// Who would give the role, whatever is chosen, and who is narrowed to those chosen.
    private var givers: String {
        let always = self.catalog.indispensableRole.map { " " + self.words(.whoMayGiveAlways, self.words.title($0)) }
        return self.words(.whoMayGiveText) + (always ?? "")
    }

    /// Those who give roles at all, privileged ones among them.
    private var assigners: [RoleID] {
        let holders = Set(self.catalog.assignmentAuthorities.map(\.holder)).union(self.draft.assigners)
        return self.catalog.roles.map(\.id).filter(holders.contains)
    }

    private func roles(
        _ title: Phrase, _ text: String, _ name: String, _ roles: [RoleID], _ chosen: Set<RoleID>
    ) -> HTML {
        Tag.fieldset {
            Tag.legend { self.words(title) }
            Tag.p(.class("soft")) { text }
            for role in roles {
                self.visit.box(
                    name, role.rawValue, isChecked: chosen.contains(role),
                    label: HTML([
                        HTML(text: self.words.title(role) + " "), RoleMarks(visit: self.visit, role: role).marks,
                    ]))
            }
            if roles.isEmpty { Tag.p { self.words(.none) } }
        }
    }

    // MARK: - Where

    /// The kinds of places that are known, or those that roles name.
    private var kinds: [String] {
        let named = self.catalog.roles.flatMap { role in
            if case .companyOr(let kinds) = role.scoping { Array(kinds) } else { [String]() }
        }
        return (self.catalog.scopeKinds ?? Set(named)).union(self.draft.kinds).sorted()
    }

    private var places: HTML {
        let kinds = self.kinds
        return Tag.fieldset {
            Tag.legend { self.words(.whereHeld) }
            Tag.p(.class("soft")) { self.words(.whereHeldText) }
            for place in CompanyRoleDraft.Place.allCases where place != .kinds || !kinds.isEmpty {
                self.visit.radio(
                    "held", place.rawValue, isChecked: self.draft.place == place,
                    label: HTML(text: self.words(place.phrase)))
                if place == .kinds {
                    Tag.div(.class("nested")) {
                        for kind in kinds {
                            self.visit.box(
                                "kind", kind, isChecked: self.draft.kinds.contains(kind), label: HTML(text: kind))
                        }
                    }
                }
            }
            self.visit.box(
                "guests", "yes", isChecked: self.draft.isOpenToGuests, label: HTML(text: self.words(.guestsMayHold)))
        }
    }
}
