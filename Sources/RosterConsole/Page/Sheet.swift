import RosterDomain

/// A table that turns into cards on a phone.
///
/// It says its roles itself, because browsers forget those of a table that is drawn as blocks.
struct Sheet {
    let caption: String
    let columns: [String]

    init(_ caption: String, _ columns: [String]) {
        self.caption = caption
        self.columns = columns
    }

    /// The table; the first cell of a row names it.
    ///
    /// The caption is for screen readers alone where a heading above says the same.
    func html(
        _ rows: [[HTML]], naming column: Int = 0, ticking: Bool = false, isCaptionSeen: Bool = true
    ) -> HTML {
        Tag.div(.class("sheet")) {
            Tag.table(.role("table")) {
                Tag.caption(isCaptionSeen ? [] : [.class("reader")]) { self.caption }
                Tag.thead(.role("rowgroup")) {
                    Tag.tr(.role("row")) {
                        for (position, title) in self.columns.enumerated() {
                            if ticking, position == 0 {
                                Tag.th(.role("columnheader"), .scope("col"), .class("tick")) {
                                    Tag.span(.class("reader")) { title }
                                }
                            } else {
                                Tag.th(.role("columnheader"), .scope("col")) { title }
                            }
                        }
                    }
                }
                Tag.tbody(.role("rowgroup")) {
                    for row in rows { self.row(row, naming: column, ticking: ticking) }
                }
            }
        }
    }

    private func row(_ cells: [HTML], naming column: Int, ticking: Bool) -> HTML {
        Tag.tr(ticking ? [.role("row"), .class("ticking")] : [.role("row")]) {
            for (position, cell) in cells.enumerated() {
                if position == column {
                    Tag.th(.role("rowheader"), .scope("row")) { cell }
                } else if ticking, position == 0 {
                    Tag.td(.role("cell"), .class("tick")) { cell }
                } else {
                    Tag.td(.role("cell"), .dataLabel(self.columns[position])) { cell }
                }
            }
        }
    }
}

extension Visit {
    /// The title of a role.
    func title(_ role: RoleID) -> String { self.words.title(role) }

    /// Where something holds, unless that is the whole company.
    func place(_ scope: Scope) -> HTML {
        scope == .company ? HTML() : Tag.span(.class("tag")) { Tag.bdi { scope.path } }
    }

    /// What must be true of the case for something to hold; nothing where that is no matter.
    func conditions(_ conditions: Set<Condition>) -> HTML {
        HTML(
            conditions.sorted().map { condition in
                Tag.span(.class("tag")) { self.words(.given, self.words.title(condition)) }
            })
    }

    /// Where and in which cases someone may do something.
    func extent(_ entitlement: Entitlement) -> HTML {
        HTML([self.place(entitlement.scope), self.conditions(entitlement.conditions)])
    }

    /// When something holds, unless that is always.
    func window(_ window: ValidityWindow) -> HTML {
        HTML([
            window.from.map { HTML([HTML(text: self.words(.from) + " "), self.time($0), HTML(text: " ")]) } ?? HTML(),
            window.until.map { HTML([HTML(text: self.words(.until) + " "), self.time($0)]) } ?? HTML(),
        ])
    }

    /// A status as a mark.
    func status(_ status: AccountStatus) -> HTML {
        let text = self.words.status(status)
        return switch status {
        case .active: Tag.span(.class("tag good")) { text }
        case .invited, .mustChangePassword: Tag.span(.class("tag warn")) { text }
        case .blocked, .deleted, .purged: Tag.span(.class("tag bad")) { text }
        }
    }
}
