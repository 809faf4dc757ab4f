/// Define a role of the company, which another one may include from then on.
package struct DefineCompanyRole: TenantCommand {
    /// The identifier that the role gets.
    package let role: CompanyRoleID
    /// What it is called, what it contains, and where it can be held.
    package let definition: CompanyRoleDefinition
    /// The role of the company that includes it, as it is expected to be; nil for none.
    package let senior: CompanyRole?

    /// Names the role, and the one that includes it.
    package init(_ role: CompanyRoleID, _ definition: CompanyRoleDefinition, includedIn senior: CompanyRole? = nil) {
        self.role = role
        self.definition = definition
        self.senior = senior
    }

    /// What is wanted, in words.
    package var attempt: String { "define a role" }
    /// Who has the title, and the role that includes the new one, with its holders.
    package var needs: FactNeeds {
        FactNeeds(
            names: Set(self.definition.names), companyRoles: Set([self.senior?.id].compactMap(\.self)),
            holdersOf: self.senior?.id)
    }

    /// Refuses principals who do not define roles, or could not give everything that this one contains to everyone and for good, titles
    /// that are taken, and what is not sound under the catalog; and what changing the role that includes it would be refused for.
    package func changes(given facts: Facts) throws(RefusalReason) -> [Change] {
        try facts.requireMayDefineRoles()
        guard facts.catalog.companyRoles.count < CompanyRole.countLimit else {
            throw .companyRoleLimit(limit: CompanyRole.countLimit)
        }
        let role = CompanyRole(id: self.role, self.definition, definedBy: facts.principal, definedAt: facts.now)
        try facts.requireFree(role)
        let after = try facts.defining(role)
        try after.requireMayGiveContents(of: role)
        guard let senior else { return [.companyRoleDefined(role: role)] }
        var wider = senior.definition
        wider.includes.insert(role.role)
        let change = ChangeCompanyRole(senior.id, from: senior.definition, to: wider)
        return [.companyRoleDefined(role: role)] + (try change.changes(given: after))
    }
}

/// Change what a role of the company is called, what it contains, or where it can be held.
package struct ChangeCompanyRole: TenantCommand {
    /// Which role.
    package let role: CompanyRoleID
    /// What it is expected to be; nil for whatever it is.
    package let expected: CompanyRoleDefinition?
    /// What it becomes.
    package let definition: CompanyRoleDefinition

    /// Names the role and what it becomes.
    package init(
        _ role: CompanyRoleID, from expected: CompanyRoleDefinition? = nil, to definition: CompanyRoleDefinition
    ) {
        self.role = role
        self.expected = expected
        self.definition = definition
    }

    /// What is wanted, in words.
    package var attempt: String { "change a role" }
    /// The role, who has the title, and who holds the role.
    package var needs: FactNeeds {
        FactNeeds(names: Set(self.definition.names), companyRoles: [self.role], holdersOf: self.role)
    }

    /// The holder who stands in the way.
    package func nameRefused(for reason: RefusalReason, given facts: Facts) -> UserName? {
        guard let former = facts.companyRoles[self.role],
            let after = try? facts.defining(self.changed(former), inPlaceOf: former)
        else { return nil }
        let review = HolderReview(of: former.role, from: facts, to: after)
        return facts.presentMembers.first { review.refusal(of: $0) == reason }?.user.userName
    }

    private func changed(_ former: CompanyRole) -> CompanyRole {
        var role = former
        role.definition = self.definition
        role.definition.unknownFields = former.definition.unknownFields
        return role
    }

    /// Refuses what defining the role anew would be refused for, principals who could not give or take it as it was, and what a holder may
    /// not hold.
    ///
    /// It is checked as giving what is added to every holder, and taking what is removed from each.
    package func changes(given facts: Facts) throws(RefusalReason) -> [Change] {
        try facts.requireMayDefineRoles()
        let former = try facts.companyRole(self.role)
        if let expected, expected != former.definition { throw .changedMeanwhile }
        let role = self.changed(former)
        guard role.definition != former.definition else { throw .nothingToChange }
        try facts.requireFree(role)
        try facts.requireMayGiveContents(of: former)
        let after = try facts.defining(role, inPlaceOf: former)
        try after.requireMayGiveContents(of: role)
        let review = HolderReview(of: role.role, from: facts, to: after)
        for holder in facts.presentMembers { try review.check(holder) }
        try after.requireRoom(forHoldersOf: role.role, addedTo: review.former)
        return [
            .companyRoleChanged(role: self.role, change: .changed(from: former.definition, to: role.definition))
        ]
    }
}
