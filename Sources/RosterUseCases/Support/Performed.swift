import RosterDomain

/// A command that was carried out: what it was decided on, and what came of it.
struct Performed {
    let facts: Facts
    /// What happened, as it stands in the history; nothing when everything was so already.
    let changes: [Change]

    /// A user as the step left them, without asking the directory again; nil for a user whom it did not concern.
    func record(of id: UserID) -> UserRecord? {
        var record = self.facts.users[id] ?? self.facts.holders.values.first { $0.id == id }
        for change in self.changes where change.subject == id {
            if case .userAdded(let user) = change {
                record = UserRecord(user)
            } else {
                record?.apply(change, at: self.facts.now)
            }
        }
        return record
    }

    /// A group as the step left it; nil for a group that is not there.
    func group(_ id: GroupID) -> Group? {
        var group = self.facts.groups[id]
        for change in self.changes where change.group == id {
            switch change {
            case .groupAdded(let added): group = added
            case .groupChanged(_, let change): group?.apply(change, at: self.facts.now)
            default: group?.moveMembers(at: self.facts.now)
            }
        }
        return group.flatMap { $0.isDeleted ? nil : $0 }
    }

    /// The user who has a name, as the step left them.
    func record(named name: RecordName) -> UserRecord? {
        let added = self.changes.compactMap { change in
            if case .userAdded(let user) = change, user.names.contains(name) { user.id } else { nil as UserID? }
        }
        // Who was added has the name now, and not the expired invitation that made room.
        return (added.first ?? self.facts.holders[name]?.id).flatMap(self.record)
    }
}
