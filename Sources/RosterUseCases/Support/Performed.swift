import RosterDomain

/// A command that was committed: what it was decided on, and the step of history that came of it.
struct Performed {
    let facts: Facts
    let commit: Commit

    /// A user as the step left them, without asking the directory again; nil for somebody whom it did not concern.
    func record(of id: UserID) -> UserRecord? {
        var record = self.facts.users[id] ?? self.facts.usersByEmail.values.first { $0.id == id }
        for change in self.commit.changes where change.subject == id {
            if case .userAdded(let user) = change {
                record = UserRecord(user)
            } else {
                record?.apply(change, at: self.commit.at)
            }
        }
        return record
    }

    /// The user with an address as the step left them.
    func record(withEmail email: EmailAddress) -> UserRecord? {
        if let known = self.facts.usersByEmail[email] { return self.record(of: known.id) }
        let added = self.commit.changes.compactMap { change in
            if case .userAdded(let user) = change, user.email == email { user.id } else { nil as UserID? }
        }
        return added.first.flatMap(self.record)
    }
}
