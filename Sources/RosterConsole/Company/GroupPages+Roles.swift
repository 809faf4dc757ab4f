import RosterDomain
import RosterUseCases

extension GroupPages {
    /// The roles that the members hold through the group.
    func roles(_ group: Group, _ offers: [RoleOffer]) -> HTML {
        Tag.section {
            Tag.h2 { self.words(.roles) }
            if group.roles.isEmpty { Tag.p(.class("soft")) { self.words(.noRoles) } }
            let names = group.roles.map { self.visit.name($0.role, at: $0.scope) }.toldApart
            for (role, name) in zip(group.roles, names) {
                Tag.div(.class("role")) {
                    Tag.strong { self.visit.title(role.role) }
                    " "
                    RoleMarks(visit: self.visit, role: role.role).marks
                    self.visit.place(role.scope)
                    self.visit.window(role.window)
                    if self.mayManage {
                        self.visit.postForm(self.address(group, "roles", "take"), .class("inline")) {
                            self.visit.hidden("role", role.role.rawValue)
                            self.visit.hidden("place", role.scope.path)
                            Tag.button(.type("submit"), .class("small danger")) {
                                self.words(.take)
                                Tag.span(.class("reader")) { " " + name }
                            }
                        }
                    }
                }
            }
            if !offers.isEmpty { self.roleForm(group, offers) }
        }
    }

    private func roleForm(_ group: Group, _ offers: [RoleOffer]) -> HTML {
        let roles = offers.map(\.role).filter { $0.isOffered(to: self.visit.tenant.company.programs) }
        // A form that takes a role names one, too.
        let chosen = self.visit.form.has("until") ? self.visit.form["role"] : nil
        return self.visit.postForm(self.address(group, "roles")) {
            Tag.div(.class("filters")) {
                Field("role", self.words(.role)).choice(
                    [("", self.words(.choose))] + roles.map { ($0.id.rawValue, $0.title) }, selected: chosen)
            }
            ScopeAndTime(visit: self.visit, values: self.visit.form).fields
            Tag.div(.class("buttons")) { self.visit.submit(.giveRoles) }
        }
    }
}
