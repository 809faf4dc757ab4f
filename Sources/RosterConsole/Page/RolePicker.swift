import RosterDomain

/// A role on offer, and what stands in the way.
struct RoleOffer {
    let role: Role
    let obstacle: RefusalReason?
}

/// Roles to choose from, by category: what each grants, whether it is privileged, and what stands in the way.
struct RolePicker {
    let visit: Visit
    let chosen: Set<RoleID>
    private var words: Words { self.visit.words }

    func picker(_ offers: [RoleOffer]) -> HTML {
        guard !offers.isEmpty else { return Tag.p(.class("empty")) { self.words(.noRoleOffered) } }
        var categories: [RoleCategory] = []
        for offer in offers where !categories.contains(offer.role.category) { categories.append(offer.role.category) }
        return HTML(
            categories.map { category in
                Tag.fieldset {
                    Tag.legend { category.title }
                    for offer in offers where offer.role.category == category { self.item(offer) }
                }
            })
    }

    private func item(_ offer: RoleOffer) -> HTML {
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
            self.grants(role)
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

    private func grants(_ role: Role) -> HTML {
        let grants = self.visit.catalog.grants(of: role.id)
        return Tag.details {
            Tag.summary {
                self.words.count(grants.count, .oneGrant, .manyGrants)
                Tag.span(.class("reader")) { " " + role.title }
            }
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
