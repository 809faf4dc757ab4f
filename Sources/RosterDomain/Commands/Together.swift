/// Several commands as one step: all of them, or none.
///
/// Each is decided on what the ones before it leave, so that every law holds for each as if it came by itself.
package struct Together: TenantCommand {
    /// What is wanted, in the infinitive.
    package let attempt: String
    /// What to do, in order.
    package let commands: [any TenantCommand]

    /// Joins commands.
    package init(_ attempt: String, _ commands: [any TenantCommand]) {
        self.attempt = attempt
        self.commands = commands
    }

    /// What each of them needs to know.
    package var needs: FactNeeds {
        self.commands.reduce(into: FactNeeds()) { $0.formUnion($1.needs) }
    }

    /// Refuses what one of them refuses.
    ///
    /// - Returns: None when everything is so already.
    package func changes(given facts: Facts) throws(RefusalReason) -> [Change] {
        var (facts, changes): (Facts, [Change]) = (facts, [])
        for command in self.commands {
            let step = try command.changes(given: facts)
            changes += step
            facts = facts.after(step)
        }
        return changes
    }

    /// The first that one of them names, each asked on what the ones before it leave.
    package func nameRefused(for reason: RefusalReason, given facts: Facts) -> UserName? {
        var facts = facts
        for command in self.commands {
            if let name = command.nameRefused(for: reason, given: facts) { return name }
            guard let step = try? command.changes(given: facts) else { return nil }
            facts = facts.after(step)
        }
        return nil
    }
}

extension FactNeeds {
    /// Adds what another command needs to know of the same user, group or role.
    fileprivate mutating func formUnion(_ other: FactNeeds) {
        self.users.formUnion(other.users)
        self.names.formUnion(other.names)
        self.groups.formUnion(other.groups)
        self.restoring = self.restoring ?? other.restoring
        self.otherHolderThan = self.otherHolderThan ?? other.otherHolderThan
        self.backersOf = self.backersOf ?? other.backersOf
        self.membersOf = self.membersOf ?? other.membersOf
        self.programs = self.programs ?? other.programs
        self.companyRoles.formUnion(other.companyRoles)
        self.holdersOf = self.holdersOf ?? other.holdersOf
        self.countsInvitations = self.countsInvitations || other.countsInvitations
    }
}
