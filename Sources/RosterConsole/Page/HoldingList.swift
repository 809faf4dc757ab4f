import RosterDomain

/// The roles that a person holds: of their own, and through groups.
struct HoldingList {
    let visit: Visit
    let record: UserRecord
    let groups: [Group]

    var list: HTML {
        let words = self.visit.words
        let isEmpty = self.record.assignments.isEmpty && self.groups.allSatisfy { $0.rolesInUse.isEmpty }
        if isEmpty { return Tag.p(.class("soft")) { words(.noRoles) } }
        return Tag.ul(.class("plain")) {
            for assignment in self.record.assignments { Tag.li { self.item(assignment.holding, through: nil) } }
            for group in self.groups {
                for role in group.rolesInUse { Tag.li { self.item(role.holding, through: group) } }
            }
        }
    }

    private func item(_ holding: RoleHolding, through group: Group?) -> HTML {
        let isOver = holding.window.until.map { $0 <= self.visit.now } ?? false
        return HTML([
            Tag.strong { self.visit.title(holding.role) }, HTML(text: " "),
            RoleMarks(visit: self.visit, role: holding.role).marks,
            self.visit.place(holding.scope),
            isOver ? Tag.span(.class("tag warn")) { self.visit.words(.ended) } : HTML(),
            group.map { group in
                Tag.span(.class("tag accent")) { self.visit.words(.throughGroup, group.profile.name.rawValue) }
            } ?? HTML(),
            Tag.span(.class("soft")) { self.visit.window(holding.window) },
        ])
    }
}

/// What marks a role: that it is privileged, that it can be given no more, or that the catalog has it no more.
struct RoleMarks {
    let visit: Visit
    let role: RoleID

    var marks: HTML {
        guard let role = self.visit.catalog.role(self.role) else {
            return Tag.span(.class("tag bad")) { self.visit.words(.retired) }
        }
        return HTML([
            role.isPrivileged ? Tag.span(.class("tag warn")) { self.visit.words(.privileged) } : HTML(),
            self.visit.catalog.isRetired(role.id)
                ? Tag.span(.class("tag bad")) { self.visit.words(.roleIsRetired) } : HTML(),
        ])
    }
}

/// What a person or a role may do, by workspace.
struct EntitlementList {
    let visit: Visit

    func list(_ entitlements: [Entitlement]) -> HTML {
        let words = self.visit.words
        guard !entitlements.isEmpty else { return Tag.p(.class("empty")) { words(.mayDoNothing) } }
        let workspaces = Dictionary(grouping: entitlements) { entitlement in
            self.visit.catalog.definition(of: entitlement.permission)?.workspace ?? ""
        }
        return Tag.div(.class("columns")) {
            for workspace in workspaces.keys.sorted() {
                Tag.section(.class("panel")) {
                    Tag.h3 { workspace.isEmpty ? words(.otherPermissions) : workspace }
                    Tag.ul(.class("plain")) {
                        for entitlement in workspaces[workspace] ?? [] { Tag.li { self.item(entitlement) } }
                    }
                }
            }
        }
    }

    private func item(_ entitlement: Entitlement) -> HTML {
        HTML([
            HTML(text: self.visit.words.title(entitlement.permission) + " "), self.visit.extent(entitlement),
        ])
    }
}
