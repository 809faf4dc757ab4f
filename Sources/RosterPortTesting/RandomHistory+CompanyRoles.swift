import RosterDomain

extension RandomHistory {
    /// Something that happens to one of a few roles of the company; some of it does not follow.
    mutating func companyRoleChange() throws -> Change {
        let number = Int.random(in: 0..<4, using: &self.generator)
        let id = Sample.companyRoleID(number)
        guard let role = self.state.companyRoles[id], !self.chance(1, in: 12) else {
            return .companyRoleDefined(role: try Sample.companyRole(number, self.definition(number)))
        }
        switch Int.random(in: 0..<8, using: &self.generator) {
        case 0: return .companyRoleChanged(role: id, change: .deleted)
        case 1, 2: return .companyRoleChanged(role: id, change: .retired)
        case 3, 4: return .companyRoleChanged(role: id, change: .reinstated)
        default:
            let former = self.chance(1, in: 6) ? try self.definition(number) : role.definition
            return Sample.changed(number, from: former, to: try self.definition(number))
        }
    }

    /// A definition with one of few titles, so that they collide; their case and their letters differ, and some look the same.
    private mutating func definition(_ number: Int) throws -> CompanyRoleDefinition {
        let titles = ["Harbor", "HARBOR", "H\u{430}rbor", "Desk \(number)", "desk 1"]
        let title = titles.randomElement(using: &self.generator) ?? "Harbor"
        return self.chance(1, in: 2) ? try Sample.definition(title) : try Sample.fullDefinition(title)
    }
}
