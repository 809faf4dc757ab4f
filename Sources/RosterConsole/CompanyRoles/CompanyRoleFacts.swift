import RosterDomain

/// What a role of the company is, in rows that can be compared.
struct CompanyRoleFacts {
    let visit: Visit
    private var words: Words { self.visit.words }

    /// One property of a role.
    struct Fact {
        let title: Phrase
        let text: HTML
    }

    /// The properties of a definition, always the same ones in the same order.
    func facts(_ definition: CompanyRoleDefinition) -> [Fact] {
        [
            Fact(title: .roleTitle, text: Tag.bdi { definition.title.rawValue }),
            Fact(title: .description, text: self.text(definition.description)),
            Fact(title: .grants, text: self.list(definition.grants.sorted(by: Grant.precedes).map(self.grant))),
            Fact(title: .includes, text: self.roles(definition.includes, none: .none)),
            Fact(title: .whereHeld, text: HTML(text: self.place(definition.scoping))),
            Fact(title: .forGuests, text: HTML(text: self.words(definition.isOpenToGuests ? .yes : .no))),
            Fact(title: .whoMayGive, text: self.roles(definition.assignableBy, none: .allWhoMayGive)),
        ]
    }

    /// The properties one below the other.
    func list(_ definition: CompanyRoleDefinition) -> HTML {
        Tag.section(.class("panel")) {
            Tag.dl(.class("facts")) {
                for fact in self.facts(definition) {
                    Tag.dt { self.words(fact.title) }
                    Tag.dd { fact.text }
                }
            }
        }
    }

    /// The properties in which two definitions differ, side by side.
    func difference(from former: CompanyRoleDefinition, to new: CompanyRoleDefinition) -> HTML {
        let rows = zip(self.facts(former), self.facts(new)).filter { $0.text.markup != $1.text.markup }
        if rows.isEmpty { return Tag.p(.class("empty")) { self.words(.nothingDiffers) } }
        return Sheet(
            self.words(.difference), [self.words(.what), self.words(.now), self.words(.afterwards)]
        ).html(
            rows.map { before, after in
                let texts = before.title == .grants ? self.grants(from: former, to: new) : (before.text, after.text)
                return [HTML(text: self.words(before.title)), texts.0, texts.1]
            }, isCaptionSeen: false)
    }

    /// Of long lists only what differs: what is taken out, and what is put in.
    private func grants(from former: CompanyRoleDefinition, to new: CompanyRoleDefinition) -> (HTML, HTML) {
        let kept = former.grants.intersection(new.grants)
        let rest = kept.isEmpty ? [] : [Tag.span(.class("soft")) { self.words(.andKept, "\(kept.count)") }]
        let sides = [former, new].map { side in
            self.list(side.grants.subtracting(kept).sorted(by: Grant.precedes).map(self.grant) + rest)
        }
        return (sides[0], sides[1])
    }

    private func text(_ description: String) -> HTML {
        description.isEmpty ? HTML(text: self.words(.none)) : Tag.span(.dir("auto")) { description }
    }

    private func grant(_ grant: Grant) -> HTML {
        HTML([HTML(text: self.words.title(grant.permission) + " "), self.visit.conditions(grant.conditions)])
    }

    private func roles(_ roles: Set<RoleID>, none: Phrase) -> HTML {
        roles.isEmpty
            ? HTML(text: self.words(none)) : self.list(roles.sorted().map { HTML(text: self.words.title($0)) })
    }

    private func list(_ items: [HTML]) -> HTML {
        if items.isEmpty { return HTML(text: self.words(.none)) }
        return Tag.ul(.class("plain")) { for item in items { Tag.li { item } } }
    }

    private func place(_ scoping: RoleScoping) -> String {
        switch scoping {
        case .companyOnly: self.words(.heldForCompany)
        case .anywhere: self.words(.heldAnywhere)
        case .companyOr(let kinds): self.words(.heldAt, self.words.list(kinds.sorted()))
        }
    }
}
