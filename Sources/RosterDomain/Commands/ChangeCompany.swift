/// Change the company's name, or the programs that it is in.
package struct ChangeCompany: TenantCommand {
    /// The name to have; nil to leave it as it is.
    package let name: FullName?
    /// The programs to be in; nil to leave them as they are.
    package let programs: Set<Program>?
    /// The company as the principal saw it.
    package let seen: Company

    /// Names what the company is to be, and what the principal saw of it.
    package init(name: FullName?, programs: Set<Program>?, seeing seen: Company) {
        self.name = name
        self.programs = programs
        self.seen = seen
    }

    /// What is wanted, in words.
    package var attempt: String { "change the company" }
    /// Who holds roles that would no longer be offered.
    package var needs: FactNeeds { FactNeeds(programs: self.programs) }

    /// Refuses principals without the permissions that the catalog names, what another principal has changed since it was seen, and
    /// programs without which a role would not be offered that users hold.
    ///
    /// - Returns: One change, or none when the company is so already.
    package func changes(given facts: Facts) throws(RefusalReason) -> [Change] {
        guard let company = facts.company else {
            preconditionFailure("invariant: a tenant is open only once its company is enrolled")
        }
        try self.requirePermissions(facts)
        var changed = company
        if let name = try self.moved(name, from: self.seen.name, company.name) { changed.name = name }
        if let programs = try self.moved(programs, from: self.seen.programs, company.programs) {
            try Self.requireUnheld(facts.rolesWithdrawn(leaving: programs), facts)
            changed.programs = programs
        }
        return changed == company ? [] : [.companyChanged(from: company, to: changed)]
    }

    private func requirePermissions(_ facts: Facts) throws(RefusalReason) {
        try facts.activePrincipal()
        let permissions = facts.catalog.companyPermissions
        let needed = [
            self.name.map { _ in permissions.renameCompany }, self.programs.map { _ in permissions.changePrograms },
        ]
        for case let permission? in needed {
            guard let permission else { throw .companyFixed }
            try facts.require(permission)
        }
    }

    /// What is wanted, unless it is so already.
    private func moved<Value: Equatable>(
        _ wanted: Value?, from seen: Value, _ present: Value
    ) throws(RefusalReason) -> Value? {
        guard let wanted, wanted != present else { return nil }
        guard seen == present else { throw .companyDiffers }
        return wanted
    }

    private static func requireUnheld(_ roles: Set<RoleID>, _ facts: Facts) throws(RefusalReason) {
        let held = roles.filter { !facts.holdersOfWithdrawn[$0, default: []].isEmpty }
        guard !held.isEmpty else { return }
        let holders = held.reduce(into: Set<UserID>()) { $0.formUnion(facts.holdersOfWithdrawn[$1, default: []]) }
        throw .rolesStillHeld(roles: held.sorted(), holders: holders.count)
    }
}

extension Facts {
    /// The roles that are offered to the company now, and would not be in these programs alone.
    package func rolesWithdrawn(leaving programs: Set<Program>) -> Set<RoleID> {
        let present = self.company?.programs ?? []
        let withdrawn = self.catalog.roles.filter { $0.isOffered(to: present) && !$0.isOffered(to: programs) }
        return Set(withdrawn.map(\.id))
    }

    /// Whether changes give a role that the company is offered because of a program: then it must still be in it.
    package func restsOnPrograms(_ changes: [Change]) -> Bool {
        changes.contains { change in
            switch change {
            case .roleAssigned(let assignment): self.isOfferedForProgram(assignment.role)
            case .groupChanged(_, .roleAssigned(let role)): self.isOfferedForProgram(role.role)
            case .groupChanged(let group, .restored), .memberAdded(_, let group):
                self.groups[group]?.roles.contains { self.isOfferedForProgram($0.role) } ?? false
            default: false
            }
        }
    }

    private func isOfferedForProgram(_ role: RoleID) -> Bool {
        self.catalog.role(role).map { !$0.offeredTo.isEmpty } ?? false
    }
}
