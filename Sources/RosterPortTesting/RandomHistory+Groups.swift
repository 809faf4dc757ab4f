import RosterDomain

extension RandomHistory {
    /// Something that happens to one of a few groups, or to their members; some of it does not follow.
    mutating func groupChange() throws -> Change {
        let number = Int.random(in: 0..<4, using: &self.generator)
        let id = Sample.groupID(number)
        let known = self.state.groups[id]
        guard let group = known, !self.chance(1, in: 12) else { return .groupAdded(group: try self.group(number)) }
        switch Int.random(in: 0..<10, using: &self.generator) {
        case 0: return .groupChanged(group: id, change: .deleted)
        case 1: return .groupChanged(group: id, change: .restored(as: try self.group(number).profile))
        case 2, 3:
            let former = self.chance(1, in: 6) ? try self.group(number).profile : group.profile
            return .groupChanged(group: id, change: .changed(from: former, to: try self.group(number).profile))
        case 4: return .groupChanged(group: id, change: .roleAssigned(try self.groupRole()))
        case 5: return .groupChanged(group: id, change: .roleRemoved(try group.roles.first ?? self.groupRole()))
        default: return self.membership(in: id)
        }
    }

    private mutating func membership(in group: GroupID) -> Change {
        let user = Sample.id(Int.random(in: 0..<12, using: &self.generator))
        let isMember = self.state.user(user)?.groups.contains(group) ?? false
        return isMember != self.chance(1, in: 8)
            ? .memberRemoved(user: user, group: group) : .memberAdded(user: user, group: group)
    }

    private mutating func groupRole() throws -> GroupRole {
        Sample.groupRole(
            self.chance(1, in: 2) ? Sample.reader : Sample.writer,
            at: self.chance(1, in: 2) ? .company : try Scope("/locations/1"))
    }

    /// A group of few names, so that they collide; their case and their letters differ, and some look the same.
    private mutating func group(_ number: Int) throws -> Group {
        let names = ["Sales", "SALES", "S\u{430}les", "Support \(number)", "support 1"]
        let profile = try Sample.profile(
            names.randomElement(using: &self.generator) ?? "Sales", self.chance(1, in: 2) ? "those who sell" : "",
            externalID: self.chance(1, in: 3) ? (self.chance(1, in: 2) ? "x-1" : "X-1") : nil,
            owners: self.chance(1, in: 3) ? [Sample.id(1)] : [])
        return try Sample.group(number, profile)
    }
}
