import RosterDomain

/// A role on offer, and what stands in the way.
struct RoleOffer {
    let role: Role
    let obstacle: RefusalReason?
}

/// Roles to choose from, by category: what each grants, whether it is privileged, and what stands in the way.
struct RolePicker {
    /// How many lines a page has room for: a role counts ten, and each of its grants one.
    ///
    /// Ours, so that a page weighs less than 60 kB. Where there are more, each role leads to the page that lists its grants.
    private static let lineLimit = 1_200

    let visit: Visit
    let viewer: Viewer
    let chosen: Set<RoleID>
    /// How many lines the rest of the page takes.
    var linesTaken = 0
    private var words: Words { self.visit.words }

    func picker(_ offers: [RoleOffer]) -> HTML {
        guard !offers.isEmpty else { return Tag.p(.class("empty")) { self.words(.noRoleOffered) } }
        let lines = offers.reduce(0) { $0 + 10 + self.visit.catalog.grants(of: $1.role.id).count }
        let search = RoleSearch(visit: self.visit, offers: offers, chosen: self.chosen)
        return HTML([
            search.fields, self.sections(search.shown, listsGrants: lines + self.linesTaken <= Self.lineLimit),
        ])
    }

    private func sections(_ offers: [RoleOffer], listsGrants: Bool) -> HTML {
        var categories: [RoleCategory] = []
        for offer in offers where !categories.contains(offer.role.category) { categories.append(offer.role.category) }
        return HTML(
            categories.map { category in
                Tag.fieldset {
                    Tag.legend { category.title }
                    for offer in offers where offer.role.category == category {
                        self.item(offer, listsGrants: listsGrants)
                    }
                }
            })
    }

    private func item(_ offer: RoleOffer, listsGrants: Bool) -> HTML {
        let role = offer.role
        let isChosen = self.chosen.contains(role.id)
        return Tag.div(offer.obstacle == nil ? .class("role") : .class("role off")) {
            self.visit.box(
                "role", role.id.rawValue, isChecked: isChosen && offer.obstacle == nil,
                isDisabled: offer.obstacle != nil,
                label: HTML([
                    Tag.strong { role.title }, HTML(text: " "), RoleMarks(visit: self.visit, role: role.id).marks,
                ]))
            offer.obstacle.map { obstacle in Tag.p(.class("soft")) { self.words.sentence(obstacle) } }
            self.rules(role)
            listsGrants ? self.grants(role) : self.grantCount(role)
        }
    }

    /// What a separation set or another rule says of the role, at once and not after the form was sent.
    private func rules(_ role: Role) -> HTML {
        let sets = self.visit.catalog.separationSets.filter { $0.roles.contains(role.id) }
        return HTML(
            sets.map { set in
                let others = set.roles.subtracting([role.id]).sorted()
                return Tag.p(.class("soft")) {
                    set.limit == 2
                        ? self.words(.keptApart, self.words.titles(others, .listOr))
                        : self.words(.keptApartBeyond, self.words.titles(others), "\(set.limit - 1)")
                }
            }
                + (role.requires.isEmpty
                    ? [] : [Tag.p(.class("soft")) { self.words(.needs, self.words.titles(role.requires.sorted())) }])
                + (role.accompaniedBy.isEmpty
                    ? []
                    : [
                        Tag.p(.class("soft")) {
                            self.words(.bringsAlong, self.words.titles(role.accompaniedBy.sorted()))
                        }
                    ]))
    }

    private func title(_ role: Role) -> HTML {
        HTML([
            HTML(text: self.words.count(self.visit.catalog.grants(of: role.id).count, .oneGrant, .manyGrants)),
            Tag.span(.class("reader")) { " " + role.title },
        ])
    }

    /// How many grants a role has, and the way to them for those who see the pages of roles, beside the page that is filled in.
    private func grantCount(_ role: Role) -> HTML {
        Tag.p {
            self.viewer.may(.viewUsers)
                ? Tag.a(.href(self.visit.page("roles", role.id.rawValue)), .targetBlank) { self.title(role) }
                : self.title(role)
        }
    }

    private func grants(_ role: Role) -> HTML {
        let grants = self.visit.catalog.grants(of: role.id)
        return Tag.details {
            Tag.summary { self.title(role) }
            Tag.ul {
                for grant in grants {
                    Tag.li {
                        self.words.title(grant.permission) + " "
                        self.visit.conditions(grant.conditions)
                    }
                }
            }
        }
    }
}
